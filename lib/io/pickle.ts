// Reads weights that Python saved with pickle: a dictionary of NumPy arrays. A pickle is a program that calls things by
// name; here only the names at the end of this file exist, and they do nothing but collect what they are given.

import { BufferReader, Parser } from "pickleparser";
import { formatShape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { isNumberType, type NumberTypeName, readNumbers, sizeOfNumber } from "./numbers.ts";
import { readSource, type Source } from "./source.ts";

/**
 * The arrays of a dictionary of NumPy arrays that Python saved with `pickle.dump`, protocol 2 to 5.
 *
 * float32 and float64 arrive bit for bit; float16 becomes float32, integers and booleans become int32.
 * Nothing that the file asks for is ever executed.
 *
 * @param source a path, or the bytes of the file
 * @returns a tensor for each key
 * @throws SyntaxError with the byte offset, if it is no pickle, is cut short, or asks for anything but NumPy arrays
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts ignore
 * const { W1, b1 } = await loadPickle("sample_weight.pkl");
 * ```
 */
export async function loadPickle(source: Source): Promise<Record<string, Tensor>> {
  const { bytes, name } = await readSource("loadPickle", source);
  const reader = new Reader(bytes);
  const parser = new Parser({ nameResolver: { resolve }, unpicklingTypeOfDictionary: "Map" });
  try {
    if (bytes[0] !== PROTO) {
      throw new Error("no pickle of protocol 2 to 5 begins like this");
    }
    return tensorsOf(parser.read(reader));
  } catch (cause) {
    const { message } = cause as Error;
    // The parser has no words for a file that makes no sense to it
    const problem = cause instanceof TypeError ? "no pickle goes on like this" : message;
    throw new SyntaxError(
      `loadPickle: ${name}, byte ${reader.position}: ${problem.replace(/\.$/, "")}`,
      { cause },
    );
  }
}

/** First byte of protocol 2 and later. */
const PROTO = 0x80;

/** A reader that does not go beyond either end. */
class Reader extends BufferReader {
  override skip(count: number): void {
    if (count < 0 || this.position + count > this.length) {
      throw new Error(`${count} bytes are needed, but only ${this.length - this.position} follow`);
    }
    super.skip(count);
  }

  /** The parser's own would print a warning for lengths that no file has. */
  override uint64(): number {
    return this.uint32() + 2 ** 32 * this.uint32();
  }
}

function tensorsOf(value: unknown): Record<string, Tensor> {
  if (!(value instanceof Map)) throw new Error("the file holds no dictionary of NumPy arrays");
  return Object.fromEntries(
    [...value].map(([key, array]) => {
      if (typeof key !== "string") throw new Error(`the key ${key} is no string`);
      if (!(array instanceof PickledArray)) throw new Error(`"${key}" is no NumPy array`);
      return [key, array.toTensor()];
    }),
  );
}

/** numpy.dtype: made from a code like "f8", then told its byte order. */
class PickledDType {
  readonly type: NumberTypeName;
  littleEndian = true;

  constructor(code: unknown) {
    if (typeof code !== "string" || !isNumberType(code)) {
      throw new Error(`an array of dtype "${code}" is none of floats, integers or booleans`);
    }
    this.type = code;
  }

  __setstate__([_version, byteOrder]: unknown[]): void {
    this.littleEndian = byteOrder !== ">";
  }
}

/** numpy.ndarray: made empty, then told all it needs. */
class PickledArray {
  #state: unknown[] = [];

  __setstate__(state: unknown[]): void {
    this.#state = state;
  }

  toTensor(): Tensor {
    const [_version, shape, dtype, isFortran, bytes] = this.#state;
    if (!Array.isArray(shape) || !(dtype instanceof PickledDType)) {
      throw new Error("an array has no shape and dtype");
    }
    if (!(bytes instanceof Uint8Array)) {
      throw new Error("an array has no bytes, as Python 3 writes them");
    }
    if (sizeOf(shape) * sizeOfNumber(dtype.type) !== bytes.length) {
      throw new Error(`${bytes.length} bytes do not fill ${dtype.type} ${formatShape(shape)}`);
    }
    const values = readNumbers(bytes, dtype.type, dtype.littleEndian);
    // Column by column is row by row of the transpose
    return isFortran
      ? new Tensor(values, shape.toReversed()).transpose()
      : new Tensor(values, shape);
  }
}

function arrayOf(...state: unknown[]): PickledArray {
  const array = new PickledArray();
  array.__setstate__([1, ...state]);
  return array;
}

/** Bytes as protocol 2 writes them: text whose characters are the bytes. */
function latin1(text = ""): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

// deno-lint-ignore no-explicit-any -- the parser calls each with what the file says
type Callable = (...args: any[]) => unknown;

/** All that a pickle may call. NumPy 2 has moved what was in numpy.core to numpy._core. */
const callables: Record<string, Callable> = {
  "numpy.ndarray": () => {
    throw new Error("numpy.ndarray cannot be called");
  },
  "numpy.dtype": (code) => new PickledDType(code),
  "numpy._core.multiarray._reconstruct": () => new PickledArray(),
  "numpy._core.multiarray.scalar": (dtype, bytes) => arrayOf([], dtype, false, bytes),
  "numpy._core.numeric._frombuffer": (bytes, dtype, shape, order) =>
    arrayOf(shape, dtype, order === "F", bytes),
  "_codecs.encode": latin1,
  "__builtin__.bytes": latin1,
};
Object.values(callables).forEach(Object.freeze);

function resolve(module: string, name: string): Callable {
  const key = `${module.replace(/^numpy\.core\./, "numpy._core.")}.${name}`;
  if (!Object.hasOwn(callables, key)) {
    throw new Error(`the file asks for ${module}.${name}, but only NumPy arrays are read`);
  }
  return callables[key];
}
