// The little of Deno that a page has: its files are those that the page carries and those that the reader has dropped
// on it, its variables say that this is a quick run. Whatever else a cell asks of Deno is told to need it.
//
// The worker imports this file before lib, which then finds a kernel around it.

import { inspect } from "./inspect.ts";

/** Where the project would lie; cells run in its folder of notebooks. */
export const ROOT = "/book/";

/** What the kernel layer is told: types of Jupyter's messages and their contents. */
export type Broadcast = (type: string, content: Record<string, unknown>) => void;

const variables: Record<string, string> = {
  DLFS_QUICK: "1", // long trainings are cut short
  DLFS_PAGE: "1", // data is what the page has
};

const files = new Map<string, Uint8Array>();

/** Adds a file of the project, such as "data/weights/two_layer_net.safetensors". */
export function addFile(path: string, bytes: Uint8Array): void {
  files.set(ROOT + path, bytes);
}

/** The page has no such file. */
class NotFound extends Error {
  override name = "NotFound";
}

/** Thrown where a cell asks for what only Deno has: nothing is wrong with the cell. */
export class NeedsDeno extends Error {
  override name = "NeedsDeno";
}

function read(path: string | URL): Uint8Array {
  const { pathname } = new URL(path, `file://${ROOT}notebooks/`);
  const bytes = files.get(decodeURI(pathname));
  if (bytes) return bytes;
  const name = pathname.startsWith(ROOT) ? pathname.slice(ROOT.length) : pathname;
  throw new NotFound(`this page has no file ${name}; drop it on the page`);
}

const readOnly = (): never => {
  throw new Error("a page cannot write files");
};

const listeners: (() => void)[] = [];

/** Tells those who listen to an interrupt that the reader has pressed Stop. */
export const interrupt = (): void => listeners.forEach((listener) => listener());

let send: Broadcast = () => {};

/** Says where broadcasts go. */
export function broadcastTo(receiver: Broadcast): void {
  send = receiver;
}

const little = {
  build: { os: "linux", arch: "wasm", standalone: true },
  env: {
    get: (name: string) => variables[name],
    has: (name: string) => name in variables,
    toObject: () => ({ ...variables }),
  },
  errors: { NotFound },
  [Symbol.for("Deno.customInspect")]: () => "Deno",
  inspect,
  jupyter: {
    broadcast: (type: string, content: Record<string, unknown>) =>
      Promise.resolve(send(type, content)),
  },
  noColor: true,
  permissions: {
    querySync: ({ name }: { name: string }) => ({
      state: name === "env" ? "granted" : "denied",
    }),
    query: (wanted: { name: string }) => Promise.resolve(little.permissions.querySync(wanted)),
  },
  addSignalListener: (_signal: string, listener: () => void) => void listeners.push(listener),
  cwd: () => `${ROOT}notebooks`,
  readFileSync: read,
  readFile: (path: string | URL) => Promise.resolve().then(() => read(path)),
  readTextFileSync: (path: string | URL) => new TextDecoder().decode(read(path)),
  readTextFile: (path: string | URL) =>
    Promise.resolve().then(() => new TextDecoder().decode(read(path))),
  statSync: (path: string | URL) => ({ isFile: true, size: read(path).length }),
  stat: (path: string | URL) => Promise.resolve().then(() => little.statSync(path)),
  realPath: (path: string | URL) => Promise.resolve(String(path)),
  mkdirSync: readOnly,
  openSync: readOnly,
  open: () => Promise.resolve().then(readOnly),
  version: { deno: "", typescript: "", v8: "" },
};

Object.assign(globalThis, {
  Deno: new Proxy(little, {
    get: function get(target, name) {
      if (name in target || typeof name === "symbol") return Reflect.get(target, name);
      const error = new NeedsDeno(
        `this cell needs Deno, for Deno.${name}: open the notebook with \`deno task lab\` to run it`,
      );
      Error.captureStackTrace(error, get); // where the cell asks
      throw error;
    },
  }),
});
