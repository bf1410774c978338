// The values of tensors in a checkpoint of a Trainer, and the way back.

import type { Tensor } from "./tensor.ts";

/** The values of tensors as arrays of numbers; float32 survives the way exactly. */
export function numbersOf(tensors: Record<string, Tensor>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, { data }]) => [key, Array.from(data)]),
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
    for (const [key, values] of Object.entries(numbers)) tensors[key].data.set(values);
  }
}
