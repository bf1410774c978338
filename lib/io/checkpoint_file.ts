// A training on disk, to stop tonight and go on tomorrow. The file is a safetensors file, which Python opens too: the
// parameters, what the optimizer remembers of each, and in the notes all else, with a checksum over everything.

import { createHash } from "node:crypto";
import { failure, parseSafetensors, serialize } from "../formats/safetensors.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensor } from "../tensor/from_values.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import { Trainer } from "../training/trainer.ts";
import type { Checkpoint } from "../training/types.ts";
import { readSource, type Source } from "./source.ts";
import { writeWhole } from "./write_file.ts";

const FORMAT = "checkpoint of a Trainer, version 1";

type Tensors = Record<string, Tensor>;

/** What the notes have: a checkpoint without the numbers that are in tensors. */
interface Notes extends Omit<Checkpoint, "params" | "statistics" | "optimizer"> {
  optimizer: Omit<Checkpoint["optimizer"], "memory"> & { remembers: string[] };
}

/**
 * Writes where a training stands, at the call, to a file: whole or not at all. A file that is there is replaced.
 *
 * @param path ending as you like, such as `.checkpoint`
 * @throws TypeError for a value that is not a Trainer
 * @throws Error if the file cannot be written
 *
 * @example
 * ```ts
 * import { Adam, loadCheckpoint, random, saveCheckpoint, Trainer, TwoLayerNet } from "../mod.ts";
 *
 * const x = random(1).normal([20, 4]);
 * const data = { xTrain: x, tTrain: x.argmax(1), xTest: x, tTest: x.argmax(1) };
 * const made = () => {
 *   const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 5, outputSize: 4 });
 *   return new Trainer(net, data, { steps: 20, optimizer: new Adam() });
 * };
 *
 * const tonight = made();
 * for await (const { step } of tonight) if (step === 9) break;
 * const path = `${Deno.makeTempDirSync()}/net.checkpoint`;
 * await saveCheckpoint(path, tonight);
 *
 * const tomorrow = made();
 * await loadCheckpoint(path, tomorrow);
 * await tomorrow.train(); // goes on: bit for bit as without the night
 * tomorrow.history.losses.length; // 20
 * ```
 */
export async function saveCheckpoint(path: string | URL, trainer: Trainer): Promise<void> {
  checkTrainer("saveCheckpoint", trainer);
  const { random, history, optimizer: { memory, ...optimizer } } = trainer.checkpoint();
  const remembered = Object.entries(memory).map(([slot, parts]) => {
    const tensors = Object.entries(parts).map(([key, values]) => [key, tensor(values, FLOAT64)]);
    return prefixed(`optimizer.${slot}`, Object.fromEntries(tensors));
  });
  const tensors: Tensors = Object.assign(
    {},
    prefixed("params", trainer.net.params),
    prefixed("statistics", trainer.net.statistics ?? {}),
    ...remembered,
  );
  const notes: Notes = {
    random,
    history,
    optimizer: { ...optimizer, remembers: Object.keys(memory) },
  };
  const state = JSON.stringify(notes);
  const metadata = { format: FORMAT, state, sha256: checksum(state, tensors) };
  await writeWhole("saveCheckpoint", path, serialize("saveCheckpoint", tensors, metadata));
}

/**
 * Makes a trainer go on from where the training of a file stands, as if nothing had come between: bit for bit, if the
 * trainer was made as the one that was saved.
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError if the file is damaged, or no checkpoint
 * @throws TypeError if it is of another network or optimizer; nothing is changed, here and above
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts
 * import { loadCheckpoint, random, saveCheckpoint, Trainer, TwoLayerNet } from "../mod.ts";
 * const x = random(1).normal([20, 4]);
 * const data = { xTrain: x, tTrain: x.argmax(1), xTest: x, tTest: x.argmax(1) };
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 5, outputSize: 4 });
 * const trainer = new Trainer(net, data, { steps: 10 });
 * const path = `${Deno.makeTempDirSync()}/net.checkpoint`;
 * await saveCheckpoint(path, trainer); // before its first step
 * await trainer.train();
 * await loadCheckpoint(path, trainer); // back to where it began
 * trainer.history.losses.length; // 0
 * ```
 */
export async function loadCheckpoint(source: Source, trainer: Trainer): Promise<void> {
  checkTrainer("loadCheckpoint", trainer);
  const { bytes, name } = await readSource("loadCheckpoint", source);
  const { tensors, metadata } = parseSafetensors(bytes, failure("loadCheckpoint", name));
  const { format, state = "", sha256 } = metadata;
  if (format !== FORMAT) {
    throw new SyntaxError(
      `loadCheckpoint: ${name} is not a checkpoint; the weights of a file are taken over with ` +
        `net.loadParams(await loadSafetensors(…))`,
    );
  }
  if (checksum(state, tensors) !== sha256) {
    throw new SyntaxError(`loadCheckpoint: ${name} is damaged: its checksum is another`);
  }

  const { optimizer: { remembers, ...optimizer }, random, history }: Notes = JSON.parse(state);
  const memory = remembers.map((slot) => [slot, numbers(within(`optimizer.${slot}`, tensors))]);
  const params = within("params", tensors);
  const statistics = within("statistics", tensors);
  const { net } = trainer;
  checkShapes(name, { ...params, ...statistics }, { ...net.params, ...net.statistics });
  try {
    trainer.restore({
      params: numbers(params),
      statistics: numbers(statistics),
      optimizer: { ...optimizer, memory: Object.fromEntries(memory) },
      random,
      history,
    });
  } catch (cause) {
    const problem = (cause as Error).message.replace(/^Trainer.restore: /, "");
    throw new TypeError(`loadCheckpoint: ${name}: ${problem}`, { cause });
  }
}

const FLOAT64 = { dtype: "float64" } as const;

function checkTrainer(call: string, trainer: unknown): void {
  if (!(trainer instanceof Trainer)) {
    throw new TypeError(`${call}: needs a path and a Trainer`);
  }
}

/** Another shape with as many numbers is another network, too. */
function checkShapes(name: string, saved: Tensors, own: Tensors): void {
  for (const [key, { dtype, shape }] of Object.entries(saved)) {
    const x = own[key];
    if (x !== undefined && (x.dtype !== dtype || !sameShape(x.shape, shape))) {
      throw new TypeError(
        `loadCheckpoint: ${name}: the checkpoint is of another network: its ${key} is ${dtype} ` +
          `${formatShape(shape)}, this one's ${x.dtype} ${formatShape(x.shape)}`,
      );
    }
  }
}

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([key, x]) => [`${prefix}.${key}`, x]));
}

/** The opposite of {@linkcode prefixed}. */
function within(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).filter(([key]) => key.startsWith(`${prefix}.`))
      .map(([key, x]) => [key.slice(prefix.length + 1), x]),
  );
}

function numbers(tensors: Tensors): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, x]) => [key, Array.from(hostArrayOf(x))]),
  );
}

/** SHA-256 of the notes, and of each tensor's name, dtype, shape and numbers. */
function checksum(state: string, tensors: Tensors): string {
  const hash = createHash("sha256").update(JSON.stringify(state));
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape } = tensors[name];
    const data = hostArrayOf(tensors[name]);
    hash.update(JSON.stringify([name, dtype, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
