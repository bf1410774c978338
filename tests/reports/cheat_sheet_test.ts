// The cheat sheet: what it says beside the documentation, and its page.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeDocs } from "../../tools/docs.ts";
import { namesOf } from "../../tools/report/cheat_sheet/library.ts";
import { besides, roomsOfLibrary } from "../../tools/report/cheat_sheet/rooms.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { buildBook } from "./book.ts";
import { browserTest, open } from "./build.ts";

const folder = await buildBook();
const page = join(folder, "cheat-sheet.html");
const rows = (await roomsOfLibrary()).flatMap(({ rows }) => rows);

Deno.test("every name of lib has a sentence in both languages; docs/cheat-sheet.json has the Japanese", () => {
  const lacking = rows.filter(({ english, japanese }) => !english || !japanese).map(({ name }) =>
    name
  );
  assertEquals(lacking, []);
});

Deno.test("docs/cheat-sheet.json has no name that lib lacks", async () => {
  const names = await namesOf();
  assertEquals(Object.keys(besides).filter((name) => !names.has(name)), []);
});

Deno.test("roomsOfLibrary() shows how a name is called, and the shortest example of it", () => {
  const row = (name: string) => rows.find((row) => row.name === name)!;
  assertEquals(row("softmax").signatures, ["softmax(x) → Tensor"]);
  assertEquals(row("softmax").example, "softmax(tensor([1000, 1000, 0])); // [0.5 0.5 0. ]");
  assertEquals(row("softmax").section, "3.5.2");
  assertEquals(row("SGD").signatures, ["new SGD({ lr }?)"]);
  assertEquals(row("Tensor.sum").signatures, ["x.sum(axis?, { keepdims }?)"]);
  assertEquals(row("Tensor.dot").numpy, "np.dot(x, W)");
  assertEquals(row("loadMnist").signatures[0]!.split(" → ")[1], "Promise<Mnist>");
  assertEquals(row("Affine").members, ["W", "b", "dW", "db", "forward", "backward"]);
  for (const { name, example } of rows) {
    assertTrue(
      !/^import /m.test(example) && example.split("\n").length <= 8,
      `${name}: ${example}`,
    );
  }
});

Deno.test("every link of the cheat sheet leads to a page of the reference or a section that is there", async () => {
  await writeDocs(join(folder, "api"));
  const html = await Deno.readTextFile(page);
  const links = Array.from(html.matchAll(/<(?:dt|dd)[^]*?<\/(?:dt|dd)>/g), ([part]) => part)
    .flatMap((part) => Array.from(part.matchAll(/href="([^"]+)"/g), ([, href]) => href!));
  assertTrue(links.length > 150, `${links.length}`);
  const missing = links.filter((href) => {
    const [file, id] = href.split("#");
    const path = join(folder, file!);
    return !existsSync(path) || (id && !Deno.readTextFileSync(path).includes(`id="${id}"`));
  });
  assertEquals(missing, []);
});

browserTest(
  "the cheat sheet fits a phone, is Japanese for those who choose it, and is found by its names",
  async () => {
    const viewport = { width: 360, height: 740 };
    await using opened = await open(page, { viewport, locale: "ja" });
    assertEquals(await opened.page.evaluate(() => document.documentElement.scrollWidth), 360);
    const sentences = await opened.page.locator(".names-of-lib dd > p:visible:not([class])")
      .allInnerTexts();
    assertEquals(sentences.length, rows.length);
    assertEquals(sentences.filter((text) => !/[\p{Script=Hiragana}]/u.test(text)), []);
    assertEquals([opened.requests, opened.messages], [[], []]);

    await using index = await open(join(folder, "index.html"));
    await index.page.fill(".search input", "crossEntropyError");
    const hrefs = await index.page.locator(".found a").evaluateAll((all) =>
      all.map((a) => a.getAttribute("href"))
    );
    assertEquals(hrefs[0], "cheat-sheet.html#crossEntropyError");
  },
);

Deno.test("no two places of the cheat sheet have the same name", async () => {
  const ids = Array.from(
    (await Deno.readTextFile(page)).matchAll(/ id="([^"]+)"/g),
    ([, id]) => id,
  );
  assertEquals(ids.filter((id, i) => ids.indexOf(id) !== i), []);
});

browserTest("the cheat sheet prints on a few pages", async () => {
  await using opened = await open(page);
  const pdf = await opened.page.pdf({
    format: "A4",
    landscape: true,
    margin: { top: "1cm", bottom: "1cm", left: "1cm", right: "1cm" },
  });
  const pages = new TextDecoder("latin1").decode(pdf).match(/\/Type \/Page\b/g)!.length;
  assertTrue(pages <= 8, `${pages} pages`);
});
