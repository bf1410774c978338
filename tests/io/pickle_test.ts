import { join } from "node:path";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { seeded } from "../arbitraries.ts";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadPickle } from "../../lib/mod.ts";

/** Pickles of one dictionary: in protocols 2 to 5, under the module names of NumPy 1 and of NumPy 2. */
const vectors = [1, 2].flatMap((numpy) =>
  [2, 3, 4, 5].map((protocol) =>
    join(import.meta.dirname!, "..", "vectors", `numpy${numpy}_protocol${protocol}.pkl`)
  )
);

/** A pickle of protocol 2 from its opcodes, written as text. */
function pickle(opcodes: string): Uint8Array {
  return Uint8Array.from(`\x80\x02${opcodes}`, (character) => character.charCodeAt(0));
}

/** What `loadPickle` throws, or `undefined`. */
async function errorOf(bytes: Uint8Array): Promise<Error | undefined> {
  try {
    await loadPickle(bytes);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

Deno.test("loadPickle() reads every protocol of NumPy 1 and 2 to the same tensors", async () => {
  for (const path of vectors) {
    const tensors = Object.entries(await loadPickle(path))
      .map(([name, { dtype, shape, data }]) => [name, dtype, shape, [...data]]);
    assertEquals(tensors, [
      ["float32", "float32", [2, 3], [1.5, -2, Math.fround(0.1), Math.fround(3e38), -0, Infinity]],
      ["float64", "float64", [3], [0.1, -1e300, NaN]],
      ["fortran", "float32", [2, 3], [0, 1, 2, 3, 4, 5]],
      ["big_endian", "float64", [3], [1, 0.25, -3]],
      ["float16", "float32", [2], [0.5, -65504]],
      ["int64", "int32", [2], [-(2 ** 31), 2 ** 31 - 1]],
      ["uint8", "int32", [2, 1], [0, 255]],
      ["bool", "int32", [2], [1, 0]],
      ["empty", "float32", [2, 0], []],
      ["scalar", "float32", [], [Math.fround(0.1)]],
      ["no_axes", "float64", [], [7]],
    ], path);
  }
});

goldenTest("loadPickle() reads the book's weights", async (folder) => {
  const read = async (name: string) => {
    const tensors = Object.entries(await loadPickle(join(folder, "book", name)));
    return Object.fromEntries(tensors.map(([key, x]) => [key, [x.dtype, ...x.shape]]));
  };
  assertEquals(await read("sample_weight.pkl"), {
    b2: ["float32", 100],
    W1: ["float32", 784, 50],
    b1: ["float32", 50],
    W2: ["float32", 50, 100],
    W3: ["float32", 100, 10],
    b3: ["float32", 10],
  });
  assertEquals(await read("simple_convnet_params_2016.pkl"), {
    W1: ["float64", 30, 1, 5, 5],
    b1: ["float64", 30],
    W2: ["float64", 4320, 100],
    b2: ["float64", 100],
    W3: ["float64", 100, 10],
    b3: ["float64", 10],
  });
  for (const name of ["deep_convnet_params_2016.pkl", "deep_convnet_params.pkl"]) {
    assertEquals(await read(name), {
      W1: ["float64", 16, 1, 3, 3],
      b1: ["float64", 16],
      W2: ["float64", 16, 16, 3, 3],
      b2: ["float64", 16],
      W3: ["float64", 32, 16, 3, 3],
      b3: ["float64", 32],
      W4: ["float64", 32, 32, 3, 3],
      b4: ["float64", 32],
      W5: ["float64", 64, 32, 3, 3],
      b5: ["float64", 64],
      W6: ["float64", 64, 64, 3, 3],
      b6: ["float64", 64],
      W7: ["float64", 1024, 50],
      b7: ["float64", 50],
      W8: ["float64", 50, 10],
      b8: ["float64", 10],
    });
  }
});

Deno.test("loadPickle() executes nothing: whatever a file asks for by name is an error", async () => {
  const folder = Deno.makeTempDirSync();
  const victim = join(folder, "executed");
  const touch = `(S'touch ${victim}'\n`;
  const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const cases: [string, string][] = [
    ["posix.system", `cposix\nsystem\n${touch}tR.`],
    ["os.system", `cos\nsystem\n${touch}tR.`],
    ["os.system", `${text("os")}${text("system")}\x93${touch}tR.`],
    ["os.system", `${touch}ios\nsystem\n.`],
    ["builtins.eval", `cbuiltins\neval\n(S'1'\ntR.`],
    ["subprocess.Popen", `csubprocess\nPopen\n${touch}t\x81.`],
    ["numpy.load", `cnumpy\nload\n${touch}tR.`],
    ["numpy.constructor", `cnumpy\nconstructor\n${touch}tR.`],
    ["constructor.constructor", `cconstructor\nconstructor\n${touch}tR.`],
  ];
  for (const [name, opcodes] of cases) {
    const error = await errorOf(pickle(opcodes));
    assertEquals(error?.constructor, SyntaxError, name);
    assertEquals(
      error?.message.replace(/byte \d+/, "byte …"),
      `loadPickle: the bytes, byte …: the file asks for ${name}, but only NumPy arrays are read`,
    );
  }
  assertEquals(existsSync(victim), false);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("loadPickle() says where a file is wrong", async () => {
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: no pickle of protocol 2 to 5 begins like this"],
    [
      new TextEncoder().encode("(dp0\n."),
      "byte 0: no pickle of protocol 2 to 5 begins like this",
    ],
    [pickle("N."), "byte 4: the file holds no dictionary of NumPy arrays"],
    [pickle("}K\x01Ns."), "byte 8: the key 1 is no string"],
    [pickle("}U\x01xK\x05s."), 'byte 10: "x" is no NumPy array'],
    [
      pickle("cnumpy\ndtype\nU\x02U4\x85R."),
      'byte 21: an array of dtype "U4" is none of floats, integers or booleans',
    ],
    [pickle("cnumpy\nndarray\n)R."), "byte 19: numpy.ndarray cannot be called"],
    [pickle("U\x05abc"), "byte 4: 5 bytes are needed, but only 3 follow"],
  ];
  for (const [bytes, problem] of cases) {
    await assertRejectsWith(
      () => loadPickle(bytes),
      SyntaxError,
      `loadPickle: the bytes, ${problem}`,
    );
  }
  await assertRejectsWith(
    () => loadPickle("no/such.pkl"),
    Error,
    "loadPickle: cannot read no/such.pkl " +
      "(No such file or directory (os error 2): readfile 'no/such.pkl')",
  );
});

Deno.test("loadPickle() of a file cut anywhere is a SyntaxError", async () => {
  for (const path of vectors) {
    const whole = Deno.readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      const error = await errorOf(whole.subarray(0, length));
      assertEquals(error?.constructor, SyntaxError, `${path}, ${length} bytes`);
    }
  }
});

Deno.test("loadPickle() of a file with a wrong byte gives tensors or a SyntaxError", async () => {
  const files = vectors.map((path) => Deno.readFileSync(path));
  const damaged = fc.constantFrom(...files).chain((whole) =>
    fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }))
      .map(([at, byte]) => whole.with(at, byte))
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const error = await errorOf(bytes);
      assertTrue(error === undefined || error.constructor === SyntaxError);
    }),
    { ...seeded, numRuns: 2000 },
  );
});
