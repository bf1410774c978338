// Safetensors, the file format in which weights are exchanged today, as bytes: 8 with the length of a header, the
// header in JSON (of each tensor its dtype, shape and place), and the numbers. They hold no code, unlike a pickle.

import { describe } from "../errors/describe.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { readNumbers } from "./numbers.ts";
import { type Fail, isMetadata, type Metadata, parseHeader } from "./safetensors_header.ts";

const dtypeNames = { float64: "F64", float32: "F32", int32: "I32" };

/** All that is in the bytes of a file; `fail` throws. */
export function parseSafetensors(
  bytes: Uint8Array,
  fail: Fail = failure("parseSafetensors", "the bytes"),
): { tensors: Record<string, Tensor>; metadata: Metadata } {
  const { entries, metadata } = parseHeader(bytes, fail);
  const tensors = entries.map(({ name, type, shape, begin, end }) => {
    try {
      return [name, new Tensor(readNumbers(bytes.subarray(begin, end), type), shape)];
    } catch (cause) {
      return fail(begin, `${JSON.stringify(name)}: ${(cause as Error).message}`, cause);
    }
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** Throws a SyntaxError that names the call, the file and the byte. */
export function failure(call: string, file: string): Fail {
  return (byte, problem, cause) => {
    throw new SyntaxError(`${call}: ${file}, byte ${byte}: ${problem}`, { cause });
  };
}

/** The bytes of Python's `safetensors.numpy.save`: float64 first, so that all numbers are aligned; then by name. */
export function serialize(
  call: string,
  params: Readonly<Record<string, Tensor>>,
  metadata?: Metadata,
): Uint8Array {
  checkArguments(call, params, metadata);
  const ranks = Object.keys(dtypeNames);
  const tensors = Object.entries(params).sort(([nameA, a], [nameB, b]) =>
    ranks.indexOf(a.dtype) - ranks.indexOf(b.dtype) || (nameA < nameB ? -1 : 1)
  ).map(([name, x]) => [name, { dtype: x.dtype, shape: x.shape, data: hostArrayOf(x) }] as const);
  let size = 0;
  const entries = tensors.map(([name, { dtype, shape, data }]) => {
    const start = size;
    size += data.byteLength;
    return [name, { dtype: dtypeNames[dtype], shape, data_offsets: [start, size] }];
  });
  const header = Object.fromEntries([
    ...(metadata === undefined ? [] : [["__metadata__", metadata]]),
    ...entries,
  ]);

  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(" ".charCodeAt(0), 8, 8 + headerLength);
  bytes.set(json, 8);
  let offset = 8 + headerLength;
  for (const [, { data }] of tensors) {
    // In memory as in the file: every machine that Deno runs on is little-endian
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

function checkArguments(
  call: string,
  params: Readonly<Record<string, unknown>>,
  metadata: unknown = {},
): void {
  if (typeof params !== "object" || params === null) {
    throw new TypeError(
      `${call}: needs tensors by name, such as { W1: … }, got ${describe(params)}`,
    );
  }
  for (const [name, value] of Object.entries(params)) {
    if (name === "__metadata__") {
      throw new TypeError(`${call}: no tensor can have the name "${name}"`);
    }
    if (!(value instanceof Tensor)) {
      throw new TypeError(`${call}: "${name}" needs to be a Tensor, got ${describe(value)}`);
    }
  }
  if (!isMetadata(metadata)) {
    throw new TypeError(`${call}: metadata needs to be an object of strings`);
  }
}
