// Reads many pictures as a batch, with the folder that each lies in as its class.

import { basename, dirname, join, resolve } from "node:path";
import { describe } from "../errors/describe.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import { progress } from "../host/progress.ts";
import { checkIntegers } from "../tensor/shape.ts";
import { zeros } from "../tensor/creation.ts";
import { Tensor } from "../tensor/tensor.ts";
import { readPicture } from "./imread.ts";
import { resized } from "./resize.ts";
import { pathOf, readSource } from "./source.ts";

/** How {@linkcode loadImages} hands out pictures. */
export interface LoadImagesOptions {
  /** height and width in pixels, or one number for both; by default that of the first picture */
  size?: number | readonly [height: number, width: number];
  /** one channel of greys instead of red, green and blue; by default false */
  gray?: boolean;
  /** pictures (N, C·H·W) instead of (N, C, H, W); by default false */
  flatten?: boolean;
}

/** Pictures and what they show. */
export interface LabelledImages {
  /** (N, 3, H, W), or (N, 1, H, W) in grey, float32 from 0 to 1 */
  x: Tensor;
  /** of each picture, the place of its class in `classes`: (N,) int32 */
  t: Tensor;
  /** names of the folders that pictures lie in, sorted */
  classes: string[];
  /** the files, in the order of x */
  files: string[];
}

/**
 * Pictures from PNG and JPEG files, as a network wants them. The folder that a picture lies in is its class:
 * `pets/cat/1.jpg` and `pets/dog/2.jpg` for `loadImages("pets")`.
 *
 * A picture of another ratio than `size` loses its edges, as much on one side as on the other. Files that end neither
 * in .png nor in .jpg or .jpeg are passed over in a folder.
 *
 * @param source a folder, with pictures in it or in its folders; or a list of files
 * @throws RangeError where there is no picture, or one of another size and no `size` is given
 * @throws SyntaxError that names the file, if it is damaged or no picture
 * @throws Error if a file or folder cannot be read
 * @throws Stopped at Stop
 *
 * @example
 * ```ts
 * import { loadImages } from "../mod.ts";
 * const { x, t, classes } = await loadImages(["data/lighthouse.png"], { size: 28, gray: true });
 * x.shape; // [1, 1, 28, 28]
 * t; // [0]
 * classes; // ["data"]
 * ```
 */
export async function loadImages(
  source: string | URL | readonly (string | URL)[],
  options: LoadImagesOptions = {},
): Promise<LabelledImages> {
  const call = "loadImages";
  checkOptions(call, options, ["size", "gray", "flatten"]);
  const { size, gray = false, flatten = false } = options;
  checkFlags(call, { gray, flatten });
  const given = typeof size === "number" ? [size, size] : size;
  if (given !== undefined && !(Array.isArray(given) && given.length === 2)) {
    throw new TypeError(`${call}: size needs to be such as 28 or [32, 48], got ${describe(size)}`);
  }
  if (given) checkIntegers(call, { height: given[0], width: given[1] }, 1);

  const files = Array.isArray(source)
    ? source.map((file) => pathOf(call, file))
    : await picturesIn(pathOf(call, source as string | URL));
  if (files.length === 0) {
    const where = Array.isArray(source) ? "the list" : `${source}`;
    throw new RangeError(`${call}: there are no .png, .jpg or .jpeg files in ${where}`);
  }
  const folders = files.map((file) => basename(dirname(resolve(file))));
  const classes = [...new Set(folders)].sort();

  let x: Tensor | undefined;
  const C = gray ? 1 : 3;
  let i = 0;
  const isLong = files.length > 100; // a bar for a few would only blink
  for await (const file of isLong ? progress(files, "Reading pictures") : files) {
    const { bytes } = await readSource(call, file);
    let picture = await readPicture(call, bytes, file);
    if (given) picture = resized(picture, given[0], given[1]);
    const [H, W] = picture.shape;
    x ??= zeros([files.length, C, H, W]);
    if (H !== x.shape[2] || W !== x.shape[3]) {
      throw new RangeError(
        `${call}: ${file} has ${H} × ${W} pixels, ${files[0]} ${x.shape[2]} × ` +
          `${x.shape[3]}; write { size: [height, width] }`,
      );
    }
    x.data.set(planes(picture, gray), i++ * C * H * W);
  }
  const t = new Tensor(Int32Array.from(folders, (folder) => classes.indexOf(folder)), files.length);
  return { x: flatten ? x!.reshape(files.length, -1) : x!, t, classes, files };
}

/** The pictures of a folder and of its folders, sorted by their paths. */
async function picturesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (name.startsWith(".")) continue; // what systems keep there
      const path = join(folder, name);
      if (isDirectory) files.push(...await picturesIn(path));
      else if (/\.(png|jpe?g)$/i.test(name)) files.push(path);
    }
  } catch (cause) {
    const { message } = cause as Error;
    if (message.startsWith("loadImages:")) throw cause;
    throw new Error(`loadImages: cannot read ${folder} (${message})`, { cause });
  }
  return files.sort();
}

const LUMA = [0.299, 0.587, 0.114]; // how bright the eye sees red, green and blue: ITU-R BT.601

/** The numbers of a picture from 0 to 1, channel by channel. */
function planes(picture: Tensor, gray: boolean): Float32Array {
  const [H, W, channels = 1] = picture.shape;
  const pixels = H * W;
  const plane = (channel: number) =>
    Float32Array.from(
      { length: pixels },
      (_, i) => picture.data[i * channels + (channels === 1 ? 0 : channel)]! / 255,
    );
  const [red, green, blue] = [0, 1, 2].map(plane);
  if (gray) return red.map((r, i) => LUMA[0] * r + LUMA[1] * green[i] + LUMA[2] * blue[i]);
  const result = new Float32Array(3 * pixels);
  [red, green, blue].forEach((values, channel) => result.set(values, channel * pixels));
  return result;
}
