// Numbers as files store them. A tensor holds float32, float64 and int32; other types become the one of these that
// holds them exactly.

import type { TypedArray } from "../backend/mod.ts";

/** A type of number in a file: what it becomes, its size in bytes, and how one is read. */
interface NumberType {
  array: new (length: number) => TypedArray;
  size: number;
  read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** Types by NumPy's name, and bfloat16. */
const numberTypes = {
  f2: { array: Float32Array, size: 2, read: (v, o, le) => v.getFloat16(o, le) },
  f4: { array: Float32Array, size: 4, read: (v, o, le) => v.getFloat32(o, le) },
  f8: { array: Float64Array, size: 8, read: (v, o, le) => v.getFloat64(o, le) },
  bf2: { array: Float32Array, size: 2, read: (v, o, le) => bfloat16(v.getUint16(o, le)) },
  b1: { array: Int32Array, size: 1, read: (v, o) => v.getUint8(o) === 0 ? 0 : 1 },
  i1: { array: Int32Array, size: 1, read: (v, o) => v.getInt8(o) },
  i2: { array: Int32Array, size: 2, read: (v, o, le) => v.getInt16(o, le) },
  i4: { array: Int32Array, size: 4, read: (v, o, le) => v.getInt32(o, le) },
  i8: { array: Int32Array, size: 8, read: (v, o, le) => Number(v.getBigInt64(o, le)) },
  u1: { array: Int32Array, size: 1, read: (v, o) => v.getUint8(o) },
  u2: { array: Int32Array, size: 2, read: (v, o, le) => v.getUint16(o, le) },
  u4: { array: Int32Array, size: 4, read: (v, o, le) => v.getUint32(o, le) },
  u8: { array: Int32Array, size: 8, read: (v, o, le) => Number(v.getBigUint64(o, le)) },
} satisfies Record<string, NumberType>;

/** Name of a type that {@linkcode readNumbers} reads. */
export type NumberTypeName = keyof typeof numberTypes;

/** Whether there is a type of that name. */
export function isNumberType(name: string): name is NumberTypeName {
  return Object.hasOwn(numberTypes, name);
}

/** Bytes of one number. */
export function sizeOfNumber(name: NumberTypeName): number {
  return numberTypes[name].size;
}

/**
 * The numbers in `bytes`, as many as they hold.
 *
 * @throws RangeError for an integer beyond 32 bits
 */
export function readNumbers(
  bytes: Uint8Array,
  name: NumberTypeName,
  littleEndian = true,
): TypedArray {
  const { array, size, read }: NumberType = numberTypes[name];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new array(bytes.length / size);
  for (let i = 0; i < values.length; i++) {
    const value = read(view, i * size, littleEndian);
    values[i] = value;
    if (array === Int32Array && values[i] !== value) {
      throw new RangeError(`integer ${value} at index ${i} does not fit into int32`);
    }
  }
  return values;
}

const bits = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloat16(half: number): number {
  bits.setUint16(0, half);
  return bits.getFloat32(0);
}
