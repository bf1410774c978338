import fc from "fast-check";
import { seeded } from "../arbitraries.ts";
import { assertEquals, assertThrowsWith } from "../assert.ts";
import { parseIdx } from "../../lib/datasets/idx.ts";

/** An idx file of unsigned bytes. */
function idx(shape: number[], data: number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  shape.forEach((length, axis) => header.setUint32(4 + 4 * axis, length));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...data]);
}

Deno.test("parseIdx() reads shape and bytes", () => {
  const { shape, data } = parseIdx(idx([2, 1, 3], [1, 2, 3, 253, 254, 255]));
  assertEquals(shape, [2, 1, 3]);
  assertEquals([...data], [1, 2, 3, 253, 254, 255]);
});

Deno.test("parseIdx() reads any shape, of no elements too, from the middle of a buffer", () => {
  const file = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return fc.record({
      shape: fc.constant(shape),
      data: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: size, maxLength: size }),
    });
  });
  fc.assert(
    fc.property(file, ({ shape, data }) => {
      const bytes = Uint8Array.from([7, 7, 7, ...idx(shape, data)]).subarray(3);
      const parsed = parseIdx(bytes);
      assertEquals(parsed.shape, shape);
      assertEquals([...parsed.data], data);
    }),
    seeded,
  );
});

Deno.test("parseIdx() says where a file is wrong", () => {
  const good = idx([2, 2], [1, 2, 3, 4]);
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "byte 0: the file ends here, but the magic number needs 4 bytes"],
    [good.subarray(0, 3), "byte 3: the file ends here, but the magic number needs 4 bytes"],
    [good.subarray(0, 10), "byte 10: the file ends here, but the header of 2 axes needs 12 bytes"],
    [good.subarray(0, 14), "byte 14: the file ends here, but shape (2, 2) needs 16 bytes"],
    [
      Uint8Array.from([...good, 0]),
      "byte 16: shape (2, 2) ends here, but the file has 17 bytes",
    ],
    [
      Uint8Array.from([0x1f, 0x8b, 8, 0]),
      "byte 0: magic number 1f8b0800 instead of one such as 0000080n, n axes of unsigned bytes",
    ],
    [
      Uint8Array.from([0, 0, 0x0a, 1, 0, 0, 0, 0]),
      "byte 0: magic number 00000a01 instead of one such as 0000080n, n axes of unsigned bytes",
    ],
    [idx(Array(65).fill(1), [7]), "byte 3: 65 axes; at most 64 are read"],
    [
      idx([...Array(40).fill(2 ** 32 - 1), 0], [1, 2]),
      `byte 4: no file is as long as shape (${"4294967295, ".repeat(40)}0)`,
    ],
  ];
  for (const [bytes, problem] of cases) {
    assertThrowsWith(() => parseIdx(bytes, "labels"), SyntaxError, `parseIdx: labels, ${problem}`);
  }
});
