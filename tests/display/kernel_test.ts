import { traceForReaders } from "../../lib/display/kernel.ts";
import { assertEquals } from "../assert.ts";

Deno.test("traceForReaders() has the reader's lines first, and what was called inside lib in one line", () => {
  const lib = new URL("../../lib/", import.meta.url);
  const frames = [
    `Tensor.dot (${lib.href}tensor.ts:211:13)`,
    `Affine.forward (${lib.pathname}layers/affine.ts:40:20)`,
    "mine (<anonymous>:2:10)",
    "<anonymous>:4:1",
  ];
  assertEquals(
    traceForReaders(new TypeError("Tensor.dot: no"), frames),
    "TypeError: Tensor.dot: no\n" +
      "    at mine (<anonymous>:2:10)\n" +
      "    at <anonymous>:4:1\n" +
      "    inside lib: Tensor.dot (tensor.ts:211:13) < Affine.forward (layers/affine.ts:40:20)",
  );
  assertEquals(traceForReaders("thrown", ["<anonymous>:1:1"]), "thrown\n    at <anonymous>:1:1");
});
