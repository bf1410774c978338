// Starting the worker in which a device lives.

import { nodeWorkers } from "../wasm/threads.ts";
import { executor, SLOT } from "./executor.ts";

/** A worker, and the block that it shares with who started it. */
export interface DeviceWorker {
  worker: Pick<Worker, "postMessage"> & { terminate(): unknown };
  control: Int32Array;
}

/** Starts one. It says in `control` when there is a device, or why there is none. */
export function startWorker(): DeviceWorker {
  const control = new Int32Array(new SharedArrayBuffer(4096));
  control[SLOT.done] = -1;
  // a bundle that keeps the names of functions calls this in their texts
  const source = `const __name = (it) => it; (${executor})(${
    JSON.stringify(SLOT)
  }, ${nodeWorkers});`;
  const node = nodeWorkers();
  let worker: DeviceWorker["worker"];
  if (node) {
    const inNode = new node.Worker(source, { eval: true });
    inNode.unref(); // a script ends when it is done
    worker = inNode as DeviceWorker["worker"];
  } else worker = new Worker(URL.createObjectURL(new Blob([source])));
  worker.postMessage(control);
  return { worker, control };
}

/** Whether this thread may wait: a page's document may not. */
export function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1); // for what has come already
    return true;
  } catch {
    return false;
  }
}

/** Runs `start`. Linux's drivers would write two lines into the terminal without a folder for a display's sockets. */
export function quietly<T>(start: () => T): T {
  const name = "XDG_RUNTIME_DIR";
  const mayChange = nodeWorkers() && typeof Deno !== "undefined" && Deno.build.os === "linux" &&
    Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  if (!mayChange || Deno.env.has(name)) return start();
  Deno.env.set(name, "/tmp");
  try {
    return start();
  } finally {
    Deno.env.delete(name);
  }
}

/** The text that the worker has left. */
export function textIn(control: Int32Array): string {
  const bytes = new Uint8Array(control.buffer, 4 * SLOT.text, control[SLOT.length]).slice();
  return new TextDecoder().decode(bytes);
}
