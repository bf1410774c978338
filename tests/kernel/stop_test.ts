// Stop, errors in Run All, and the death of the kernel, without a browser.

import { assertEquals, assertTrue } from "../assert.ts";
import type { Output } from "./cells.ts";
import { runCells, runPython } from "./run_cells.ts";

/** Sends cells at once; what came of each. */
async function runAll(codes: string[]): Promise<[status: string, outputs: Output[]][]> {
  const env = { DENO_LAYER_TYPES: "off" };
  return JSON.parse(await runPython("run_all.py", JSON.stringify(codes), "deno", env));
}

/** Cells without an end, and how Stop ends them. */
const endless = {
  "while (true) {}": "ended by Stop, in the midst of what it did; variables keep what they have",
  "await new Promise(() => {})": "the cell no longer waits; what it has begun may go on",
  "for await (const i of (async function* () { yield 1; await new Promise(() => {}); })());":
    "the cell no longer waits; what it has begun may go on",
};

Deno.test({
  name:
    "Stop ends a loop that looks at nothing, and a cell that waits; the kernel and its variables live on",
  ignore: Deno.build.os === "windows", // there is no SIGINT for one process
  fn: async () => {
    const cells = Object.keys(endless).flatMap((
      code,
    ) => [{ code, stop: 0.5 }, { code: "kept += 1" }]);
    const [, ...ran] = await runCells([{ code: "let kept = 1;" }, ...cells]);
    Object.values(endless).forEach((message, i) => {
      const [stopped, after] = ran.slice(2 * i);
      assertEquals(stopped!.outputs, [["error", `Stopped: ${message}`]]);
      assertEquals(stopped!.status, "error");
      assertTrue(stopped!.seconds < 10, `${stopped!.seconds} s`);
      assertEquals(after!.outputs, [["result", `${i + 2}`]]);
    });
  },
});

Deno.test({
  name: "Stop loses nothing of what an endless loop has printed",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const loop = { code: "let i = 0; while (true) console.log(i++);", stop: 0.5 };
    const [stopped, after] = await runCells([loop, { code: "i" }]);
    const kinds = new Set(stopped!.outputs.map(([kind]) => kind));
    const lines = stopped!.outputs.filter(([kind]) => kind === "stream").map(([, text]) => text)
      .join("").trimEnd().split("\n");
    assertEquals([...kinds], ["stream", "error"]);
    assertTrue(lines.every((line, i) => line === String(i)), "a line is lost");
    const [[, count]] = after!.outputs as [Output];
    assertTrue(Number(count) - lines.length <= 1, `${lines.length} lines of ${count}`);
  },
});

Deno.test("after an error in Run All the cells that wait do not run", async () => {
  const codes = ["let ran = 0;", 'throw new Error("far")', "ran++", "ran", "console.log(ran)"];
  assertEquals(await runAll(codes), [
    ["ok", []],
    ["error", [["error", "Error: far\n    at cell [2]:1:7"]]],
    ...Array(3).fill(["aborted", []]),
  ]);
});

Deno.test("what comes when another cell runs is under the cell that began it", async () => {
  const begins = `
    const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));
    const timer = setTimeout(() => { console.log("late"); throw new Error("in a timer"); }, 300);
    const late = (async () => {
      await wait(600);
      console.error("after await");
      Deno.jupyter.broadcast("display_data", { data: { "text/plain": "shown" }, metadata: {} });
      await wait(300);
      throw new Error("nobody awaits it");
    })();`;
  const [first, ...others] = await runAll([begins, "await wait(150); 1", "await wait(1200); 2"]);
  assertEquals(first[0], "ok");
  assertEquals(first[1].map(([kind, text]) => [kind, text.split("\n")[0]]), [
    ["stream", "late"],
    ["error", "Error: in a timer"],
    ["stream", "after await"],
    ["display", "shown"],
    ["error", "Error: nobody awaits it"],
  ]);
  assertEquals(others, [["ok", [["result", "1"]]], ["ok", [["result", "2"]]]]);
});

Deno.test("what a cell shows is its own, after one whose value is loaded before it is shown", async () => {
  const loads = `import { play } from "../lib/mod.ts"; play("perceptron");`; // imports a module of its own
  const shows =
    `Deno.jupyter.broadcast("display_data", { data: { "text/plain": "own" }, metadata: {} });`;
  const cells = await runAll([loads, shows, `play("softmax")`, shows]);
  assertEquals(cells.map(([status, outputs]) => [status, ...outputs.map(([kind]) => kind)]), [
    ["ok", "result"],
    ["ok", "display"],
    ["ok", "result"],
    ["ok", "display"],
  ]);
});

Deno.test("show() keeps the order of what is loaded before it is shown, and the error of what cannot be", async () => {
  const code = `import { play, show } from "../lib/mod.ts";
    show(play("draw a digit"), "one", play("misread digits"), "two", play("perceptron"));
    show("three");`;
  const [shown] = await runCells([{ code, id: "a", wait: 5 }], "deno", { DENO_LAYER_TYPES: "off" });
  const firstWords = shown!.outputs.map(([kind, text]) => [kind, text.split(/[:\n]/)[0]]);
  assertEquals(firstWords, [
    ["display", "[figure"],
    ["display", "one"],
    ["error", "TypeError"],
    ["display", "two"],
    ["display", "[figure"],
    ["display", "three"],
  ]);
});

Deno.test({
  name:
    "a client that connects again is heard; a kernel whose Deno was killed is dead for Jupyter too, and starts again",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    assertEquals(JSON.parse(await runPython("dead_kernel.py")), {
      before: "ok",
      dead: true,
      after: "ok",
    });
  },
});
