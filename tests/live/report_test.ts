// A report in a reader's hands: cells run, change, fail, stop and come back.

import axe from "axe-core";
import type { Page } from "playwright-core";
import { assertEquals, assertTrue } from "../assert.ts";
import { browserTest, cell, open, reportPath } from "./report.ts";

const path = await reportPath();

browserTest(
  "a cell's own result takes the place of the stored one, and Reset brings that back",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const make = cell(page, "make");
    assertEquals(await make.place.locator(".outputs").innerText(), "stored");
    assertTrue(!await make.place.getByText("yours", { exact: true }).isVisible());
    await make.run();
    assertEquals(await make.result(), "6");
    assertTrue(await make.place.locator(".live-yours").isVisible());
    assertEquals(await cell(page, "use").place.locator(".outputs").innerText(), "stored too");
    await make.press("reset");
    assertEquals(await make.place.locator(".outputs").innerText(), "stored");
    assertTrue(!await make.place.locator(".live-yours").isVisible());
    opened.check();
  },
);

browserTest("a cell can be changed, and cells below see it", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const [make, use] = [cell(page, "make"), cell(page, "use")];
  await make.write('import { tensor } from "../lib/mod.ts";\nconst x: Tensor = tensor([10]);');
  await make.run();
  await make.press("done");
  assertEquals(
    await make.place.locator("pre.source").innerText(),
    'import { tensor } from "../lib/mod.ts";\nconst x: Tensor = tensor([10]);',
  );
  assertTrue(await make.place.locator(".live-changed").isVisible());
  await use.run();
  assertEquals(await use.result(), "20");
  await make.press("reset");
  assertTrue((await make.place.locator("pre.source").innerText()).endsWith("x.sum();"));
  opened.check();
});

browserTest(
  "an error says its place, and where variables are missing the cells above can run first",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const use = cell(page, "use");
    await use.run();
    assertTrue((await use.result()).startsWith("ReferenceError: x is not defined\n"));
    await use.place.getByRole("button", { name: "Run them, then this one" }).click();
    await page.waitForFunction(() =>
      document.querySelector("[data-cell=use] .outputs")!.textContent === "12"
    );
    assertEquals(await cell(page, "make").result(), "6");
    assertEquals(await use.place.locator(".live-notice").count(), 0);
    opened.check();
  },
);

browserTest("only what a cell needs runs before it, and a typo gets its error alone", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const [use, text, long] = [cell(page, "use"), cell(page, "text"), cell(page, "long")];
  await use.write("const y = x.sum();");
  await long.write("y + 1;");
  await long.run();
  await long.place.getByText("It needs cells above that have not run: 1, 2.").waitFor();
  await long.place.getByRole("button", { name: "Run them, then this one" }).click();
  await page.waitForFunction(() =>
    document.querySelector("[data-cell=long] .outputs")!.textContent === "7"
  );
  assertEquals(await text.place.getAttribute("data-yours"), null); // which does not matter
  await long.write("y0;");
  await long.run();
  await long.place.getByText("ReferenceError: y0 is not defined").waitFor();
  assertEquals(await long.place.locator(".live-notice").count(), 0);
  opened.check();
});

browserTest("a cell says which one has stopped it, and its old error is dimmed", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const [make, use, text] = [cell(page, "make"), cell(page, "use"), cell(page, "text")];
  await use.run();
  await use.result();
  await make.write('const x = 1;\nthrow new Error("no");');
  await use.place.getByRole("button", { name: "Run them, then this one" }).click();
  const line = use.place.getByRole("link", { name: "Cell 1 stopped it." });
  await line.waitFor();
  assertEquals(await line.getAttribute("href"), "#cell-1");
  const opacity = () =>
    use.place.locator(".outputs").evaluate((element) => getComputedStyle(element).opacity);
  assertEquals(await opacity(), "0.55");
  await text.press("above");
  await text.place.getByRole("link", { name: "Cell 1 stopped it." }).waitFor();
  await use.run();
  await use.result();
  assertEquals([await opacity(), await line.count()], ["1", 0]);
  opened.check();
});

browserTest("a cell that fails is marked in red, and its error comes into sight", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  await make.write(`for (let i = 0; i < 99; i++) console.log(i);\nthrow new Error("no");`);
  await make.run();
  await make.result();
  assertTrue(await make.place.locator(".live-failed").isVisible());
  assertTrue(!await make.place.locator(".live-yours").isVisible());
  const bottoms = await page.evaluate(() =>
    [".outputs > .stderr", ".live-bar"].map((one) => {
      const { top, bottom } = document.querySelector(one)!.getBoundingClientRect();
      return one === ".live-bar" ? top : bottom;
    })
  );
  assertTrue(bottoms[0]! <= bottoms[1]!, `${bottoms}`);
  await make.write("1;");
  await make.run();
  await make.place.getByText("yours", { exact: true }).waitFor();
  assertTrue(!await make.place.locator(".live-failed").isVisible());
  opened.check();
});

browserTest("Run all above runs all above, in order", async () => {
  await using opened = await open(path);
  const { page } = opened;
  await cell(page, "text").press("above");
  assertEquals(await cell(page, "use").result(), "12");
  assertEquals(await cell(page, "make").result(), "6");
  assertEquals(await cell(page, "text").place.locator(".outputs").count(), 0);
  opened.check();
});

browserTest("what a cell prints is text, whatever is in it", async () => {
  await using opened = await open(path);
  const { page } = opened;
  await cell(page, "text").run();
  assertEquals(await cell(page, "text").result(), '<b id=bold>bold</b>\n\n"<i>i</i>"');
  assertEquals(await page.locator("#bold").count(), 0);
  opened.check();
});

browserTest("Stop ends a loop in order, and the variables are there", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const [long, make] = [cell(page, "long"), cell(page, "make")];
  await make.run();
  await make.result();
  await long.run();
  await long.place.locator("progress").waitFor();
  await page.locator(".live-bar").getByRole("button", { name: "Stop" }).click();
  assertTrue(/stopped at step \d+ of 2000/.test(await long.result()));
  await cell(page, "use").run();
  assertEquals(await cell(page, "use").result(), "12");
  opened.check();
});

browserTest(
  "Stop ends a cell that does not listen too, and the page offers to run all above again",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const [endless, use] = [cell(page, "endless"), cell(page, "use")];
    await cell(page, "make").run();
    await endless.run();
    await use.run();
    await page.waitForFunction(() =>
      document.querySelector("[data-cell=endless][data-state=running]")
    );
    await page.waitForTimeout(500);
    await endless.press("stop");
    await endless.place.getByText("The variables of all cells are gone.").waitFor();
    assertEquals(await use.place.getAttribute("data-state"), ""); // it no longer waits
    await cell(page, "use").run();
    assertTrue((await use.result()).startsWith("ReferenceError"));
    opened.check();
  },
);

browserTest("a figure looks as in a report: in a figure, with ids of its own", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const figure = cell(page, "figure");
  await figure.run();
  await figure.result();
  const svg = figure.place.locator(".outputs > figure > .picture > svg");
  assertEquals(await svg.getAttribute("aria-label"), "a line");
  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  assertEquals(ids.length, new Set(ids).size);
  const row = (await figure.place.locator(".live-row").boundingBox())!;
  const box = (await svg.boundingBox())!;
  assertTrue(row.y >= box.y + box.height); // the code lies under its figure
  opened.check();
});

browserTest(
  "a figure that the reader adds has no number, and one to play with says its title once",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const text = cell(page, "text");
    const figures = text.place.locator(".outputs > figure");
    await text.write(`import * as Plot from "@observablehq/plot";
import { play, plot, show, slider } from "../lib/mod.ts";
show(plot({ title: "added", marks: [Plot.dot([[1, 2]])] }));
play({ a: slider(1, 2) }, ({ a }) => plot({ title: "own", marks: [Plot.dot([[1, a]])] }));`);
    await text.run();
    await text.result();
    assertEquals(await figures.first().locator("figcaption").innerText(), "added");
    const own = figures.last();
    assertEquals(await own.locator("figcaption").count(), 0);
    assertEquals(await own.locator("text").filter({ hasText: /^own$/ }).count(), 1);
    await own.getByText("this page does not carry the script that moves").waitFor();
    assertEquals(await page.locator(".live-still").count(), 1);
    opened.check();
  },
);

browserTest("a solved exercise is ticked and counted, and a later visit remembers", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const solve = cell(page, "solve");
  await solve.run();
  assertTrue((await solve.result()).startsWith("○ twice: not yet"));
  await page.getByText("0 of 1 solved").waitFor();
  await solve.write('exercise("twice", 42, 42);');
  await solve.run();
  await page.getByText("1 of 1 solved").waitFor();
  await cell(page, "make").write("relu;");
  await cell(page, "make").run();
  assertTrue((await cell(page, "make").result()).startsWith("ReferenceError"));
  await page.getByText('The library has it: import { relu } from "../lib/mod.ts";').waitFor();
  await cell(page, "make").press("reset");
  await page.getByText("1 of 1 solved").waitFor();
  assertTrue(await solve.place.getByText("✓ solved").isVisible());
  await page.reload();
  await page.getByText("1 of 1 solved").waitFor();
  assertEquals(await solve.place.locator("pre.source").innerText(), 'exercise("twice", 42, 42);');
  assertTrue(await solve.place.locator(".live-changed").isVisible());
  await page.getByRole("button", { name: "Your work" }).click();
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Reset all" }).click();
  await page.getByText("0 of 1 solved").waitFor();
  await page.reload();
  assertEquals(await page.locator(".live-bar").count(), 0); // nothing is kept
  opened.check();
});

browserTest("Reset all ends what runs, and takes the variables back too", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const [make, long, use] = ["make", "long", "use"].map((id) => cell(page, id));
  await make!.run();
  await make!.result();
  await long!.run();
  await long!.place.locator("progress").waitFor();
  await use!.run();
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Your work" }).click();
  await page.getByRole("button", { name: "Reset all" }).click();
  await page.getByText("Ready", { exact: true }).waitFor();
  for (const one of [long!, use!]) {
    assertEquals(await one.place.getAttribute("data-state"), "");
    assertEquals(await one.place.getAttribute("data-yours"), null);
    assertEquals(await one.place.locator(".live-notice").count(), 0);
  }
  await use!.run();
  assertTrue((await use!.result()).startsWith("ReferenceError: x is not defined"));
  opened.check();
});

browserTest("two tabs of a page keep what is changed in either", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const other = await page.context().newPage();
  await other.goto(page.url());
  await cell(other, "use").run();
  await cell(other, "use").result();
  await cell(page, "make").write("const x = 111;");
  await cell(other, "text").write("222;");
  await page.reload();
  await page.locator(".live-bar").waitFor();
  const listing = (id: string) => cell(page, id).place.locator("pre.source").innerText();
  assertEquals([await listing("make"), await listing("text")], ["const x = 111;", "222;"]);
  await cell(other, "text").press("reset");
  await page.reload();
  await page.locator(".live-bar").waitFor();
  assertEquals(await cell(page, "text").place.getAttribute("data-changed"), null);
  assertEquals(await listing("make"), "const x = 111;");
  opened.check();
});

browserTest("what the browser keeps for a page may be rubbish", async () => {
  await using opened = await open(path);
  const { page } = opened;
  for (const rubbish of ["{", '{"a":1}', "null"]) {
    await page.evaluate((rubbish) => localStorage.setItem("live ch01-cells", rubbish), rubbish);
    await page.reload();
    await cell(page, "make").run();
    assertEquals(await cell(page, "make").result(), "6");
  }
  opened.check();
});

const axeRun = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document));

/** Each violation as `rule: count, first place`. */
async function violations(page: Page): Promise<string[]> {
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe.source);
  const { violations } = await axeRun(page);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0]!.html}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    browserTest(
      `axe finds nothing in a report that is worked with, ${colorScheme}, ${width} px`,
      async () => {
        await using opened = await open(path, {
          colorScheme,
          viewport: { width, height: 800 },
          ...width === 360 && { hasTouch: true, isMobile: true },
        });
        const { page } = opened;
        await cell(page, "use").run();
        await cell(page, "use").result();
        await cell(page, "figure").run();
        await cell(page, "figure").result();
        const make = cell(page, "make");
        await make.press("edit");
        await make.place.locator(".cm-content").press("ControlOrMeta+End");
        await page.keyboard.type("\nsoftm");
        await page.locator(".cm-tooltip-autocomplete").waitFor();
        assertEquals(await violations(page), []);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Your work" }).click();
        assertEquals(await violations(page), []);
        assertEquals(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          0,
        );
        opened.check();
      },
    );
  }
}

browserTest("what a cell has shown stays as it is while a bar below it counts", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  await make.write(
    'import { progress, show } from "../lib/mod.ts";\nshow("first");\n' +
      "for await (const i of progress(100)) await new Promise((go) => setTimeout(go, 20));",
  );
  await make.run();
  await make.place.locator("progress").waitFor();
  const first = await make.place.locator(".outputs > *").first().elementHandle();
  await make.place.getByText("100 of 100").waitFor();
  assertTrue(await first!.evaluate((element) => element.isConnected));
  opened.check();
});

browserTest("an output that would fetch something is refused in one line", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  await make.write(
    'import { display } from "../lib/mod.ts";\n' +
      '({ [display]: () => ({ "text/html": "<img src=https://example.org/a.png>" }) });',
  );
  await make.run();
  assertEquals(
    await make.result(),
    "a report fetches nothing, but there is <img src=https://example.org/a.png",
  );
  opened.check();
});

browserTest("on paper there are the reader's results, and no buttons", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  await make.run();
  await make.result();
  await page.emulateMedia({ media: "print" });
  assertTrue(await make.place.locator(".live-yours").isVisible());
  for (const hidden of [".live-tools", ".live-bar"]) {
    assertTrue(!await page.locator(hidden).first().isVisible(), hidden);
  }
  opened.check();
});

browserTest("under the title a line says that cells run, in the page's language", async () => {
  await using opened = await open(path, { locale: "ja-JP" });
  const { page } = opened;
  const line = page.locator("h1 + .cells-run");
  assertTrue((await line.innerText()).startsWith("このページのセルは、"));
  await page.getByRole("button", { name: "English" }).click();
  assertTrue((await line.innerText()).startsWith("The cells of this page can be changed and run"));
  await page.emulateMedia({ media: "print" });
  assertTrue(!await line.isVisible());
  await page.emulateMedia({ media: "screen" });
  await page.addInitScript(() => Reflect.deleteProperty(Uint8Array, "fromBase64"));
  await page.reload();
  assertTrue(!await line.isVisible()); // a browser that cannot
  opened.check();
});

browserTest("a browser that is too old for it says so in one line", async () => {
  await using opened = await open(path);
  const { page } = opened;
  await page.evaluate(() => Reflect.deleteProperty(Uint8Array, "fromBase64"));
  await cell(page, "make").run();
  await page.getByText("This browser cannot run cells; a newer one can.").waitFor();
  assertEquals(await cell(page, "make").place.locator(".outputs").innerText(), "stored");
});
