import { join } from "node:path";
import fc from "fast-check";
import { seeded, shape, tensorOf } from "../arbitraries.ts";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";
import {
  loadSafetensors,
  loadSafetensorsMetadata,
  random,
  saveSafetensors,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";
import { temporaryPath } from "./temporary_path.ts";

const vectors = join(import.meta.dirname!, "..", "vectors");

/** The tensors of ours.safetensors, as make_vectors.py has them. */
const ours = {
  W1: tensor([[1.5, -2, 0.1], [3e38, -0, 1e-45]]),
  b1: tensor([0.25]),
  "重み": tensor([0.1, -1e300], { dtype: "float64" }),
  labels: tensor([5, -2147483648, 2147483647], { dtype: "int32" }),
  number: tensor(7, { dtype: "int32" }),
  empty: tensor([], { shape: [2, 0] }),
};

/** A file with this header and `size` bytes of numbers. */
function file(header: unknown, size = 0): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + size);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 8);
  return bytes;
}

function assertSameTensors(actual: Record<string, Tensor>, expected: Record<string, Tensor>): void {
  assertEquals(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, { dtype, shape, data }] of Object.entries(expected)) {
    assertEquals(actual[name].dtype, dtype, name);
    assertEquals(actual[name].shape, shape, name);
    assertEquals(actual[name].data, data, name);
  }
}

Deno.test("saveSafetensors() writes the bytes that Python writes", async () => {
  using place = temporaryPath("net.safetensors");
  await saveSafetensors(place.path, ours, { accuracy: "0.9352" });
  assertEquals(
    Deno.readFileSync(place.path),
    Deno.readFileSync(join(vectors, "ours.safetensors")),
  );
});

Deno.test("loadSafetensors() reads what Python wrote, from a path, a URL and bytes", async () => {
  const path = join(vectors, "ours.safetensors");
  const url = new URL("../vectors/ours.safetensors", import.meta.url);
  for (const source of [path, url, Deno.readFileSync(path)]) {
    assertSameTensors(await loadSafetensors(source), ours);
    assertEquals(await loadSafetensorsMetadata(source), { accuracy: "0.9352" });
  }
});

Deno.test("loadSafetensors() makes float32 of half precision and int32 of other integers", async () => {
  const tensors = await loadSafetensors(join(vectors, "others.safetensors"));
  const values = Object.fromEntries(
    Object.entries(tensors).map(([name, x]) => [name, [x.dtype, x.toArray()]]),
  );
  assertEquals(values, {
    F16: ["float32", [1, -0.5, 3.140625]],
    BF16: ["float32", [1, -0.5, 3.140625]],
    I64: ["int32", [-(2 ** 31), 2 ** 31 - 1, 0]],
    I16: ["int32", [-32768, 32767, 0]],
    I8: ["int32", [-128, 127, 0]],
    U64: ["int32", [2 ** 31 - 1, 1, 0]],
    U32: ["int32", [2 ** 31 - 1, 1, 0]],
    U16: ["int32", [65535, 1, 0]],
    U8: ["int32", [255, 1, 0]],
    BOOL: ["int32", [1, 0, 1]],
  });
  assertEquals(await loadSafetensorsMetadata(join(vectors, "others.safetensors")), {});
});

Deno.test("saveSafetensors() and loadSafetensors() keep every tensor, name and note", async () => {
  using place = temporaryPath("net.safetensors");
  const anyTensor = fc.tuple(shape(3), fc.constantFrom("float32", "float64", "int32"))
    .chain(([lengths, dtype]) => tensorOf(lengths, dtype));
  const name = fc.string({ unit: "grapheme" }).filter((text) => text !== "__metadata__");
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, anyTensor, { noNullPrototype: true }),
      fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true })),
      async (params, metadata) => {
        await saveSafetensors(place.path, params, metadata ?? undefined);
        assertSameTensors(await loadSafetensors(place.path), params);
        assertEquals(await loadSafetensorsMetadata(place.path), metadata ?? {});
        // The format's alignment: every number lies at a multiple of its size
        const headerLength = new DataView(Deno.readFileSync(place.path).buffer).getUint32(0, true);
        assertEquals(headerLength % 8, 0);
      },
    ),
    seeded,
  );
  assertEquals(place.files(), ["net.safetensors"]);
});

Deno.test("saveSafetensors() keeps NaN, infinities and −0", async () => {
  using place = temporaryPath("net.safetensors");
  const x = tensor([NaN, Infinity, -Infinity, -0]);
  await saveSafetensors(place.path, { x });
  assertEquals((await loadSafetensors(place.path)).x.data, x.data);
});

Deno.test("saveSafetensors() writes the values of the call, even if they change before it ends", async () => {
  using place = temporaryPath("net.safetensors");
  const x = tensor([1, 2]);
  const saved = saveSafetensors(place.path, { x });
  x.data[0] = 99;
  await saved;
  assertEquals((await loadSafetensors(place.path)).x.toArray(), [1, 2]);
});

Deno.test("saveSafetensors() replaces a file, and leaves it as it was when it fails", async () => {
  using place = temporaryPath("net.safetensors");
  await saveSafetensors(place.path, { x: tensor([1]) });
  await saveSafetensors(place.path, { x: tensor([2]) });
  const before = Deno.readFileSync(place.path);
  await assertRejectsWith(
    () => saveSafetensors(place.path, { x: tensor([3]), y: [4] as unknown as Tensor }),
    TypeError,
    'saveSafetensors: "y" needs to be a Tensor, got Array',
  );
  assertEquals(Deno.readFileSync(place.path), before);
  assertEquals(place.files(), ["net.safetensors"]);
});

Deno.test("saveSafetensors() leaves nothing behind where it cannot write", async () => {
  using place = temporaryPath("net.safetensors");
  Deno.mkdirSync(join(place.path, "folder"), { recursive: true });
  let thrown: unknown;
  try {
    await saveSafetensors(place.path, { x: tensor([1]) });
  } catch (error) {
    thrown = error;
  }
  assertTrue(thrown instanceof Error);
  // What the system says in brackets differs from system to system
  assertEquals(
    thrown.message.replace(/\(.*\)$/, "(…)"),
    `saveSafetensors: cannot write ${place.path} (…)`,
  );
  assertEquals(place.files(), ["net.safetensors"]);
});

Deno.test("saveSafetensors() refuses what the format cannot hold", async () => {
  using place = temporaryPath("net.safetensors");
  const cases: [Record<string, unknown>, unknown, string][] = [
    [{ x: null }, {}, '"x" needs to be a Tensor, got null'],
    [{ x: 1 }, {}, '"x" needs to be a Tensor, got number'],
    [{ __metadata__: tensor([1]) }, {}, 'no tensor can have the name "__metadata__"'],
    [{}, { epochs: 20 }, "metadata needs to be an object of strings"],
    [{}, ["a"], "metadata needs to be an object of strings"],
  ];
  for (const [params, metadata, problem] of cases) {
    await assertRejectsWith(
      () => saveSafetensors(place.path, params as never, metadata as never),
      TypeError,
      `saveSafetensors: ${problem}`,
    );
  }
  assertEquals(place.files(), []);
});

Deno.test("loadSafetensorsMetadata() of a file whose metadata are null gives none", async () => {
  const bytes = file({ __metadata__: null });
  assertEquals(await loadSafetensorsMetadata(bytes), {});
  assertEquals(await loadSafetensors(bytes), {});
});

Deno.test("loadSafetensors() says where a file is wrong", async () => {
  const entry = (begin: number, end: number, shape = [(end - begin) / 4], dtype = "F32") => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });
  const needs = '"x": needs dtype, shape and data_offsets of two numbers';
  const dtypes = "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL";
  const start = (header: unknown) => file(header).length;
  const two = { x: entry(0, 8), y: entry(4, 12) };
  const gap = { x: entry(0, 4), y: entry(8, 12) };
  const one = { x: entry(0, 8) };
  const huge = new Uint8Array(12).fill(255);

  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: the file ends here, in the length of its header"],
    [new Uint8Array(7), "byte 7: the file ends here, in the length of its header"],
    [huge, "byte 0: a header of 18446744073709551615 bytes, but only 4 follow"],
    [file(one).subarray(0, 20), `byte 0: a header of ${start(one) - 8} bytes, but only 12 follow`],
    [file("{"), "byte 8: the header is not JSON"],
    [file(""), "byte 8: the header is not JSON"],
    [file("[]"), "byte 8: the header is not a JSON object"],
    [file("null"), "byte 8: the header is not a JSON object"],
    [Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), "byte 8: the header is not UTF-8"],
    [file({ __metadata__: { n: 1 } }), "byte 9: the metadata are not an object of strings"],
    [file({ __metadata__: [] }), "byte 9: the metadata are not an object of strings"],
    [file('{"é":{}, "x" : {}, "x":{}}'), 'byte 28: the key "x" comes twice'],
    [file('{"x":{}, "\\u0078":{}}'), 'byte 17: the key "\\u0078" comes twice'],
    [file('{"x":{"dtype":"F32","dtype":"F32"}}'), 'byte 28: the key "dtype" comes twice'],
    [file('{"__metadata__":{"a":"{","a":"}"}}'), 'byte 33: the key "a" comes twice'],
    [file({ x: 1 }), `byte 9: ${needs}`],
    [file({ x: [] }), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), dtype: 32 } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), shape: 2 } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), shape: [-2] } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), shape: [1.5] } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), data_offsets: [0] } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), data_offsets: [-8, 0] } }, 8), `byte 9: ${needs}`],
    [file({ x: { ...entry(0, 8), data_offsets: [0, 2 ** 64] } }, 8), `byte 9: ${needs}`],
    [
      file({ w: entry(0, 4), x: entry(4, 8, [1], "F8_E4M3") }, 8),
      `byte 62: "x": dtype F8_E4M3 is none of ${dtypes}`,
    ],
    [
      file({ x: entry(0, 8, [2], "toString") }, 8),
      `byte 9: "x": dtype toString is none of ${dtypes}`,
    ],
    [
      file({ x: { ...entry(0, 8), data_offsets: [8, 0] } }, 8),
      'byte 9: "x": data_offsets go backwards, from 8 to 0',
    ],
    [file({ x: entry(0, 4, Array(65).fill(1)) }, 4), 'byte 9: "x": 65 axes; at most 64 are read'],
    [file({ x: entry(0, 8, [3]) }, 8), 'byte 9: "x": 8 bytes do not fill F32 (3,)'],
    [
      file({ x: entry(0, 8, [2 ** 32, 2 ** 32]) }, 8),
      'byte 9: "x": 8 bytes do not fill F32 (4294967296, 4294967296)',
    ],
    [
      file(two, 12),
      `byte ${start(two) + 4}: "y" begins here, before the numbers of another end`,
    ],
    [
      file(gap, 12),
      `byte ${start(gap) + 4}: the bytes from here to ${start(gap) + 8} belong to no tensor`,
    ],
    [
      file(one, 7),
      `byte ${start(one) + 7}: the file ends here, but "x" needs ${start(one) + 8} bytes`,
    ],
    [
      file(one, 9),
      `byte ${start(one) + 8}: the tensors end here, but the file has ${start(one) + 9} bytes`,
    ],
    [file({}, 1), "byte 10: the tensors end here, but the file has 11 bytes"],
  ];
  for (const [bytes, problem] of cases) {
    await assertRejectsWith(
      () => loadSafetensors(bytes),
      SyntaxError,
      `loadSafetensors: the bytes, ${problem}`,
    );
  }

  const integer = file({ x: entry(0, 8, [1], "I64") }, 8);
  integer[integer.length - 1] = 1;
  await assertRejectsWith(
    () => loadSafetensors(integer),
    SyntaxError,
    `loadSafetensors: the bytes, byte ${integer.length - 8}: ` +
      '"x": integer 72057594037927940 at index 0 does not fit into int32',
  );
});

Deno.test("loadSafetensors() names the file, and loadSafetensorsMetadata() itself", async () => {
  using place = temporaryPath("net.safetensors");
  await assertRejectsWith(
    () => loadSafetensors(place.path),
    Error,
    `loadSafetensors: cannot read ${place.path} ` +
      `(No such file or directory (os error 2): readfile '${place.path}')`,
  );
  Deno.writeTextFileSync(place.path, "");
  await assertRejectsWith(
    () => loadSafetensorsMetadata(place.path),
    SyntaxError,
    "loadSafetensorsMetadata: net.safetensors, byte 0: the file ends here, in the length of its header",
  );
});

Deno.test("loadSafetensors() of a file cut anywhere is a SyntaxError", async () => {
  const whole = Deno.readFileSync(join(vectors, "ours.safetensors"));
  for (let length = 0; length < whole.length; length++) {
    const error = await loadSafetensors(whole.subarray(0, length)).catch((error) => error);
    assertEquals(error.constructor, SyntaxError, `${length} bytes`);
  }
});

Deno.test("loadSafetensors() of a file with a wrong byte gives tensors or a SyntaxError", async () => {
  const whole = Deno.readFileSync(join(vectors, "ours.safetensors"));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 0, max: 255 }),
      async (at, byte) => {
        const error = await loadSafetensors(whole.with(at, byte)).catch((error) => error);
        assertTrue(!(error instanceof Error) || error.constructor === SyntaxError);
      },
    ),
    { ...seeded, numRuns: 1000 },
  );
});

pythonTest("a file of saveSafetensors() opens in Python", "safetensors", async (python) => {
  using place = temporaryPath("net.safetensors");
  const params = { W1: random(1).normal([3, 4]), b1: tensor([0.1, -2], { dtype: "float64" }) };
  await saveSafetensors(place.path, params, { accuracy: "0.97", seed: "1" });
  const result = python(
    `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "numpy") as f:
    tensors = {name: f.get_tensor(name) for name in f.keys()}
    print(json.dumps({
        "metadata": f.metadata(),
        "tensors": {k: [str(x.dtype), x.shape, x.ravel().tolist()] for k, x in tensors.items()},
    }))
`,
    place.path,
  );
  assertEquals(JSON.parse(result), {
    metadata: { accuracy: "0.97", seed: "1" },
    tensors: {
      W1: ["float32", [3, 4], [...params.W1.data]],
      b1: ["float64", [2], [0.1, -2]],
    },
  });
});
