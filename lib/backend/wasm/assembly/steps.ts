// Steps of a sum that is no plain walk over the rows of b: written down in a list, so that zeros or places can be left out.

import { at } from "./simd";

/** A step of the sum takes the next row of b; or a has, after its four elements, how many bytes from b the row is. */
export type InOrder = u8;
export type Listed = i32;

/** Whether the four elements of a that a step of the sum takes are 0. */
@inline
function areZero<T>(a: usize): bool {
  const low = v128.load(a);
  return !v128.any_true(sizeof<T>() == 4 ? low : v128.or(low, v128.load(a, 16)));
}

/** Whether a third of the steps take zeros only, judged by every eighth. */
export function isSparse<T>(a: usize, depth: i32): bool {
  let count: i32 = 0;
  for (let k: i32 = 0; k < depth; k += 8) count += <i32>areZero<T>(at<T>(a, 4 * k));
  return 24 * count >= depth;
}

/** Bytes of a listed step. */
@inline
export function listedStep<T>(): usize {
  return 4 * sizeof<T>() + sizeof<Listed>();
}

/** Writes down a step: four elements of a, and how many bytes from b its row is. */
@inline
function putStep<T>(a: usize, offset: i32, listed: usize): void {
  v128.store(listed, v128.load(a));
  if (sizeof<T>() == 8) v128.store(listed, v128.load(a, 16), 16);
  store<Listed>(listed, offset, 4 * sizeof<T>());
}

/** Lists the steps of panels of 4 rows of a, whose rows of b are at these offsets. */
export function list<T>(panels: usize, rows: i32, depth: i32, offsets: usize, listed: usize): void {
  for (let row: i32 = 0; row < rows; row += 4) {
    for (let k: i32 = 0; k < depth; k++, panels = at<T>(panels, 4), listed += listedStep<T>()) {
      putStep<T>(panels, load<i32>(at<i32>(offsets, k)), listed);
    }
  }
}

/** Lists the steps of a panel of a that do not take zeros only, but one at least; how many there are. */
export function leaveOutZeros<T>(a: usize, depth: i32, listed: usize): i32 {
  let to = listed;
  for (let k: i32 = 0; k < depth; k++, a += 4 * sizeof<T>()) {
    if (areZero<T>(a) && (k < depth - 1 || to > listed)) continue;
    putStep<T>(a, k << 5, to);
    to += listedStep<T>();
  }
  return <i32>((to - listed) / listedStep<T>());
}
