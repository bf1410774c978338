import { assertEquals, assertTrue } from "../assert.ts";
import { mutantsOf } from "../../tools/torture/mutants.ts";

const source = `import { a } from "./a - b.ts";
// 1 + 2, and a > b
/** x - y */
export function mean(values: number[]): number {
  if (values.length === 0) throw new Error("needs 1 + 1");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
`;

Deno.test("mutantsOf() breaks code in one place each, and neither comments, strings nor imports", () => {
  const mutants = mutantsOf("lib/mean.ts", source);
  assertEquals(new Set(mutants.map(({ line }) => line)), new Set([5, 6]));
  assertEquals(new Set(mutants.map(({ text }) => text)).size, mutants.length);
  for (const { text, before, after } of mutants) {
    assertTrue(before !== after);
    assertEquals(text.replace(after, before), source);
    assertTrue(text.includes("needs 1 + 1") && text.includes("// 1 + 2, and a > b"));
  }
});

Deno.test("mutantsOf() knows the mistakes that one makes: sign, factor, off by one, the wrong comparison", () => {
  const after = mutantsOf("lib/mean.ts", source).map((mutant) => mutant.after);
  for (
    const broken of [
      'if (values.length !== 0) throw new Error("needs 1 + 1");',
      "return values.reduce((sum, value) => sum - value, 0) / values.length;",
      "return values.reduce((sum, value) => sum + value, 1) / values.length;",
      "return values.reduce((sum, value) => sum + value, 0) * values.length;",
    ]
  ) assertTrue(after.includes(broken), broken);
});
