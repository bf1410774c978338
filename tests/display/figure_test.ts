import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { Figure, grid } from "../../lib/mod.ts";
import { display } from "../../lib/display/kernel.ts";
import { wrapText } from "../../lib/display/style.ts";

const square = (heading = {}) => new Figure(`<rect width="100" height="50"/>`, 100, 50, heading);

Deno.test("Figure is an SVG with a card, its text for those who do not see it, and nothing unescaped", () => {
  const { svg } = square({ title: `a < b & "c"`, subtitle: "two" });
  assertTrue(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg"`));
  assertTrue(svg.includes(`aria-label="a &lt; b &amp; &quot;c&quot;. two"`));
  assertTrue(svg.includes(`fill="var(--figure-paper, #ffffff)"`));
  assertEquals(svg.match(/<svg/g)?.length, svg.match(/<\/svg>/g)?.length);
});

Deno.test("Figure without a title or a text is not a picture to those who do not see it: they get its words", () => {
  assertTrue(!/role=|aria-label=/.test(square().svg));
  assertEquals(square()[display]()["text/plain"], "[figure]");
  assertTrue(square({ alt: "a square" }).svg.includes(`role="img" aria-label="a square"`));
});

Deno.test("Figure grows by its heading", () => {
  const bare = square();
  const titled = square({ title: "title", legend: { train: "red", test: "blue" } });
  assertEquals([bare.width, bare.height], [100, 50]);
  assertEquals(titled.width, 100);
  assertTrue(titled.height > 50 + 15 + 20);
  assertEquals(square({ legend: {} }).height, 50);
  assertTrue(titled.svg.includes(">train</text>") && titled.svg.includes(`fill="blue"`));
});

Deno.test("grid() places figures in rows and names them all", () => {
  const whole = grid([square({ alt: "one" }), square({ alt: "two" }), square({ alt: "three" })], {
    columns: 2,
  });
  assertEquals([whole.width, whole.height], [220, 120]);
  assertEquals(whole.alt, "one; two; three");
  assertTrue(whole.svg.includes(`x="120" y="0"`) && whole.svg.includes(`x="0" y="70"`));
});

Deno.test("grid() rejects no figures and no columns", () => {
  assertThrowsWith(
    () => grid([]),
    RangeError,
    "grid: needs at least 1 figure and 1 column, got 0 and 0",
  );
  assertThrowsWith(
    () => grid([square()], { columns: 0 }),
    RangeError,
    "grid: needs at least 1 figure and 1 column, got 1 and 0",
  );
});

Deno.test("wrapText() breaks Latin at spaces and Japanese anywhere", () => {
  assertEquals(wrapText("aaaa bbbb cccc", 60, 10), ["aaaa bbbb", "cccc"]);
  assertEquals(wrapText("誤差逆伝播法", 30, 10), ["誤差逆", "伝播法"]);
  assertEquals(wrapText("", 30, 10), [""]);
});
