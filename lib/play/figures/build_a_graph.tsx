// §5.5.2: a graph of the reader's own, node by node or as a text; its derivatives, and what nudging says of them.

import { useState } from "preact/hooks";
import { colors } from "../../display/style.ts";
import { sigmoid } from "../../functions/activations.ts";
import { numericalDiff } from "../../gradient/numerical_gradient.ts";
import { tensor } from "../../tensor/from_values.ts";
import { figure } from "../figure.ts";
import { Button, Choice, NumberField } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { GraphStage } from "../parts/graph_stage.tsx";
import { plain, Say } from "../parts/words.tsx";
import {
  derivativesOf,
  type Expression,
  graphOf,
  parse,
  Unreadable,
  variablesOf,
  walk,
} from "./expression.ts";

const title = { en: "Build a graph, node by node", ja: "ノードをつないでグラフを作る" };
const task = {
  en: "Two nodes more make the sigmoid 1 / (1 + e⁻ˣ). Which?",
  ja: "ノードをあと 2 つつなぐと、シグモイド 1 / (1 + e⁻ˣ) になります。どれとどれでしょうか。",
};
const textLabel = { en: "the expression", ja: "式" };

/** A node put behind all that there is. */
const additions: Record<string, (text: string) => string> = {
  "× −1": (text) => `-${enclosed(text)}`,
  "+ 1": (text) => `${text} + 1`,
  exp: (text) => `exp(${text})`,
  log: (text) => `log(${text})`,
  "1 ÷": (text) => `1/${enclosed(text)}`,
  "+ y": (text) => `${text} + y`,
  "× y": (text) => `${enclosed(text)}*y`,
  "× x": (text) => `${enclosed(text)}*x`,
};
const enclosed = (text: string) => /^\w+$/.test(text) ? text : `(${text})`;

/** Whether it is the sigmoid of x, by trying. */
function isSigmoid(expression: Expression): boolean {
  if (variablesOf(expression).join() !== "x") return false;
  const places = [-2, 0.3, 1.7];
  const expected = sigmoid(tensor(places, { dtype: "float64" }));
  return places.every((x, i) =>
    Math.abs(walk(expression, { x }).value - expected.data[i]!) < 1e-12
  );
}

/** An expression, or what of the text cannot be read. */
function read(text: string): Expression | Unreadable {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

const written = (value: number) => String(Number(value.toPrecision(6))).replaceAll("-", "−");

function BuildAGraph({ expression: start = "exp(-x)" }: { expression?: string }) {
  const [text, setText] = useState(start);
  const [lastRight, setLastRight] = useState(() => parse(start));
  const [given, setGiven] = useState<Record<string, number>>({ x: 0.5, y: 2 });
  const now = read(text);
  const problem = now instanceof Unreadable ? now : undefined;
  const expression = now instanceof Unreadable ? lastRight : now;
  const change = (text: string) => {
    setText(text);
    const found = read(text);
    if (!(found instanceof Unreadable)) setLastRight(found);
  };

  const names = variablesOf(expression);
  const values = Object.fromEntries(names.map((name) => [name, given[name] ?? 1]));
  const walked = walk(expression, values);
  const done = isSigmoid(expression);
  return (
    <Frame title={title} task={task} isDone={done}>
      <GraphStage graph={graphOf(walked)} />
      <Controls>
        <Choice
          label={{ en: "Add a node:", ja: "ノードを足す:" }}
          options={Object.keys(additions)}
          onInput={(name) => problem || change(additions[name]!(text.trim()))}
        />
        <Button label={{ en: "Start from x", ja: "x から始める" }} onClick={() => change("x")} />
      </Controls>
      <p>
        <label>
          <Say name={{ en: "Or write it:", ja: "式で書く:" }} />{" "}
          <input
            class="play-field"
            aria-label={plain(textLabel)}
            value={text}
            maxLength={80}
            spellcheck={false}
            autocapitalize="off"
            onInput={(event) => change(event.currentTarget.value)}
          />
        </label>
      </p>
      {problem && (
        <p class="play-problem">
          <Say
            name={problem.rest
              ? {
                en: `I cannot read this from “${problem.rest}” on.`,
                ja: `「${problem.rest}」から先が読めません。`,
              }
              : { en: "Something is missing at the end.", ja: "終わりに何か足りません。" }}
          />
        </p>
      )}
      <table>
        <thead>
          <tr>
            <td></td>
            <th style={{ borderBottom: `3px solid ${colors.forward}` }}>
              <Say name={{ en: "value", ja: "値" }} />
            </th>
            <th style={{ borderBottom: `3px solid ${colors.backward}` }}>
              <Say name={{ en: "backward", ja: "逆伝播" }} />
            </th>
            <th>
              <Say name={{ en: "by nudging", ja: "数値微分" }} />
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const parts = derivativesOf(walked, name);
            const derivative = parts.reduce((sum, part) => sum + part);
            const nudged = numericalDiff(
              (value) => walk(expression, { ...values, [name]: value }).value,
              values[name]!,
            );
            return (
              <tr key={name}>
                <td>{name}</td>
                <td>
                  <NumberField
                    label={name}
                    value={values[name]!}
                    step={0.1}
                    onInput={(value) => setGiven({ ...given, [name]: value })}
                  />
                </td>
                <td>
                  {parts.length > 1 && `${parts.map(written).join(" + ")} = `}
                  {written(derivative)}
                </td>
                <td>{written(nudged)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {done && <p>{`y (1 − y) = ${written(walked.value * (1 - walked.value))}`}</p>}
    </Frame>
  );
}

export const buildAGraph = figure<{ expression?: string }>({
  title,
  options: ["expression"],
  needs: {
    expression: {
      isRight: (value) => typeof value === "string" && !(read(value) instanceof Unreadable),
      words: 'an expression such as "exp(-x) + y"',
    },
  },
  component: BuildAGraph,
});
