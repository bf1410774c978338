// Runs cells, one after the other, in a worker of the page. Around lib it looks like Deno's kernel: outputs go through
// the same bundles as in Jupyter.

import { addFile, broadcastTo, interrupt } from "./deno.ts"; // first: lib looks for a kernel when it is loaded
import { display } from "../../lib/display/kernel.ts";
import { allShown } from "../../lib/display/show.ts";
import { Stopped } from "../../lib/host/progress.ts";
import type { Output } from "../notebooks.ts";
import { type Import, INSIDE, prepare, refusal } from "./cell.ts";
import { consoleTo } from "./console.ts";
import { inspect } from "./inspect.ts";
import type { Ended, LiveCell, Report, Request } from "./messages.ts";
import { imported, moduleNamed } from "./modules.ts";
import { Sender } from "./sender.ts";
import { errorOutput, remember, writeStack } from "./stacks.ts";
import { declare } from "./variables.ts";

const post = (report: Report) => self.postMessage(report);
const sender = new Sender(post.bind(self));
Object.assign(Error, { prepareStackTrace: writeStack, stackTraceLimit: 30 });
consoleTo((name, text) => sender.print(name, text));

broadcastTo((type, content) => {
  const { data, metadata = {}, transient } = content as Record<string, Record<string, unknown>>;
  const id = transient?.display_id as string | undefined;
  if (type === "update_display_data") sender.update(id!, data!, metadata);
  else if (type === "display_data") {
    sender.show({ output_type: "display_data", data: data!, metadata }, id);
  } else if (type === "stream") sender.print(String(content.name), String(content.text));
  else if (type === "clear_output") sender.clear(content.wait ? "at the next" : "now");
});

const tell = (error: unknown) => sender.show(errorOutput(error, inspect));
addEventListener("error", (event) => {
  event.preventDefault();
  tell(event.error ?? new Error(event.message));
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  tell(event.reason);
});

/** What cells are lent. */
Object.defineProperty(globalThis, INSIDE, {
  value: {
    named: (name: string, made: object) =>
      Object.defineProperty(made, "name", { value: name, configurable: true }),
    load: (name: unknown) => Promise.resolve().then(() => moduleNamed(String(name))),
    meta: { url: "file:///book/notebooks/cell.ts", main: true },
  },
});

const FRONT = `(async () => {"use strict"; `;
let stopWaiting = () => {};

async function run(number: number, cell: LiveCell): Promise<Ended> {
  try {
    const prepared = prepare(cell.source);
    const values = prepared.imports.flatMap((one) => valuesOf(one, cell.source));
    prepared.declared.forEach(declare);
    for (const [name, value] of values) Reflect.set(globalThis, name, value);
    const name = remember(number, cell, prepared, FRONT.length);
    const main: () => Promise<[unknown] | undefined> = (0, eval)(
      `${FRONT}${prepared.code}\n})${name}`,
    );
    const stop = Promise.withResolvers<never>();
    stopWaiting = () => stop.reject(new Stopped("stopped: the cell no longer waits"));
    const shown = await Promise.race([main(), stop.promise]);
    await allShown();
    if (shown) await showResult(shown[0]);
    return "ok";
  } catch (error) {
    tell(error);
    return error instanceof Stopped ? "stopped" : "error";
  } finally {
    stopWaiting = () => {};
  }
}

function valuesOf(one: Import, source: string) {
  try {
    return imported(one);
  } catch (error) {
    const missing = Object.values(one.names).find((name) =>
      (error as Error).message.includes(` ${name}`)
    ) ?? one.from;
    const lines = source.split("\n");
    const line = lines.findIndex((text) => text.includes(missing));
    const column = lines[line]!.indexOf(missing) + 1;
    throw Object.assign(error as Error, {
      stack: refusal(source, (error as Error).message, { line: line + 1, column }).stack,
    });
  }
}

async function showResult(value: unknown): Promise<void> {
  if (value === undefined) return;
  const own = (value as { [display]?: () => unknown } | null)?.[display];
  const data = typeof own === "function"
    ? await own.call(value) as Record<string, unknown>
    : { "text/plain": inspect(value) };
  const output: Output = {
    output_type: "execute_result",
    data,
    metadata: {},
    execution_count: null,
  };
  sender.show(output);
}

let queue = Promise.resolve();

addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
  if (request.is === "run") {
    queue = queue.then(async () => {
      sender.begin(request.run);
      const status = await run(request.run, request.cell);
      sender.flush();
      post({ is: "end", run: request.run, status });
    });
  } else if (request.is === "stop") {
    interrupt();
    setTimeout(() => stopWaiting(), 500);
  } else if (request.is === "file") addFile(request.path, request.bytes);
});

post({ is: "ready" });
