// Cells, and what must come out of each: cells_test.ts runs them, and write_table.ts puts them beside Deno's kernel alone.

const late = (ms: number) => `await new Promise((resume) => setTimeout(resume, ${ms}));`;

/** A cell, what comes out under it, and the status of the reply where it is not what the outputs say. */
export type Row = [code: string, outputs: Output[], status?: string];

/** What a table of cells says of an output. */
export type Output = [kind: string, text: string];

/** Cells that go wrong, or show something odd. */
export const cells: Row[] = [
  // cannot be read
  ["const z = [1,2", [[
    "error",
    "SyntaxError: Expected ',', got '<eof>'\n  1 | const z = [1,2\n    |             ~",
  ]]],
  ["let x = ;", [["error", "SyntaxError: Expression expected\n  1 | let x = ;\n    |         ~"]]],
  ["1;\nif (1 {", [["error", "SyntaxError: Expected ')', got '{'\n  2 | if (1 {\n    |       ~"]]],
  ["import numpy as np", [[
    "error",
    "SyntaxError: Expected ',', got 'as'\n  1 | import numpy as np\n    |              ~~",
  ]]],
  ["const 日本 = 1; 日本 語", [[
    "error",
    "SyntaxError: Expected ';', '}' or <eof>\n  1 | const 日本 = 1; 日本 語\n    |                  ~",
  ]]],
  ["const s = `abc", [[
    "error",
    "SyntaxError: Unterminated template\n  1 | const s = `abc\n    |            ~~~",
  ]]],
  ["let a = 1; let a = 2;", [["error", "SyntaxError: Identifier 'a' has already been declared"]]],
  ["break", [["error", "SyntaxError: Illegal break statement"]]],
  // imports
  ['import { tensr } from "../lib/mod.ts";', [[
    "error",
    'SyntaxError: ../lib/mod.ts has no export tensr; did you mean tensor?\n  1 | import { tensr } from "../lib/mod.ts";\n    |          ~~~~~',
  ]]],
  ['import { Layer, tensor } from "../lib/mod.ts"; const l = null as Layer | null;', []],
  ['import { join } from "node:path"; join("a", "b")', [["result", '"a/b"']]],
  ['import "./none.ts";', [[
    "error",
    'TypeError: Module not found "file:///…/none.ts".\n    at async cell [1]:1:1',
  ]]],
  // values
  ["5n", [["result", "5n"]]],
  ["null", [["result", "null"]]],
  ["0 / 0", [["result", "NaN"]]],
  ["-1 / 0", [["result", "-Infinity"]]],
  ["-0", [["result", "-0"]]],
  ["undefined", []],
  ["[5n, null, undefined]", [["result", "[ 5n, null, undefined ]"]]],
  ['Symbol("s")', [["result", "Symbol(s)"]]],
  ["1, 2", [["result", "2"]]],
  ["() => 1", [["result", "[Function (anonymous)]"]]],
  ["({ a: 1 })", [["result", "{ a: 1 }"]]],
  ["{ a: 1 }", [["result", "{ a: 1 }"]]],
  ['"日本語 😀"', [["result", '"日本語 😀"']]],
  ['<string> "a"', [["result", '"a"']]],
  ["await Promise.resolve(7)", [["result", "7"]]],
  ["for await (const i of [1, Promise.resolve(2)]) console.log(i)", [["stream", "1\n2\n"]]],
  ["const twice = 1; twice", [["result", "1"]]],
  ["const twice = 2; twice", [["result", "2"]]],
  ["// only a comment", []],
  ["", []],
  ["Promise.resolve(5)", [["result", "Promise { 5 }"]]],
  [
    'import { tensor } from "../lib/mod.ts"; const W = tensor([1, 2]); ({ W, list: [W] })',
    [["result", "{ W: [1. 2.], list: [ [1. 2.] ] }"]],
  ],
  // forms of code
  ["\ufeffconst withMark = 1; withMark", [["result", "1"]]],
  ["const crlf = 1;\r\n// two\r\ncrlf + 1\r\n", [["result", "2"]]],
  ["enum Color { Red, Green } Color.Green", [["result", "1"]]],
  [
    "function bare(f: unknown, c: unknown) { return f; } class A { @bare m() { return 1; } } new A().m()",
    [["result", "1"]],
  ],
  ["{ using file = { [Symbol.dispose]() { console.log(2); } }; console.log(1); }", [[
    "stream",
    "1\n2\n",
  ]]],
  ["function* count() { yield 1; yield 2; } [...count()]", [["result", "[ 1, 2 ]"]]],
  [
    "outer: for (let i = 0; i < 3; i++) { for (;;) { if (i < 2) continue outer; break outer; } }",
    [],
  ],
  ["const [p, { q = await Promise.resolve(9) }] = [await 1, {}]; `${p}${await q}`", [[
    "result",
    '"19"',
  ]]],
  ["if (true) { 5 }", [["result", "5"]]],
  ["function () {}", [["result", "[Function (anonymous)]"]]],
  ["return 5", [["error", "SyntaxError: Illegal return statement"]]],
  ["const 😀 = 1", [[
    "error",
    "SyntaxError: Unexpected character '😀'\n  1 | const 😀 = 1\n    |       ~",
  ]]],
  // thrown
  ['throw new RangeError("far")', [["error", "RangeError: far\n    at cell [1]:1:7"]]],
  ["throw 3", [["error", "Uncaught 3"]]],
  ["throw { a: 1 }", [["error", "Uncaught { a: 1 }"]]],
  ["await Promise.reject([1, 2])", [["error", "Uncaught [ 1, 2 ]"]]],
  ["try { throw { a: 1 } } catch (error) { error.a }", [["result", "1"]]],
  ["throw { toString() { throw 1; } }", [["error", "Uncaught (none)"]]],
  ["nobody", [["error", "ReferenceError: nobody is not defined\n    at cell [1]:1:1"]]],
  ['async function deep() { await 0; throw new Error("deep"); }\nawait deep();', [[
    "error",
    "Error: deep\n    at deep (cell [1]:1:40)\n    at async cell [1]:2:1",
  ]]],
  [
    'import {\n  join,\n} from "node:path";\n\ninterface Size {\n  width: number;\n}\n\n// twice\nfunction half(x: Size): Size {\n\n  if (x.width % 2) throw new RangeError("odd");\n  return { width: x.width / 2 };\n}\nhalf({ width: 1 });',
    [["error", "RangeError: odd\n    at half (cell [1]:12:26)\n    at cell [1]:15:1"]],
  ],
  ["const y = 1;\n\n[1].map((x) =>\n  half({ width: x })\n);", [[
    "error",
    "RangeError: odd\n    at half (cell [1]:12:26)\n    at cell [1]:4:3\n    at Array.map (<anonymous>)\n    at cell [1]:3:5",
  ]]],
  ["for await (const i of 5) {}", [[
    "error",
    "TypeError: 5 is not async iterable\n    at cell [1]:1:23",
  ]]],
  ['({ [Symbol.for("Jupyter.display")]() { throw new Error("shown"); } })', [[
    "error",
    "Error: shown\n    at [Jupyter.display] (cell [1]:1:46)\n    at <anonymous>:2:51",
  ]], "ok"],
  [
    "try {\n  half({ width: 1 });\n} catch (error) {\n  console.error(`${error.stack}`);\n}",
    [["stream", "RangeError: odd\n    at half (cell [1]:12:26)\n    at cell [1]:2:3\n"]],
  ],
  ['console.trace("here")', [["stream", "Trace: here\n    at cell [1]:1:9\n"]]],
  // nobody awaits it
  [`Promise.reject(new Error("r")); ${late(20)} 2`, [
    ["error", "Error: r\n    at cell [1]:1:16"],
    ["result", "2"],
  ], "ok"],
  [`setTimeout(() => { throw new Error("t"); }, 5); ${late(50)} 3`, [[
    "error",
    "Error: t\n    at Timeout.<anonymous> (cell [1]:1:26)",
  ], ["result", "3"]], "ok"],
  ['queueMicrotask(() => { throw new Error("m"); }); await 0; 4', [[
    "error",
    "Error: m\n    at cell [1]:1:30",
  ], ["result", "4"]], "ok"],
  ['setTimeout(() => { throw 5; }, 100); "at once"', [["result", '"at once"'], [
    "error",
    "Error: 5",
  ]], "ok"],
  [`Promise.reject(new Proxy({}, { get() { throw 1; } })); ${late(20)} 6`, [
    ["error", "Error: {}"],
    ["result", "6"],
  ], "ok"],
  // much
  ['for (let i = 0; i < 1000; i++) console.log("x".repeat(10_000))', [[
    "stream",
    "10001000 characters",
  ]]],
  // a cell that breaks what others use
  ["globalThis.setTimeout = globalThis.clearTimeout = globalThis.Promise = null; 1", [[
    "result",
    "1",
  ]]],
  ["Deno.jupyter.broadcast = console.log = null; 2", [["result", "2"]]],
  ["ˑ = 1", [[
    "error",
    "TypeError: Cannot assign to read only property 'ˑ' of object '#<Window>'\n    at cell [1]:1:1",
  ]]],
  ["await 3", [["result", "3"]]],
];
