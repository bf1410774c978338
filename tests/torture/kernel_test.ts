import { run } from "../../tools/torture/kernel.ts";
import { sampleTest } from "./sample.ts";

sampleTest("torture kernel: Stop, odd cells and long work leave it alive", run, 0.01);
