import { run } from "../../tools/torture/training.ts";
import { sampleTest } from "./sample.ts";

sampleTest("torture training: killed and resumed, it ends with the same bits", run, 0.1);
