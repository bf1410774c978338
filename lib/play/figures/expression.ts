// An expression such as 1/(1+exp(-x)) as nodes of +, ×, exp, log and 1÷, each a layer that goes forward and backward.

import type { Graph, GraphEdge, GraphNode } from "../../display/graph_layout.ts";
import { AddLayer } from "../../layers/add.ts";
import { MulLayer } from "../../layers/mul.ts";

/** What a node computes. */
interface NodeLayer {
  forward(...inputs: number[]): number;
  backward(dout: number): number[];
}

/** A variable, a number, or a node of other expressions. */
export type Expression =
  | { kind: "variable"; name: string }
  | { kind: "number"; value: number }
  | { kind: "node"; label: string; layer: () => NodeLayer; inputs: Expression[] };

/** A text that is no expression. */
export class Unreadable extends Error {
  /** @param rest what cannot be read; empty if something is missing at the end */
  constructor(readonly rest: string) {
    super(`no expression: ${rest || "it ends too early"}`);
  }
}

class Exp implements NodeLayer {
  #out = NaN;

  forward(x: number) {
    return this.#out = Math.exp(x);
  }
  backward(dout: number) {
    return [dout * this.#out];
  }
}

class Log implements NodeLayer {
  #x = NaN;

  forward(x: number) {
    this.#x = x;
    return Math.log(x);
  }
  backward(dout: number) {
    return [dout / this.#x];
  }
}

class Inverse implements NodeLayer {
  #out = NaN;

  forward(x: number) {
    return this.#out = 1 / x;
  }
  backward(dout: number) {
    return [-dout * this.#out * this.#out];
  }
}

/** A node with two inputs, one of which is a number that stays. */
class WithNumber implements NodeLayer {
  constructor(readonly layer: MulLayer | AddLayer, readonly value: number) {}

  forward(x: number) {
    return this.layer.forward(x, this.value);
  }
  backward(dout: number) {
    return [this.layer.backward(dout)[0]];
  }
}

const number = (value: number): Expression => ({ kind: "number", value });
const node = (label: string, layer: () => NodeLayer, ...inputs: Expression[]): Expression => (
  { kind: "node", label, layer, inputs }
);
const written = (value: number) => String(Number(value.toPrecision(4))).replaceAll("-", "−");

function add(a: Expression, b: Expression): Expression {
  if (a.kind === "number" && b.kind !== "number") return add(b, a);
  if (b.kind !== "number") return node("+", () => new AddLayer(), a, b);
  const label = b.value < 0 ? written(b.value) : `+${written(b.value)}`;
  return node(label, () => new WithNumber(new AddLayer(), b.value), a);
}

function multiply(a: Expression, b: Expression): Expression {
  if (a.kind === "number" && b.kind !== "number") return multiply(b, a);
  if (b.kind !== "number") return node("×", () => new MulLayer(), a, b);
  return node(`×${written(b.value)}`, () => new WithNumber(new MulLayer(), b.value), a);
}

const negate = (a: Expression) => a.kind === "number" ? number(-a.value) : multiply(a, number(-1));

function divide(a: Expression, b: Expression): Expression {
  if (b.kind === "number") return multiply(a, number(1 / b.value));
  const inverse = node("1÷", () => new Inverse(), b);
  return a.kind === "number" && a.value === 1 ? inverse : multiply(a, inverse);
}

const functions: Record<string, () => NodeLayer> = { exp: () => new Exp(), log: () => new Log() };

/**
 * Reads sums, products and quotients of numbers, names, `exp(…)`, `log(…)` and parentheses.
 *
 * @throws Unreadable for anything else
 */
export function parse(text: string): Expression {
  let rest = text.trim();
  const take = (pattern: RegExp): string | undefined => {
    const [all, taken] = rest.match(pattern) ?? [];
    if (all !== undefined) rest = rest.slice(all.length);
    return taken;
  };
  const sum = (): Expression => {
    let left = product();
    for (let sign; (sign = take(/^([+\-−])\s*/)) !== undefined;) {
      const right = product();
      left = add(left, sign === "+" ? right : negate(right));
    }
    return left;
  };
  const product = (): Expression => {
    let left = factor();
    for (let sign; (sign = take(/^([*×/÷])\s*/)) !== undefined;) {
      const right = factor();
      left = (sign === "*" || sign === "×" ? multiply : divide)(left, right);
    }
    return left;
  };
  const inParentheses = (): Expression => {
    const inner = sum();
    if (take(/^(\))\s*/) === undefined) throw new Unreadable(rest);
    return inner;
  };
  const factor = (): Expression => {
    if (take(/^([-−])\s*/) !== undefined) return negate(factor());
    if (take(/^(\()\s*/) !== undefined) return inParentheses();
    const called = take(/^(exp|log)\s*\(\s*/);
    if (called !== undefined) return node(called, functions[called]!, inParentheses());
    const digits = take(/^(\d+\.?\d*|\.\d+)\s*/);
    if (digits !== undefined) return number(Number(digits));
    const name = take(/^([a-z]\d?)(?![a-z(])\s*/);
    if (name !== undefined) return { kind: "variable", name };
    throw new Unreadable(rest);
  };
  const expression = sum();
  if (rest !== "") throw new Unreadable(rest);
  return expression;
}

/** Names of the variables, each once. */
export function variablesOf(expression: Expression): string[] {
  if (expression.kind === "variable") return [expression.name];
  if (expression.kind === "number") return [];
  return [...new Set(expression.inputs.flatMap(variablesOf))];
}

/** An expression after forward and backward. */
export interface Walked {
  expression: Expression;
  inputs: Walked[];
  value: number;
  /** of the result, by this */
  derivative: number;
}

/** Forward, from the variables to the result, and all the way back. */
export function walk(expression: Expression, values: Record<string, number>): Walked {
  return forward(expression, values).back(1);
}

function forward(expression: Expression, values: Record<string, number>): {
  value: number;
  back: (derivative: number) => Walked;
} {
  if (expression.kind !== "node") {
    const value = expression.kind === "number" ? expression.value : values[expression.name]!;
    return { value, back: (derivative) => ({ expression, inputs: [], value, derivative }) };
  }
  const inputs = expression.inputs.map((input) => forward(input, values));
  const layer = expression.layer();
  const value = layer.forward(...inputs.map(({ value }) => value));
  const back = (derivative: number): Walked => {
    const douts = layer.backward(derivative);
    return {
      expression,
      inputs: inputs.map(({ back }, i) => back(douts[i]!)),
      value,
      derivative,
    };
  };
  return { value, back };
}

/** What comes back to a variable, once for each time that it is used. */
export function derivativesOf({ expression, inputs, derivative }: Walked, name: string): number[] {
  if (expression.kind === "variable" && expression.name === name) return [derivative];
  return inputs.flatMap((input) => derivativesOf(input, name));
}

/** Its picture: a row for each time that a variable is used, a node between the rows of its inputs. */
export function graphOf(walked: Walked): Graph {
  const nodes: Record<string, GraphNode> = {};
  const edges: GraphEdge[] = [];
  let rows = 0;
  const place = ({ expression, inputs }: Walked): { key: string; at: GraphNode["at"] } => {
    const placed = inputs.map(place);
    const column = Math.max(-1, ...placed.map(({ at }) => at[0])) + 1;
    const row = placed.length === 0
      ? rows++
      : placed.reduce((sum, { at }) => sum + at[1], 0) / placed.length;
    const label = expression.kind === "variable"
      ? expression.name
      : expression.kind === "number"
      ? written(expression.value)
      : expression.label;
    let key = label; // the picture in words is made of keys
    while (key in nodes) key += "′";
    nodes[key] = { at: [column, row], label };
    for (const [i, { key: from }] of placed.entries()) {
      const { value, derivative } = inputs[i]!;
      edges.push({ from, to: key, forward: value, backward: derivative });
    }
    return { key, at: [column, row] };
  };
  const { key: last, at: [column, row] } = place(walked);
  nodes.out = { at: [column + 1, row] };
  edges.push({ from: last, to: "out", forward: walked.value, backward: walked.derivative });
  return { nodes, edges };
}
