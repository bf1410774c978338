// §5.4: apples and oranges. Change a number: values go forward, derivatives come back.

import { useState } from "preact/hooks";
import type { Graph } from "../../display/graph_layout.ts";
import { colors } from "../../display/style.ts";
import { AddLayer } from "../../layers/add.ts";
import { MulLayer } from "../../layers/mul.ts";
import { figure } from "../figure.ts";
import { NumberField } from "../parts/controls.tsx";
import { Frame } from "../parts/frame.tsx";
import { GraphStage } from "../parts/graph_stage.tsx";
import { Say, type Words } from "../parts/words.tsx";

const title = { en: "What does one more cost?", ja: "1 増えると、いくら高くなる？" };
const task = {
  en: "Let one apple more cost 220 yen. Which numbers can do that?",
  ja: "リンゴが 1 個増えると 220 円高くなるようにしましょう。どの数を変えればよいでしょうか。",
};

/** The five inputs, by the names of their nodes. */
const inputs = {
  apples: { words: { en: "apples", ja: "リンゴの個数" }, value: 2, step: 1 },
  apple: { words: { en: "yen per apple", ja: "リンゴの値段" }, value: 100, step: 10 },
  orange: { words: { en: "yen per orange", ja: "みかんの値段" }, value: 150, step: 10 },
  oranges: { words: { en: "oranges", ja: "みかんの個数" }, value: 3, step: 1 },
  tax: { words: { en: "tax factor", ja: "消費税の倍率" }, value: 1.1, step: 0.01 },
} satisfies Record<string, { words: Words; value: number; step: number }>;
type Input = keyof typeof inputs;
type Values = Record<Input, number>;
const names = Object.keys(inputs) as Input[];

/** The book's numbers. */
export const start = Object.fromEntries(
  names.map((name) => [name, inputs[name].value]),
) as Values;

const nodes: Graph["nodes"] = {
  apples: { at: [0, 0] },
  apple: { at: [0, 1] },
  orange: { at: [0, 2] },
  oranges: { at: [0, 3] },
  tax: { at: [0, 4] },
  mulApples: { at: [1, 1], label: "×" },
  mulOranges: { at: [1, 2], label: "×" },
  addFruit: { at: [2, 1.5], label: "+" },
  mulTax: { at: [3, 1.5], label: "×" },
  price: { at: [4, 1.5] },
};

/** The chapter's four layers, forward and backward. */
export function buy({ apples, apple, orange, oranges, tax }: Values) {
  const [mulApples, mulOranges, mulTax] = [new MulLayer(), new MulLayer(), new MulLayer()];
  const addFruit = new AddLayer();
  const applePrice = mulApples.forward(apples, apple);
  const orangePrice = mulOranges.forward(orange, oranges);
  const fruitPrice = addFruit.forward(applePrice, orangePrice);
  const price = mulTax.forward(fruitPrice, tax);

  const [dFruit, dTax] = mulTax.backward(1);
  const [dApplePrice, dOrangePrice] = addFruit.backward(dFruit);
  const [dOrange, dOranges] = mulOranges.backward(dOrangePrice);
  const [dApples, dApple] = mulApples.backward(dApplePrice);
  const derivatives = {
    apples: dApples,
    apple: dApple,
    orange: dOrange,
    oranges: dOranges,
    tax: dTax,
  };
  const edges: Graph["edges"] = [
    { from: "apples", to: "mulApples", forward: apples, backward: dApples },
    { from: "apple", to: "mulApples", forward: apple, backward: dApple },
    { from: "orange", to: "mulOranges", forward: orange, backward: dOrange },
    { from: "oranges", to: "mulOranges", forward: oranges, backward: dOranges },
    { from: "mulApples", to: "addFruit", forward: applePrice, backward: dApplePrice },
    { from: "mulOranges", to: "addFruit", forward: orangePrice, backward: dOrangePrice },
    { from: "addFruit", to: "mulTax", forward: fruitPrice, backward: dFruit },
    { from: "tax", to: "mulTax", forward: tax, backward: dTax },
    { from: "mulTax", to: "price", forward: price, backward: 1 },
  ];
  return { price, derivatives, graph: { nodes, edges } };
}

const yen = (amount: number) => String(Number(amount.toFixed(2))).replace("-", "−");

function ComputationalGraphFigure() {
  const [values, set] = useState(start);
  const { price, derivatives, graph } = buy(values);
  return (
    <Frame title={title} task={task} isDone={Math.abs(derivatives.apples - 220) < 0.005}>
      <GraphStage graph={graph} />
      <table>
        <thead>
          <tr>
            <td></td>
            <th style={{ borderBottom: `3px solid ${colors.forward}` }}>
              <Say name={{ en: "value", ja: "値" }} />
            </th>
            <th style={{ borderBottom: `3px solid ${colors.backward}` }}>
              <Say name={{ en: "1 more costs", ja: "1 増えると" }} />
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <td>
                <Say name={inputs[name].words} />
              </td>
              <td>
                <NumberField
                  label={inputs[name].words}
                  value={values[name]}
                  step={inputs[name].step}
                  onInput={(value) => set({ ...values, [name]: value })}
                />
              </td>
              <td>
                <Say
                  name={{
                    en: `${yen(derivatives[name])} yen`,
                    ja: `${yen(derivatives[name])} 円`,
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <Say name={{ en: `You pay ${yen(price)} yen.`, ja: `支払いは ${yen(price)} 円です。` }} />
      </p>
    </Frame>
  );
}

export const computationalGraph = figure<Record<never, never>>({
  title,
  options: [],
  component: ComputationalGraphFigure,
});
