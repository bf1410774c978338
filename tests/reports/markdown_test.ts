import { parseHeading } from "../../tools/report/headings.ts";
import { renderMarkdown } from "../../tools/report/markdown.ts";
import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";

const render = (source: string) => renderMarkdown(source, import.meta.dirname!, new Set());

Deno.test("parseHeading() takes number, English and Japanese apart", () => {
  const parts = (text: string) => {
    const { number, english, japanese } = parseHeading(2, text, new Set());
    return [number, english, japanese];
  };
  assertEquals(parts("3.2 Activation functions 活性化関数"), [
    "3.2",
    "Activation functions",
    "活性化関数",
  ]);
  assertEquals(parts("Chapter 5 · Backpropagation 誤差逆伝播法"), [
    "Chapter 5",
    "Backpropagation",
    "誤差逆伝播法",
  ]);
  assertEquals(parts("Appendix A · Softmax Softmax レイヤ"), [
    "Appendix A",
    "Softmax",
    "Softmax レイヤ",
  ]);
  assertEquals(parts("2.5 The XOR gate XORゲート"), ["2.5", "The XOR gate", "XORゲート"]);
  assertEquals(parts("3.4 A three-layer network 3 層ネットワーク"), [
    "3.4",
    "A three-layer network",
    "3 層ネットワーク",
  ]);
  assertEquals(parts("4.2.1 Sum of squared errors 2 乗和誤差"), [
    "4.2.1",
    "Sum of squared errors",
    "2 乗和誤差",
  ]);
  assertEquals(parts("7.6 Looking inside CNN の可視化"), ["7.6", "Looking inside", "CNN の可視化"]);
  assertEquals(parts("col2im: the way back col2im による逆変換"), [
    "",
    "col2im: the way back",
    "col2im による逆変換",
  ]);
  assertEquals(parts("Add a layer レイヤの追加"), ["", "Add a layer", "レイヤの追加"]);
  assertEquals(parts("Batch Norm at work Batch Norm の効果"), [
    "",
    "Batch Norm at work",
    "Batch Norm の効果",
  ]);
  assertEquals(parts("All of them, one by one 1枚ずつ"), [
    "",
    "All of them, one by one",
    "1枚ずつ",
  ]);
  assertEquals(parts("10 digits"), ["", "10 digits", "10 digits"]);
  assertEquals(parts("まとめ"), ["", "まとめ", "まとめ"]);
});

Deno.test("parseHeading() gives each heading of a page its own anchor", () => {
  const ids = new Set<string>();
  const id = (text: string) => parseHeading(2, text, ids).id;
  assertEquals([id("3.2 ReLU 関数"), id("Check 確認"), id("Check 確認"), id("まとめ"), id("?")], [
    "3-2-relu",
    "check",
    "check-2",
    "まとめ",
    "section",
  ]);
});

Deno.test("renderMarkdown() marks what is English, and leaves to both what the Japanese does not repeat", () => {
  const { html } = render(
    'one\n\n<details lang="ja"><summary>日本語</summary>\n\n一\n\n</details>\n' +
      "<details><summary>Answer</summary>\n\n1\n\n</details>\n\ntwo",
  );
  assertEquals(html.match(/<div lang="en">.*?<\/div>/gs), ['<div lang="en">\n<p>one</p>\n</div>']);
  assertTrue(!render("only English").html.includes("lang"));
  const twice = render(
    "<details><summary>Answer</summary>\n\n1\n\n</details>\n\n" +
      '<details lang="ja"><summary>日本語</summary>\n\n<details><summary>答え</summary>\n\n一\n\n</details>\n\n</details>',
  );
  assertTrue(twice.html.startsWith('<div lang="en">\n<details><summary>Answer'));
});

Deno.test("renderMarkdown() makes no space of a line break between Japanese characters", () => {
  const text = (source: string) => render(source).html.replace(/<\/?p>|\n$/g, "");
  assertEquals(text("一行が\n続く。\nまた"), "一行が続く。また");
  assertEquals(
    text("**一行**が\n**続く**「\n」"),
    "<strong>一行</strong>が<strong>続く</strong>「」",
  );
  assertEquals(text("関数\n`x` の\nfor 文"), "関数\n<code>x</code> の\nfor 文");
  assertEquals(text("two\nlines"), "two\nlines");
});

Deno.test("renderMarkdown() tells formulas from dollars", () => {
  const count = (source: string) => render(source).html.split('class="katex"').length - 1;
  assertEquals(count("$x$, $\\{0, 1\\}$ and $a_1 * b * c_2$"), 3);
  assertEquals(count("it costs $5, not $6; `$x$` is code; \\$y\\$"), 0);
  assertEquals(count("$$\na \\\\\nb\n$$"), 1);
  assertEquals(count("<details><summary>Answer: $x$</summary>\n\n$y$\n\n</details>"), 2);
  const dollars = "<details><summary>$5 and $10</summary>\n\nIt is $5.\n\n</details>";
  assertEquals(count(dollars), 0);
  assertTrue(render(dollars).html.includes("<summary>$5 and $10</summary>"));
});

Deno.test("renderMarkdown() leads to reports instead of notebooks", () => {
  const { html } = render("[a](ch04-learning.ipynb#x) [b](https://example.org/c.ipynb)");
  assertTrue(html.includes('href="ch04-learning.html#x"'));
  assertTrue(html.includes('href="https://example.org/c.ipynb"'));
});

Deno.test("renderMarkdown() shows a picture that the cell brings along, and rejects one that it does not", () => {
  const attachments = { "digit.png": { "image/png": "aGk=" } };
  const source = "![digit](attachment:digit.png)";
  const { html } = renderMarkdown(source, import.meta.dirname!, new Set(), attachments);
  assertTrue(html.includes('<img src="data:image/png;base64,aGk=" alt="digit">'));
  assertThrowsWith(
    () => render(source),
    Error,
    "image attachment:digit.png: the cell has no such attachment",
  );
});

Deno.test("renderMarkdown() rejects a picture that is not a file beside the notebook", () =>
  assertThrowsWith(
    () => render("![digit](https://example.org/digit.png)"),
    Error,
    "image https://example.org/digit.png: a report needs a picture file beside the notebook",
  ));
