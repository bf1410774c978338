import { dirname, join } from "node:path";
import { encode } from "fast-png";
import { assertClose, assertEquals, assertRejectsWith } from "../assert.ts";
import { loadImages, type LoadImagesOptions, tensor } from "../../lib/mod.ts";
import { resized } from "../../lib/io/resize.ts";
import { temporaryPath } from "./temporary_path.ts";

/** A file of one colour, or of these greys in a row. */
function png(width: number, height: number, ...color: number[]): Uint8Array {
  const channels = color.length as 1 | 3;
  const data = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => color[i % channels]!,
  );
  return encode({ width, height, channels, data });
}

/** A folder with these files. */
function folderOf(files: Record<string, Uint8Array>): Disposable & { path: string } {
  const place = temporaryPath("pets");
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(place.path, name);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeFileSync(path, bytes);
  }
  return place;
}

Deno.test("loadImages() gives pictures from 0 to 1 and the folders that they lie in as classes", async () => {
  using folder = folderOf({
    "dog/1.png": png(3, 2, 255, 0, 51),
    "cat/2.png": png(3, 2, 102),
    "cat/1.PNG": png(3, 2, 0, 204, 0),
    "cat/notes.txt": new Uint8Array(3),
    ".trash/x.png": new Uint8Array(3),
  });
  const { x, t, classes, files } = await loadImages(folder.path);
  assertEquals(x.shape, [3, 3, 2, 3]);
  assertEquals(t.dtype, "int32");
  assertEquals(t.toArray(), [0, 0, 1]);
  assertEquals(classes, ["cat", "dog"]);
  assertEquals(
    files,
    ["cat/1.PNG", "cat/2.png", "dog/1.png"].map((name) => join(folder.path, name)),
  );
  const colors = [[0, 0.8, 0], [0.4, 0.4, 0.4], [1, 0, 0.2]];
  assertClose(x.max(3).max(2), tensor(colors));
  assertClose(x.min(3).min(2), tensor(colors));

  const gray = await loadImages(folder.path, { gray: true, flatten: true });
  assertEquals(gray.x.shape, [3, 6]);
  assertClose(gray.x.max(1), tensor([0.8 * 0.587, 0.4, 0.299 + 0.2 * 0.114]));
});

Deno.test("loadImages() takes a list of files, in its order", async () => {
  using folder = folderOf({ "b/1.png": png(2, 2, 255), "a/1.png": png(2, 2, 0) });
  const list = ["b/1.png", "a/1.png"].map((name) => join(folder.path, name));
  const { x, t, classes } = await loadImages(list, { gray: true });
  assertEquals(x.toArray(), [[[[1, 1], [1, 1]]], [[[0, 0], [0, 0]]]]);
  assertEquals([t.toArray(), classes], [[1, 0], ["a", "b"]]);
});

Deno.test("loadImages({ size }) makes each pixel the mean of what it covers", async () => {
  const gradient = encode({
    ...{ width: 4, height: 2, channels: 1 },
    data: Uint8Array.of(0, 51, 102, 153, 0, 51, 102, 153),
  });
  using folder = folderOf({ "1.png": gradient });
  const { x } = await loadImages(folder.path, { size: [1, 2], gray: true });
  assertClose(x, tensor([[[[0.1, 0.5]]]]));
  // 2 × 2 keeps the middle, 1 × 1 its mean
  const middle = await loadImages(folder.path, { size: 2, gray: true });
  assertClose(middle.x, tensor([[[[0.2, 0.4], [0.2, 0.4]]]]));
});

Deno.test("resized() keeps a picture of that size, and the mean of one", () => {
  const picture = tensor([[[1, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]]);
  assertEquals(resized(picture, 2, 3).data, picture.data);
  assertClose(resized(picture, 4, 6).reshape(24, 2).mean(0), tensor([3.5, 35]));
  assertEquals(resized(picture, 7, 2).shape, [7, 2, 2]);
});

Deno.test("loadImages() says what it cannot do", async () => {
  using folder = folderOf({
    "a/1.png": png(2, 2, 255),
    "a/2.png": png(3, 2, 0),
    "b/c/no.txt": png(1, 1, 1),
  });
  using damaged = folderOf({ "1.jpg": Uint8Array.of(1, 2) });
  const path = folder.path;
  const cases: [unknown, unknown, new (message: string) => Error, string][] = [
    [
      path,
      {},
      RangeError,
      `${join(path, "a/2.png")} has 2 × 3 pixels, ${join(path, "a/1.png")} 2 × 2; ` +
      "write { size: [height, width] }",
    ],
    [
      join(path, "b"),
      {},
      RangeError,
      `there are no .png, .jpg or .jpeg files in ${join(path, "b")}`,
    ],
    [[], {}, RangeError, "there are no .png, .jpg or .jpeg files in the list"],
    [
      path,
      { size: "28" },
      TypeError,
      'size needs to be such as 28 or [32, 48], got the string "28"',
    ],
    [path, { size: [28] }, TypeError, "size needs to be such as 28 or [32, 48], got Array"],
    [path, { size: 0 }, RangeError, "height needs to be an integer of at least 1, got 0"],
    [path, { grey: true }, TypeError, 'no option "grey"; did you mean gray?'],
    [undefined, {}, TypeError, "needs the path of a file, got undefined"],
    [
      damaged.path,
      {},
      SyntaxError,
      `${
        join(damaged.path, "1.jpg")
      }: this is neither a PNG nor a JPEG file; save the picture as one first`,
    ],
    [
      join(path, "nowhere"),
      {},
      Error,
      `cannot read ${join(path, "nowhere")} (No such file or directory (os error 2): readdir '${
        join(path, "nowhere")
      }')`,
    ],
  ];
  for (const [source, options, type, problem] of cases) {
    await assertRejectsWith(
      () => loadImages(source as string, options as LoadImagesOptions),
      type,
      `loadImages: ${problem}`,
    );
  }
});
