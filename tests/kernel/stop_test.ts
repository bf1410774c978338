// Stop, errors in Run All, and the death of the kernel, without a browser.

import { assertEquals, assertTrue } from "../assert.ts";
import { runCells, runPython } from "./run_cells.ts";

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

Deno.test("after an error in Run All the cells that wait do not run", async () => {
  const codes = ["let ran = 0;", 'throw new Error("far")', "ran++", "ran", "console.log(ran)"];
  assertEquals(JSON.parse(await runPython("run_all.py", JSON.stringify(codes))), [
    ["ok", []],
    ["error", [["error", "Error: far\n    at <anonymous>:1:28"]]],
    ...Array(3).fill(["aborted", []]),
  ]);
});

Deno.test({
  name: "a kernel whose Deno was killed is dead for Jupyter too, and starts again",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    assertEquals(JSON.parse(await runPython("dead_kernel.py")), {
      before: "ok",
      dead: true,
      after: "ok",
    });
  },
});
