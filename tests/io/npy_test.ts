import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { seeded, shape, tensorOf } from "../arbitraries.ts";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";
import { loadNpy, saveNpy, Tensor, tensor } from "../../lib/mod.ts";
import { temporaryPath } from "./temporary_path.ts";

const vectors = join(import.meta.dirname!, "..", "vectors");

/** A file of np.save with this header, of version 1, and `size` bytes of numbers. */
function file(header: string, size = 0): Uint8Array {
  const text = `\x93NUMPY\x01\0${String.fromCharCode(header.length & 255, header.length >> 8)}`;
  const bytes = Uint8Array.from(text + header, (character) => character.charCodeAt(0));
  return Uint8Array.from([...bytes, ...new Uint8Array(size)]);
}

function header(shape: string, descr = "<f4"): string {
  return `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
}

async function errorOf(bytes: Uint8Array | string): Promise<Error | undefined> {
  try {
    await loadNpy(bytes);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

Deno.test("loadNpy() reads versions 1 to 3, from a path, a URL and bytes", async () => {
  for (const version of [1, 2, 3]) {
    const path = join(vectors, `version${version}.npy`);
    const url = new URL(`../vectors/version${version}.npy`, import.meta.url);
    for (const source of [path, url, Deno.readFileSync(path)]) {
      const { dtype, shape, data } = await loadNpy(source);
      assertEquals([dtype, shape, [...data]], ["float32", [2, 3], [0, 1, 2, 3, 4, 5]]);
    }
  }
});

Deno.test("loadNpy() reads headers of Python 2, and of other programs", async () => {
  const headers = [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }",
    `{"shape": (2, 1), "fortran_order": False, "descr": "=f4"}`,
    "{'descr':'<f4','fortran_order':False,'shape':(2,1)}",
  ];
  for (const header of headers) assertEquals((await loadNpy(file(header, 8))).shape, [2, 1]);
});

Deno.test("loadNpy() says where a file is wrong", async () => {
  const none = "the header is none of np.save: it needs descr, fortran_order and shape";
  const notNumbers = "is none of floats, integers or booleans";
  const h = header("(2,)");
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: no file of np.save begins like this"],
    [
      new TextEncoder().encode("PK\x03\x04"),
      "byte 0: no file of np.save begins like this; loadNpz reads one of np.savez",
    ],
    [file(h).subarray(0, 7), "byte 7: the file ends here, before its header"],
    [file(h).with(6, 4), "byte 6: version 4.0 is none of 1.0, 2.0 and 3.0"],
    [
      file(h).subarray(0, 30),
      `byte 30: the file ends here, but its header at byte ${10 + h.length}`,
    ],
    [file(" ".repeat(10_001)), "byte 8: a header of 10001 bytes; NumPy reads 10000"],
    [file(""), `byte 10: ${none}`],
    [file("{}"), `byte 10: ${none}`],
    [file(header("(2)"), 8), `byte 10: ${none}`],
    [file(header("[2]").replace("shape", "form"), 8), `byte 10: ${none}`],
    [file(header("(-2, -1)"), 8), `byte 10: ${none}`],
    [file(header("(1.5,)"), 8), `byte 10: ${none}`],
    [file(header("(1152921504606846976,)"), 8), `byte 10: ${none}`],
    [file(header(`(${"1, ".repeat(65)})`), 4), `byte 10: ${none}`],
    [file(header("(2,)").replace("False", "0"), 8), `byte 10: ${none}`],
    [file(h, 7), `byte ${10 + h.length}: 7 bytes do not fill f4 (2,)`],
    [file(h, 9), `byte ${10 + h.length}: 9 bytes do not fill f4 (2,)`],
    [
      file(header("(4294967296, 4294967296, 0)"), 8),
      "byte 91: 8 bytes do not fill f4 (4294967296, 4294967296, 0)",
    ],
    [file(header("(2,)", "<bf2"), 4), `byte 10: an array of dtype "bf2" ${notNumbers}`],
    [file(header("(2,)", "<f3"), 6), `byte 10: an array of dtype "f3" ${notNumbers}`],
  ];
  for (const [bytes, problem] of cases) {
    const error = await errorOf(bytes);
    assertEquals(
      [error?.constructor, error?.message],
      [SyntaxError, `loadNpy: the bytes, ${problem}`],
    );
  }
  for (
    const [name, problem] of [
      ["objects", "byte 10: the array holds Python objects, which only Python can read"],
      ["text", `byte 10: an array of dtype "U1" ${notNumbers}`],
      ["fields", `byte 10: an array of dtype "f0,<i4,f1,<f4" ${notNumbers}`],
      ["complex", `byte 10: an array of dtype "c16" ${notNumbers}`],
      ["dates", `byte 10: an array of dtype "<M8[s]" ${notNumbers}`],
      ["too_large", "byte 128: integer 1099511627776 at index 0 does not fit into int32"],
    ]
  ) {
    const error = await errorOf(join(vectors, `refused_${name}.npy`));
    assertEquals(error?.message, `loadNpy: refused_${name}.npy, ${problem}`);
  }
});

Deno.test("loadNpy() of a file cut anywhere is a SyntaxError", async () => {
  for (const version of [1, 2, 3]) {
    const whole = Deno.readFileSync(join(vectors, `version${version}.npy`));
    for (let length = 0; length < whole.length; length++) {
      const error = await errorOf(whole.subarray(0, length));
      assertEquals(error?.constructor, SyntaxError, `${length} bytes`);
    }
  }
});

Deno.test("saveNpy() and loadNpy() keep every tensor", async () => {
  using place = temporaryPath("x.npy");
  const anyTensor = fc.tuple(shape(4), fc.constantFrom("float32", "float64", "int32"))
    .chain(([lengths, dtype]) => tensorOf(lengths, dtype));
  await fc.assert(
    fc.asyncProperty(anyTensor, async (x) => {
      await saveNpy(place.path, x);
      const { dtype, shape, data } = await loadNpy(place.path);
      assertEquals([dtype, shape, data], [x.dtype, x.shape, x.data]);
    }),
    seeded,
  );
  assertEquals(place.files(), ["x.npy"]);
});

Deno.test("saveNpy() refuses what is not a tensor, and leaves nothing behind where it cannot write", async () => {
  using place = temporaryPath("x.npy");
  await assertRejectsWith(
    () => saveNpy(place.path, [1, 2] as unknown as Tensor),
    TypeError,
    "saveNpy: needs a path and a Tensor; use tensor(…) to make one",
  );
  assertEquals(place.files(), []);
  Deno.mkdirSync(join(place.path, "folder"), { recursive: true });
  await assertRejectsWith(
    () => saveNpy(place.path, tensor([1])),
    Error,
    `saveNpy: cannot write ${place.path} (it is a folder)`,
  );
  assertEquals(place.files(), ["x.npy"]);
});

Deno.test("saveNpy() and loadNpy() say so where there is no path", async () => {
  const web = new URL("http://127.0.0.1/x.npy");
  const wrong: [path: unknown, got: string][] = [
    [undefined, "undefined"],
    [null, "null"],
    [3, "number"],
    ["", 'the string ""'],
    [new ArrayBuffer(8), "ArrayBuffer"],
    [web, web.href],
  ];
  for (const [path, got] of wrong) {
    const message = (call: string) => `${call}: needs the path of a file, got ${got}`;
    await assertRejectsWith(() => loadNpy(path as string), TypeError, message("loadNpy"));
    const x = tensor([1]);
    await assertRejectsWith(() => saveNpy(path as string, x), TypeError, message("saveNpy"));
  }
});

Deno.test({
  name: "saveNpy() writes the file that a link names, and leaves a device where it is",
  ignore: Deno.build.os === "windows" &&
    (console.log("omitted: a link and a pipe: Windows makes them otherwise"), true),
  fn: async () => {
    using place = temporaryPath("x.npy");
    using other = temporaryPath("link.npy");
    await saveNpy(place.path, tensor([1]));
    Deno.symlinkSync(place.path, other.path);
    await saveNpy(other.path, tensor([2]));
    assertEquals((await loadNpy(place.path)).toArray(), [2]);
    assertTrue(Deno.lstatSync(other.path).isSymlink);

    using pipe = temporaryPath("pipe");
    execFileSync("mkfifo", [pipe.path]);
    await assertRejectsWith(
      () => saveNpy(pipe.path, tensor([1])),
      Error,
      `saveNpy: cannot write ${pipe.path} (it is not a file)`,
    );
    assertEquals(pipe.files(), ["pipe"]);
  },
});

pythonTest("a file of saveNpy() opens in NumPy", "numpy", async (python) => {
  using place = temporaryPath("x.npy");
  const tensors = [
    tensor(7, { dtype: "float64" }),
    tensor([1.5, -0, NaN]),
    tensor([[1, 2, 3], [4, 5, 6]], { dtype: "int32" }),
    tensor([], { shape: [2, 0, 3] }),
  ];
  for (const x of tensors) {
    await saveNpy(place.path, x);
    const code = `
import numpy as np, sys
x = np.load(sys.argv[1])
print(x.dtype, list(x.shape), x.tobytes().hex(), x.flags.aligned and open(sys.argv[1], "rb").read().find(b"\\n") % 64)
`;
    const bytes = new Uint8Array(x.data.buffer, x.data.byteOffset, x.data.byteLength);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    assertEquals(python(code, place.path).trim(), `${x.dtype} [${x.shape.join(", ")}] ${hex} 63`);
  }
});
