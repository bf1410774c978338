// NumPy's values for every function, layer, optimizer and network of the book. They lie in the
// folder `golden` of DLFS_DATA_DIR, or of a folder `shared` beside the checkout. Where there is none,
// the tests that need them are omitted, each with its reason.

import { join } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { type DType, type Tensor, tensor } from "../lib/mod.ts";

/** A tensor as the golden files write it. */
export interface GoldenTensor {
  shape: number[];
  data: number[];
}

/** One case of numpy-reference.json; which fields there are depends on its `kind` and `name`. */
// deno-lint-ignore no-explicit-any -- the file has a different shape for each kind
export type GoldenCase = { kind: string; name: string } & Record<string, any>;

const isGranted = (wanted: Deno.PermissionDescriptor) =>
  Deno.permissions.querySync(wanted).state === "granted";
const mayLook = isGranted({ name: "read" }) &&
  isGranted({ name: "env", variable: "DLFS_DATA_DIR" });

/** The folder with mnist/, book/ and golden/, if there is one that may be read. */
export function dataFolder(): string | undefined {
  if (!mayLook) return undefined;
  const beside = fileURLToPath(new URL("../../shared", import.meta.url));
  const folder = process.env.DLFS_DATA_DIR ?? beside;
  return existsSync(join(folder, "golden")) ? folder : undefined;
}

/** Says that a test is omitted because there is no data folder. */
export function omit(name: string): void {
  console.log(
    mayLook
      ? `omitted: ${name}: no folder with golden/ in DLFS_DATA_DIR or beside the checkout`
      : `needs to read its vectors: ${name}`,
  );
}

/** A test that needs the data folder; omitted with a printed reason where there is none. */
export function goldenTest(name: string, run: (folder: string) => void | Promise<void>): void {
  const folder = dataFolder();
  if (folder === undefined) {
    return omit(name);
  }
  Deno.test(name, () => run(folder));
}

/** The cases of numpy-reference.json of one kind: "function", "loss", "layer", "util", "optimizer", "gradient", "net". */
export function goldenCases(folder: string, kind: string): GoldenCase[] {
  const file = JSON.parse(readFileSync(join(folder, "golden", "numpy-reference.json"), "utf8"));
  return file.cases.filter((c: GoldenCase) => c.kind === kind);
}

/** numpy-training.json as it is: random draws and the losses of training runs. */
// deno-lint-ignore no-explicit-any -- the file has a different shape for each run
export function goldenTraining(folder: string): Record<string, any> {
  return JSON.parse(readFileSync(join(folder, "golden", "numpy-training.json"), "utf8"));
}

/** A golden tensor in one of our dtypes. */
export function fromGolden({ shape, data }: GoldenTensor, dtype: DType): Tensor {
  return tensor(data, { shape, dtype });
}
