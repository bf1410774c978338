// Reads a picture from a file. The decoders are loaded when a picture is read, not with lib.

import { Tensor } from "../tensor/tensor.ts";
import { decodeJpeg, isJpeg, type JpegPicture } from "./jpeg.ts";
import { readSource, type Source } from "./source.ts";

/**
 * A picture from a PNG or JPEG file: (H, W, 3) in colour, (H, W) in grey, float32 from 0 to 255 as `images` draws it.
 *
 * What is transparent lies on white. A photo is turned as the camera has noted. (Matplotlib's `imread` gives the same numbers divided by 255, and transparency as
 * a fourth channel.)
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError if it is neither a PNG nor a JPEG file, is cut short or damaged
 * @throws Error if the file cannot be read
 * @see §1.6.3
 *
 * @example
 * ```ts
 * import { images, imread } from "../mod.ts";
 * const picture = await imread("docs/play.png");
 * picture.ndim; // 3
 * ```
 */
export async function imread(source: Source): Promise<Tensor> {
  const { bytes, name } = await readSource("imread", source);
  return await readPicture("imread", bytes, name);
}

/** The picture in the bytes of a file; errors name `call` and the file. */
export async function readPicture(call: string, bytes: Uint8Array, name: string): Promise<Tensor> {
  const { convertIndexedToRgb, decode, hasPngSignature } = await import("fast-png");
  if (!hasPngSignature(bytes) && !isJpeg(bytes)) {
    throw new SyntaxError(
      `${call}: ${name}: this is neither a PNG nor a JPEG file; save the picture as one first`,
    );
  }
  try {
    if (isJpeg(bytes)) return jpegPixels(await decodeJpeg(bytes));
    checkSize(bytes);
    const png = decode(bytes, { checkCrc: true });
    const { palette } = png;
    const white = 2 ** png.depth - 1;
    if (palette && png.channels === 1) {
      return pixels(convertIndexedToRgb(png), png, palette[0]!.length, 255);
    }
    if (png.depth < 8) {
      // Several greys share a byte, as numbers of a palette do
      const greys = Array.from({ length: white + 1 }, (_, grey) => [grey]);
      return pixels(convertIndexedToRgb({ ...png, palette: greys }), png, 1, white);
    }
    return pixels(png.data, png, png.channels, white);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SyntaxError(`${call}: ${name}: cut short or damaged (${message})`, { cause });
  }
}

function jpegPixels({ data, width, height, isGray }: JpegPicture): Tensor {
  const colors = isGray ? 1 : 3;
  const result = new Float32Array(width * height * colors);
  for (let i = 0; i < result.length; i++) {
    result[i] = data[4 * Math.floor(i / colors) + i % colors]!;
  }
  return new Tensor(result, isGray ? [height, width] : [height, width, 3]);
}

/** A header that promises more than the file can hold costs no memory: deflate packs at most 1032 bytes into one. */
function checkSize(bytes: Uint8Array): void {
  if (bytes.length < 24) throw new Error(`${bytes.length} bytes`);
  const header = new DataView(bytes.buffer, bytes.byteOffset + 16, 8);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  if (width * height > 8 * 1032 * bytes.length) {
    throw new Error(`${width} × ${height} pixels in ${bytes.length} bytes`);
  }
}

/** The numbers of a picture of 1 (grey), 2 (with alpha), 3 (colour) or 4 channels, laid on white. */
function pixels(
  data: ArrayLike<number>,
  { width, height }: { width: number; height: number },
  channels: number,
  white: number,
): Tensor {
  const colors = channels <= 2 ? 1 : 3;
  const result = new Float32Array(width * height * colors);
  for (let i = 0; i < result.length; i++) {
    const pixel = Math.floor(i / colors) * channels;
    const alpha = channels === colors ? 1 : data[pixel + colors]! / white;
    result[i] = 255 * (1 - alpha * (1 - data[pixel + i % colors]! / white));
  }
  return new Tensor(result, colors === 1 ? [height, width] : [height, width, colors]);
}
