// What an editor asks a kernel, and what it is told unasked.

import { assertEquals, assertTrue } from "../assert.ts";
import {
  chapterOf,
  findNotebooks,
  isNumbered,
  readNotebook,
  textOf,
} from "../../tools/notebooks.ts";
import { runPython } from "./run_cells.ts";

Deno.test("a kernel completes members, options and imports, has docs, and notes an error of types under its cell, and knows whether code is complete", async () => {
  const { completed, inspected, notes, is_complete } = JSON.parse(await runPython("language.py"));
  assertEquals(completed, {
    "t.resh|": ["reshape"],
    "tensor([1]).resh|": ["reshape"],
    "'日本😀'; t.resh|": ["reshape"],
    "new SGD({ l|": ["lr"],
    'import { GradientCh| } from "../lib/mod.ts"': ["gradientCheck", "GradientCheck"],
  });
  const parts = {
    "new Affine|": ["new Affine(W: Tensor, b: Tensor)", "(D, M)"],
    "new SGD(|": ["SGD(options?: { lr?: number; })"],
    "Math.ma|x": ["Returns the larger of a set"],
  };
  for (const [code, wanted] of Object.entries(parts)) {
    for (const part of wanted) assertTrue(inspected[code].includes(part), inspected[code]);
  }
  assertEquals(inspected["nobody|"], "");
  assertEquals(notes, [[
    "wrong",
    "Type 'string' is not assignable to type 'number'.\n" +
    '  1 | const size: number = "three";\n' +
    "    |       ~~~~",
  ], [
    "long",
    "Type 'string' is not assignable to type 'number'.\n" +
    '  1 | … five six seven eight nine ten"; const size2: number = words; "and what follows\n' +
    "    |                                         ~~~~~",
  ]]);
  assertEquals(
    Object.entries<{ status: string; indent?: string }>(is_complete)
      .map(([code, { status, indent }]) => [code, status, ...indent === undefined ? [] : [indent]]),
    [
      ["", "complete"],
      ["1 + 1", "complete"],
      ["let x = ;", "invalid"],
      ["}", "invalid"],
      ["1 +", "incomplete", ""],
      ["const o = {", "incomplete", "  "],
      ["f(`a ${[", "incomplete", ""],
      ["if (1) {\n  f(", "incomplete", "    "],
      ["/* so", "incomplete", ""],
    ],
  );
});

Deno.test("no cell of a chapter gets a note on types, but a wrong one after them does", async () => {
  const wrong = 'const nobodysName: number = "three";';
  const chapters = Object.fromEntries(
    findNotebooks().map((path) => {
      const cells = readNotebook(path).cells.filter(isNumbered);
      return [chapterOf(path), [...cells.map(({ source }) => textOf(source)), wrong]];
    }),
  );
  const notes = JSON.parse(await runPython("notes.py", JSON.stringify(chapters)));
  for (const [chapter, cells] of Object.entries(chapters)) {
    const text =
      `Type 'string' is not assignable to type 'number'.\n  1 | ${wrong}\n    |       ~~~~~~~~~~~`;
    assertEquals([chapter, notes[chapter]], [chapter, { [cells.length - 1]: text }]);
  }
});
