import { run } from "../../tools/torture/oracle.ts";
import { sampleTest } from "./sample.ts";

sampleTest("torture oracle: every backend agrees with loops over indices", run, 0.06);
