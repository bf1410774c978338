// Showing things in the middle of a cell, and changing what is shown.

import { display, type Displayable, emit, inNotebook, type MimeBundle } from "./kernel.ts";

/**
 * Shows something in the middle of a cell: a figure, a tensor, a verdict, text. The last value of a cell is shown
 * anyway.
 *
 * @example
 * ```ts
 * import { ones, show } from "../mod.ts";
 * show("a tensor", ones([2, 2]));
 * ```
 */
export function show(...values: unknown[]): void {
  for (const value of values) withBundle(value, (data) => emit(data));
}

/** An output that changes while its cell runs, such as a curve that grows; what it shows last is what is kept. */
export interface Live {
  /** shows `value` in the place of what was there */
  update(value: unknown): void;
}

/**
 * An output for changing pictures: `const curve = live(); … curve.update(plot(…))`.
 *
 * @example
 * ```ts
 * import { live } from "../mod.ts";
 * const output = live();
 * for (const percent of [0, 50, 100]) output.update(`${percent} %`);
 * ```
 */
export function live(): Live {
  const id = crypto.randomUUID();
  let update = false;
  return {
    update(value) {
      withBundle(value, (data) => {
        emit(data, { id, update });
        update = true;
      });
    },
  };
}

let pending: Promise<void> | undefined; // what has been shown, and is not there yet

/** Settles when all that has been shown is there. */
export const allShown = (): Promise<void> | undefined => pending;

/** Hands over the bundle of a value, in its turn: at once if it and those before it are there. Outside a notebook it is printed. */
function withBundle(value: unknown, use: (data: MimeBundle) => void): void {
  if (!inNotebook) return console.log(value);
  const bundle = isDisplayable(value) ? value[display]() : { "text/plain": String(value) };
  if (!pending && !(bundle instanceof Promise)) return use(bundle);
  const data = Promise.allSettled([bundle, pending]).then(() => bundle);
  const turn: Promise<void> = data.then(use, reportError)
    .then(() => {
      if (pending === turn) pending = undefined;
    });
  pending = turn;
}

function isDisplayable(value: unknown): value is Displayable {
  return typeof value === "object" && value !== null && display in value;
}
