// Reads and writes files of safetensors.

import { failure, parseSafetensors, serialize } from "../formats/safetensors.ts";
import { type Metadata, parseHeader } from "../formats/safetensors_header.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { readSource, type Source } from "./source.ts";
import { writeWhole } from "./write_file.ts";

export type { Metadata } from "../formats/safetensors_header.ts";

/**
 * The tensors of a safetensors file.
 *
 * float32, float64 and int32 arrive bit for bit; float16 and bfloat16 become float32, other integers and booleans
 * int32.
 *
 * @param source a path, or the bytes of the file
 * @returns a tensor for each name
 * @throws SyntaxError with the byte offset, if the file is damaged, or holds numbers that a tensor cannot
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts
 * import { loadSafetensors } from "../mod.ts";
 * const { W1 } = await loadSafetensors("data/weights/three_layer_net.safetensors");
 * W1.shape; // [784, 50]
 * ```
 */
export async function loadSafetensors(source: Source): Promise<Record<string, Tensor>> {
  const { bytes, name } = await readSource("loadSafetensors", source);
  return parseSafetensors(bytes, failure("loadSafetensors", name)).tensors;
}

/**
 * The notes in a safetensors file, `{}` if there are none.
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError, Error as {@linkcode loadSafetensors} does
 *
 * @example
 * ```ts
 * import { loadSafetensorsMetadata } from "../mod.ts";
 * await loadSafetensorsMetadata("data/weights/three_layer_net.safetensors");
 * ```
 */
export async function loadSafetensorsMetadata(source: Source): Promise<Metadata> {
  const { bytes, name } = await readSource("loadSafetensorsMetadata", source);
  return parseHeader(bytes, failure("loadSafetensorsMetadata", name)).metadata;
}

/**
 * Writes tensors, as they are at the call, to a safetensors file: whole or not at all. A file that is there is
 * replaced.
 *
 * @param params a tensor for each name
 * @param metadata notes, text only
 * @throws TypeError for a value that is not a tensor, a note that is not text, or the name `__metadata__`
 * @throws Error if the file cannot be written
 *
 * @example
 * ```ts
 * import { loadSafetensorsMetadata, saveSafetensors, SimpleConvNet } from "../mod.ts";
 * const path = `${Deno.makeTempDirSync()}/net.safetensors`;
 * await saveSafetensors(path, new SimpleConvNet().params, { accuracy: "0.97" });
 * const metadata = await loadSafetensorsMetadata(path);
 * metadata; // { accuracy: "0.97" }
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
