// play() and its controls, outside of a page.

import {
  choice,
  display,
  type Displayable,
  logSlider,
  type MimeBundle,
  play,
  slider,
  toggle,
} from "../../lib/mod.ts";
import { join } from "node:path";
import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { figures, type PlayFigures } from "../../lib/play/figures/all.ts";
import { drawStill } from "../../lib/play/still.tsx";
import type { Output } from "../../tools/notebooks.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals, assertRejectsWith, assertThrowsWith, assertTrue } from "../assert.ts";
import { sampleOf } from "./samples.ts";

const bundle = async (shown: Displayable): Promise<MimeBundle> => await shown[display]();

for (const name of Object.keys(figures) as (keyof PlayFigures)[]) {
  Deno.test(`play("${name}") keeps a still picture, its name, and less than 20 kB`, async () => {
    const { "image/svg+xml": svg, ...rest } = await bundle(play(name, sampleOf(name)));
    assertTrue(String(svg).startsWith("<svg") && String(svg).length < 20_000);
    assertTrue(!/<(div|p|table|span)\b/.test(String(svg))); // nothing of what is beside the stage
    const shown = rest["application/vnd.dlfs.play+json"] as Shown;
    assertEquals(shown.figure, name);
    assertTrue(JSON.stringify(shown).length < 20_000);
    assertEquals(Object.keys(rest).sort(), ["application/vnd.dlfs.play+json", "text/plain"]);
    assertTrue(String(rest["text/plain"]).startsWith(`[figure: ${figures[name].title.en}: `));
  });
}

Deno.test("every figure that a notebook keeps can be drawn from what it keeps", async () => {
  const folder = join(root, "notebooks");
  let drawn = 0;
  for (const { name } of Deno.readDirSync(folder)) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(await Deno.readTextFile(join(folder, name)));
    for (const output of cells.flatMap((cell: { outputs?: Output[] }) => cell.outputs ?? [])) {
      const shown = output.data?.[PLAY] as Shown | undefined;
      if (!shown) continue;
      const { alt } = await drawStill(shown);
      const { title } = figures[shown.figure as keyof PlayFigures];
      assertTrue(alt.startsWith(`${title.en}: `), alt);
      drawn++;
    }
  }
  assertTrue(drawn >= Object.keys(figures).length, `${drawn} figures`);
});

Deno.test("play() says which figures and options there are", async () => {
  await assertRejectsWith(
    () => bundle(play("perceptrn" as never)),
    RangeError,
    'play: no figure "perceptrn"; did you mean "perceptron"?',
  );
  await assertRejectsWith(
    () => bundle(play("perceptron", { gat: "OR" } as never)),
    TypeError,
    'play("perceptron"): no option "gat"; did you mean gate?',
  );
  await assertRejectsWith(
    () => bundle(play("tangent", { lr: 1 } as never)),
    TypeError,
    'play("tangent"): no option "lr"; there are none',
  );
  await assertRejectsWith(
    () => bundle(play("perceptron", 3 as never)),
    TypeError,
    'play("perceptron"): options need to be an object such as { gate: … }, got number',
  );
});

Deno.test("play() says what a figure needs", async () => {
  await assertRejectsWith(
    () => bundle(play("misread digits")),
    TypeError,
    'play("misread digits"): needs images (N, 784), and as many labels',
  );
  const wrong: [keyof PlayFigures, object, string][] = [
    [
      "perceptron",
      { gate: "NOR" },
      'gate needs to be one of AND, OR, NAND, XOR, got the string "NOR"',
    ],
    ["draw a digit", { digit: 12 }, "digit needs to be a digit from 0 to 9, got 12"],
    ["softmax", { scores: [1, NaN] }, "scores needs to be an array of 1 to 6 numbers, got Array"],
    [
      "build a graph",
      { expression: "1 +" },
      'expression needs to be an expression such as "exp(-x) + y", got the string "1 +"',
    ],
    ["walk a graph", {}, "needs a graph { nodes, edges }"],
  ];
  for (const [name, options, words] of wrong) {
    const shown = () => bundle(play(name, options as never));
    await assertRejectsWith(shown, TypeError, `play("${name}"): ${words}`);
  }
});

Deno.test("play(controls, draw) shows what draw gives for the values at the start", async () => {
  const controls = {
    a: slider(0, 4),
    lr: logSlider(1e-4, 1),
    f: choice("relu", "sigmoid"),
    on: toggle(),
  };
  const seen = await bundle(play(controls, (values) => JSON.stringify(values)));
  assertEquals(seen, { "text/plain": '{"a":2,"lr":0.01,"f":"relu","on":false}' });
});

Deno.test("play(controls, draw) shows Markdown as it is written", async () => {
  const written = { [display]: () => ({ "text/markdown": "# hi" }) };
  const seen = await bundle(play({ a: slider(0, 4) }, () => written));
  assertEquals(seen, { "text/plain": "# hi", "text/markdown": "# hi" });
});

Deno.test("play() refuses what is no control, and a function that is missing", () => {
  assertThrowsWith(
    () => play({ a: 3 as never }, () => 0),
    TypeError,
    "play: a needs to be a control such as slider(0, 1), got number",
  );
  assertThrowsWith(
    () => play({ a: slider(0, 1) } as never),
    TypeError,
    "play: needs a figure's name, or controls and a function such as ({ a }) => plot(…), " +
      "got Object and Object",
  );
});

Deno.test("slider(), logSlider(), choice() and toggle() check what they get", () => {
  const between = "slider: needs min < max and a value between them, got";
  assertThrowsWith(() => slider(1, 0), RangeError, `${between} 1, 0 and 0.5`);
  assertThrowsWith(() => slider(0, 1, { value: 2 }), RangeError, `${between} 0, 1 and 2`);
  const endless = `${between} 0, Infinity and Infinity`;
  assertThrowsWith(() => slider(0, Infinity), RangeError, endless);
  const still = "slider: step needs to be a number above 0, got 0";
  assertThrowsWith(() => slider(0, 1, { step: 0 }), RangeError, still);
  const misspelt = 'slider: no option "vale"; did you mean value?';
  assertThrowsWith(() => slider(0, 1, { vale: 1 } as never), TypeError, misspelt);
  const negative = "logSlider: min needs to be more than 0, got -1";
  assertThrowsWith(() => logSlider(-1, 1), RangeError, negative);
  assertThrowsWith(() => choice(), RangeError, "choice: needs at least one name");
  const names = 'choice: needs names such as "relu", "sigmoid", got Array';
  assertThrowsWith(() => choice(["relu", "sigmoid"] as never), TypeError, names);
  const flag = 'toggle: value needs to be true or false, got the string "yes"';
  assertThrowsWith(() => toggle("yes" as never), TypeError, flag);
});
