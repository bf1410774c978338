// The same in JupyterLab, by keys.

import { startLab } from "../notebooks/lab.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { setup } from "../../tools/setup.ts";

await setup();

Deno.test("JupyterLab shows a syntax error and notes a wrong type, ends loops at Stop, completes and has docs", async () => {
  await using lab = await startLab({ DENO_LAYER_TYPES: "note" });
  const notebook = await lab.open("tests/kernel/fixtures/cells.ipynb");
  const { page } = notebook;
  const texts = async (number: number) =>
    (await notebook.cells())[number - 1]!.outputs.map(({ data, traceback }) =>
      String(traceback ?? data!["text/plain"])
    );
  const run = async (number: number) => {
    await notebook.run(number);
    await notebook.waitFor((cells) => cells[number - 1]!.ended);
  };

  await run(1);
  await run(3);
  assertEquals(await texts(3), [
    "SyntaxError: Expected ',', got '<eof>',  1 | const z = [1,2,    |             ~",
  ]);
  for (const endless of [4, 5]) {
    await notebook.run(endless);
    await page.waitForTimeout(500);
    await notebook.stop();
    await notebook.waitFor((cells) => cells[endless - 1]!.ended);
    assertTrue((await texts(endless)).join().startsWith("Stopped: "));
  }
  await notebook.runAll(); // the error in the third cell leaves the rest out
  assertEquals((await notebook.cells()).map(({ ended }) => ended), [
    true,
    true,
    true,
    ...Array(5).fill(false),
  ]);
  await run(6);
  assertEquals(await texts(6), ["true"]);

  await run(2);
  await notebook.waitFor((cells) => cells[1]!.outputs.length > 0); // comes late, the first time
  assertTrue(
    (await texts(2)).join().startsWith("Type 'string' is not assignable to type 'number'."),
  );

  const write = async (number: number) => {
    const cell = await notebook.scrollTo(number);
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    return cell;
  };
  const completed = await write(7);
  const isCompleted = () =>
    page.evaluate(() =>
      [".cm-content:focus", ".jp-mod-active .cm-content", ".jp-Completer"].some((part) =>
        document.querySelector(part)?.textContent?.includes("reshape")
      )
    );
  for (let attempt = 0; attempt < 15 && !await isCompleted(); attempt++) {
    await page.keyboard.press("Tab"); // again, while deno lsp is busy
    await page.waitForTimeout(2000);
  }
  assertTrue(await isCompleted());
  await completed.waitFor();
  await page.keyboard.press("Escape");
  await write(8);
  const tooltip = page.locator(".jp-Tooltip");
  const docs = async () => {
    await page.keyboard.press("Shift+Tab");
    await tooltip.waitFor({ timeout: 10_000 }).catch(() => {}); // nobody has an answer yet
    return await tooltip.textContent({ timeout: 1000 }).catch(() => null) ?? "";
  };
  let shown = await docs();
  for (let attempt = 0; attempt < 10 && !shown.includes("W: Tensor, b: Tensor"); attempt++) {
    await page.keyboard.press("Escape"); // what Deno's kernel said while deno lsp was busy
    await page.waitForTimeout(1000);
    await write(8);
    shown = await docs();
  }
  assertTrue(shown.includes("W: Tensor, b: Tensor"), shown);
  await notebook.close();
});
