import { crc32, deflateSync } from "node:zlib";
import { images, imread, loadFigures, type NestedNumbers, tensor } from "../../lib/mod.ts";
import { assertClose, assertEquals, assertRejectsWith } from "../assert.ts";

const path = `${import.meta.dirname}/../../data/lighthouse.png`;
const GREY = 0, COLOUR = 2, PALETTE = 3, GREY_ALPHA = 4, COLOUR_ALPHA = 6;

function chunk(type: string, ...content: number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...content];
  return [...uint32(content.length), ...body, ...uint32(crc32(Uint8Array.from(body)))];
}

const uint32 = (n: number) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255];

/** A PNG file; `lines` are the bytes of each line of pixels, `between` what stands before them. */
function png(
  type: number,
  depth: number,
  width: number,
  lines: number[][],
  ...between: number[][]
): Uint8Array {
  return Uint8Array.from([
    ...[137, 80, 78, 71, 13, 10, 26, 10],
    ...chunk("IHDR", ...uint32(width), ...uint32(lines.length), depth, type, 0, 0, 0),
    ...between.flat(),
    ...chunk("IDAT", ...deflateSync(Uint8Array.from(lines.flatMap((line) => [0, ...line])))),
    ...chunk("IEND"),
  ]);
}

async function assertPixels(bytes: Uint8Array, expected: NestedNumbers): Promise<void> {
  const x = await imread(bytes);
  const { shape, data } = tensor(expected);
  assertEquals([x.shape, x.data], [shape, data]);
}

Deno.test("imread() gives (H, W, 3) of a picture in colour, from 0 to 255", () =>
  assertPixels(png(COLOUR, 8, 2, [[255, 0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10]]), [
    [[255, 0, 1], [2, 3, 4]],
    [[5, 6, 7], [8, 9, 10]],
  ]));

Deno.test("imread() gives (H, W) of a picture in grey", () =>
  assertPixels(png(GREY, 8, 3, [[0, 100, 255]]), [[0, 100, 255]]));

Deno.test("imread() stretches greys of 1, 2 and 4 bits, and shrinks 16 bits, to 0 to 255", async () => {
  await assertPixels(png(GREY, 1, 10, [[0b10100000, 0b01000000]]), [
    [255, 0, 255, 0, 0, 0, 0, 0, 0, 255],
  ]);
  await assertPixels(png(GREY, 2, 3, [[0b00011000], [0b11000000]]), [[0, 85, 170], [255, 0, 0]]);
  await assertPixels(png(GREY, 4, 2, [[0x1f]]), [[17, 255]]);
  await assertPixels(png(COLOUR, 16, 1, [[255, 255, 0, 0, 128, 128]]), [[[255, 0, 128]]]);
});

Deno.test("imread() looks colours up in the palette", async () => {
  const palette = chunk("PLTE", 10, 20, 30, 40, 50, 60);
  await assertPixels(png(PALETTE, 8, 2, [[1, 0]], palette), [[[40, 50, 60], [10, 20, 30]]]);
  await assertPixels(png(PALETTE, 1, 2, [[0b01000000]], palette), [[[10, 20, 30], [40, 50, 60]]]);
  await assertPixels(png(COLOUR, 8, 1, [[7, 8, 9]], palette), [[[7, 8, 9]]]); // only suggested
  const alpha = chunk("tRNS", 0);
  await assertPixels(png(PALETTE, 8, 2, [[0, 1]], palette, alpha), [[
    [255, 255, 255],
    [40, 50, 60],
  ]]);
});

Deno.test("imread() lays what is transparent on white", async () => {
  await assertPixels(png(GREY_ALPHA, 8, 3, [[100, 255, 100, 0, 0, 51]]), [[100, 255, 204]]);
  await assertPixels(png(COLOUR_ALPHA, 8, 2, [[1, 2, 3, 255, 1, 2, 3, 0]]), [[
    [1, 2, 3],
    [255, 255, 255],
  ]]);
});

Deno.test("imread() of a part of a buffer reads no byte outside it", async () => {
  const file = png(GREY, 8, 2, [[7, 9]]);
  const buffer = new Uint8Array(file.length + 20).fill(255);
  buffer.set(file, 13);
  await assertPixels(buffer.subarray(13, 13 + file.length), [[7, 9]]);
});

Deno.test("imread() reads the picture of chapter 1, and images() draws it", async () => {
  await loadFigures();
  const picture = await imread(path);
  assertEquals(picture.shape, [160, 240, 3]);
  assertEquals([picture.min() >= 0, picture.max() <= 255], [true, true]);
  images(picture);
});

Deno.test("imread() names a file that it cannot read, or that is no picture", async () => {
  await assertRejectsWith(
    () => imread("nowhere.png"),
    Error,
    "imread: cannot read nowhere.png (No such file or directory (os error 2): readfile 'nowhere.png')",
  );
  await assertRejectsWith(
    () => imread(new TextEncoder().encode("GIF89a")),
    SyntaxError,
    "imread: the bytes: this is neither a PNG nor a JPEG file; save the picture as one first",
  );
});

Deno.test("imread() of a file that is cut anywhere, or has a byte changed, says so", async () => {
  const file = png(PALETTE, 8, 2, [[1, 0], [0, 1]], chunk("PLTE", 10, 20, 30, 40, 50, 60));
  const isRefused = (bytes: Uint8Array) =>
    imread(bytes).then(() => false, (error) => {
      assertEquals(error.name, "SyntaxError");
      return /^imread: the bytes: (this is neither a PNG|cut short or damaged \()/.test(
        error.message,
      );
    });
  for (let n = 0; n < file.length; n++) {
    assertEquals(await isRefused(file.slice(0, n)), true, `cut after ${n} bytes`);
    const changed = file.slice();
    changed[n] ^= 0x55;
    assertEquals(await isRefused(changed), true, `byte ${n} changed`);
  }
});

Deno.test("imread() reserves no memory for a size that the file cannot hold", async () => {
  const file = png(COLOUR, 8, 2 ** 20, []);
  file.set(uint32(2 ** 20), 20);
  await assertRejectsWith(
    () => imread(file),
    SyntaxError,
    `imread: the bytes: cut short or damaged (1048576 × 1048576 pixels in ${file.length} bytes)`,
  );
});

const jpeg = (name: string) => Deno.readFileSync(`${import.meta.dirname}/../vectors/${name}.jpg`);

Deno.test("imread() reads a JPEG: colour, grey, progressive, and turned as the camera noted", async () => {
  // what write_jpegs of make_vectors.py draws; the format itself changes colours a little
  const colours = Array.from(
    { length: 16 },
    (_, y) =>
      Array.from({ length: 24 }, (_, x) => [x * 10, y * 15, Math.max(0, 255 - x * 5 - y * 4)]),
  );
  const expected = tensor(colours);
  for (const name of ["colour", "progressive"]) {
    assertClose(await imread(jpeg(name)), expected, { rtol: 0, atol: 8, what: name });
  }
  const luma = expected.reshape(-1, 3).dot(tensor([[0.299], [0.587], [0.114]])).reshape(16, 24);
  assertClose(await imread(jpeg("grey")), luma, { rtol: 0, atol: 4 });
  const turned = tensor(
    Array.from(
      { length: 24 },
      (_, x) => Array.from({ length: 16 }, (_, y) => colours[15 - y]![x]!),
    ),
  );
  assertClose(await imread(jpeg("turned")), turned, { rtol: 0, atol: 8 });
});

Deno.test("imread() says what is wrong with a JPEG, and reads the next one", async () => {
  const whole = jpeg("colour");
  const cut = (length: number) => whole.slice(0, length);
  const huge = whole.slice();
  const frame = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0xc0);
  huge.fill(0xff, frame + 5, frame + 9);
  const cases: [Uint8Array, string][] = [
    [cut(2), "no picture in it"],
    [cut(60), "no picture in it"],
    [cut(whole.length - 40), "Premature end of JPEG file"],
    [jpeg("cmyk"), "Unsupported color conversion request"],
    [huge, "65535 × 65535 pixels are too many"],
  ];
  for (const [bytes, problem] of cases) {
    await assertRejectsWith(
      () => imread(bytes),
      SyntaxError,
      `imread: the bytes: cut short or damaged (${problem})`,
    );
    assertEquals((await imread(whole)).shape, [16, 24, 3]);
  }
});
