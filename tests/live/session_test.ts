// A session in a page from file://, without a network: what a reader may do to it.

import type { Browser } from "playwright-core";
import { join } from "node:path";
import { dataFolder } from "../golden.ts";
import { serve } from "../../tools/serve.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { LivePage, pageFor } from "./page.ts";

let browser: Promise<Browser> | undefined;
Deno.test.afterAll(async () => (await browser)?.close());

/** A test with a page of its own, on which nothing may go wrong. */
function pageTest(name: string, test: (page: LivePage) => Promise<void>): void {
  const fn = async () => {
    await using page = await LivePage.open(await (browser ??= launchBrowser()), []);
    await test(page);
    assertEquals(page.problems, []);
  };
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

pageTest("run() shares variables, prints, shows, and imports lib and Plot", async (page) => {
  assertEquals(
    await page.shownBy('const a: number = 2;\nconsole.log("a", [a]);\nconsole.error({ a });\na'),
    { status: "ok", texts: ["a [ 2 ]\n", "{ a: 2 }\n", "2"] },
  );
  const { status, outputs } = await page.run(
    `import { plot, tensor } from "../lib/mod.ts";
import * as Plot from "@observablehq/plot";
tensor([[a, 1]]).shape.length === 2 && plot({ title: "T", marks: [Plot.dot([[1, 2]])] })`,
  );
  assertEquals(status, "ok");
  assertEquals(outputs.map(({ output_type, data }) => [output_type, Object.keys(data!)]), [
    ["execute_result", ["image/svg+xml", "text/plain"]],
  ]);
});

pageTest("errors tell the reader's cell, line and column, and where lib was", async (page) => {
  const errorOf = async (source: string) =>
    (await page.shownBy(source, { number: 12 })).texts.join();
  assertEquals(
    await errorOf(
      'import { tensor } from "../lib/mod.ts";\nlet x: unknown;\n  (x as string).length',
    ),
    "TypeError: Cannot read properties of undefined (reading 'length')\n" +
      "    at cell 12, line 3, column 17",
  );
  assertEquals(
    await errorOf("tensor([[1, 2]]).dot(tensor([[1, 2]]))"),
    "TypeError: Tensor.dot: (1, 2) does not fit (1, 2): 2 ≠ 1\n" +
      "    at cell 12, line 1, column 18\n    inside lib: dot < Tensor.dot",
  );
  assertEquals(
    await errorOf('import { tensr } from "../lib/mod.ts";'),
    "SyntaxError: ../lib/mod.ts has no export tensr; did you mean Tensor?\n" +
      '  1 | import { tensr } from "../lib/mod.ts";\n    |          ~',
  );
  assertEquals(
    await errorOf("const a = [1, 2"),
    'SyntaxError: Unexpected token, expected ","\n  1 | const a = [1, 2\n    |                ~',
  );
  assertEquals(
    await errorOf("const b = 1;\nb = 2"),
    "TypeError: Assignment to constant variable b.\n    at cell 12, line 2, column 3",
  );
  assertEquals(await errorOf("throw { a: 1 }"), "Uncaught { a: 1 }");
  assertTrue((await errorOf('import x from "npm:lodash"')).includes("needs Deno"));
});

pageTest("a cell that needs Deno says so, and those below can run", async (page) => {
  assertEquals(await page.shownBy("const { serve } = Deno;\nserve(() => new Response())"), {
    status: "ok",
    texts: [
      "this cell needs Deno, for Deno.serve: open the notebook with `deno task lab` to run it\n",
    ],
  });
});

pageTest("lib's classes and functions have their names", async (page) => {
  const source = `import * as lib from "../lib/mod.ts";
Object.entries(lib).filter(([name, one]) => typeof one === "function" && one.name !== name).map(([name]) => name)`;
  assertEquals(await page.shownBy(source), { status: "ok", texts: ["[]"] });
});

pageTest("what nobody catches is shown under its cell", async (page) => {
  const wait = "await new Promise((r) => setTimeout(r, 100))";
  assertEquals(await page.shownBy(`setTimeout(() => { throw new Error("late") }, 10);\n${wait}`), {
    status: "ok",
    texts: ["Error: late\n    at cell 1, line 1, column 26"],
  });
  assertEquals(await page.shownBy(`Promise.reject(new Error("alone"));\n${wait}`), {
    status: "ok",
    texts: ["Error: alone\n    at cell 1, line 1, column 16"],
  });
});

pageTest("what a timer prints, and throws, goes under the cell that set it", async (page) => {
  const outputs = await page.evaluate(`(async () => {
    const shown = {};
    const run = (id, source) =>
      session.run({ id, number: 1, source }, (all) => shown[id] = all.map(({ text, evalue }) => text ?? evalue));
    await run("a", \`let n = 0;
      const timer = setInterval(() => { console.log(++n); if (n === 3) clearInterval(timer) }, 100);
      setTimeout(() => { throw new Error("late") }, 150);
      0 || undefined\`);
    await run("b", "console.log('b'); await new Promise((go) => setTimeout(go, 700)); console.log('end')");
    return shown;
  })()`);
  assertEquals(outputs, { a: ["1\n", "late", "2\n3\n"], b: ["b\nend\n"] });
});

pageTest("errors tell what has caused them", async (page) => {
  const { texts } = await page.shownBy(
    'throw new Error("a", { cause: new TypeError("b", { cause: { c: 1 } }) })',
  );
  assertEquals(texts, [
    "Error: a\n    at cell 1, line 1, column 7\n" +
    "Caused by TypeError: b\n    at cell 1, line 1, column 31\nCaused by { c: 1 }",
  ]);
});

pageTest(
  "stop() ends a loop over progress in order, and what waits; variables live",
  async (page) => {
    const loop = `import { progress } from "../lib/mod.ts";
let steps = 0;
for await (const _ of progress(1e9, "long")) steps++;`; // a fast machine is not through before Stop
    const { status, texts } = await page.shownBy(loop, { stop: 2500 });
    assertEquals(status, "stopped");
    assertTrue(/^Stopped: stopped at step \d+ of 1000000000/.test(`${texts.at(-1)}`), texts.join());
    const waiting = await page.shownBy("await new Promise(() => {})", { stop: 300 });
    assertEquals(waiting, {
      status: "stopped",
      texts: ["Stopped: stopped: the cell no longer waits"],
    });
    assertEquals(await page.shownBy("steps > 0"), { status: "ok", texts: ["true"] });
  },
);

pageTest("stop() ends a loop that looks at nothing, with the variables", async (page) => {
  await page.run("const a = 1");
  const { status, outputs } = await page.run("while (true) console.log('x')", { stop: 500 });
  assertEquals(status, "lost");
  assertTrue(String(outputs[0]!.text).length < 1_100_000);
  assertEquals(
    outputs.at(-1)!.evalue,
    "the cell did not listen to Stop; the variables of all cells are gone",
  );
  const { status: next, texts } = await page.shownBy("a");
  assertEquals([next, `${texts}`.split("\n")[0]], ["error", "ReferenceError: a is not defined"]);
});

pageTest("a cell that wants a terabyte at once gets one line", async (page) => {
  const { status, texts } = await page.shownBy("new ArrayBuffer(2 ** 40)");
  assertEquals([status, texts.length], ["error", 1]);
  assertTrue(
    /^RangeError: (Array buffer allocation failed|Invalid array buffer length)/.test(`${texts}`),
    `${texts}`,
  );
  assertEquals(await page.shownBy("1 + 1"), { status: "ok", texts: ["2"] });
});

pageTest(
  "a cell that fills the memory takes its process with it, and the page lives",
  async (page) => {
    const fill = "const all = [];\nwhile (true) all.push(new Array(1e6).fill(1.5));";
    assertEquals(await page.shownBy(fill), {
      status: "lost",
      texts: [
        "Error: the cells took more memory than there is; the variables of all cells are gone",
      ],
    });
    assertEquals(await page.shownBy("1 + 1"), { status: "ok", texts: ["2"] });
  },
);

pageTest("HTML in strings stays text", async (page) => {
  const { outputs } = await page.run('"<img src=x onerror=alert(1)>"');
  assertEquals(outputs[0]!.data, { "text/plain": '"<img src=x onerror=alert(1)>"' });
});

pageTest("a cell may break the worker's own names, and only its session ends", async (page) => {
  await page.run("Array.prototype.map = null; globalThis.JSON = 3; 7", { stop: 20_000 });
  const { status, outputs } = await page.run("1", { stop: 20_000 });
  assertEquals([status, outputs.at(-1)!.evalue], [
    "lost",
    "a cell broke what runs cells; the variables of all cells are gone",
  ]);
  assertEquals(await page.shownBy("2"), { status: "ok", texts: ["2"] });
  for (const prototype of ["Object.prototype", "Array.prototype"]) {
    const toJSON = await page.run(`${prototype}.toJSON = () => "all"; 1`, { stop: 20_000 });
    assertEquals([toJSON.status, toJSON.outputs.at(-1)!.evalue], [
      "lost",
      "a cell broke what runs cells; the variables of all cells are gone",
    ], prototype);
    assertEquals(await page.shownBy("2"), { status: "ok", texts: ["2"] });
  }
});

pageTest("what a cell puts into every object is told, and plots are drawn", async (page) => {
  const { texts } = await page.shownBy("Object.prototype.foo = 3;\nundefined");
  assertEquals(texts, [
    "Object.prototype.foo is in every object now, the library's too; " +
    "delete Object.prototype.foo takes it back\n",
  ]);
  const { status, outputs } = await page.run(
    `import { plot } from "../lib/mod.ts";
import * as Plot from "@observablehq/plot";
const { foo } = {};
plot({ title: \`\${foo}\`, marks: [Plot.dot([[1, 2]])] })`,
  );
  assertEquals([status, outputs[0]!.data!["text/plain"]], ["ok", "[figure: 3]"]);
});

pageTest("variables named as what the library uses leave it as it is", async (page) => {
  const cell =
    "const performance = 0.97, Math = 1, JSON = 2, setTimeout = 3, crypto = 4, Set = 5;\n" +
    "[performance, Math, JSON, setTimeout, crypto, Set]";
  assertEquals((await page.shownBy(cell)).texts, ["[ 0.97, 1, 2, 3, 4, 5 ]"]);
  const { status, texts } = await page.shownBy(
    `import { progress, tensor } from "../lib/mod.ts";
for await (const _ of progress(2)) {}
tensor([1, 2]).sum()`,
  );
  assertEquals([status, texts], ["ok", ["2 of 2", "3"]]);
});

pageTest("whatever a cell throws or shows, the page hears of its end", async (page) => {
  for (
    const [thrown, said] of [
      ['const e = new Error("x"); (e as any).stack = 5; throw e', "5"],
      ['throw Object.assign(new Error("x"), { message: { a: 1 } })', "Error: [object Object]"],
      ["throw new Proxy({}, { get() { throw 1 } })", "a value that cannot be shown"],
      [
        'throw { [Symbol.for("Deno.customInspect")]() { throw 1 } }',
        "a value that cannot be shown",
      ],
      ['({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": 5n }) })', "BigInt"],
      ['Deno.jupyter.broadcast("display_data", { data: { a: 5n } })', "BigInt"],
      ["close()", "close(): a cell cannot end what runs it; Stop does"],
    ] as const
  ) {
    const { status, texts } = await page.shownBy(thrown, { stop: 20_000 });
    assertEquals([status, texts.length, `${texts}`.includes(said)], ["error", 1, true], thrown);
  }
  assertEquals(await page.shownBy("[Deno, 1]"), { status: "ok", texts: ["[ Deno, 1 ]"] });
});

pageTest(
  "of outputs without end a page gets a thousand, and the error after them",
  async (page) => {
    for (
      const output of ["show(1)", 'console.log(""); console.error("")', "show(1); console.log(1)"]
    ) {
      const { status, texts } = await page.shownBy(
        `import { show } from "../lib/mod.ts";
for (let i = 0; i < 3000; i++) { ${output} }
throw new Error("last")`,
      );
      assertEquals([status, texts.length <= 1004, `${texts.at(-1)}`.split("\n")[0]], [
        "error",
        true,
        "Error: last",
      ], output);
      assertTrue(texts.includes("… and more, which is not shown\n"), output);
    }
  },
);

pageTest("console: nothing is shown but what it prints", async (page) => {
  const { texts } = await page.shownBy(
    `console.groupCollapsed("g"); console.log(1); console.clear(); console.groupEnd();
console.time("t"); console.countReset();
console.assert(true)`,
  );
  assertEquals(texts, ["g\n    1\n"]);
});

pageTest("console.table() of a map and of a set has their values", async (page) => {
  const { texts } = await page.shownBy(
    'console.table(new Map([["a", 1]])); console.table(new Set(["b"]))',
  );
  assertEquals(`${texts}`.match(/│.*│/g), [
    "│ (iter idx) │ Key │ Values │",
    '│ 0          │ "a" │ 1      │',
    "│ (iter idx) │ Values │",
    '│ 0          │ "b"    │',
  ]);
});

pageTest("redraw() asks the function of play(controls, fn) again", async (page) => {
  const { outputs } = await page.run(
    `import { play, slider } from "../lib/mod.ts";
play({ a: slider(0, 4) }, ({ a }) => \`a is \${a}\`)`,
  );
  const { figure, options } = outputs[0]!.data!["application/vnd.dlfs.play+json"] as {
    figure: string;
    options: { id: string; controls: object };
  };
  assertEquals([figure, outputs[0]!.data!["text/plain"]], ["own", "a is 2"]);
  const redraw = `session.redraw(${JSON.stringify(options.id)}, { a: 3 })`;
  assertEquals(await page.evaluate(redraw), { "text/plain": "a is 3" });
  const unknown = page.evaluate(`session.redraw("nobody", {}).catch((error) => error.message)`);
  assertTrue((await unknown) !== undefined);
});

pageTest("play() of a figure of the book carries what the page needs", async (page) => {
  const { outputs } = await page.run(
    'import { play } from "../lib/mod.ts";\nplay("perceptron", { gate: "OR" })',
  );
  const { "application/vnd.dlfs.play+json": shown, ...still } = outputs[0]!.data!;
  assertEquals(shown, { figure: "perceptron", options: { gate: "OR" } });
  assertEquals(Object.keys(still).toSorted(), ["image/svg+xml", "text/plain"]);
});

pageTest("parallel() gives the same in turns, with one bar", async (page) => {
  const { texts } = await page.shownBy(
    `import { parallel, progress } from "../lib/mod.ts";
await parallel([1, 2, 3], async (x) => { for await (const _ of progress(2)); return x * x })`,
  );
  assertEquals(texts, ["3 of 3", "[ 1, 4, 9 ]"]);
});

pageTest("rubbish under the name of a file of MNIST gets one line", async (page) => {
  await page.evaluate(
    `session.addFile("train-labels-idx1-ubyte.gz", new Uint8Array(10_000_000)); 0`,
  );
  const source = `import { loadMnist } from "../lib/mod.ts";
const { source } = await loadMnist();
source`;
  const { status, texts } = await page.shownBy(source);
  assertEquals([status, texts.at(-1)], ["ok", '"synthetic"']);
  assertEquals(texts.length, 2);
});

pageTest("addFile() gives a cell its file, also to one that runs later", async (page) => {
  await page.run("1");
  await page.evaluate(`session.addFile("mine.txt", new TextEncoder().encode("hello")); 0`);
  assertEquals(await page.shownBy('await Deno.readTextFile("mine.txt")'), {
    status: "ok",
    texts: ['"hello"'],
  });
  const missing = await page.shownBy('await Deno.readTextFile("other.txt")');
  assertTrue(`${missing.texts}`.includes("this page has no file notebooks/other.txt"));
});

const mnist = dataFolder();
if (mnist === undefined) {
  console.log("omitted: addFile() makes loadMnist() give MNIST: no MNIST here");
} else {
  pageTest(
    "addFile() makes loadMnist() give MNIST, though it has given synthetic digits",
    async (page) => {
      const cell = 'import { loadMnist } from "../lib/mod.ts";\n(await loadMnist()).source';
      assertEquals((await page.shownBy(cell)).texts.at(-1), '"synthetic"');
      for (const set of ["train", "t10k"]) {
        for (const kind of ["images-idx3", "labels-idx1"]) {
          const name = `${set}-${kind}-ubyte.gz`;
          const base64 = Deno.readFileSync(join(mnist, "mnist", name)).toBase64();
          await page.evaluate(`session.addFile("${name}", Uint8Array.fromBase64("${base64}")); 0`);
        }
      }
      assertEquals(await page.shownBy(cell), { status: "ok", texts: ['"mnist"'] });
    },
  );
}

Deno.test({
  name: "served with isolation, as many threads compute as there are cores, to the same numbers",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(join(folder, "index.html"), await pageFor([]));
    const url = Promise.withResolvers<string>();
    await using _server = serve(folder, 0, url.resolve);
    const source = `import { backendInfo, random } from "../lib/mod.ts";
await new Promise((r) => setTimeout(r, 2000)); // the other threads start
const [a, b] = [0, 1].map((seed) => random(seed).normal([300, 300]));
[backendInfo().threads, a.dot(b).sum()]`;
    const shown: string[][] = [];
    for (const at of [await url.promise, undefined]) {
      await using page = at
        ? await LivePage.openAt(await (browser ??= launchBrowser()), at)
        : await LivePage.open(await browser!, []);
      const { texts } = await page.shownBy(source);
      assertEquals(page.problems, []);
      shown.push(`${texts}`.replace(/[[\]\s]/g, "").split(","));
    }
    const cores = Math.min(navigator.hardwareConcurrency, 8);
    assertEquals(shown.map(([threads]) => Number(threads)), [cores, 1]);
    assertEquals(shown[0]![1], shown[1]![1]);
    await Deno.remove(folder, { recursive: true });
  },
});
