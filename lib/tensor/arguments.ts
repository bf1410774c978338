// Checks that losses and layers share, so that one mistake has one message. A notebook cell is not
// type-checked before it runs, so types are checked here too.

import { formatShape, sameShape, type Shape } from "./shape.ts";
import { describe } from "../errors/describe.ts";
import { arrayOf, needTensor } from "./ndarray.ts";
import { Tensor } from "./tensor.ts";

export { commonDType } from "./dtype.ts";

/** Throws unless each value is a tensor. */
export function checkTensors(call: string, values: Record<string, Tensor>): void {
  for (const [name, value] of Object.entries(values)) needTensor(call, name, value);
}

/** Throws unless both values are tensors with equally many rows: samples, and what belongs to each. */
export function checkRows(call: string, values: Record<string, Tensor>): void {
  checkTensors(call, values);
  const [[nameX, x], [nameT, t]] = Object.entries(values);
  if (x.ndim === 0 || x.shape[0] !== t.shape[0]) {
    throw new TypeError(
      `${call}: ${nameX} ${formatShape(x.shape)} and ${nameT} ${formatShape(t.shape)} ` +
        `need equally many rows`,
    );
  }
}

/** Throws unless each value is a number. */
export function checkNumbers(call: string, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number") {
      throw new TypeError(`${call}: ${name} needs to be a number, got ${describe(value)}`);
    }
  }
}

/** Throws unless `dout` has the shape of what forward returned. */
export function checkDout(call: string, dout: Tensor, shape: Shape): void {
  checkTensors(call, { dout });
  if (!sameShape(dout.shape, shape)) {
    throw new TypeError(
      `${call}: dout ${formatShape(dout.shape)} does not fit the output ` +
        `${formatShape(shape)} of forward`,
    );
  }
}

/** What an earlier call has stored; without it, an error that names this call: `Relu.backward: needs forward first`. */
export function expectCalled<T>(earlier: string, value: T | undefined, call: string): T {
  if (value === undefined) throw new Error(`${call}: needs ${earlier} first`);
  if (value instanceof Tensor) arrayOf(value); // read out of a layer, it outlives its scope
  return value;
}
