import { run } from "../../tools/torture/files.ts";
import { sampleTest } from "./sample.ts";

sampleTest("torture files: damaged files give one clear error each", run, 0.01);
