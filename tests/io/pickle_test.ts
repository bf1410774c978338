import { join } from "node:path";
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { seeded } from "../arbitraries.ts";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { requestStop, Stopped } from "../../lib/host/progress.ts";
import { arange, loadPickle, type PickleValue, Tensor, tensor } from "../../lib/mod.ts";

const protocols = [0, 1, 2, 3, 4, 5];

function vector(name: string): string {
  return join(import.meta.dirname!, "..", "vectors", name);
}

/** Pickles of one dictionary: in all protocols, under the module names of NumPy 1 and of NumPy 2. */
const vectors = [1, 2].flatMap((numpy) =>
  protocols.map((protocol) => vector(`numpy${numpy}_protocol${protocol}.pkl`))
);

/** A pickle of protocol 2 from its opcodes, written as text. */
function pickle(opcodes: string): Uint8Array {
  return Uint8Array.from(`\x80\x02${opcodes}`, (character) => character.charCodeAt(0));
}

/** The value with dtype, shape and data for each tensor, to be compared. */
function plain(value: unknown): unknown {
  if (value instanceof Tensor) return { dtype: value.dtype, shape: value.shape, data: value.data };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
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

Deno.test("loadPickle() reads numbers, text, lists, tuples and dictionaries in every protocol", async () => {
  const float32 = (values: number[], shape = [values.length]) => tensor(values, { shape });
  const axes = arange(24).astype("int32").reshape(2, 3, 4).transpose(2, 0, 1);
  const shared = float32([1, 2]);
  const expected = {
    net: { W: float32([0, 1, 2, 3, 4, 5], [2, 3]), layers: [50, 100, 10] },
    pair: [tensor([], { dtype: "float64" }), null],
    numbers: [
      ...[0, 255, 65535, -1, 2 ** 31, -(2 ** 40), 2 ** 53 - 1],
      ...[2n ** 53n, -(2n ** 70n), 0.1, -1e300],
    ],
    special: [Infinity, -Infinity, NaN],
    answers: [true, false],
    text: ["", "it's", 'a "quote"', "tab\tand\nline", "back\\slash", "重み", "😀", "é"],
    bytes: [new Uint8Array(0), Uint8Array.of(0, 255), new TextEncoder().encode("ab")],
    twice: [shared, shared],
    by_number: { 0: "zero", [-1]: "minus one" },
    axes,
    ["__proto__"]: "a name like any other",
  };
  for (const protocol of protocols) {
    const value = await loadPickle<PickleValue>(vector(`values_protocol${protocol}.pkl`));
    assertEquals(plain(value), plain(expected), `protocol ${protocol}`);
    const { twice: [first, second] } = value as { twice: PickleValue[] };
    assertTrue(first === second);
  }
});

Deno.test("loadPickle() reads what Python 2 wrote, packed with gzip too", async () => {
  const pairs = JSON.parse(Deno.readTextFileSync(vector("python2.json")));
  const names = ["protocol0.pkl", "protocol1.pkl", "protocol2.pkl", "protocol2.pkl.gz"];
  for (const name of names) {
    const [train, valid, test, others] = await loadPickle<PickleValue[]>(vector(`python2_${name}`));
    [train, valid, test].forEach((pair, i) => {
      const [x, t] = pair as [Tensor, Tensor];
      assertEquals([x.dtype, t.dtype], ["float32", "int32"]);
      assertEquals(x.shape, [t.size, 25]);
      assertEquals([[...x.data], [...t.data]], pairs[i], name);
    });
    const fortran = tensor([[1.5, 2], [3, 4]], { dtype: "float64" });
    assertEquals(plain(others), plain({ fortran, text: "it's \n", "重み": 2 ** 40 }));
  }
});

Deno.test("loadPickle() reads an array by itself, a list of arrays and the book's mnist.pkl", async () => {
  const uint8 = (n: number) =>
    `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R` +
    `(K\x01K\x02\x85cnumpy\ndtype\nU\x02u1K\0K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb` +
    `\x89U\x02${String.fromCharCode(n, n)}tb`;
  const x = tensor([7, 7], { dtype: "int32" });
  assertEquals(plain(await loadPickle<Tensor>(pickle(`${uint8(7)}.`))), plain(x));
  const list = await loadPickle<Tensor[]>(pickle(`]${uint8(7)}a.`));
  assertEquals(plain(list), plain([x]));
  const mnist = Object.entries(await loadPickle(vector("mnist.pkl")));
  assertEquals(mnist.map(([name, { dtype, shape }]) => [name, dtype, ...shape]), [
    ["train_img", "int32", 3, 25],
    ["train_label", "int32", 3],
    ["test_img", "int32", 2, 25],
    ["test_label", "int32", 2],
  ]);
});

Deno.test("loadPickle() of a large gzip ends at Stop", async () => {
  const large = Uint8Array.from(gzipSync(new Uint8Array(2e8)));
  setTimeout(requestStop, 10);
  await assertRejectsWith(() => loadPickle(large), Stopped, "stopped");
});

Deno.test("loadPickle() keeps a list that is in itself, and one 100,000 deep", async () => {
  const round = await loadPickle<PickleValue[]>(pickle("]q\0h\0a."));
  assertTrue(round[0] === round);
  let deep = await loadPickle<PickleValue>(pickle(`)${"\x85".repeat(100_000)}.`));
  let depth = 0;
  for (; Array.isArray(deep) && deep.length > 0; depth++) deep = deep[0];
  assertEquals(depth, 100_000);
});

Deno.test("loadPickle() of values that are in each other many times over makes each once", async () => {
  // Each list has the one before twice: 2^60 values if each were made anew
  const twice = "q\0](h\0h\0e";
  let value = await loadPickle<PickleValue>(pickle(`]${twice.repeat(60)}.`));
  for (let depth = 0; depth < 60; depth++) {
    const [first, second] = value as PickleValue[];
    assertTrue(first === second);
    value = first;
  }
  assertEquals(value, []);
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
      `loadPickle: the bytes, byte …: the file asks for ${name}, but only arrays, ` +
        "numbers, text, lists and dictionaries are read",
    );
  }
  assertEquals(existsSync(victim), false);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("loadPickle() says where a file is wrong", async () => {
  const size = (n: number) => String.fromCharCode(n & 255, n >> 8 & 255, n >> 16, n >>> 24);
  const array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";
  const newDType = "cnumpy\ndtype\nU\x02f4\x89\x88\x87R";
  const stateOf = (byteOrder: string) => `(K\x03U\x01${byteOrder}NNNNNK\0tb`;
  const dtype = newDType + stateOf("<");
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: the file ends here, but the pickle does not"],
    [new TextEncoder().encode("<html>"), "byte 0: no pickle begins like this"],
    [new TextEncoder().encode("\u007fELF"), "byte 0: no pickle begins like this"],
    [
      new TextEncoder().encode("PK\x03\x04"),
      "byte 0: this is a zip, no pickle; loadNpz reads one of np.savez",
    ],
    [
      Uint8Array.from("\x93NUMPY", (c) => c.charCodeAt(0)),
      "byte 0: this is a file of np.save; loadNpy reads it",
    ],
    [Uint8Array.of(0x1f, 0x8b, 8), "byte 0: the gzip of 3 bytes is broken or cut short"],
    [Uint8Array.of(0x80, 6), "byte 0: protocol 6 is none of 0 to 5"],
    [pickle("N"), "byte 3: the file ends here, but the pickle does not"],
    [pickle("."), "byte 2: needs a value, but there is none"],
    [pickle("K\x01(a"), "byte 5: needs a value, but there is none"],
    [pickle("Nt"), "byte 3: needs a mark, but there is none"],
    [pickle("h\x05"), "byte 2: needs value 5 of the memo, but it has none"],
    [pickle("gx\n"), 'byte 2: "x" is not a place in the memo'],
    [pickle("NNa"), "byte 4: what items are added to is not a list"],
    [pickle("]K\x01Ns"), "byte 6: what keys are set in is not a dictionary"],
    [pickle("(Nd"), "byte 4: a key has no value"],
    [pickle("}NNs"), "byte 5: a key is None, neither text nor an integer"],
    [pickle("})Ns"), "byte 5: a key is a list or tuple, neither text nor an integer"],
    [pickle("}(K\x01NU\x011Nu."), 'byte 12: a dictionary has the keys 1 and "1"'],
    [pickle("NNb"), "byte 4: the file tells the state of what has none"],
    [pickle("NNR"), "byte 4: calls something other than a function"],
    [pickle("NN\x93"), "byte 4: asks for a name that is not text"],
    [
      pickle("Pid\n"),
      "byte 2: the instruction 50 is none for arrays, numbers, text, lists and dictionaries",
    ],
    [
      pickle("\x8f"),
      "byte 2: the instruction 8f is none for arrays, numbers, text, lists and dictionaries",
    ],
    [pickle("Ione\n"), 'byte 2: "one" is not an integer'],
    [pickle("I1"), "byte 2: a line begins here that does not end"],
    [pickle("F1,5\n"), 'byte 2: "1,5" is not a number'],
    [
      pickle(`\x8b${size(1001)}${"\x01".repeat(1001)}.`),
      "byte 2: an integer of 1001 digits; 1000 are the most that is read",
    ],
    [
      pickle(`L${"1".repeat(1001)}L\n`),
      "byte 2: an integer of 1001 digits; 1000 are the most that is read",
    ],
    [pickle("Sx\n"), "byte 2: text needs a quotation mark at both ends"],
    [pickle("S'\\x1'\n"), "byte 2: text has an unfinished \\x"],
    [pickle("V\\u12\n"), "byte 2: text has an unfinished \\u"],
    [pickle("V\\U00110000\n"), "byte 2: \\U00110000 is not a character"],
    [pickle("U\x05abc"), "byte 2: 5 bytes are needed, but only 3 follow"],
    [
      pickle("\x8e\0\0\0\0\0\0\0\x80"),
      "byte 2: 9223372036854776000 bytes are needed, but only 0 follow",
    ],
    [pickle("\x95\x09\0\0\0\0\0\0\0."), "byte 2: 9 bytes are needed, but only 1 follow"],
    [
      pickle("cnumpy\ndtype\nU\x02U4\x85R."),
      'byte 20: an array of dtype "U4" is none of floats, integers or booleans',
    ],
    [pickle("cnumpy\nndarray\n)R."), "byte 18: numpy.ndarray cannot be called"],
    [pickle(`${dtype}.`), "byte 38: a function or dtype stands where a value is needed"],
    [
      pickle(dtype + stateOf(">")),
      "byte 52: a dtype has a state of another version, or two",
    ],
    [
      pickle(`${array}(K\x01K\x02\x85${newDType}\x89U\x03abctb.`),
      "byte 93: an array has no shape and dtype",
    ],
    [pickle(`${array}.`), "byte 59: an array has no shape and dtype"],
    [pickle(`${array}(NNNNtb.`), "byte 65: an array has a state of another version"],
    [
      pickle(`${newDType}${stateOf("?")}.`),
      'byte 37: the byte order of a dtype is "?", none of < > | =',
    ],
    [
      pickle(`${array}(K\x01K\x02\x85${dtype}\x89U\x03abctb.`),
      "byte 108: 3 bytes do not fill f4 (2,)",
    ],
    [
      pickle(`${array}(K\x01K\x02\x85${dtype}\x89X\x06\0\0\0\xe9\x87\x8d\xe3\x81\xbftb.`),
      "byte 114: text stands for bytes, but has other characters",
    ],
    [
      pickle("c_codecs\nencode\nU\x01aU\x05utf-8\x86R."),
      'byte 29: bytes cannot be made of "a"',
    ],
    [
      pickle(
        `c_codecs\nencode\nU\xff${"a".repeat(255)}U\x06latin1\x86q\0R0${
          "c_codecs\nencode\nh\0R0".repeat(20)
        }N.`,
      ),
      "byte 386: the file asks for more numbers than it holds",
    ],
  ];
  for (const [bytes, problem] of cases) {
    const error = await errorOf(bytes);
    assertEquals(
      [error?.constructor, error?.message],
      [SyntaxError, `loadPickle: the bytes, ${problem}`],
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

Deno.test("loadPickle() reads an OrderedDict that Python 2 made from its pairs", async () => {
  const pairs = "ccollections\nOrderedDict\n(((S'a'\nI1\ntltR."; // OrderedDict([("a", 1)])
  assertEquals(await loadPickle(new TextEncoder().encode(pairs)), { a: 1 });
});
