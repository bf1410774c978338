// The names that cells declare and take.

import { namesOf } from "../../tools/live/names.ts";
import { assertEquals } from "../assert.ts";

const cases: [source: string, declared: string[], mentioned: string[]][] = [
  ["const a = b + 1;\na", ["a"], ["b"]],
  ["let a = a + 1", ["a"], ["a"]],
  ["const { a, b: [c = d] } = e; c", ["a", "c"], ["e"]],
  ["x.mul(y).z; [q[r], { s: t, u }]", [], ["x", "y", "q", "r", "t", "u"]],
  ['import { f, g as h } from "x";\nf(h(a as B))', ["f", "h"], ["a"]],
  ["function f(x: T, y = z) { const v = w; return x + y + v }", ["f"], ["z", "w"]],
  ["const f = (x) => x * k; f(1)", ["f"], ["k"]],
  ["for (const i of all) { use(i) }\nfor (let j = 0; j < n; j++) {}", [], ["all", "use", "n"]],
  ["class A extends B { x = y; m(p) { return p + this.q } }\nnew A()", ["A"], ["B", "y"]],
  ["export const a = 1;\na", ["a"], []],
  ["try { a() } catch (error) { error }", [], ["a"]],
  ["const a = ;", [], []],
];

for (const [source, declared, mentioned] of cases) {
  Deno.test(`namesOf(): ${source}`, () => assertEquals(namesOf(source), { declared, mentioned }));
}
