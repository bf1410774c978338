// What a reader does with a whole report: the keyboard, the editor's help, files to take away and to bring.

import { Buffer } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { canonical, readNotebook } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { chapterPage } from "../../tools/report/page.ts";
import { serve } from "../../tools/serve.ts";
import { root } from "../../tools/setup.ts";
import type { Notebook } from "../../tools/nbformat.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { imread, tensor } from "../../lib/mod.ts";
import { assertClose, assertEquals, assertTrue } from "../assert.ts";
import { dataFolder } from "../golden.ts";
import { browserTest, cell, open, reportPath } from "./report.ts";

const path = await reportPath();

browserTest("keys run a cell, go on to the next, and leave the editor", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      const name = activeElement?.closest<HTMLElement>("[data-cell]")?.dataset.cell;
      return `${name} ${(activeElement as HTMLElement).dataset.do ?? activeElement!.className}`;
    });
  const [make, use] = [cell(page, "make"), cell(page, "use")];
  await make.press("edit");
  assertTrue((await focused()).includes("cm-content"));
  await page.keyboard.press("ControlOrMeta+Enter");
  assertEquals(await make.result(), "6");
  assertTrue((await focused()).includes("cm-content"));
  await page.keyboard.press("Escape");
  assertEquals(await focused(), "make edit");
  assertEquals(await make.place.locator(".cm-editor").count(), 0);
  await page.keyboard.press("Shift+Enter");
  assertEquals(await focused(), "use run");
  await page.keyboard.press("Enter");
  assertEquals(await use.result(), "12");
  await page.keyboard.press("ArrowRight");
  assertEquals(await focused(), "use edit");
  await page.keyboard.press("Tab"); // one stop for each cell
  await page.keyboard.press("Tab");
  assertTrue(!(await focused()).startsWith("use"));
  opened.check();
});

browserTest(
  "the editor completes names of the library, members and the cells' own, with what they are for",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const use = cell(page, "use");
    await use.press("edit");
    const list = page.locator(".cm-tooltip-autocomplete");
    /** Writes this, and waits until the list, which follows each letter later, begins so. */
    const type = async (text: string, first: RegExp) => {
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
      await list.locator("li[aria-selected]").filter({ hasText: first }).waitFor();
    };
    await type("softm", /^softmax\(x: Tensor\): Tensor$/);
    await page.locator(".cm-completionInfo").getByText("exp(x) / Σ exp(x) along the last axis")
      .waitFor();
    await page.keyboard.press("Enter");
    assertEquals(await use.place.locator(".cm-content").innerText(), "softmax");
    await type("import { zerosL", /^zerosLike\(/);
    await page.keyboard.press("Escape"); // the list
    await page.keyboard.press("Escape"); // the editor
    await use.press("reset");
    await use.press("edit");
    await type("x.argm", /^argmax/);
    const last = cell(page, "digits");
    await page.keyboard.press("Escape");
    await last.press("edit");
    await type("twi", /^twice$/); // declared in a cell above
    opened.check();
  },
);

browserTest("the editor colours code as listings, closes brackets and indents", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  const colours = (selector: string) =>
    make.place.locator(selector).evaluate((code) => {
      const words = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      const found: Record<string, string> = {};
      while (words.nextNode()) {
        const { textContent, parentElement } = words.currentNode;
        const word = textContent!.match(/import|const|tensor(?!.)|"\.\.\/lib\/mod\.ts"|[123]/)?.[0];
        if (word) found[word] = getComputedStyle(parentElement!).color;
      }
      return found;
    });
  const inListing = await colours("pre.source");
  await make.press("edit");
  assertEquals(await colours(".cm-content"), inListing);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("if (true) {");
  await page.keyboard.press("Enter");
  await page.keyboard.type("x");
  await page.keyboard.press("Escape");
  assertEquals(await make.place.locator(".cm-content").allInnerTexts(), ["if (true) {\n  x\n}"]);
  opened.check();
});

/** What the menu gives as a file. */
async function saved(page: Page, name: string): Promise<{ name: string; file: string }> {
  await page.getByRole("button", { name: "Your work" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name }).click(),
  ]);
  const file = await Deno.makeTempFile({ suffix: download.suggestedFilename() });
  await download.saveAs(file);
  return { name: download.suggestedFilename(), file };
}

browserTest("a report is saved as a notebook with the changes and what was run", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const make = cell(page, "make");
  await make.write("const x = 40 + 2;\nconsole.log('hello');\nx;");
  await make.run();
  await make.result();
  await cell(page, "figure").run();
  await cell(page, "figure").result();
  await cell(page, "text").write("nothing;");
  await cell(page, "text").run();
  await cell(page, "text").result();
  const { name, file } = await saved(page, "Save as a notebook");
  assertEquals(name, "ch01-cells.ipynb");
  const notebook: Notebook = JSON.parse(await Deno.readTextFile(file));
  assertEquals(notebook.metadata.kernelspec, {
    display_name: "Deno",
    language: "typescript",
    name: "deno",
  });
  const byId = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  assertEquals(byId.get("make")!.source, "const x = 40 + 2;\nconsole.log('hello');\nx;");
  assertEquals(byId.get("make")!.outputs, [
    { output_type: "stream", name: "stdout", text: "hello\n" },
    {
      output_type: "execute_result",
      execution_count: null,
      metadata: {},
      data: { "text/plain": "42" },
    },
  ]);
  assertEquals(Object.keys(byId.get("figure")!.outputs![0]!.data!), [
    "image/svg+xml",
    "text/plain",
  ]);
  assertEquals(byId.get("text")!.outputs![0]!.ename, "ReferenceError");
  assertEquals(byId.get("use")!.outputs, []);
  const check = "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], 4))";
  const { stderr, success } = await new Deno.Command(join(root, ".venv", "bin", "python"), {
    args: ["-c", check, file],
  }).output();
  assertTrue(success, new TextDecoder().decode(stderr));
  await Deno.remove(file);
  opened.check();
});

browserTest(
  "a report is saved as a page that shows the reader's code and results, and runs",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const make = cell(page, "make");
    await make.write("const x = 40 + 2; // </script><b>\nx;");
    await make.run();
    await make.result();
    await page.clock.setFixedTime(Date.now());
    const today = await page.evaluate("new Date().toLocaleDateString('sv')"); // 2026-04-01
    const { name, file } = await saved(page, "Save this page");
    assertEquals(name, `ch01-cells-${today}.html`);
    await using again = await open(file);
    const summary = again.page.locator("h1 + #live-summary");
    assertEquals(await summary.locator("li").allInnerTexts(), [
      "Cells changed: 1",
      "Cells run: 1",
      "Exercises solved, 0 of 1, in cells: none",
      "Not solved yet: 6",
    ]);
    assertEquals(await summary.locator("a").first().getAttribute("href"), "#cell-1");
    assertEquals(await again.page.locator("header form, .pager, a[href$='.html']").count(), 0);
    const mine = cell(again.page, "make");
    assertEquals(await mine.result(), "42");
    assertEquals(
      await mine.place.locator("pre.source").innerText(),
      "const x = 40 + 2; // </script><b>\nx;",
    );
    await mine.run();
    await cell(again.page, "use").write("x;");
    await cell(again.page, "use").run();
    assertEquals(await cell(again.page, "use").result(), "42");
    await mine.press("reset");
    assertEquals(await mine.place.locator(".outputs").innerText(), "stored");
    again.check();
    // who opens it again finds what it was saved with, but for what was changed since
    const second = await saved(page, "Save this page");
    await using twice = await open(second.file);
    assertEquals(await cell(twice.page, "make").result(), "42");
    await cell(twice.page, "text").write("7;");
    await twice.page.reload();
    assertEquals(await cell(twice.page, "make").result(), "42");
    assertEquals(await cell(twice.page, "text").place.locator("pre.source").innerText(), "7;");
    await cell(twice.page, "make").write("8;");
    await twice.page.reload();
    await twice.page.locator("[data-cell=make][data-changed]").waitFor();
    assertEquals(await cell(twice.page, "make").place.locator("pre.source").innerText(), "8;");
    assertEquals(await cell(twice.page, "make").place.locator(".outputs").innerText(), "stored");
    twice.check();
    // a browser has one storage for all files: of two that were saved in the same second each has its own part of it
    const [key, other] = await Promise.all(
      [again, twice].map(({ page }) => page.locator("#live-tools").getAttribute("data-saved")),
    );
    assertTrue(key !== other);
    await Deno.remove(second.file);
    opened.check();
    await Deno.remove(file);
  },
);

browserTest(
  "a page that the browser itself has saved has its buttons once, and runs what it shows",
  async () => {
    await using opened = await open(path);
    const make = cell(opened.page, "make");
    await make.write("const x = 42;\nx;");
    await make.run();
    await make.result();
    await make.press("done");
    const file = await Deno.makeTempFile({ suffix: ".html" });
    const key = 'data-name="'; // another computer has kept nothing for it
    const html = (await opened.page.content()).replace(key, `${key}other `);
    await Deno.writeTextFile(file, html);
    await using again = await open(file);
    const shown = cell(again.page, "make");
    assertEquals(await shown.place.locator(".live-row").count(), 1);
    assertEquals(await shown.place.locator("pre.source").innerText(), "const x = 42;\nx;");
    await shown.run();
    await again.page.locator("[data-cell=make] .live-yours > span:last-child:not(:empty)")
      .waitFor();
    assertEquals(await shown.result(), "42");
    assertEquals(await again.page.locator(".live-bar").count(), 1);
    await Deno.remove(file);
  },
);

/** Drops files with these contents on the page. */
async function drop(page: Page, files: Record<string, Uint8Array>): Promise<void> {
  const base64 = Object.entries(files).map(([name, bytes]) => [name, bytes.toBase64()] as const);
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([Uint8Array.fromBase64(text)], name));
    return data;
  }, base64);
  await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
  assertTrue(await page.evaluate(() => "drop" in document.documentElement.dataset));
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  assertTrue(!await page.evaluate(() => "drop" in document.documentElement.dataset));
}

browserTest(
  "files are chosen by a button under the title, which names those of MNIST",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    await page.getByRole("button", { name: "Use the real MNIST" }).click();
    const files = page.locator("#live-files");
    await files.getByText("t10k-labels-idx1-ubyte.gz").waitFor();
    assertTrue(await files.locator("input").evaluate((input) => input === document.activeElement));
    assertEquals(await files.locator("li").count(), 4);
    const choose = (name: string, buffer: Uint8Array) =>
      files.locator("input").setInputFiles({ name, mimeType: "", buffer: Buffer.from(buffer) });
    await choose("mine.zip", new Uint8Array(9));
    await files.getByText(/^mine\.zip is no file of MNIST .* and no picture/).waitFor();
    await choose("t10k-images-idx3-ubyte", new Uint8Array(9));
    await files.getByText("t10k-images-idx3-ubyte is damaged, or another file of that name")
      .waitFor();
    const mnist = await mnistFiles();
    if (mnist) {
      const unpacked = (name: string) => gunzipSync(mnist[`${name}.gz`]!);
      await choose("t10k-labels-idx1-ubyte (1)", unpacked("t10k-labels-idx1-ubyte"));
      await files.getByText(
        /^Digits are drawn until train-.*, t10k-images-idx3-ubyte\.gz are there/,
      )
        .waitFor();
      await choose("t10k-images.idx3-ubyte", unpacked("t10k-images-idx3-ubyte"));
      await files.getByText(/^The digits to test with are MNIST's; those to train with are drawn/)
        .waitFor();
      assertEquals((await files.locator("li").allInnerTexts()).map((line) => line[0]), [..."○○✓✓"]);
      await page.keyboard.press("Escape");
      const digits = cell(page, "digits");
      await digits.write(
        'import { loadMnist } from "../lib/mod.ts";\n(await loadMnist()).tTest.slice([0, 5]).data.join();',
      );
      await digits.run();
      assertTrue((await digits.result()).endsWith('"7,2,1,0,4"'));
    }
    opened.check();
  },
);

browserTest(
  "digits that take MNIST's place are drawn by workers of the page, to the same bits",
  async () => {
    await using opened = await open(path, { isIdle: true });
    const { page } = opened;
    const digits = cell(page, "digits");
    await digits.write(`import { loadMnist } from "../lib/mod.ts";
const { xTrain, tTest } = await loadMnist({ normalize: false });
console.log(xTrain.slice([59_990, 60_000]).data.join(), tTest.slice([9_990, 10_000]).data.join());`);
    const [worker] = await Promise.all([page.waitForEvent("worker"), page.reload()]);
    assertTrue(worker.url().startsWith("data:"));
    await digits.run();
    const { images } = syntheticDigits(60_000, 1, 59_990, 60_000);
    const { labels } = syntheticDigits(10_000, 2, 9_990, 10_000);
    assertTrue((await digits.result()).includes(`${images.join()} ${labels.join()}`));
    opened.check();
  },
);

async function mnistFiles(): Promise<Record<string, Uint8Array> | undefined> {
  const folder = dataFolder();
  if (folder === undefined) {
    console.log("omitted: real MNIST dropped on a report: there is no DLFS_DATA_DIR");
    return undefined;
  }
  const names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
    .map((name) => `${name}-ubyte.gz`);
  const read = async (name: string) =>
    [name, await Deno.readFile(join(folder, "mnist", name))] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

browserTest(
  "files that are dropped on the page are taken only if they are MNIST's or pictures",
  async () => {
    await using opened = await open(path);
    const { page } = opened;
    const digits = cell(page, "digits");
    await drop(page, { "holiday.jpg": new Uint8Array(10_000_000) });
    await page.locator(".live-messages").getByText("holiday.jpg is no file of MNIST").waitFor();
    await drop(page, { "t10k-labels-idx1-ubyte.gz": new Uint8Array(5000) });
    await page.locator(".live-messages").getByText(
      "t10k-labels-idx1-ubyte.gz is damaged, or another file of that name",
    )
      .waitFor();
    assertTrue(await page.getByText("synthetic digits").first().isVisible());
    const files = await mnistFiles();
    if (files) {
      await drop(page, files);
      await page.locator(".live-messages").getByText(
        /^Checked and taken: train-images-idx3-ubyte.gz.* for this visit\.$/,
      )
        .waitFor();
      assertTrue(await page.getByText("real MNIST", { exact: false }).first().isVisible());
      await digits.run();
      assertEquals(await digits.result(), '"mnist"');
    }
    opened.check();
  },
);

browserTest(
  "a page that is served keeps the files until the reader has it forget them",
  async () => {
    const files = await mnistFiles();
    if (!files) return;
    await using server = serve(dirname(path), 0, () => {});
    await using opened = await open(`http://127.0.0.1:${server.addr.port}/${basename(path)}`);
    const { page } = opened;
    const sourceAtNextVisit = async () => {
      await page.reload();
      await cell(page, "digits").run();
      return await cell(page, "digits").result();
    };
    await drop(page, files);
    await page.locator(".live-messages").getByText(
      /^Checked and taken: .* and at your next visit\.$/,
    ).waitFor();
    assertEquals(await sourceAtNextVisit(), '"mnist"');
    await page.locator(".live-on").getByText("real MNIST").waitFor();
    await page.getByRole("button", { name: "Your work" }).click();
    await page.getByRole("button", { name: "Use MNIST or pictures of yours" }).click();
    await page.getByRole("button", { name: "Forget these files" }).click();
    await page.locator(".live-messages").getByText("The files are forgotten").waitFor();
    assertTrue((await sourceAtNextVisit()).endsWith('"synthetic"'));
    assertEquals(await page.getByText("Forget these files").count(), 0);
    opened.check();
  },
);

browserTest("a photo that is dropped on the page is read, turned as the camera noted", async () => {
  await using opened = await open(path);
  const { page } = opened;
  const photo = (name: string) => Deno.readFile(join(root, "tests", "vectors", name));
  const text = cell(page, "text");
  const read = async (name: string, bytes: Uint8Array) => {
    await drop(page, { [name]: bytes });
    await page.locator(".live-messages").getByText(`Checked and taken: ${name}.`).waitFor();
    await text.write(
      `import { imread } from "../lib/mod.ts";\nArray.from((await imread("${name}")).data).join();`,
    );
    await text.run();
    const result = await text.result();
    await text.press("done");
    await text.press("reset");
    return result;
  };
  for (const name of ["colour.jpg", "grey.jpg", "turned.jpg"]) {
    const there = await imread(await photo(name));
    const here = (await read(name, await photo(name))).replaceAll('"', "").split(",").map(Number);
    assertClose(tensor(here).reshape(...there.shape), there, { rtol: 0, atol: 3, what: name });
  }
  const cut = (await photo("colour.jpg")).slice(0, 500);
  assertTrue(/cut\.jpg: cut short or damaged/.test(await read("cut.jpg", cut)));
  opened.check();
});

browserTest("figures to play with live in a page that is served too", async () => {
  const notebook = join(root, "notebooks", "ch02-perceptrons.ipynb");
  const chapter = renderChapter(JSON.parse(canonical(readNotebook(notebook))), notebook);
  const html = await chapterPage(chapter, { previous: undefined, next: undefined }, "");
  const file = join(dirname(path), "served.html");
  await Deno.writeTextFile(file, html);
  await using server = serve(dirname(path), 0, () => {});
  await using opened = await open(`http://127.0.0.1:${server.addr.port}/served.html`);
  const { page } = opened;
  await page.locator(".play").first().scrollIntoViewIfNeeded();
  await page.locator(".play-frame").first().waitFor();
  await page.waitForTimeout(1000); // a thread that fails does so a moment later
  opened.check();
});
