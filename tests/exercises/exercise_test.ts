import fc from "fast-check";
import { assertEquals, assertTrue } from "../assert.ts";
import { seeded } from "../arbitraries.ts";
import { display, exercise, tensor } from "../../lib/mod.ts";

Deno.test("exercise() says Right for an answer within the tolerance", () => {
  assertEquals(exercise("y", 1.229, 1.23, { tolerance: 0.01 }).toString(), "✓ y: 1.229. Right.");
  assertEquals(exercise("name", "relu", "relu").agrees, true);
  assertEquals(exercise("y", [1, 2], tensor([1, 2])).agrees, true);
});

Deno.test("exercise() says what is wrong, then the hint, and not the answer", () => {
  assertEquals(
    exercise("y", -1.25, 1.25, { hint: "moving up makes it smaller" }).toString(),
    "○ y: not yet, yours is -1.25: the sign is the wrong way round. Hint: moving up makes it smaller.",
  );
  assertEquals(exercise("y", 4, 1.75).toString(), "○ y: not yet, yours is 4: it is too large.");
  assertEquals(
    exercise("y", tensor([[1, 2], [3, 4]]), tensor([5, 7])).toString(),
    "○ y: not yet: its shape is (2, 2), (2,) is needed.",
  );
});

Deno.test("exercise() takes a solution with its tolerance, and names the mistakes that it knows", () => {
  const half = {
    answer: [0.5, 1],
    tolerance: 0.01,
    mistakes: [[[0.5, 2], "1 is 1"] as [number[], string]],
  };
  assertEquals(exercise("y", [0.501, 1], half).agrees, true);
  assertEquals(
    exercise("y", [0.5, 2], half).toString(),
    "○ y: not yet, yours is [0.5, 2]: 1 is 1.",
  );
  const options = { mistakes: half.mistakes };
  assertEquals(exercise("y", [0.5, 2], [0.5, 1], options).text.endsWith(": 1 is 1."), true);
});

Deno.test("exercise() repeats an answer of 60 characters, and none that is longer", () => {
  const said = (length: number) => exercise("y", "a".repeat(length), "relu").toString();
  assertTrue(said(60).includes("yours is"), said(60));
  assertTrue(!said(61).includes("yours is"), said(61));
});

Deno.test("exercise() keeps the answer in a fold of the HTML", () => {
  const verdict: unknown = exercise("y", [1, 2], [3, 1234.5], { hint: "a < b" });
  const bundle = (verdict as { [display](): Record<string, string> })[display]();
  assertTrue(!bundle["text/plain"].includes("1234.5"));
  const [open, folded] = bundle["text/html"].split("<details>");
  assertTrue(!open.includes("1234.5") && open.includes("Hint: a &lt; b."));
  assertTrue(folded.startsWith("<summary>show the answer 答えを見る</summary>"));
  assertTrue(folded.includes("[3, 1234.5]"));
});

Deno.test("exercise() marks its HTML for a page that counts what is solved", () => {
  const mark = (yours: number | string, expected: number | string) => {
    const verdict: unknown = exercise('x < "y"', yours, expected);
    const bundle = (verdict as { [display](): Record<string, string> })[display]();
    return bundle["text/html"].match(
      /^<div data-exercise="x &lt; &quot;y&quot;" data-verdict="(\w+)"/,
    )
      ?.[1];
  };
  assertEquals([mark(42, 42), mark(41, 42), mark(0, 42)], ["right", "wrong", "missing"]);
});

Deno.test("exercise() never throws, whatever the answer is", () => {
  const expected = fc.constantFrom(1.5, "relu", [1, 2], tensor([[1, 2]]), tensor([1, 2, 3]));
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), expected, (yours, e) => {
      assertTrue(exercise("y", yours as string, e).toString().includes("y: "));
    }),
    { ...seeded, numRuns: 500 },
  );
});
