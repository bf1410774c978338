// Files made to mislead a reader: lengths and places that are not true, numbers without end, nesting, bombs, and pickles that
// call or recurse.

import { deflateRawSync, gzipSync } from "node:zlib";

type Lie = [what: string, bytes: Uint8Array];

const BOMB = 2 ** 26; // bytes of zeros in a member of a bomb

/** Those for one reader; the dear ones only at a `scale` of 1. */
export function* lies(reader: string, scale: number): Generator<Lie> {
  const all = { pickle: pickles, npy: npys, npz: npzs, safetensors, idx: idxs, gzip: gzips };
  if (Object.hasOwn(all, reader)) yield* all[reader as keyof typeof all](scale);
}

/** Characters as bytes. */
function binary(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function u32(n: number): string {
  return String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);
}

/** A gzip that unpacks to `members` times 64 MB. */
function bomb(members: number): Uint8Array {
  const member = gzipSync(new Uint8Array(BOMB));
  return concat(...Array(members).fill(member));
}

function* gzips(scale: number): Generator<Lie> {
  yield ["64 MB of zeros", bomb(1)];
  if (scale >= 1) yield ["2 GB of zeros", bomb(32)];
  yield ["no deflate", binary("\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff\xff")];
  yield ["a name that does not end", binary(`\x1f\x8b\x08\x08\0\0\0\0\0\0${"a".repeat(1e5)}`)];
}

function* pickles(scale: number): Generator<Lie> {
  const pickle = (opcodes: string): Uint8Array => binary(`\x80\x02${opcodes}`);
  const array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R";
  const dtype =
    "cnumpy\ndtype\nU\x02f4K\0K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb";
  const text = (value: string) => `X${u32(value.length)}${value}`;
  const many = 300_000;
  const calls = [
    `cos\nsystem\n${text("true")}\x85R.`,
    `cposix\nsystem\n${text("true")}\x85R.`,
    `c__builtin__\neval\n${text("1")}\x85R.`,
    `cbuiltins\nexec\n${text("1")}\x85R.`,
    `csubprocess\nPopen\n${text("true")}\x85R.`,
    `${text("os")}${text("system")}\x93${text("true")}\x85R.`,
    `(S'true'\nios\nsystem\n.`,
    `(cos\nsystem\nS'true'\no.`,
    `cnumpy\nload\n${text("x")}\x85R.`,
    `c__proto__\n__proto__\n.`,
    `cconstructor\nconstructor\n${text("1")}\x85R.`,
    `cnumpy\ndtype.constructor\n.`,
    `cnumpy\ndtype\n${text("f4")}\x85R}${text("__proto__")}}sb.`,
    `c_codecs\nencode\n${"N".repeat(5)}(${"N".repeat(many)}tR.`,
    "Pabc\n.",
    "NQ.",
    "\x82\x01.",
    "\x97.",
  ];
  for (const code of calls) yield [`calls ${code.slice(0, 20)}`, pickle(code)];

  yield ["LONG4 of 320 kB", pickle(`\x8b${u32(320_000)}${"\x01".repeat(320_000)}.`)];
  yield ["LONG of 320,000 digits", pickle(`L${"9".repeat(320_000)}L\n.`)];
  yield ["INT of 320,000 digits", pickle(`I${"9".repeat(320_000)}\n.`)];
  yield ["FLOAT of 320,000 digits", pickle(`F${"9".repeat(320_000)}\n.`)];
  yield ["LONG4 of negative length", pickle("\x8b\xff\xff\xff\xff.")];
  yield ["text of 2^32 - 1 bytes", pickle("X\xff\xff\xff\xff.")];
  yield ["text of 2^64 - 1 bytes", pickle(`\x8d${"\xff".repeat(8)}.`)];
  yield ["bytes of 2^63", pickle(`\x8e${"\0".repeat(7)}\x80.`)];
  yield ["bytes of 2^40", pickle("\x96\0\0\0\0\0\x01\0\0.")];
  yield ["a frame of 2^63", pickle(`\x95${"\0".repeat(7)}\x80}.`)];
  yield ["a line without end", pickle(`S'${"a".repeat(many)}`)];
  yield ["backslashes", pickle(`S'${"\\".repeat(many)}'\n.`)];
  yield ["escapes without end", pickle(`V${"\\u".repeat(many)}\n.`)];
  yield ["a place in the memo of 2^32 - 1", pickle("}r\xff\xff\xff\xff.")];
  yield ["a place in the memo of 100,000 digits", pickle(`}p${"9".repeat(100_000)}\n.`)];
  yield ["300,000 values in the memo", pickle(`}${"q\0".repeat(many)}.`)];
  yield ["300,000 marks", pickle(`${"(".repeat(many)}.`)];
  yield ["300,000 values and a mark", pickle(`(${"N".repeat(many)}t.`)];
  yield ["300,000 items at once", pickle(`](${"N".repeat(many)}e.`)];
  yield ["300,000 keys that are one", pickle(`}(${"K\x01N".repeat(many)}u.`)];
  yield ["tuples 300,000 deep", pickle(`)${"\x85".repeat(many)}.`)];
  yield ["lists 100,000 deep", pickle(`${"]".repeat(100_000)}${"a".repeat(99_999)}.`)];
  yield [
    "dictionaries 100,000 deep",
    pickle(`${"}K\x01".repeat(100_000)}N${"s".repeat(100_000)}.`),
  ];
  yield ["a list in itself", pickle("]q\0h\0a.")];
  yield ["a dictionary in itself", pickle("}q\0K\x01h\0s.")];
  yield ["a list twice in the next, 64 times", pickle(`]${"q\0](h\0h\0e".repeat(64)}.`)];
  yield ["stop on an empty stack", pickle(".")];
  yield ["pop on an empty stack", pickle("000.")];
  yield ["protocol 99", Uint8Array.of(0x80, 99, 0x7d, 0x2e)];

  const shapes: [string, string][] = [
    ["2^60 elements", "\x8a\x08\0\0\0\0\0\0\0\x10\x85"],
    ["a negative length", "J\xff\xff\xff\xff\x85"],
    ["lengths of 2^31 - 1", `(${"J\xff\xff\xff\x7f".repeat(40)}K\0t`],
    ["300,000 axes", `(${"K\x01".repeat(many)}t`],
    ["a length of 0.5", "G\x3f\xe0\0\0\0\0\0\0\x85"],
    ["a shape in itself", "]q\0h\0a"],
  ];
  for (const [what, shape] of shapes) {
    yield [what, pickle(`${array}(K\x01${shape}${dtype}\x89U\x04abcdtb.`)];
  }
  const numbers = "a".repeat(100_000);
  const again = `0${array}(K\x01M\xa8\x61\x85h\x01\x89h\0tb`;
  yield [
    "the same numbers in 20,000 arrays",
    pickle(`${dtype}q\x01T${u32(numbers.length)}${numbers}q\0](${again.repeat(20_000).slice(1)}e.`),
  ];
  yield [
    "the same text encoded 20,000 times",
    pickle(
      `T${u32(numbers.length)}${numbers}U\x06latin1\x86q\0](${
        "c_codecs\nencode\nh\0R".repeat(20_000)
      }e.`,
    ),
  ];
  if (scale >= 1) yield ["a gzip of 2 GB of zeros", bomb(32)];
  yield ["a gzip of a gzip", Uint8Array.from(gzipSync(gzipSync(pickle("N."))))];
}

/** A file of np.save. */
function npy(header: string, size = 8): Uint8Array {
  const length = String.fromCharCode(header.length & 255, header.length >> 8);
  return concat(binary(`\x93NUMPY\x01\0${length}${header}`), new Uint8Array(size));
}

function* npys(): Generator<Lie> {
  const header = (shape: string, descr = "'<f4'") =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
  const shapes = [
    "(1152921504606846976,)",
    "(4294967296, 4294967296)",
    `(${"4294967295, ".repeat(40)}0)`,
    "(-1, -2)",
    "(1e300,)",
    "(True, 2)",
    `(${"1, ".repeat(3000)})`,
    "(2,",
    "2",
    "(" + "(".repeat(5000),
    "[".repeat(5000) + "]".repeat(4000),
  ];
  for (const shape of shapes) yield [`shape ${shape.slice(0, 30)}`, npy(header(shape))];
  const descrs = ["'|O'", "'<c8'", "'<U1'", "'<f16'", "'<M8[s]'", "[('a', '<f4')]", "'toString'"];
  for (const descr of descrs) yield [`descr ${descr}`, npy(header("(2,)", descr))];
  yield ["a key twice", npy(header("(2,)").replace("}", "'shape': (1,), }"))];
  yield ["__proto__", npy(header("(2,)").replace("descr", "__proto__"))];
  yield ["a header of 4 GB", binary("\x93NUMPY\x02\0\xff\xff\xff\xff{}")];
  yield ["a header of 60,000 blanks", npy(" ".repeat(60_000))];
  yield ["a header of 9,000 brackets", npy("(".repeat(9000))];
  yield ["a header of 9,000 commas", npy(`(${",".repeat(9000)}`)];
}

/** A zip of one file, whose entry says what it likes. */
function zip(
  content: Uint8Array,
  says: { method?: number; packed?: number; unpacked?: number; at?: number; count?: number } = {},
): Uint8Array {
  const { method = 8, packed = content.length, unpacked = packed, at = 0, count = 1 } = says;
  const u16 = (n: number) => String.fromCharCode(n & 255, n >> 8);
  const about = `\x14\0\0\0${u16(method)}\0\0\0\0\0\0\0\0${u32(packed)}${u32(unpacked)}\x05\0\0\0`;
  const local = binary(`PK\x03\x04${about}x.npy`);
  const entry = `PK\x01\x02\x14\0${about}\0\0\0\0\0\0\0\0\0\0${u32(at)}x.npy`.repeat(count);
  const start = local.length + content.length;
  const end = `PK\x05\x06\0\0\0\0${u16(count)}${u16(count)}${u32(entry.length)}${u32(start)}\0\0`;
  return concat(local, content, binary(entry + end));
}

function* npzs(scale: number): Generator<Lie> {
  const zeros = deflateRawSync(new Uint8Array(BOMB));
  yield ["64 MB of zeros that say they are 100 bytes", zip(zeros, { unpacked: 100 })];
  yield ["64 MB of zeros that say they are 4 GB", zip(zeros, { unpacked: 2 ** 32 - 1 })];
  if (scale >= 1) yield ["64 MB of zeros", zip(zeros, { unpacked: BOMB })];
  yield ["4 GB packed", zip(zeros, { packed: 2 ** 32 - 1 })];
  yield ["a file beyond the end", zip(zeros, { at: 2 ** 32 - 1 })];
  yield ["a file in the list", zip(zeros, { at: 70 })];
  yield ["the same bytes as 60,000 files", zip(new Uint8Array(100), { method: 0, count: 60_000 })];
  yield ["method 12", zip(zeros, { method: 12 })];
  yield ["100 kB of a comment's beginning", binary("PK\x05\x06".repeat(25_000))];
  yield ["an empty zip", binary(`PK\x05\x06${"\0".repeat(18)}`)];
}

function* safetensors(): Generator<Lie> {
  const file = (json: string, size = 8, length = BigInt(new TextEncoder().encode(json).length)) => {
    const head = new Uint8Array(8);
    new DataView(head.buffer).setBigUint64(0, length, true);
    return concat(head, new TextEncoder().encode(json), new Uint8Array(size));
  };
  const entry = (shape: string, offsets: string, dtype = "F32") =>
    `{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${offsets}]}`;
  const deep = 100_000;
  const cases: [string, string][] = [
    ["2^60 elements", `{"a":${entry(String(2n ** 60n), "0,8")}}`],
    ["2^32 × 2^32", `{"a":${entry("4294967296,4294967296", "0,8")}}`],
    ["40 axes of 2^32 - 1 and one of 0", `{"a":${entry("4294967295,".repeat(40) + "0", "0,8")}}`],
    ["100,000 axes", `{"a":${entry("1,".repeat(99_999) + "2", "0,8")}}`],
    ["overlapping", `{"a":${entry("2", "0,8")},"b":${entry("1", "4,8")}}`],
    ["overlapping by a byte", `{"a":${entry("4", "0,4", "U8")},"b":${entry("5", "3,8", "U8")}}`],
    ["a gap", `{"a":${entry("1", "0,4")},"b":${entry("0", "8,8")}}`],
    ["a negative offset", `{"a":${entry("2", "-8,0")}}`],
    ["offsets backwards", `{"a":${entry("2", "8,0")}}`],
    ["negative lengths", `{"a":${entry("-1,-2", "0,8")}}`],
    ["unsorted", `{"b":${entry("1", "4,8")},"a":${entry("1", "0,4")}}`],
    ["a key twice", `{"a":${entry("1", "0,4")},"a":${entry("1", "4,8")}}`],
    ["a key twice by an escape", `{"a":${entry("1", "0,4")},"\\u0061":${entry("1", "4,8")}}`],
    ["__proto__", `{"__proto__":${entry("2", "0,8")}}`],
    ["arrays 100,000 deep", `{"a":${"[".repeat(deep)}${"]".repeat(deep)}}`],
    ["objects 100,000 deep", `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`],
    ["a dtype of Object.prototype", `{"a":${entry("2", "0,8", "toString")}}`],
  ];
  for (const [what, json] of cases) yield [what, file(json)];
  const names = Array.from({ length: 50_000 }, (_, i) => `"t${i}":${entry("0", "0,0")}`);
  yield ["50,000 empty tensors", file(`{${names.join()}}`, 0)];
  yield ["50,000 empty tensors and an error", file(`{${names.join()},"x":1}`, 0)];
  for (const length of [2n ** 63n, 2n ** 64n - 1n, 2n ** 53n]) {
    yield [`a header of ${length}`, file("{}", 0, length)];
  }
}

function* idxs(): Generator<Lie> {
  const idx = (ndim: number, lengths: number[], size: number) => {
    const bytes = new Uint8Array(4 + 4 * lengths.length + size);
    bytes.set([0, 0, 8, ndim]);
    lengths.forEach((n, axis) => new DataView(bytes.buffer).setUint32(4 + 4 * axis, n));
    return bytes;
  };
  const huge = 2 ** 32 - 1;
  yield ["40 axes of 2^32 - 1 and one of 0", idx(41, [...Array(40).fill(huge), 0], 5)];
  yield ["one of 0 and 40 axes of 2^32 - 1", idx(41, [0, ...Array(40).fill(huge)], 5)];
  yield ["255 axes of 2^32 - 1", idx(255, Array(255).fill(huge), 5)];
  yield ["255 axes of 0", idx(255, Array(255).fill(0), 0)];
  yield ["2^60 elements", idx(2, [2 ** 30, 2 ** 30], 5)];
  yield ["0 axes", idx(0, [], 1)];
}
