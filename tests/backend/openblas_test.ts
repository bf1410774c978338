// OpenBLAS where it can be opened, in the stage of deno task test that chooses it; and what is said where it cannot.

import { assertClose, assertEquals } from "../assert.ts";
import { backend, backendInfo } from "../../lib/backend/mod.ts";
import { openOpenBlas } from "../../lib/backend/openblas.ts";
import { reference } from "../../lib/backend/reference/reference.ts";
import { random } from "../../lib/mod.ts";

Deno.test("openOpenBlas() says what is missing", async () => {
  const nowhere = new URL("file:///nowhere/libopenblas.so");
  const { state } = await Deno.permissions.query({ name: "ffi", path: nowhere });
  const expected = state === "granted"
    ? "/nowhere/libopenblas.so: cannot open shared object file: No such file or directory; " +
      "deno task setup:openblas installs it"
    : "it needs the permission --allow-ffi";
  const said = openOpenBlas(nowhere, 1, reference.gemm);
  // each system has its own words for a file that is not there
  if (Deno.build.os === "linux" || state !== "granted") assertEquals(said, expected);
  assertEquals(
    openOpenBlas(undefined, 1, reference.gemm),
    "it needs Deno, and this project in files",
  );
});

if (backendInfo().name === "openblas") {
  Deno.test("openblas: gemm in one thread and in several, and parts of larger arrays", () => {
    const rng = random(3);
    for (const [M, K, N] of [[3, 5, 4], [420, 410, 400], [1, 1, 1]]) { // the second is worth threads
      for (const dtype of ["float32", "float64"] as const) {
        const draw = (size: number) => rng.normal(size + 7, 0, 1, dtype).data.subarray(7);
        const [a, b, out, expected] = [M * K, K * N, M * N, M * N].map(draw);
        backend.gemm(a, b, out, M, K, N, false, true);
        reference.gemm(a, b, expected, M, K, N, false, true);
        const atol = dtype === "float32" ? 1e-4 : 1e-12; // sums of 410 products, in another order
        assertClose(Array.from(out), Array.from(expected), { rtol: 0, atol });
      }
    }
  });

  Deno.test("openblas: gemm in the memory of a training step, by our threads", async () => {
    await new Promise((resolve) => setTimeout(resolve, 300)); // until they are there
    const rng = random(4);
    const arena = backend.arena!;
    for (const Type of [Float32Array, Float64Array] as const) {
      for (const [M, K, N] of [[1, 3, 5], [7, 1, 1], [1, 1, 9], [137, 300, 13], [40, 300, 200]]) {
        for (const [transposeA, transposeB] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
          arena.open();
          const [a, b, bias, out] = [M * K, K * N, N, M * N].map((size) => {
            const array = arena.allocate(Type, size)!;
            array.set(rng.normal(size, 0, 1, "float64").data);
            return array;
          });
          for (const added of [undefined, bias]) {
            const expected = out.slice();
            backend.gemm(a, b, out, M, K, N, transposeA === 1, transposeB === 1, added);
            reference.gemm(a, b, expected, M, K, N, transposeA === 1, transposeB === 1, added);
            const atol = Type === Float32Array ? 1e-4 : 1e-12; // sums of 300 products, in another order
            assertClose(Array.from(out), Array.from(expected), { rtol: 0, atol });
          }
        }
      }
    }
  });

  Deno.test("openblas: gemm leaves int32 and mixed dtypes to the backend under it", () => {
    const out = new Int32Array(1);
    backend.gemm(Int32Array.of(2, 3), Int32Array.of(4, 5), out, 1, 2, 1, false, false);
    assertEquals(Array.from(out), [23]);
    const mixed = new Float64Array(1);
    backend.gemm(Float32Array.of(2, 3), Float64Array.of(4, 5), mixed, 1, 2, 1, false, false);
    assertEquals(Array.from(mixed), [23]);
  });

  Deno.test("openblas: gemm adds the bias to each row, whatever was there before", () => {
    const out = Float64Array.of(NaN, 7, 7, 7);
    const [a, b, bias] = [Float64Array.of(2, 3), Float64Array.of(10, 20), Float64Array.of(1, 2)];
    backend.gemm(a, b, out, 2, 1, 2, false, false, bias);
    assertEquals(Array.from(out), [21, 42, 31, 62]);
    backend.gemm(a, b, out, 2, 1, 2, false, false, Float32Array.of(1, 2)); // another dtype
    assertEquals(Array.from(out), [21, 42, 31, 62]);
  });

  Deno.test("openblas: gemm without anything to add up gives zeros", () => {
    const out = Float32Array.of(7, NaN, 7, 7);
    backend.gemm(new Float32Array(0), new Float32Array(0), out, 2, 0, 2, false, false);
    assertEquals(Array.from(out), [0, 0, 0, 0]);
  });
}
