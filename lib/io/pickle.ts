// Reads what Python saved with pickle: NumPy arrays, numbers, text, lists and dictionaries. A pickle is a program
// that calls things by name; here only the names of pickle_callables.ts exist, and they do nothing but collect what
// they are given.

import { Stopped, stopSignal } from "../host/progress.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { callables, PickledArray } from "./pickle_callables.ts";
import { PickleMachine } from "./pickle_machine.ts";
import { readSource, type Source } from "./source.ts";

/** What a pickle may hold. Lists and tuples are arrays; integers beyond 2⁵³ bigints; bytes of Python 3 a Uint8Array. */
export type PickleValue =
  | Tensor
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | PickleValue[]
  | { [key: string]: PickleValue };

/**
 * What Python saved with `pickle.dump`, in any protocol, from Python 2 or 3, packed with gzip or not: a dictionary of
 * NumPy arrays, or whatever else you know to be in the file.
 *
 * float32 and float64 arrive bit for bit; float16 becomes float32, integers and booleans become int32.
 * Nothing that the file asks for is ever executed.
 *
 * @param source a path, or the bytes of the file
 * @returns for a dictionary an object, with a tensor for each array; `T` says what is in the file, and is not checked
 * @throws SyntaxError with the byte offset, if it is not a pickle, is cut short, or asks for anything but arrays,
 *   numbers, text, lists and dictionaries
 * @throws Error if the file cannot be read
 * @throws Stopped at Stop, while it unpacks
 *
 * @example
 * ```ts
 * import { loadPickle } from "../mod.ts";
 * const { train_img } = await loadPickle("tests/vectors/mnist.pkl");
 * train_img.shape; // [3, 25]
 * ```
 */
export async function loadPickle<T extends PickleValue = Record<string, Tensor>>(
  source: Source,
): Promise<T> {
  const { bytes, name } = await readSource("loadPickle", source);
  const fail = (byte: number, problem: string, cause: unknown): never => {
    throw new SyntaxError(`loadPickle: ${name}, byte ${byte}: ${problem}`, { cause });
  };
  let unpacked = bytes;
  try {
    if (isGzip(bytes)) unpacked = await gunzip(bytes, LARGEST, stopSignal());
  } catch (cause) {
    if (cause instanceof Stopped) throw cause;
    fail(0, (cause as Error).message, cause);
  }
  const machine = new PickleMachine(unpacked, callables(2 * unpacked.length));
  try {
    checkBeginning(unpacked);
    return plain(machine.run()) as T;
  } catch (cause) {
    return fail(machine.start, (cause as Error).message, cause);
  }
}

/** Bytes that a gzip may hold. */
const LARGEST = 2 ** 29;

/** Says what a file is that other readers read. */
function checkBeginning(bytes: Uint8Array): void {
  const beginning = String.fromCharCode(...bytes.subarray(0, 6));
  if (beginning === "\x93NUMPY") throw new Error("this is a file of np.save; loadNpy reads it");
  if (beginning.startsWith("PK\x03\x04")) {
    throw new Error("this is a zip, no pickle; loadNpz reads one of np.savez");
  }
}

/** The value with objects for dictionaries and tensors for arrays. What comes more than once stays one object. */
function plain(root: unknown): PickleValue {
  const made = new Map<unknown, PickleValue>();
  const unfinished: (() => void)[] = [];

  const convert = (value: unknown): PickleValue => {
    if (made.has(value)) return made.get(value)!;
    if (Array.isArray(value)) {
      const list: PickleValue[] = [];
      made.set(value, list);
      unfinished.push(() => value.forEach((item) => list.push(convert(item))));
      return list;
    }
    if (value instanceof Map) {
      const object: Record<string, PickleValue> = {};
      made.set(value, object);
      unfinished.push(() => value.forEach((item, key) => setOwn(object, key, convert(item))));
      return object;
    }
    if (value instanceof PickledArray) {
      const x = value.toTensor();
      made.set(value, x);
      return x;
    }
    if (value instanceof Uint8Array) {
      const bytes = value.slice();
      made.set(value, bytes);
      return bytes;
    }
    if (typeof value === "object" && value !== null) {
      throw new Error("a function or dtype stands where a value is needed");
    }
    return value as PickleValue;
  };

  // Not by recursion: a list may be in a list 100,000 times over, and in itself
  const result = convert(root);
  while (unfinished.length > 0) unfinished.pop()!();
  return result;
}

/** Sets a property of the object itself, whatever its name. */
function setOwn(object: object, key: string | number, value: PickleValue): void {
  if (Object.hasOwn(object, key)) throw new Error(`a dictionary has the keys ${key} and "${key}"`);
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
