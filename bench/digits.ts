// The digits that networks are measured with: MNIST's, four of five of whose pixels are 0, for our products of matrices
// leave zeros out. One file for all contestants: the images, a byte a pixel, and after them the labels, a byte each.

const PIXELS = 784;

/** What tells contestants where the file is. */
const DIGITS_FILE = "BENCH_DIGITS";

/** Writes digits into a file that lasts until `dispose`, and tells contestants started from now on where it is. */
export function handOut(
  { images, labels }: { images: Uint8Array; labels: Uint8Array },
): Disposable {
  const file = Deno.makeTempFileSync({ prefix: "bench-digits-" });
  Deno.writeFileSync(file, images);
  Deno.writeFileSync(file, labels, { append: true });
  Deno.env.set(DIGITS_FILE, file);
  return { [Symbol.dispose]: () => Deno.removeSync(file) };
}

/** The first `N` digits: images (N, 784) from 0 to 1, one after the other, and labels (N,). */
export function readDigits(N: number): { images: Float32Array; labels: Int32Array } {
  const bytes = Deno.readFileSync(Deno.env.get(DIGITS_FILE)!);
  const count = bytes.length / (PIXELS + 1);
  return {
    images: Float32Array.from(bytes.subarray(0, N * PIXELS), (pixel) => pixel / 255),
    labels: Int32Array.from(bytes.subarray(count * PIXELS, count * PIXELS + N)),
  };
}
