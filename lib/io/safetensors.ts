// Reads and writes safetensors, the file format in which weights are exchanged today: 8 bytes with the length of a header,
// the header in JSON (of each tensor its dtype, shape and place), and the numbers. A file holds no code, unlike a pickle.

import { describe } from "../errors/describe.ts";
import { Tensor } from "../tensor/tensor.ts";
import { readNumbers } from "./numbers.ts";
import { type Fail, isMetadata, type Metadata, parseHeader } from "./safetensors_header.ts";
import { readSource, type Source } from "./source.ts";
import { writeWhole } from "./write_file.ts";

export type { Metadata } from "./safetensors_header.ts";

const dtypeNames = { float64: "F64", float32: "F32", int32: "I32" };

/**
 * The tensors of a safetensors file.
 *
 * float32, float64 and int32 arrive bit for bit; float16 and bfloat16 become float32, other integers and booleans int32.
 *
 * @param source a path, or the bytes of the file
 * @returns a tensor for each name
 * @throws SyntaxError with the byte offset, if the file is damaged, or holds numbers that a tensor cannot
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts ignore
 * const { W1, b1 } = await loadSafetensors("three_layer_net.safetensors");
 * ```
 */
export async function loadSafetensors(source: Source): Promise<Record<string, Tensor>> {
  const { bytes, name } = await readSource("loadSafetensors", source);
  return parseSafetensors(bytes, failure("loadSafetensors", name)).tensors;
}

/** All that is in the bytes of a file. */
export function parseSafetensors(
  bytes: Uint8Array,
  fail: Fail,
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

/**
 * The notes in a safetensors file, `{}` if there are none.
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError, Error as {@linkcode loadSafetensors} does
 */
export async function loadSafetensorsMetadata(source: Source): Promise<Metadata> {
  const { bytes, name } = await readSource("loadSafetensorsMetadata", source);
  return parseHeader(bytes, failure("loadSafetensorsMetadata", name)).metadata;
}

function failure(call: string, file: string): Fail {
  return (byte, problem, cause) => {
    throw new SyntaxError(`${call}: ${file}, byte ${byte}: ${problem}`, { cause });
  };
}

/**
 * Writes tensors, as they are at the call, to a safetensors file: whole or not at all. A file that is there is replaced.
 *
 * @param params a tensor for each name
 * @param metadata notes, text only
 * @throws TypeError for a value that is no tensor, a note that is no text, or the name `__metadata__`
 * @throws Error if the file cannot be written
 *
 * @example
 * ```ts ignore
 * await saveSafetensors("net.safetensors", net.params, { accuracy: "0.97" });
 * ```
 */
export async function saveSafetensors(
  path: string | URL,
  params: Readonly<Record<string, Tensor>>,
  metadata?: Metadata,
): Promise<void> {
  const bytes = serialize("saveSafetensors", params, metadata);
  await writeWhole("saveSafetensors", path, bytes);
}

/** The bytes that Python's `safetensors.numpy.save` gives: float64 first, so that all numbers are aligned; then by name. */
export function serialize(
  call: string,
  params: Readonly<Record<string, Tensor>>,
  metadata?: Metadata,
): Uint8Array {
  checkArguments(call, params, metadata);
  const ranks = Object.keys(dtypeNames);
  const tensors = Object.entries(params).sort(([nameA, a], [nameB, b]) =>
    ranks.indexOf(a.dtype) - ranks.indexOf(b.dtype) || (nameA < nameB ? -1 : 1)
  );
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
