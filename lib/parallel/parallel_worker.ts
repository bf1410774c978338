// What each worker of `parallel` runs: the task, read again from its source text, for one item after the other.

import { parentPort, workerData } from "node:worker_threads";
import * as lib from "../mod.ts";
import { deserialize, serialize } from "./serialize.ts";

const { source, backend } = workerData as { source: string; backend: lib.BackendName };
lib.useBackend(backend);
const task = new Function(...Object.keys(lib), `return (${source});`)(...Object.values(lib));

parentPort!.on("message", async (item) => {
  try {
    parentPort!.postMessage({ result: serialize(await task(deserialize(item))) });
  } catch (error) {
    parentPort!.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
