// What the bench prints and what is on its page, for results that are given.

import { BASE } from "../../bench/contestants.ts";
import type { Result } from "../../bench/measure.ts";
import { page, type Sitting, titles } from "../../bench/page.ts";
import { fastestOf, formatTime, ratioOf, resultLines } from "../../bench/text.ts";
import { parseHeading } from "../../tools/report/headings.ts";
import { assertEquals, assertTrue } from "../assert.ts";

const gemm: Result = {
  case: {
    group: "gemm",
    name: "10 · 20 · 5",
    work: { kind: "gemm", M: 10, K: 20, N: 5 },
    flops: 2000,
  },
  samples: {
    "ours, plain loops": [4e-6, 4e-6],
    [BASE]: [1e-6, 1e-6],
    NumPy: [2e-6, 3e-6],
  },
  missing: { "TensorFlow.js": "has no kernel" },
};
const gradient: Result = {
  case: {
    group: "gradient",
    name: "TwoLayerNet",
    work: { kind: "gradient" },
    extrapolated: { factor: 10, note: "10 parameters, from 1 of them" },
  },
  samples: { [BASE]: [12], NumPy: [6] },
  missing: {},
};
const ours = ["ours, plain loops", BASE];
const sitting: Sitting = {
  date: "2026-01-02",
  machine: "2 × test",
  quick: false,
  load: 0.1,
  digits: "mnist",
  contestants: [...ours, "NumPy"].map((name) => ({
    name,
    ours: ours.includes(name),
    about: `about ${name}`,
  })),
  results: [gemm, gradient],
};

Deno.test("resultLines() has median, spread, ratio to our default, and speed", () => {
  assertEquals(resultLines(gemm, BASE), [
    "gemm: 10 · 20 · 5",
    "  ours, plain loops                      4 µs (4 µs – 4 µs)              × 4    1 GFLOP/s",
    "  ours, WASM, 2 threads                  1 µs (1 µs – 1 µs)                     2 GFLOP/s",
    "  NumPy                                2.5 µs (2.25 µs – 2.75 µs)      × 2.5    1 GFLOP/s",
    "  TensorFlow.js                      – has no kernel",
  ]);
});

Deno.test("resultLines() says what is extrapolated, and from what", () => {
  assertEquals(
    resultLines(gradient, BASE)[0],
    "gradient: TwoLayerNet (10 parameters, from 1 of them)",
  );
});

Deno.test("fastestOf() leaves out who has no times", () => {
  assertEquals(fastestOf(ours, gradient), BASE);
  assertEquals(fastestOf(["nobody"], gradient), undefined);
});

Deno.test("ratioOf() is empty where there is nothing to compare", () => {
  assertEquals(["NumPy", BASE].map((name) => ratioOf(gemm, name, BASE)), ["× 2.5", ""]);
  assertEquals(ratioOf(gemm, "NumPy", "nobody"), "");
});

Deno.test("formatTime() has three digits and never an exponent", () => {
  const times = [123.4, 1.234, 0.1234, 0.00123, 1.234e-4, 1e-7].map(formatTime);
  assertEquals(times, ["123 s", "1.23 s", "123 ms", "1.23 ms", "123 µs", "0.1 µs"]);
});

Deno.test("page() shows each group with its figure, its times, and what is extrapolated or missing", async () => {
  const html = await page(sitting);
  assertTrue(html.includes("<td>10\u00a0·\u00a020\u00a0·\u00a05</td>"));
  assertTrue(
    html.includes(
      "<strong>2.5\u00a0µs</strong>\u00a0±\u00a010\u00a0%<br>1\u00a0GFLOP/s<br>×\u00a02.5",
    ),
  );
  assertTrue(html.includes("TensorFlow.js: has no kernel"));
  assertTrue(html.includes("extrapolated, 10 parameters, from 1 of them"));
  assertTrue(html.includes("2.5 times as fast as NumPy"));
  assertEquals(html.match(/<figure>/g)!.length, 2);
  for (const [group, title] of Object.entries(titles)) { // in two languages, which a heading tells apart
    const { english, japanese } = parseHeading(2, title, new Set());
    assertTrue(/^[A-Z][\w, ]*[a-z]$/.test(english) && english !== japanese, group);
  }
  assertTrue(!html.includes("the ratios are rough"));
});

Deno.test("page() warns of a quick look and of a busy machine", async () => {
  for (const change of [{ quick: true }, { load: 3 }]) {
    const html = await page({ ...sitting, ...change });
    assertTrue(html.includes("the ratios are rough") && html.includes("比は目安です"));
  }
});
