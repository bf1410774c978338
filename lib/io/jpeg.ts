// Pixels of a JPEG file, by the decoder of Mozilla's JPEG library in WebAssembly.

import type { MozJPEGModule } from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";

/** A picture as it is meant to be seen: turned as the camera noted. */
export interface JpegPicture {
  width: number;
  height: number;
  /** four bytes a pixel: red, green, blue, 255 */
  data: Uint8ClampedArray;
  isGray: boolean;
}

const MOST_PIXELS = 2 ** 28; // four bytes of each have to fit into the decoder's memory

let decoder: MozJPEGModule | undefined;
let said: string[] = []; // by the decoder, of the picture at hand

/** Whether these are the bytes of a JPEG file. */
export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;

/**
 * The picture in a JPEG file.
 *
 * @throws Error that says what is wrong with it
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<JpegPicture> {
  const isGray = checkHeader(bytes);
  const current = decoder ??= await loadDecoder();
  said = [];
  let picture: ImageData | null = null;
  try {
    picture = await current.decode(bytes.slice(), true); // a browser decodes later
  } catch {
    decoder = undefined; // it has ended; the next picture needs another one
  }
  // What is missing is filled with grey, and only a line says so
  const problem = said.find((line) => /Premature end|bad Huffman|Unsupported/.test(line));
  if (!picture || problem) throw new Error(problem ?? said[0] ?? "no picture");
  return { width: picture.width, height: picture.height, data: picture.data, isGray };
}

async function loadDecoder(): Promise<MozJPEGModule> {
  const { default: load } = await import("@jsquash/jpeg/codec/dec/mozjpeg_dec.js");
  const printErr = (line: string) => said.push(line);
  return await load({ noInitialRun: true, printErr } as Parameters<typeof load>[0]);
}

/** Whether the picture has greys only, after a look at how large it says it is. */
function checkHeader(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![4, 8, 12].includes(marker & 15);
    if (!isFrame) continue;
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (width * height > MOST_PIXELS) throw new Error(`${width} × ${height} pixels are too many`);
    return bytes[at + 9] === 1;
  }
  throw new Error("no picture in it");
}
