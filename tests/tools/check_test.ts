import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { withAnswers, withoutAnswers } from "../../tools/check/answers.ts";
import { checkCells } from "../../tools/check/cells.ts";
import { checkDocs, checkExamples } from "../../tools/check/docs.ts";
import { checkForm } from "../../tools/check/form.ts";
import { checkImports, readLib } from "../../tools/check/imports.ts";
import { checkLayers, checkLengths, countLayers } from "../../tools/check/lengths.ts";
import { type Cell, formatted, type Notebook } from "../../tools/notebooks.ts";

const notebook = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const code = (source: string, changes: Partial<Cell> = {}): Cell => ({
  cell_type: "code",
  metadata: {},
  source,
  outputs: [{ output_type: "stream", name: "stdout", text: "1" }],
  ...changes,
});
const prose = (source: string): Cell => ({ cell_type: "markdown", metadata: {}, source });

/** Files of notebooks in a fresh folder, which is removed when disposed of. */
async function files(
  notebooks: Record<string, Notebook>,
  write = formatted,
): Promise<{ paths: string[] } & Disposable> {
  const folder = Deno.makeTempDirSync();
  const paths: string[] = [];
  for (const [name, notebook] of Object.entries(notebooks)) {
    paths.push(join(folder, `${name}.ipynb`));
    await Deno.writeTextFile(paths.at(-1)!, await write(notebook));
  }
  return { paths, [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }) };
}

Deno.test("checkCells() tells every error of every notebook with its cell, its line and its source", async () => {
  using written = await files({
    "ch01-types": notebook(
      code(`import { tensor } from "../lib/mod.ts";\nconst x = tensor([1]);\nx;`),
      prose("# In between, not counted"),
      code("", { outputs: [] }),
      code(`x.dot("y");\nx.nope;`),
      code("const x = 1;"),
    ),
    "ch02-syntax": notebook(code("1;"), code("const y = ;")),
    "ch03-lint": notebook(code("let z = 1;\nz;")),
    "ch04-right": notebook(code("await Promise.resolve(1);")),
  });
  const { lint, types } = await checkCells(written.paths);
  assertEquals(types, [
    "ch01 cell 1, line 2: TS2451: Cannot redeclare block-scoped variable 'x'.\n    const x = tensor([1]);",
    "ch01 cell 2, line 1: TS2345: Argument of type 'string' is not assignable to parameter of type 'Tensor'.\n" +
    `    x.dot("y");`,
    "ch01 cell 2, line 2: TS2339: Property 'nope' does not exist on type 'Tensor'.\n    x.nope;",
    "ch01 cell 3, line 1: TS2451: Cannot redeclare block-scoped variable 'x'.\n    const x = 1;",
  ]);
  assertEquals(lint, [
    "ch03 cell 1, line 1: prefer-const: `z` is never reassigned\n    let z = 1;",
    "ch02 cell 2, line 1: SyntaxError: Expression expected\n    const y = ;",
  ]);
});

Deno.test("checkForm() tells all that a notebook lacks, each with its cell", async () => {
  const error = { output_type: "error" as const, ename: "Error", evalue: "no", traceback: [] };
  const picture = "x".repeat(60_000);
  const small = { output_type: "display_data" as const, data: { "image/png": "x" } };
  using written = await files({
    "ch01-form": notebook(
      prose("# Only English\n\nNo word of Japanese."),
      prose(
        `## 1.1 Both 両方\n\nOne.\n\n<details lang="ja"><summary>日本語</summary>\n\nOne.\n\n</details>`,
      ),
      prose(
        `## 1.2 Right 正しい\n\nOne.\n\n<details lang="ja"><summary>日本語</summary>\n\n一つ。\n\n</details>`,
      ),
      code("1;\n".repeat(31).trim()),
      code("1;", { outputs: [error] }),
      code("2;", { outputs: [{ output_type: "display_data", data: { "image/png": picture } }] }),
      code("3;", { outputs: [small, small], metadata: { caption: { en: "Two", ja: "二つ" } } }),
    ),
  });
  assertEquals(await checkForm(written.paths[0]!), {
    errors: [
      `ch01 markdown cell "only-english-no-word": has no <details lang="ja"><summary>日本語</summary> … </details>`,
      `ch01 markdown cell "only-english-no-word": "# Only English" is not in Japanese too`,
      `ch01 markdown cell "both-one-one": its 日本語 part has no Japanese`,
      "ch01 cell 1: has 31 lines; 30 are allowed",
      "ch01 cell 2: its output is an error",
      'ch01 cell 3: its figure needs a title, or metadata "caption": { "en": … }',
      'ch01 cell 3: its figure needs metadata "caption": { "ja": … }',
      "ch01 cell 4: shows 2 figures; one a cell, so that each has its caption",
    ],
    warnings: ["ch01 cell 3: an output has 61 kB; aim at 40"],
  });
});

Deno.test("checkForm() tells code that only draws from code to read", async () => {
  const figure = { metadata: { tags: ["figure"], caption: { en: "One", ja: "図" } } };
  const picture = {
    output_type: "display_data" as const,
    data: { "image/svg+xml": "<svg></svg>" },
  };
  const marks = Array(9).fill(
    "      Plot.dot([{ x: 1, y: 2 }], { x: 'x', y: 'y', r: radius, fill: 'black' }),\n",
  ).join("");
  const drawing = `const draw = () =>\n  plot({\n    marks: [\n${marks}    ],\n  });\n1;`;
  using written = await files({
    "ch01-figures": notebook(
      code(drawing),
      code(drawing, { ...figure, outputs: [picture] }),
      code("1;\n".repeat(60).trim(), { ...figure, outputs: [picture] }),
      code("1;\n".repeat(61).trim(), { ...figure, outputs: [picture] }),
      code("1;", figure),
    ),
  });
  assertEquals(await checkForm(written.paths[0]!), {
    errors: [
      "ch01 cell 4: has 61 lines; 60 are allowed",
      "ch01 cell 5: has the tag figure, but shows no picture",
      "ch01 cell 5: has a caption, but shows no figure",
    ],
    warnings: ["ch01 cell 1: 13 lines draw a figure; put them in a cell with the tag figure"],
  });
});

Deno.test("checkForm() tells a link to a cell that shows no figure", async () => {
  const metadata = { tags: ["figure"], caption: { en: "One", ja: "図" } };
  const picture = { output_type: "display_data" as const, data: { "image/png": "x" } };
  const links = "[下の図](#cell-id=one)と[その次](#cell-id=two)と[用語集](glossary.html#cell)。";
  using written = await files({
    "ch01-links": notebook(
      {
        ...prose(`A.\n\n<details lang="ja"><summary>日本語</summary>\n\n${links}\n\n</details>`),
        id: "text",
      },
      { ...code("1;", { metadata, outputs: [picture] }), id: "one" },
      { ...code("2;"), id: "two" },
    ),
  });
  assertEquals((await checkForm(written.paths[0]!)).errors, [
    'ch01 markdown cell "text": links to cell "two", which shows no figure',
  ]);
});

Deno.test("checkForm() tells a NumPy fold of no cell, of more than code, or too wide to stand beside its cell", async () => {
  const fold = (id: string, python: string) => ({
    ...prose(`<details class="numpy"><summary>NumPy</summary>\n\n${python}\n\n</details>`),
    id,
  });
  const python = "```python\nx = 1\n```";
  const wide = "```python\nx = " + "1 + ".repeat(20) + "1\n```";
  const one = { outputs: [{ output_type: "stream" as const, name: "stdout", text: "1" }] };
  using written = await files({
    "ch01-folds": notebook(
      { ...code("1;", one), id: "one" },
      fold("numpy-one", python),
      { ...code("2;"), id: "two" },
      fold("numpy-three", python),
      { ...code("4;"), id: "four" },
      fold("numpy-four", wide),
      { ...code("5;"), id: "five" },
      fold("numpy-five", `${python}\n\nThe same.`),
    ),
  });
  const { errors } = await checkForm(written.paths[0]!);
  assertEquals(errors, [
    'ch01 markdown cell "numpy-three": does not stand right under a code cell whose id is its own without numpy-',
    'ch01 markdown cell "numpy-four": has a line of 85 characters; 80 are allowed',
    'ch01 markdown cell "numpy-five": is more than one block of python in a fold; CONTRIBUTING.md shows its form',
  ]);
});

const task = (english: string, japanese: string) =>
  prose(
    `Task.\n\n<details><summary>Answer 答え</summary>\n\n${english}\n\n</details>\n\n` +
      `<details lang="ja"><summary>日本語</summary>\n\n問題。\n\n` +
      `<details><summary>答え</summary>\n\n${japanese}\n\n</details>\n\n</details>`,
  );
const block = (answer: string) => "```ts\n" + answer + "\n```";

Deno.test("checkForm() tells an exercise without an answer that runs", async () => {
  const exercise = (id: string) => code(`const sum = 0;\n\nexercise("sum", sum, 3);`, { id });
  using written = await files({
    "ch01-exercises": notebook(
      task(block("const sum = 3;"), block("const sum = 3;")),
      exercise("right"),
      task("`3`", "`3`"),
      exercise("in-a-word"),
      task(block("const sum = 3;"), ""),
      exercise("in-one-language"),
      task(block("const sum = 3;"), block("const sum = 4;")),
      exercise("two-answers"),
      task(block("const total = 3;"), block("const total = 3;")),
      exercise("another-name"),
    ),
  });
  const missing = "the prose before it needs the same answer in both languages, as a block of ts";
  assertEquals((await checkForm(written.paths[0]!)).errors, [
    `ch01 exercise "in-a-word": ${missing}`,
    `ch01 exercise "in-one-language": ${missing}`,
    `ch01 exercise "two-answers": ${missing}`,
    `ch01 exercise "another-name": its answer declares what the cell does not`,
  ]);
});

Deno.test("withAnswers() solves each exercise in a cell at the end, and withoutAnswers() takes them away", () => {
  const answer = block(
    "function half(x: number): number {\n  return x / 2;\n}\nconst [a, b] = [1, 2];",
  );
  const unsolved = notebook(
    task(answer, answer),
    code(
      'import { exercise } from "../lib/mod.ts";\n\nfunction half(x: number): number {\n  return x; // change\n}\n' +
        'const [a, b] = [0, 0]; // change\n\nexercise(\n  "half",\n  half(a + b),\n  1.5,\n);',
      { id: "solve-half" },
    ),
    code("1;", { id: "last" }),
  );
  const solved = withAnswers(unsolved).notebook;
  assertEquals(solved.cells.map(({ id }) => id).slice(1), [
    "solve-half",
    "last",
    "answer-to-solve-half",
  ]);
  const source = String(solved.cells.at(-1)!.source);
  assertTrue(!source.includes("change") && !source.includes("import { exercise }"));
  assertTrue(source.includes("return x / 2;\n}\nconst [a, b] = [1, 2];\nexercise(\n"));
  assertEquals(withoutAnswers(solved), unsolved);
});

Deno.test("checkForm() tells a notebook that is too large, not executed or not in canonical form", async () => {
  using written = await files({
    "ch01-large": notebook(code("1;", {
      outputs: [{ output_type: "stream", name: "stdout", text: "x".repeat(301_000) }],
    })),
    "ch02-empty": notebook(code("1;", { outputs: [] })),
  });
  const [large, empty] = written.paths as [string, string];
  assertEquals((await checkForm(large)).errors, ["ch01: has 302 kB; 300 are allowed"]);
  assertEquals((await checkForm(empty)).errors, [
    "ch02: has no outputs; deno task execute ch02 makes them",
  ]);
  const unformatted = (notebook: Notebook) => Promise.resolve(JSON.stringify(notebook));
  using raw = await files({ "ch03-raw": notebook(code("1")) }, unformatted);
  assertEquals((await checkForm(raw.paths[0]!)).errors, [
    "ch03: is not in canonical form; deno run -A tools/notebooks.ts writes it",
  ]);
});

Deno.test("formatted() of its own result changes nothing, with empty cells and code that cannot be parsed too", async () => {
  const cells = [code("\n"), code("const y = ;"), code("f( 1 )"), prose(""), prose("a\n\n\nb ")];
  const once = await formatted(notebook(...cells));
  assertEquals(await formatted(JSON.parse(once)), once);
});

Deno.test("checkImports() tells an import of what builds on the importer, a circle, and a file without a place", () => {
  const findings = checkImports(
    new Map([
      ["tensor/shape.ts", `import { type Tensor } from "./tensor.ts";`],
      [
        "tensor/tensor.ts",
        `/** import { x } from "../layers/add.ts" */\nimport { progress } from "../host/progress.ts";`,
      ],
      ["layers/add.ts", `export { a } from "./mul.ts";`],
      ["layers/mul.ts", `const { b } = await import("./add.ts");`],
      ["other.ts", ""],
    ]),
  );
  assertEquals(findings, [
    "lib/tensor/shape.ts: must not import tensor/tensor.ts, which builds on it",
    "lib/other.ts: has no place in the order of imports",
    "lib/layers/add.ts: imports in a circle: layers/add.ts → layers/mul.ts → layers/add.ts",
  ]);
  assertEquals(checkImports(readLib()), []);
});

Deno.test("checkDocs() tells what lacks documentation, and no type that an npm package exports", () => {
  const use = (type: string, line: string) =>
    `error[private-type-ref]: public type 'f' references private type '${type}'\n` +
    `10 | export function f(x: ${type}) {\n   |\n 7 | ${line}\n   | -\n`;
  const own = use("Source", "export type Source = string;");
  const packaged = use("PlotOptions", "export interface PlotOptions {");
  const missing = "error[missing-jsdoc]: exported symbol is missing JSDoc documentation\n1 | f\n";
  const end = "error: Found 3 documentation lint errors.\n";
  const lib = new Map([["io/source.ts", "// Sources\nexport type Source = string;\n"]]);
  assertEquals(checkDocs(lib, own + packaged + missing + end), [own.trim(), missing.trim()]);
  assertEquals(checkDocs(lib, "error: Module not found"), ["error: Module not found"]);
  assertEquals(checkDocs(lib, ""), []);
});

Deno.test("checkExamples() tells a function and a class without an example, and no type", () => {
  const symbol = (name: string, kind: string, ...tags: string[]) => ({
    name,
    declarations: [{ kind, jsDoc: { tags: tags.map((kind) => ({ kind })) } }],
  });
  const symbols = [
    symbol("f", "function", "throws"),
    symbol("g", "function", "example"),
    symbol("C", "class"),
    symbol("T", "interface"),
  ];
  assertEquals(checkExamples(JSON.stringify({ nodes: { "mod.ts": { symbols } } })), [
    "f: has no @example",
    "C: has no @example",
  ]);
});

Deno.test("checkLengths() tells a file of more than 250 lines, unless it is generated", () => {
  const long = "// one more\n".repeat(251);
  const files = new Map([
    ["tensor/tensor.ts", long],
    ["tensor/shape.ts", "// one more\n".repeat(250)],
    ["backend/wasm/module.ts", long],
  ]);
  assertEquals(checkLengths(files), ["lib/tensor/tensor.ts: has 251 lines; 250 are allowed"]);
  assertEquals(checkLengths(readLib()), []);
});

Deno.test("checkLayers() counts the code of a layer, without comments, and tells a long one", () => {
  const counts = countLayers(
    new Map([
      ["layers/short.ts", "// what\n\n/** a\n * b\n */\nexport const x = 1; // y\n"],
      ["layers/long.ts", "f();\n".repeat(61)],
      ["layers/checks.ts", "f();\n".repeat(99)],
      ["tensor.ts", "f();\n".repeat(99)],
    ]),
  );
  assertEquals([...counts], [["short.ts", 1], ["long.ts", 61]]);
  assertEquals(checkLayers(counts), [
    "lib/layers/long.ts: has 61 lines of code; 60 are allowed",
  ]);
});
