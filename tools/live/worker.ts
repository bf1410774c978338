// Runs cells, one after the other, in a worker of the page. Around lib it looks like Deno's kernel: outputs go through
// the same bundles as in Jupyter.

import { addFile, broadcastTo, interrupt, NeedsDeno } from "./deno.ts"; // first: lib looks for a kernel when it is loaded
import { startAhead } from "../../lib/backend/webgpu/device.ts";
import { lookForBookWeightsAgain } from "../../lib/datasets/book_weights.ts";
import { drawnDigits } from "../../lib/datasets/digits.ts";
import { drawDigitsBy, lookForMnistAgain } from "../../lib/datasets/mnist.ts";
import { display, type MimeBundle } from "../../lib/display/kernel.ts";
import { allShown } from "../../lib/display/show.ts";
import { Stopped } from "../../lib/host/progress.ts";
import { PLAY } from "../../lib/play/figure.ts";
import { liveBy } from "../../lib/play/play.ts";
import type { Output } from "../notebooks.ts";
import { type Import, INSIDE, prepare, type Prepared } from "./cell.ts";
import { consoleTo } from "./console.ts";
import { inspect } from "./inspect.ts";
import type { Drawn } from "./drawn.ts";
import type { Ended, LiveCell, Report, Request } from "./messages.ts";
import { imported, moduleNamed } from "./modules.ts";
import { namesOf } from "./names.ts";
import { refusal } from "./refusals.ts";
import { Sender } from "./sender.ts";
import { errorOutput, remember, writeStack } from "./stacks.ts";
import { declare } from "./variables.ts";

const { livePort: port } = globalThis as unknown as { livePort: MessagePort }; // start.ts has put it there
const post = (report: Report) => port.postMessage(report);
/** That of the run that goes on, or was the last; while a timer calls, of the one that set it. */
let sender = new Sender(0, post);
Object.assign(Error, { prepareStackTrace: writeStack, stackTraceLimit: 20 });
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

/** Whatever a cell throws must be told of, lest the page wait for ever. */
function tell(error: unknown): void {
  let output: Output;
  try {
    output = errorOutput(error, inspect);
  } catch {
    output = errorOutput("a value that cannot be shown", String);
  }
  sender.show(output);
}

for (const name of ["setTimeout", "setInterval"] as const) {
  const set = globalThis[name];
  /** What a timer brings goes under the cell that set it, as in the notebook. */
  const setOwn = (callback: unknown, ...others: unknown[]) => {
    const own = sender;
    const called = (...values: unknown[]) => {
      const now = sender;
      sender = own;
      try {
        (callback as (...values: unknown[]) => void)(...values);
      } catch (error) {
        tell(error);
      } finally {
        sender = now;
      }
    };
    const isFunction = typeof callback === "function";
    return Reflect.apply(set, undefined, [isFunction ? called : callback, ...others]);
  };
  Object.defineProperty(setOwn, "name", { value: name });
  Object.assign(globalThis, { [name]: setOwn }); // the library has its own
}

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

Object.assign(globalThis, {
  close() { // a worker that is closed answers nothing
    throw new Error("close(): a cell cannot end what runs it; Stop does");
  },
});

const FRONT = `(async () => {"use strict"; `;
let stopWaiting = () => {};

async function run(number: number, cell: LiveCell): Promise<Ended> {
  try {
    if (cell.source.includes("webgpu")) await startAhead();
    const prepared = preparedOrBroken(cell.source);
    const values = prepared.imports.flatMap((one) => valuesOf(one, cell.source));
    prepared.declared.forEach(declare);
    for (const [name, value] of values) Reflect.set(globalThis, name, value);
    const name = remember(number, cell, prepared, FRONT.length);
    const main: () => Promise<[unknown] | undefined> = (0, eval)(
      `${FRONT}${prepared.code}\n})${name}`,
    );
    const stop = Promise.withResolvers<never>();
    stopWaiting = () => {
      const message = "stopped: the cell no longer waits";
      const stack = `Stopped: ${message}`; // where it waited, nobody knows
      stop.reject(Object.assign(new Stopped(message), { stack }));
    };
    const shown = await Promise.race([main(), stop.promise]);
    await allShown();
    if (shown) await showResult(shown[0]);
    tellOfPrototype();
    return "ok";
  } catch (error) {
    if (error instanceof NeedsDeno) {
      sender.print("stderr", `${error.message}\n`);
      return "ok"; // those below can run
    }
    tell(error);
    return error instanceof Stopped ? "stopped" : "error";
  } finally {
    stopWaiting = () => {};
  }
}

/** What a cell has put into every object is told, and hidden from the library's loops over names. */
function tellOfPrototype(): void {
  for (const name of Object.keys(Object.prototype)) {
    const hidden = Object.assign(Object.create(null), { enumerable: false }); // without what is in every object
    Object.defineProperty(Object.prototype, name, hidden);
    const it = `Object.prototype.${name}`;
    sender.print(
      "stderr",
      `${it} is in every object now, the library's too; delete ${it} takes it back\n`,
    );
  }
}

function preparedOrBroken(source: string): Prepared {
  try {
    return prepare(source);
  } catch (error) {
    if (error instanceof TypeError) post({ is: "broken" });
    throw error;
  }
}

/** What a cell imports; an error shows the place of the name. */
function valuesOf(one: Import, source: string): [string, unknown][] {
  try {
    return imported(one);
  } catch (error) {
    const { message } = error as Error;
    const named = Object.values(one.names).find((name) => message.includes(` ${name}`));
    const before = source.slice(0, source.search(`\\b${named ?? "from"}\\b`)).split("\n");
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    throw refusal(source, message, place, (error as Error).constructor as typeof SyntaxError);
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

const redraws = new Map<string, (values: Record<string, unknown>) => Promise<MimeBundle>>();

liveBy((_still, shown, redraw) => {
  if (!redraw) return Promise.resolve({}); // the page draws it
  const id = crypto.randomUUID();
  redraws.set(id, redraw);
  return Promise.resolve({ [PLAY]: { ...shown, options: { ...shown.options, id } } });
});

async function redraw({ request, id, values }: Request & { is: "redraw" }): Promise<void> {
  try {
    const bundle = JSON.parse(JSON.stringify(await redraws.get(id)!(values)));
    post({ is: "redrawn", request, bundle });
  } catch (error) {
    post({ is: "redrawn", request, error: String(error) });
  }
}

let digits: PromiseWithResolvers<Drawn | undefined> | undefined;

drawDigitsBy(async () => {
  if (!digits) post({ is: "draw" });
  digits ??= Promise.withResolvers();
  return await digits.promise ?? drawnDigits();
});

port.onmessage = async ({ data: request }: MessageEvent<Request>) => {
  if (request.is === "run") {
    sender.flush();
    sender = new Sender(request.run, post);
    const status = await run(request.run, request.cell);
    sender.flush();
    post({ is: "end", run: request.run, status });
  } else if (request.is === "stop") {
    interrupt();
    setTimeout(() => stopWaiting(), 500);
  } else if (request.is === "file") {
    addFile(request.path, request.bytes);
    lookForMnistAgain();
    lookForBookWeightsAgain();
  } else if (request.is === "drawn") digits!.resolve(request.drawn);
  else if (request.is === "names") {
    post({ is: "names", request: request.request, names: request.sources.map(namesOf) });
  } else redraw(request);
};

post({ is: "ready" });
