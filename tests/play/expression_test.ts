// Expressions as graphs: their values and derivatives, and what cannot be read.

import { numericalDiff } from "../../lib/mod.ts";
import {
  derivativesOf,
  graphOf,
  parse,
  Unreadable,
  variablesOf,
  walk,
} from "../../lib/play/figures/expression.ts";
import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";

const values: Record<string, number> = { x: 0.7, y: 1.9, z: 2.3 };
const { x, y, z } = values as { x: number; y: number; z: number };

const readings: Record<string, number> = {
  "1/(1+exp(-x))": 1 / (1 + Math.exp(-x)),
  "x - y - 2*z": x - y - 2 * z,
  "x - (y - z)": x - (y - z),
  "x / y / z": x / y / z,
  "-x*x + 3": -x * x + 3,
  "2 * 3 - x": 6 - x,
  "log(1 + exp(x × y)) ÷ .5": Math.log(1 + Math.exp(x * y)) / 0.5,
};
for (const [text, expected] of Object.entries(readings)) {
  Deno.test(`${text} has its value, and derivatives as nudging finds them`, () => {
    const expression = parse(text);
    const walked = walk(expression, values);
    assertTrue(Math.abs(walked.value - expected) < 1e-12);
    for (const name of variablesOf(expression)) {
      const derivative = derivativesOf(walked, name).reduce((sum, part) => sum + part);
      const f = (moved: number) => walk(expression, { ...values, [name]: moved }).value;
      assertTrue(Math.abs(derivative - numericalDiff(f, values[name]!)) < 1e-7, name);
    }
  });
}

Deno.test("parse() says from where on a text cannot be read", () => {
  for (
    const [text, rest] of [["x +", ""], ["(x", ""], ["x y", "y"], ["sin(x)", "sin(x)"], ["x)", ")"]]
  ) {
    assertThrowsWith(
      () => parse(text!),
      Unreadable,
      `no expression: ${rest || "it ends too early"}`,
    );
  }
});

Deno.test("graphOf() gives the sigmoid the four nodes of the book", () => {
  const { nodes, edges } = graphOf(walk(parse("1/(1+exp(-x))"), { x: 0 }));
  assertEquals(Object.keys(nodes), ["x", "×−1", "exp", "+1", "1÷", "out"]);
  assertEquals(edges.map(({ forward }) => forward), [0, -0, 1, 2, 0.5]);
  assertEquals(edges.map(({ backward }) => backward), [0.25, -0.25, -0.25, -0.25, 1]);
});
