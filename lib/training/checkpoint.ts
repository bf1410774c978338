// A checkpoint of a Trainer: the values of tensors as numbers, and back; and whether a value is one at all.

import { hostArrayOf } from "../tensor/ndarray.ts";
import { Random, type RandomState } from "../tensor/random.ts";
import { describe } from "../errors/describe.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Checkpoint } from "./types.ts";

/** The values of tensors as arrays of numbers; float32 survives the way exactly. */
export function numbersOf(tensors: Record<string, Tensor>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, x]) => [key, Array.from(hostArrayOf(x))]),
  );
}

/**
 * Writes numbers back into the tensors that they came from.
 *
 * @throws TypeError if a tensor has no numbers, or another number of them; nothing is changed then
 */
export function copyNumbers(
  pairs: [numbers: Record<string, number[]>, tensors: Record<string, Tensor>][],
): void {
  for (const [numbers, tensors] of pairs) {
    for (const key of new Set([...Object.keys(numbers), ...Object.keys(tensors)])) {
      const [got, needed] = [numbers[key]?.length ?? 0, tensors[key]?.size ?? 0];
      if (got !== needed) {
        throw new TypeError(
          `Trainer.restore: the checkpoint is of another network: it has ${got} numbers of ` +
            `${key}, this one ${needed}`,
        );
      }
    }
  }
  for (const [numbers, tensors] of pairs) {
    for (const [key, values] of Object.entries(numbers)) hostArrayOf(tensors[key]).set(values);
  }
}

/**
 * Looks whether a value, such as JSON from a file, has all the parts of a checkpoint.
 *
 * @param slots what the optimizer remembers of each parameter, such as `v`
 * @throws TypeError if not
 */
export function checkCheckpoint(checkpoint: Checkpoint, slots: readonly string[]): void {
  if (!isObject(checkpoint)) fail(`got ${describe(checkpoint)}`);
  const { params, statistics, optimizer, random, history } = checkpoint;
  if (!isNumbersByName(params)) fail("its params are not lists of numbers");
  if (!isNumbersByName(statistics)) fail("its statistics are not lists of numbers");

  const { name, lr, updates, memory } = isObject(optimizer) ? optimizer : {};
  const isRate = typeof lr === "number" && lr > 0 && lr < Infinity;
  if (typeof name !== "string" || !isRate || !isCount(updates) || !isObject(memory)) {
    fail("its optimizer is none");
  }
  if (String(Object.keys(memory).sort()) !== String(slots.toSorted())) {
    fail(`its optimizer remembers ${Object.keys(memory)}, not ${slots}`);
  }
  for (const [slot, parts] of Object.entries(memory)) {
    if (!isNumbersByName(parts)) fail(`its optimizer's ${slot} is not lists of numbers`);
    for (const [key, { length }] of Object.entries(parts)) {
      const needed = params[key]?.length ?? length; // it may have updated another network, too
      if (length !== needed) fail(`its optimizer's ${slot} does not fit ${key}`);
    }
  }

  const { net, batches } = isObject(random) ? random : {};
  if (!isRandomState(batches) || net !== null && !isRandomState(net)) {
    fail("its random generators are none");
  }
  const { losses, accuracies } = isObject(history) ? history : {};
  if (!isNumbers(losses) || !Array.isArray(accuracies) || !accuracies.every(isAccuracies)) {
    fail("its history is none");
  }
}

function fail(problem: string): never {
  throw new TypeError(`Trainer.restore: needs what trainer.checkpoint() gave, but ${problem}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function isNumbersByName(value: unknown): value is Record<string, number[]> {
  return isObject(value) && Object.values(value).every(isNumbers);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isAccuracies(value: unknown): boolean {
  const { step, epoch, train, test } = isObject(value) ? value : {};
  return isCount(step) && isCount(epoch) && typeof train === "number" && typeof test === "number";
}

function isRandomState(value: unknown): value is RandomState {
  try {
    new Random(0).state = value as RandomState;
    return true;
  } catch {
    return false;
  }
}
