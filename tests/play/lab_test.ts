// The same figures in JupyterLab, in the frames of their cell's output; and a function of the reader's own.

import type { Locator } from "playwright-core";
import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { figures, type PlayFigures } from "../../lib/play/figures/all.ts";
import { setup } from "../../tools/setup.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { startLab } from "../notebooks/lab.ts";
import { drivers } from "./drivers.ts";
import { sees, slide } from "./hand.ts";

await setup();

Deno.test("figures live in JupyterLab; play() runs the reader's function in the kernel; what is saved is small", async () => {
  await using lab = await startLab();
  const notebook = await lab.open("tests/play/fixtures/play.ipynb");
  const run = async (number: number): Promise<Locator> => {
    await notebook.run(number);
    await notebook.waitFor((cells) => cells[number - 1]!.ended);
    return await notebook.scrollTo(number);
  };
  const outputs = async (number: number) => (await notebook.cells())[number - 1]!.outputs;

  const own = (await run(1)).locator("iframe").contentFrame().locator(".play");
  await sees(own, /^relu: 2 and 0.01$/);
  await slide(own, "a", 3);
  await sees(own, /^relu: 3 and 0.01$/);
  await slide(own, "lr", Math.log(0.1));
  await sees(own, /^relu: 3 and 0.1$/);
  await own.getByRole("button", { name: "sigmoid" }).click();
  await sees(own, /^sigmoid: 3 and 0.1$/);
  await own.getByLabel("on").check();
  await sees(own, /^Error: not with on$/);
  await own.getByLabel("on").uncheck();
  await sees(own, /^sigmoid: 3 and 0.1$/);
  await run(2);
  assertEquals((await outputs(2)).map(({ data }) => data?.["text/plain"]), ["true"]);

  const cell = await run(3);
  const count = Object.keys(figures).length;
  await notebook.waitFor((cells) => cells[2]!.outputs.length === count);
  // those with weights come later than they were asked for
  const names = (await outputs(3)).map(({ data }) => (data![PLAY] as Shown).figure);
  assertEquals(names.toSorted(), Object.keys(figures).sort());
  for (const [i, { data }] of (await outputs(3)).entries()) {
    const { length } = JSON.stringify(data);
    assertTrue(length < 45_000, `${names[i]} keeps ${length} bytes in the notebook`);
  }
  for (const [i, name] of names.entries()) {
    const frame = cell.locator(".jp-OutputArea-child").nth(i).locator("iframe");
    await frame.scrollIntoViewIfNeeded();
    const place = frame.contentFrame().locator(".play");
    await place.locator(".play-frame").waitFor();
    await drivers[name as keyof PlayFigures](place);
  }
  await notebook.close();
});

Deno.test("a figure follows the theme of JupyterLab, lives in two views of a notebook, and says when its kernel has ended", async () => {
  await using lab = await startLab();
  const notebook = await lab.open("tests/play/fixtures/play.ipynb");
  await notebook.run(1);
  await notebook.waitFor(([cell]) => cell!.ended);
  const { page } = notebook;
  const own = page.locator("iframe").first().contentFrame().locator(".play");
  await slide(own, "a", 3);
  await sees(own, /^relu: 3 and 0.01$/);
  const execute = (command: string, args = {}) =>
    page.evaluate(
      ([command, args]) => globalThis.jupyterapp!.commands.execute(command, args),
      [
        command,
        args,
      ] as const,
    );
  await execute("apputils:change-theme", { theme: "JupyterLab Dark" });
  await page.locator("iframe[src$='#dark']").waitFor();
  const scheme = () => own.evaluate(() => document.documentElement.style.colorScheme);
  while (await scheme() !== "dark") await page.waitForTimeout(50);
  await sees(own, /^relu: 3 and 0.01$/); // it has not begun anew

  await execute("docmanager:clone");
  const other = page.locator("iframe").nth(1).contentFrame().locator(".play");
  await slide(other, "a", 1);
  await sees(other, /^relu: 1 and 0.01$/);
  await sees(own, /^relu: 3 and 0.01$/);

  await page.evaluate(async () => {
    const { session } = globalThis.jupyterapp!.shell.currentWidget!.context.sessionContext;
    await session!.kernel!.restart();
  });
  await slide(own, "a", 2);
  await sees(own, /^The kernel that drew this has ended/);
  await notebook.close();
});
