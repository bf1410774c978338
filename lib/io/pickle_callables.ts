// What a pickle may call: the names by which Python and NumPy write arrays, bytes and dictionaries. They do nothing
// but collect what they are given.

import { Buffer } from "node:buffer";
import type { Tensor } from "../tensor/tensor.ts";
import type { NumberTypeName } from "../formats/numbers.ts";
import { isShape, numberType, tensorOf } from "../formats/numpy_array.ts";
import { kindOf } from "./pickle_literals.ts";
import { type Buildable, Callable, type Callables } from "./pickle_machine.ts";
import { setKey } from "./pickle_stack.ts";

/** numpy.dtype: made from a code like "f8", then told its byte order, once. */
class PickledDType implements Buildable {
  readonly type: NumberTypeName;
  /** `undefined`: not yet told */
  littleEndian: boolean | undefined;

  constructor(code: unknown) {
    this.type = numberType(code);
  }

  build(state: unknown): void {
    const [version, byteOrder, ...more] = Array.isArray(state) ? state : [];
    const length = { 3: 6, 4: 7 }[String(version)];
    if (more.length !== length || this.littleEndian !== undefined) {
      throw new Error("a dtype has a state of another version, or two");
    }
    if (typeof byteOrder !== "string" || !/^[<>|=]$/.test(byteOrder)) {
      throw new Error(`the byte order of a dtype is ${kindOf(byteOrder)}, none of < > | =`);
    }
    const [subarray, names, places, , , flags] = more;
    if (subarray !== null || names !== null || places !== null || flags !== 0) {
      throw new Error("an array of several fields is none of floats, integers or booleans");
    }
    this.littleEndian = byteOrder !== ">";
  }
}

/** numpy.ndarray: made empty, then told all it needs. */
export class PickledArray implements Buildable {
  #tensor: Tensor | undefined;
  readonly #charge: (bytes: number) => void;

  constructor(charge: (bytes: number) => void) {
    this.#charge = charge;
  }

  /** @param axes in which order they lie in memory, if neither row by row nor column by column */
  build(state: unknown, axes?: readonly number[]): this {
    if (!Array.isArray(state) || state.length !== 5 || state[0] !== 1) {
      throw new Error("an array has a state of another version");
    }
    const [, shape, dtype, isFortran, data] = state;
    const { type, littleEndian } = dtype instanceof PickledDType ? dtype : {};
    if (!isShape(shape) || type === undefined || littleEndian === undefined) {
      throw new Error("an array has no shape and dtype");
    }
    const bytes = typeof data === "string" ? latin1(data) : data; // text: Python 2 has it for bytes
    if (!(bytes instanceof Uint8Array)) throw new Error("an array has no bytes");
    this.#charge(bytes.length);
    const x = tensorOf({ type, shape, littleEndian, isFortran: Boolean(isFortran), bytes });
    this.#tensor = axes === undefined ? x : x.transpose(...axes);
    return this;
  }

  toTensor(): Tensor {
    if (this.#tensor === undefined) throw new Error("an array has no shape and dtype");
    return this.#tensor;
  }
}

/**
 * All that a pickle may call, by its name in Python 3 and NumPy 2.
 *
 * @param limit how many bytes calls may make in all; a file holds each number once, and one that asks for the same
 *   numbers again and again is made to fill the memory
 */
export function callables(limit: number): Callables {
  let made = 0;
  const charge = (bytes: number) => {
    made += bytes;
    if (made > limit) throw new Error("the file asks for more numbers than it holds");
  };
  const bytesOf = (value: unknown, encoding?: unknown) => {
    if (value === undefined) return new Uint8Array(0);
    if (value instanceof Uint8Array) return value;
    if (typeof value !== "string" || !/^latin-?1$/.test(String(encoding))) {
      throw new Error(`bytes cannot be made of ${kindOf(value)}`);
    }
    charge(value.length);
    return latin1(value);
  };
  return {
    "numpy.ndarray": () => {
      throw new Error("numpy.ndarray cannot be called");
    },
    "numpy.dtype": (code, _align, copy) => {
      const dtype = new PickledDType(code);
      if (!copy) throw new Error("a dtype is not a copy, so that it cannot be told its byte order");
      return dtype;
    },
    "numpy._core.multiarray._reconstruct": (made, shape, code) => {
      const isArray = made instanceof Callable && made.name === "numpy.ndarray";
      const isByte = code === "b" || code instanceof Uint8Array && String(code) === "98";
      if (!isArray || !isShape(shape) || !isByte) {
        throw new Error("an array is made of something else");
      }
      return new PickledArray(charge);
    },
    "numpy._core.multiarray.scalar": (dtype, bytes) =>
      new PickledArray(charge).build([1, [], dtype, false, bytes]),
    "numpy._core.numeric._frombuffer": (bytes, dtype, shape, order, axes) => {
      const array = new PickledArray(charge);
      const state = [1, shape, dtype, order === "F", bytes];
      if (order === "K" && isShape(axes)) return array.build(state, axes);
      if (order === "C" || order === "F") return array.build(state);
      throw new Error(`the order of an array is ${kindOf(order)}`);
    },
    "_codecs.encode": bytesOf,
    "builtins.bytes": bytesOf,
    "builtins.bytearray": bytesOf,
    "collections.OrderedDict": (pairs = []) => {
      if (!Array.isArray(pairs)) throw new Error("an OrderedDict is made of what is not a list");
      charge(pairs.length);
      const dictionary = new Map<unknown, unknown>();
      for (const pair of pairs) {
        if (!Array.isArray(pair) || pair.length !== 2) throw new Error("a pair has no two values");
        setKey(dictionary, pair[0], pair[1]);
      }
      return dictionary;
    },
  };
}

/** A byte for each character. */
function latin1(text: string): Uint8Array {
  if (/[^\0-\xff]/.test(text)) throw new Error("text stands for bytes, but has other characters");
  const { buffer, byteOffset, length } = Buffer.from(text, "latin1");
  return new Uint8Array(buffer, byteOffset, length);
}
