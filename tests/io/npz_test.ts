import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { assertEquals } from "../assert.ts";
import { loadNpz } from "../../lib/mod.ts";

const vectors = join(import.meta.dirname!, "..", "vectors");
const stored = join(vectors, "arrays.npz");
const compressed = join(vectors, "arrays_compressed.npz");

async function errorOf(bytes: Uint8Array): Promise<Error | undefined> {
  try {
    await loadNpz(bytes);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The bytes with a number of two or four bytes at `at`, counted from the end if negative. */
function patched(bytes: Uint8Array, at: number, value: number, size: 2 | 4): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const offset = at < 0 ? bytes.length + at : at;
  size === 2 ? view.setUint16(offset, value, true) : view.setUint32(offset, value, true);
  return changed;
}

Deno.test("loadNpz() reads what np.savez and np.savez_compressed wrote", async () => {
  for (const path of [stored, compressed]) {
    const tensors = Object.entries(await loadNpz(path))
      .map(([name, { dtype, shape, data }]) => [name, dtype, shape, [...data]]);
    assertEquals(tensors, [
      ["float32", "float32", [2, 3], [1.5, -2, Math.fround(0.1), Math.fround(3e38), -0, Infinity]],
      ["float64", "float64", [3], [0.1, -1e300, NaN]],
      ["fortran", "float32", [2, 3], [0, 1, 2, 3, 4, 5]],
      ["big_endian", "float64", [3], [1, 0.25, -3]],
      ["float16", "float32", [2], [0.5, -65504]],
      ["int8", "int32", [2], [-128, 127]],
      ["int16", "int32", [2], [-32768, 32767]],
      ["int32", "int32", [2], [-(2 ** 31), 2 ** 31 - 1]],
      ["int64", "int32", [2], [-(2 ** 31), 2 ** 31 - 1]],
      ["uint8", "int32", [2, 1], [0, 255]],
      ["uint16", "int32", [2], [0, 65535]],
      ["uint32", "int32", [2], [0, 2 ** 31 - 1]],
      ["uint64", "int32", [2], [0, 2 ** 31 - 1]],
      ["bool", "int32", [2], [1, 0]],
      ["empty", "float32", [2, 0], []],
      ["no_axes", "float64", [], [7]],
    ], path);
  }
  const names = Object.keys(await loadNpz(join(vectors, "no_names.npz")));
  assertEquals(names, ["arr_0", "arr_1"]);
});

Deno.test("loadNpz() says where a file is wrong", async () => {
  const whole = Deno.readFileSync(join(vectors, "no_names.npz"));
  const list = new DataView(whole.buffer).getUint32(whole.length - 6, true);
  const second = list + 46 + "arr_0.npy".length;
  const start = 59; // of the numbers of the first file
  const content = whole.slice(start, start + 152).with(0, 0);
  const noNpy = patched(whole.with(start, 0), list + 16, crc32(content), 4);

  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: the file is not a zip, or is cut short"],
    [
      Uint8Array.from("\x93NUMPY", (letter) => letter.charCodeAt(0)),
      "byte 0: this is a file of np.save; loadNpy reads it",
    ],
    [whole.subarray(0, -1), `byte ${whole.length - 1}: the file is not a zip, or is cut short`],
    [
      whole.with(whole.length - 22, 0),
      `byte ${whole.length}: the file is not a zip, or is cut short`,
    ],
    [patched(whole, -6, 0, 4), `byte ${whole.length - 22}: the list of the zip does not end here`],
    [
      patched(whole, -12, 3, 2),
      `byte ${whole.length - 22}: an entry of the list of the zip should be here`,
    ],
    [patched(whole, -12, 1, 2), `byte ${second}: the list of the zip should end here`],
    [patched(whole, list + 8, 1, 2), `byte ${list}: "arr_0.npy" has a password`],
    [patched(whole, list + 10, 99, 2), `byte ${list}: "arr_0.npy" is packed by method 99`],
    [patched(whole, list + 10, 8, 2), 'byte 59: "arr_0.npy" is damaged'],
    [patched(whole, list + 16, 0, 4), 'byte 59: "arr_0.npy" is damaged'],
    [
      patched(whole, list + 20, 2 ** 32 - 1, 4),
      `byte ${whole.length}: the file ends here, in "arr_0.npy"`,
    ],
    [
      patched(whole, list + 24, 2 ** 31, 4),
      `byte ${list}: "arr_0.npy" unpacks to 2147483648 bytes: too many`,
    ],
    [patched(whole, list + 42, 1, 4), 'byte 1: "arr_0.npy" of the zip should be here'],
    [patched(whole, second + 50, 0x2e30, 2), `byte ${second}: "arr_0.npy" comes twice`],
    [noNpy, 'byte 59: "arr_0.npy", its byte 0: no file of np.save begins like this'],
  ];
  for (const [bytes, problem] of cases) {
    const error = await errorOf(bytes);
    assertEquals(
      [error?.constructor, error?.message],
      [SyntaxError, `loadNpz: the bytes, ${problem}`],
    );
  }
});

Deno.test("loadNpz() of a file cut anywhere is a SyntaxError", async () => {
  for (const path of [stored, compressed]) {
    const whole = Deno.readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      const error = await errorOf(whole.subarray(0, length));
      assertEquals(error?.constructor, SyntaxError, `${length} bytes`);
    }
  }
});

Deno.test("loadNpz() of a file that unpacks to more than it says stops there", async () => {
  const packed = deflateRawSync(new Uint8Array(1e7));
  const whole = Deno.readFileSync(compressed);
  const list = new DataView(whole.buffer).getUint32(whole.length - 6, true);
  // The first file becomes a bomb of 10 kB that says it has 152 bytes
  const bomb = Uint8Array.from([...whole.slice(0, 61), ...packed, ...whole.slice(list)]);
  const moved = 61 + packed.length;
  const patch = patched(patched(bomb, -6, moved, 4), moved + 20, packed.length, 4);
  const error = await errorOf(patch);
  assertEquals(error?.message, 'loadNpz: the bytes, byte 61: "float32.npy" is damaged');
});
