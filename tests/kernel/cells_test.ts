// What comes out of cells that go wrong, or show something odd: a real kernel, as Jupyter starts it.

import { assertEquals, assertTrue } from "../assert.ts";
import { runCells } from "./run_cells.ts";

const late = (ms: number) => `await new Promise((resume) => setTimeout(resume, ${ms}));`;

/** A cell, what comes out under it, and the status of the reply. */
const table: [code: string, outputs: [kind: string, text: string][], status?: string][] = [
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
    'TypeError: Module not found "file:///…/none.ts".\n    at async <anonymous>:1:22',
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
  // thrown
  ['throw new RangeError("far")', [["error", "RangeError: far\n    at <anonymous>:1:28"]]],
  ["throw 3", [["error", "Uncaught 3"]]],
  ["nobody", [["error", "ReferenceError: nobody is not defined\n    at <anonymous>:1:24"]]],
  ['async function deep() { await 0; throw new Error("deep"); }\nawait deep();', [[
    "error",
    "Error: deep\n    at deep (<anonymous>:3:9)\n    at async <anonymous>:5:3",
  ]]],
  ["for await (const i of 5) {}", [[
    "error",
    "TypeError: 5 is not async iterable\n    at <anonymous>:1:46",
  ]]],
  ['({ [Symbol.for("Jupyter.display")]() { throw new Error("shown"); } })', [[
    "error",
    "Error: shown\n    at <anonymous>:2:51",
  ]], "ok"],
  // nobody awaits it
  [`Promise.reject(new Error("r")); ${late(20)} 2`, [
    ["error", "Error: r\n    at <anonymous>:1:37"],
    ["result", "2"],
  ], "ok"],
  [`setTimeout(() => { throw new Error("t"); }, 5); ${late(50)} 3`, [[
    "error",
    "Error: t\n    at Timeout._onTimeout (<anonymous>:2:9)",
  ], ["result", "3"]], "ok"],
  ['queueMicrotask(() => { throw new Error("m"); }); await 0; 4', [[
    "error",
    "Error: m\n    at <anonymous>:2:9",
  ], ["result", "4"]], "ok"],
  ['setTimeout(() => { throw 5; }, 100); "at once"', [["result", '"at once"'], [
    "error",
    "Error: 5",
  ]], "ok"],
  // much
  ['for (let i = 0; i < 1000; i++) console.log("x".repeat(10_000))', [[
    "stream",
    "10001000 characters",
  ]]],
];

Deno.test("a kernel shows every error and every value, each under its own cell; none takes long", async () => {
  const cells = table.map(([code]) => ({ code, wait: code.includes("at once") ? 1 : 0 }));
  const ran = await runCells(cells);
  ran.forEach(({ outputs, status, seconds }, i) => {
    const [code, wanted, reply] = table[i]!;
    assertEquals([code, ...readable(outputs)], [code, ...wanted]);
    const failed = wanted.some(([kind]) => kind === "error");
    assertEquals([code, status], [code, reply ?? (failed ? "error" : "ok")]);
    assertTrue(seconds < 20, `${code}: ${seconds} s`);
  });
});

/** Outputs without what differs: folders, and frames inside Deno; what is printed is put together. */
function readable(outputs: [kind: string, text: string][]): [kind: string, text: string][] {
  const printed = outputs.filter(([kind]) => kind === "stream").map(([, text]) => text).join("");
  const others = outputs.filter(([kind]) => kind !== "stream").map(([kind, text]) => {
    const lines = text.replace(/file:\/\/.*\//, "file:///…/").split("\n");
    const inside = /ext:|Jupyter.display|broadcastResult/;
    return [kind, lines.filter((line) => !inside.test(line)).join("\n")] as [string, string];
  });
  if (printed === "") return others;
  const text = printed.length < 100 ? printed : `${printed.length} characters`;
  return [["stream", text], ...others];
}
