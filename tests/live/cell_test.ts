// The JavaScript of cells: run here as the worker of a page runs it, with variables in the global object.

import { INSIDE, prepare } from "../../tools/live/cell.ts";
import { declare } from "../../tools/live/variables.ts";
import { assertEquals, assertTrue } from "../assert.ts";

Object.defineProperty(globalThis, INSIDE, {
  value: {
    named: (name: string, made: object) => Object.defineProperty(made, "name", { value: name }),
    load: (name: string) => Promise.resolve({ loaded: name }),
    meta: { main: true },
  },
});

/** What each cell shows, one after the other; an error as its message. */
async function shownBy(...cells: string[]): Promise<unknown[]> {
  const shown: unknown[] = [];
  for (const cell of cells) {
    try {
      const { code, declared } = prepare(cell);
      declared.forEach(declare);
      const result = await (0, eval)(`(async () => {"use strict"; ${code}\n})`)();
      shown.push(result?.[0]);
    } catch (error) {
      shown.push(`${error}`);
    }
  }
  return shown;
}

const cases: [what: string, cells: string[], shown: unknown[]][] = [
  ["a constant is there in the next cell", ["const a1 = 1", "a1 + 1"], [undefined, 2]],
  ["types are taken away", ["const a2: number = 1 as number; a2!"], [1]],
  ["interfaces and type aliases", ["interface A { x: number }\ntype B = A | null\n1"], [1]],
  ["satisfies", ["({ x: 1 } satisfies { x: number }).x"], [1]],
  ["generics", ["function id3<T>(x: T): T { return x }\nid3<string>('a')"], ["a"]],
  ["enums", ["enum E4 { A, B = 7 }", "[E4.A, E4.B, E4[7]]"], [undefined, [0, 7, "B"]]],
  ["an enum that is declared again has its new members alone, of anything before", [
    "enum F4 { A }",
    "enum F4 { B }\n[F4.B, 'A' in F4]",
    "const F4 = 1",
    "export const enum F4 { C = 3 }\nenum F4 { D = 4 }\n[F4.C, F4.D]",
  ], [undefined, [0, false], undefined, [3, 4]]],
  ["export default", ["export default 1"], [
    "SyntaxError: a cell exports nothing: its names are those of all cells",
  ]],
  ["a namespace, which would be taken away with the types", [
    'const namespace = "namespace A {";\nnamespace B.C { export const x = 1 }',
  ], ["SyntaxError: a page runs no namespaces: make it an object, const B.C = { … }"]],
  ["a decorator", ["const log = (C: unknown) => C;\n@log class C { at = '@' }"], [
    "SyntaxError: a page runs no decorators: call log with what it stands before",
  ]],
  ["fields in constructors", [
    "class P5 { constructor(readonly x: number) {} }",
    "new P5(3).x",
  ], [undefined, 3]],
  ["private fields and methods", [
    "class P6 { #x = 1; get x() { return this.#x } static of() { return new P6() } }\nP6.of().x",
  ], [1]],
  ["a constant is declared again", ["const a7 = 1", "const a7 = 2", "a7"], [
    undefined,
    undefined,
    2,
  ]],
  ["a constant becomes a variable", ["const a8 = 1", "let a8 = 2; a8 = 3; a8"], [undefined, 3]],
  ["a constant is not assigned to", ["const a9 = 1", "a9 = 2", "a9"], [
    undefined,
    "TypeError: Cannot assign to read only property 'a9' of object '#<Window>'",
    1,
  ]],
  ["a variable that is nowhere is not assigned to", ["a10 = 2"], [
    "ReferenceError: a10 is not defined",
  ]],
  ["a name before its beginning", ["a11; let a11 = 1"], [
    "ReferenceError: Cannot access 'a11' before initialization",
  ]],
  ["a name that another cell has had", ["let a12 = 1", "let a12 = a12 + 1; a12"], [undefined, 2]],
  ["twice in one cell", ["let a13 = 1; let a13 = 2"], [
    "SyntaxError: Identifier 'a13' has already been declared",
  ]],
  ["functions before their line", [
    "f14()\nfunction f14() { return g14() }\nfunction g14() { return 5 }\nf14()",
  ], [5]],
  ["a function that is declared again is found by others", [
    "function f15() { return g15() }\nfunction g15() { return 1 }",
    "function g15() { return 2 }\nf15()",
  ], [undefined, 2]],
  ["names of functions and classes", [
    "function f16() {}\nclass C16 {}\nconst a16 = () => {}, b16 = class {};\n[f16, C16, a16, b16].map((x) => x.name)",
  ], [["f16", "C16", "a16", "b16"]]],
  ["generators, async", [
    "async function* f17() { yield 1 }\nlet s17 = 0; for await (const x of f17()) s17 += x; s17",
  ], [1]],
  ["await", ["const a18 = await Promise.resolve(4); a18"], [4]],
  ["destructuring", [
    "const { a19, b: [b19 = 2, ...c19], ...d19 } = { a19: 1, b: [undefined, 3], e: 5 }",
    "[a19, b19, c19, d19]",
  ], [undefined, [1, 2, [3], { e: 5 }]]],
  ["let and var without a value", ["let a20; var b20", "[a20, b20]"], [
    undefined,
    [undefined, undefined],
  ]],
  ["var keeps what there is", ["var a21 = 1", "var a21; a21"], [undefined, 1]],
  ["loops keep their names", [
    "for (const a22 of [1]) {}\nfor (let a22 = 0; a22 < 1; a22++) {}\ntypeof a22",
  ], ["undefined"]],
  ["blocks keep theirs", ["{ const a23 = 1 }\ntypeof a23"], ["undefined"]],
  ["lines without semicolons", ["const a24 = 1\nlet b24 = [a24]\nb24\n"], [[1]]],
  ["names that a worker has", ["const name = 'n', location = 2; [name, location]"], [["n", 2]]],
  ["the last expression, whatever it is", ["1;", "'a'", "null", "void 0", "1, 2", "`t`"], [
    1,
    "a",
    null,
    undefined,
    2,
    "t",
  ]],
  ["an object", ["{ x: 1, y: [2] }", "{ x: 1 };", "({ x: 2 })"], [
    { x: 1, y: [2] },
    { x: 1 },
    { x: 2 },
  ]],
  ["a block", ["{ let a28 = 1; a28++ }", "{}"], [undefined, {}]],
  ["nothing", ["", "// a remark", "\n\n"], [undefined, undefined, undefined]],
  ["a remark after the last expression", ["1 // one", "(2) /* two */ ;"], [1, 2]],
  ["a statement at the end shows nothing", ["if (true) { 5 }", "for (;;) break"], [
    undefined,
    undefined,
  ]],
  ["exports", ["export const a32 = 1\nexport function f32() { return a32 }\nf32()"], [1]],
  ["import() and import.meta", ["(await import('x')).loaded", "import.meta.main"], ["x", true]],
  ["imports of types alone", ["import type { A } from 'x'\nimport { type B } from 'y'\n1"], [1]],
  ["strings with code in them", ["'const a35 = 1; import x' + `function f(${1})`"], [
    "const a35 = 1; import xfunction f(1)",
  ]],
  ["comments with code in them", ["// const a36\n/* class B */ typeof a36"], ["undefined"]],
  ["regular expressions and divisions", ["const a37 = 8 / 2 / 2; /a\\/b/.test('a/b') && a37"], [2]],
  ["labels", ["outer: for (;;) { for (;;) break outer }\n1"], [1]],
  ["return outside of a function", ["return 1"], [
    "SyntaxError: 'return' outside of function",
  ]],
  ["Japanese names", ["const 重み = 2\nfunction 二倍(x: number) { return 重み * x }\n二倍(4)"], [
    8,
  ]],
  ["a class that extends one of an earlier cell", [
    "class A41 { x() { return 1 } }",
    "class B41 extends A41 { override x() { return super.x() + 1 } }\nnew B41().x()",
  ], [undefined, 2]],
];

for (const [what, cells, shown] of cases) {
  Deno.test(`prepare(): ${what}`, async () => assertEquals(await shownBy(...cells), shown));
}

Deno.test("prepare(): a promise as the last expression is not awaited", async () => {
  const [shown] = await shownBy("Promise.resolve(1)");
  assertTrue(shown instanceof Promise);
});

Deno.test("prepare() tells imports and their names", () => {
  const { imports, declared } = prepare(
    'import a, { b as c, type D } from "x";\nimport * as E from "y";\nimport "z";',
  );
  assertEquals(imports, [
    { from: "x", names: { a: "default", c: "b" } },
    { from: "y", names: { E: "*" } },
    { from: "z", names: {} },
  ]);
  assertEquals(declared.map(({ name }) => name), ["a", "c", "E"]);
});

Deno.test("prepare() shows the line of what cannot be read, with a caret", () => {
  const stackOf = (source: string) => {
    try {
      prepare(source);
    } catch (error) {
      return (error as Error).stack;
    }
  };
  assertEquals(
    stackOf("const a = 1;\nconst b = [1, 2\n"),
    'SyntaxError: Unexpected token, expected ","\n  2 | const b = [1, 2\n    |                ~',
  );
  assertEquals(
    stackOf("let x = 'abc\n1"),
    "SyntaxError: Unterminated string constant\n  1 | let x = 'abc\n    |         ~",
  );
  assertEquals(
    stackOf("const relu = (x) => {\n  if (x {\n}\n"),
    "SyntaxError: Unexpected token\n  2 |   if (x {\n    |         ~",
  );
  for (
    const [line, full, half] of [
      ['const a = f("（）。", `；`) ＋ 1; // ，', "＋", "+"],
      ["let a = 1；", "；", ";"],
      ["/* （ */ f(２)", "２", "2"],
      ["console.log(1)。", "。", "."],
      ["const a = ”x”;", "”", '"'],
      ["const a = 「1];", "「", "["],
    ] as const
  ) {
    const column = line.lastIndexOf(full, line.indexOf("”") > 0 ? line.indexOf("”") : undefined);
    assertEquals(
      stackOf(`1;\n${line}`),
      `SyntaxError: a full-width “${full}” (全角) is not code: write “${half}”\n` +
        `  2 | ${line}\n    | ${" ".repeat(column)}~`,
    );
  }
});

Deno.test("placeOf() leads from the JavaScript back to the reader's line and column", () => {
  const source = [
    "interface Long { x: number }",
    "const first: number = 1, second = fail();",
    "function f<T>(x: T): T { return fail2(x as T) }",
    "class A { constructor(readonly n: number) { fail3(n) } }",
    "  fail4()",
  ].join("\n");
  const { code, placeOf } = prepare(source);
  const lines = code.split("\n");
  for (const name of ["fail(", "fail2(", "fail3(", "fail4("]) {
    const line = lines.findIndex((text) => text.includes(name));
    assertTrue(line >= 0, name);
    const place = placeOf({ line: line + 1, column: lines[line]!.indexOf(name) + 1 });
    const before = source.slice(0, source.indexOf(name)).split("\n");
    assertEquals(place, { line: before.length, column: before.at(-1)!.length + 1 }, name);
  }
});

Deno.test("placeOf() leads back into an object of several lines", () => {
  const { code, placeOf } = prepare("{\n  a: 1,\n  b: fail(),\n}");
  const line = code.split("\n").findIndex((text) => text.includes("fail"));
  const column = code.split("\n")[line]!.indexOf("fail") + 1;
  assertEquals(placeOf({ line: line + 1, column }), { line: 3, column: 6 });
});
