import { run } from "../../tools/torture/downloads.ts";
import { sampleTest } from "./sample.ts";

sampleTest(
  "torture downloads: the right bytes or one clear error, and nothing wrong kept",
  run,
  0.1,
);
