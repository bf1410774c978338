// The listings of appendix C, which are other frameworks': each is run as it stands there, after a few lines that hand it our
// weights and digits as `book` and `batches`. Their npm packages are in field/deno.json, so that only these tests load them.

import { join } from "node:path";
import type { Tensor } from "../../lib/mod.ts";
import { type Cell, textOf } from "../../tools/notebooks.ts";

/** The weights before the first step, and images with their class labels. */
export interface Given {
  book: Record<string, Tensor>;
  batches: [x: Tensor, t: Tensor][];
}

const fence = /^```(python|ts)\n(.*?)\n```$/ms;

/** The code that a markdown cell shows, without those of exercises, which are ours. */
export function listingOf({ cell_type, source }: Cell): string | undefined {
  const text = textOf(source);
  const isListing = cell_type === "markdown" &&
    !text.includes("<details><summary>Answer");
  return isListing ? text.match(fence)?.[2] : undefined;
}

/** Hands out what is given as a file of JSON, which is removed at the end. */
export function handOut(
  { book, batches }: Given,
): { path: string } & Disposable {
  const plain = ({ shape, data }: Tensor) => ({
    shape,
    data: Array.from(data),
  });
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  const weights = Object.entries(book).map(([key, W]) => [key, plain(W)]);
  const text = {
    book: Object.fromEntries(weights),
    batches: batches.map((b) => b.map(plain)),
  };
  Deno.writeTextFileSync(path, JSON.stringify(text));
  return { path, [Symbol.dispose]: () => Deno.removeSync(path) };
}

/** A program of PyTorch that prints the value of an expression after the listing; its argument is the path of what is given. */
export const pythonProgram = (listing: string, result = "losses") => `
import json, sys
import torch
def tensor(given):
    return torch.tensor(given["data"]).reshape(given["shape"])
given = json.load(open(sys.argv[1])) if len(sys.argv) > 1 else {"book": {}, "batches": []}
book = {key: tensor(W) for key, W in given["book"].items()}
batches = [(tensor(x), tensor(t).long()) for x, t in given["batches"]]
${listing}
print(json.dumps(${result}))
`;

const preludes: Record<string, string> = {
  "@tensorflow/tfjs": `
    const tensor = ({ data, shape }: Plain) => tf.tensor(data, shape);
    const oneHot = ({ data }: Plain) => tf.oneHot(tf.tensor1d(data, "int32"), 10) as tf.Tensor;
    type Tensor = tf.Tensor;
    await tf.setBackend("cpu"); // it has the gradients of convolution and pooling, WASM has not`,
  "@jax-js/jax": `
    import * as jax from "@jax-js/jax";
    const tensor = ({ data, shape }: Plain) =>
      jax.numpy.array(new Float32Array(data)).reshape(shape);
    const oneHot = ({ data }: Plain) =>
      jax.nn.oneHot(jax.numpy.array(data, { dtype: jax.numpy.int32 }), 10);
    type Tensor = jax.numpy.Array;
    await jax.init("wasm");`,
};

export const npmPackages: string[] = Object.keys(preludes);

const deno = (...args: string[]) =>
  new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
const config = `--config=${join(import.meta.dirname!, "field", "deno.json")}`;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Why a package cannot be had, if so; once installed, it is in Deno's cache. */
export async function missing(
  packageName: string,
): Promise<string | undefined> {
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  Deno.writeTextFileSync(file, `import "${packageName}";`);
  const { success, stderr } = await deno(
    "cache",
    "--quiet",
    "--frozen",
    config,
    file,
  );
  Deno.removeSync(file);
  return success ? undefined : text(stderr).trim().split("\n")[0];
}

/** What the losses of a listing for `packageName` are, which is checked against its types, too. */
export async function runTypeScript(
  packageName: string,
  listing: string,
  { path }: { path: string },
): Promise<number[]> {
  const program = Deno.makeTempFileSync({ suffix: ".ts" });
  const parts = [
    "type Plain = { shape: number[]; data: number[] };",
    preludes[packageName],
    `const given: { book: Record<string, Plain>; batches: [Plain, Plain][] } =
      JSON.parse(await Deno.readTextFile(Deno.args[0]));
    const tensors = Object.entries(given.book).map(([key, W]) => [key, tensor(W)]);
    // deno-lint-ignore no-explicit-any -- the listing says which weights there are
    const book: any = Object.fromEntries(tensors);
    const batches = given.batches.map(([x, t]): [Tensor, Tensor] => [tensor(x), oneHot(t)]);`,
    listing,
    'console.log("losses " + JSON.stringify(losses));', // TensorFlow.js greets before it
  ];
  Deno.writeTextFileSync(program, parts.join("\n"));
  const permissions = ["--allow-read", "--allow-env", "--allow-sys"];
  const flags = ["--quiet", "--check", "--frozen", config];
  const { success, stdout, stderr } = await deno(
    "run",
    ...permissions,
    ...flags,
    program,
    path,
  );
  Deno.removeSync(program);
  if (!success) throw new Error(text(stderr));
  return JSON.parse(text(stdout).match(/^losses (.*)$/m)![1]);
}
