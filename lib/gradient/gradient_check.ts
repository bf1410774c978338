// Are the gradients of backward right? They are compared with numerical ones, parameter by parameter.

import { checkOptions } from "../errors/options.ts";
import { checkTensors } from "../tensor/arguments.ts";
import { Verdict } from "../exercises/verdict.ts";
import { describe } from "../errors/describe.ts";
import { inDType, numericalGradients } from "./numerical_gradient.ts";
import type { RandomState } from "../tensor/random.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** What a network needs to have for {@linkcode gradientCheck}. */
export interface Differentiable {
  /** parameters by name; assigning an entry changes the network */
  params: Record<string, Tensor>;
  /** the loss of a batch; `trainFlag` is true, as in `gradient` */
  loss(x: Tensor, t: Tensor, trainFlag?: boolean): number;
  /** gradients by backpropagation, with the keys of params */
  gradient(x: Tensor, t: Tensor): Record<string, Tensor>;
  /** what draws the masks of Dropout; it is set back, so that every call has the same */
  rng?: { state: RandomState };
}

/** How far the two gradients of one parameter are apart. */
export interface GradientDifference {
  /** largest absolute difference */
  largest: number;
  /** mean absolute difference, the number that the book prints */
  mean: number;
  /** largest absolute difference as a share of the largest gradient; 0 where it is only rounding, 1e-10 or 1e-7 */
  relative: number;
}

// Relative. In float64 a right formula leaves about 1e-9, the 1e-7 inside the log about 1e-6 (it is in the loss, not in
// the book's y − t), a ReLU whose input h moves across 0 about 1e-5, a wrong formula 1e-2 or more. In float32, rounding
// leaves 1e-7 to 1e-5, and where it changes which pixel is the largest of a window, 1e-4.
const AGREE = { float64: 1e-4, float32: 1e-3 };

// What rounding makes of a gradient that is 0, such as that of a bias before batch normalization. In float64: a loss
// of 1 to 100 is rounded to 1e-16 to 1e-14, and divided by 2h. In float32: a sum of numbers up to 1, whose last
// digits are 1e-7.
const ROUNDING = { float64: 1e-10, float32: 1e-7 };

// Below this probability of a right answer, the 1e-7 inside the log makes more than 1e-4 of a gradient.
const LEAST_PROBABILITY = 1e-3;

/**
 * The result of {@linkcode gradientCheck}: a verdict with a table.
 *
 * @example
 * ```ts
 * import { gradientCheck, random, TwoLayerNet } from "../mod.ts";
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 5, outputSize: 3 });
 * const x = random(1).normal([2, 4]);
 * const { differences } = gradientCheck(net, x, x.argmax(1).greater(1));
 * Object.keys(differences); // ["W1", "b1", "W2", "b2"]
 * ```
 */
export class GradientCheck extends Verdict {
  /** differences by the name of the parameter */
  readonly differences: Readonly<Record<string, GradientDifference>>;

  /**
   * Agrees if no parameter's relative difference is above 1e-4, or 1e-3 in float32.
   *
   * @param mayBeSure whether the loss is so large that the 1e-7 inside its log may be what differs
   */
  constructor(
    differences: Record<string, GradientDifference>,
    dtype: "float32" | "float64" = "float64",
    mayBeSure = false,
  ) {
    const worst = Math.max(...Object.values(differences).map(({ relative }) => relative));
    const agrees = worst <= AGREE[dtype]; // false for NaN
    const backward = dtype === "float32" ? "backward in float32" : "backward";
    super(
      (agrees ? `${backward} agrees with numerical gradients` : `${backward} is wrong`) +
        `: they differ by ${short(worst)} of the largest gradient` +
        (agrees || !mayBeSure ? "" : `. Or it is right, and the loss so large that the 1e-7 ` +
          `inside the log counts: check with smaller weights`),
      agrees,
    );
    this.differences = differences;
  }

  /** The sentence and a line per parameter. */
  override toString(): string {
    const rows = this.#rows();
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, ...values]) =>
      [name.padEnd(width), ...values.map((value) => value.padStart(8))].join("  ")
    );
    return [super.toString(), ...lines].join("\n");
  }

  /** The table. */
  protected override detailsHtml(): string {
    const cell = (tag: string, text: string) => `<${tag} style="text-align:right">${text}</${tag}>`;
    const row = (tag: string, cells: string[]) =>
      `<tr>${cells.map((text) => cell(text ? tag : "td", text)).join("")}</tr>`;
    const [head, ...body] = this.#rows();
    return `<table><thead>${row("th", head)}</thead>` +
      `<tbody>${body.map((cells) => row("td", cells)).join("")}</tbody></table>`;
  }

  #rows(): string[][] {
    return [
      ["", "largest", "mean", "relative"],
      ...Object.entries(this.differences).map(([name, { largest, mean, relative }]) => [
        name,
        short(largest),
        short(mean),
        short(relative),
      ]),
    ];
  }
}

/**
 * Compares the gradients of backpropagation with numerical ones, both in float64 whatever the network's dtype is: so a
 * formula can be told from rounding. With `dtype: "float32"`, backpropagation is that of training, with its kernels.
 *
 * Batch normalization needs more than one sample, and its running statistics move.
 *
 * @param net its parameters are the same tensors afterwards
 * @param x a few samples: the loss is computed twice for every single weight
 * @param t their labels, one-hot or class labels
 * @param options `dtype`: what backpropagation computes in, by default "float64"; numerical gradients are in float64
 * @throws TypeError if `net.gradient` lacks a parameter or gives another shape, or for another dtype
 *
 * @example
 * ```ts
 * import { gradientCheck, random, tensor, TwoLayerNet } from "../mod.ts";
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 5, outputSize: 3 });
 * gradientCheck(net, random(1).normal([2, 4]), tensor([0, 2])).agrees; // true
 * ```
 * @see §5.7.3
 */
export function gradientCheck(
  net: Differentiable,
  x: Tensor,
  t: Tensor,
  options: { dtype?: "float32" | "float64" } = {},
): GradientCheck {
  const { dtype = "float64" } = checkOptions("gradientCheck", options, ["dtype"]);
  checkTensors("gradientCheck", { x, t });
  checkNet(net);
  if (dtype !== "float32" && dtype !== "float64") {
    throw new TypeError(`gradientCheck: dtype needs to be "float32" or "float64", got "${dtype}"`);
  }
  const batch = (dtype: "float32" | "float64"): [x: Tensor, t: Tensor] => [
    x.astype(dtype),
    t.dtype === "int32" ? t : t.astype(dtype),
  ];
  const drawn = net.rng?.state;
  const setBack = () => {
    if (net.rng && drawn) net.rng.state = drawn;
  };
  const analytic = inDType(net.params, dtype, () => net.gradient(...batch(dtype))) ?? {};
  const exact = batch("float64");
  let loss = 0;
  const numerical = numericalGradients(net.params, () => {
    setBack();
    return loss = net.loss(...exact, true);
  });
  setBack();
  const differences: Record<string, GradientDifference> = {};
  for (const [name, expected] of Object.entries(numerical)) {
    const grad = analytic[name];
    if (!(grad instanceof Tensor) || !sameShape(grad.shape, expected.shape)) {
      const none = grad === undefined ? "nothing" : describe(grad);
      const given = grad instanceof Tensor ? formatShape(grad.shape) : none;
      throw new TypeError(
        `gradientCheck: gradient gives ${given} for ` +
          `${name} ${formatShape(expected.shape)}`,
      );
    }
    differences[name] = difference(grad.astype("float64"), expected, ROUNDING[dtype]);
  }
  // the loss is a mean, of which one sample may have all
  const mayBeSure = loss * x.shape[0] > -Math.log(LEAST_PROBABILITY);
  return new GradientCheck(differences, dtype, mayBeSure);
}

function checkNet(net: Differentiable): void {
  if (typeof net?.gradient !== "function" || typeof net.loss !== "function") {
    throw new TypeError(
      `gradientCheck: net needs to be a network with loss and gradient, got ${describe(net)}`,
    );
  }
  const params = Object(net.params) as Record<string, unknown>;
  checkTensors("gradientCheck", params as Record<string, Tensor>);
  if (Object.keys(params).length === 0) {
    throw new TypeError(
      "gradientCheck: net.params has no parameters, so there is nothing to check",
    );
  }
}

function short(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

/** How far `actual` is from `expected`, where up to `rounding` counts as nothing; NaN if either has one. */
export function difference(
  actual: Tensor,
  expected: Tensor,
  rounding = ROUNDING.float64,
): GradientDifference {
  const gaps = actual.sub(expected).abs();
  const [largest, scale] = [gaps.max(), Math.max(actual.abs().max(), expected.abs().max())];
  return { largest, mean: gaps.mean(), relative: largest <= rounding ? 0 : largest / scale };
}
