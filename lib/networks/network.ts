// What all networks have in common: layers one after the other, softmax and cross entropy at the end, and parameters
// that belong to the layers. The files beside this one say which layers.

import { checkTensors } from "../tensor/arguments.ts";
import { withArena } from "../backend/arena.ts";
import { variable } from "../host/environment.ts";
import { Plan, planRows, planSteps } from "../fusion/plan.ts";
import { numericalGradients } from "../gradient/numerical_gradient.ts";
import type { Layer } from "../layers/layer.ts";
import { SoftmaxWithLoss } from "../layers/softmax_with_loss.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import type { Random } from "../tensor/random.ts";
import { describe, describeNoTensor } from "../errors/describe.ts";
import { Tensor } from "../tensor/tensor.ts";
import { accuracy } from "./accuracy.ts";
import { copyParams, Params } from "./params.ts";

/**
 * A network that classifies; {@linkcode TwoLayerNet} is the first of the book's.
 *
 * @example
 * ```ts
 * import { Affine, Network, random, Relu } from "../mod.ts";
 * const rng = random(0);
 * class OneHidden extends Network {
 *   constructor() {
 *     super({
 *       Affine1: new Affine(rng.normal([4, 5]), rng.normal(5)),
 *       Relu1: new Relu(),
 *       Affine2: new Affine(rng.normal([5, 3]), rng.normal(3)),
 *     }, rng);
 *   }
 * }
 * const net = new OneHidden();
 * Object.keys(net.params); // ["W1", "b1", "W2", "b2"]
 * net.predict(rng.normal([2, 4])).shape; // [2, 3]
 * ```
 */
export abstract class Network {
  /**
   * the layers by name, in the order of forward; what they keep is that of the last gradient, loss or accuracy. Another
   * layer may be put in the place of one: `net.layers.Relu1 = new Sigmoid()`
   */
  layers: Record<string, Layer>;
  /** softmax and cross entropy, after the last layer */
  readonly lastLayer: SoftmaxWithLoss = new SoftmaxWithLoss();
  /** has drawn the weights, and draws the masks of Dropout */
  readonly rng: Random;
  /** λ of weight decay: the loss has ½·λ·ΣW² besides, §6.4.2 */
  readonly weightDecayLambda: number;
  /** whether `gradient` may run layers as one where that is faster; `plan()` shows which */
  fuse: boolean;
  readonly #params = new Params(() => this.layers, [["W", "b"], ["gamma", "beta"]]);
  readonly #statistics = new Params(() => this.layers, [["runningMean", "runningVar"]]);

  /**
   * A network of these layers, whose weights `rng` has drawn.
   *
   * @param fuse by default true, unless the environment has DLFS_FUSE=0
   */
  constructor(
    layers: Record<string, Layer>,
    rng: Random,
    weightDecayLambda = 0,
    fuse = variable("DLFS_FUSE") !== "0",
  ) {
    this.layers = layers;
    this.rng = rng;
    this.weightDecayLambda = weightDecayLambda;
    this.fuse = fuse;
  }

  /** The layers' W1, b1, gamma1 …; `params.W1 = W` gives the layer another tensor, `params.W1.data` other values. */
  get params(): Record<string, Tensor> {
    return this.#params.record;
  }

  /** Running means and variances of batch normalization, runningMean1, runningVar1 …, which `predict` needs too. */
  get statistics(): Readonly<Record<string, Tensor>> {
    return this.#statistics.record;
  }

  /**
   * Scores, before softmax: the largest is the answer.
   *
   * @param x (N, D), or (N, C, H, W)
   * @param trainFlag true while training; it matters to Dropout and BatchNormalization only
   * @returns (N, classes)
   */
  predict(x: Tensor, trainFlag = false): Tensor {
    return this.#inOrder().reduce((out, layer) => layer.forward(out, trainFlag), x);
  }

  /**
   * Cross entropy error of softmax(predict(x)), with the penalty for large weights if there is weight decay.
   *
   * @param t class labels (N,) or one-hot (N, classes)
   */
  loss(x: Tensor, t: Tensor, trainFlag = false): number {
    return withArena(() => {
      const loss = this.lastLayer.forward(this.predict(x, trainFlag), t);
      if (this.weightDecayLambda === 0) return loss;
      let penalty = 0;
      for (const [key, W] of Object.entries(this.params)) {
        if (key.startsWith("W")) penalty += 0.5 * this.weightDecayLambda * W.mul(W).sum();
      }
      return loss + penalty;
    });
  }

  /**
   * The share of samples, of all of them, that the network gets right.
   *
   * @param t class labels (N,) or one-hot (N, classes)
   * @param batchSize how many samples are predicted at once
   * @throws RangeError without samples
   */
  accuracy(x: Tensor, t: Tensor, batchSize = 100): number {
    const call = `${this.constructor.name}.accuracy`;
    return accuracy(call, (part) => this.predict(part), x, t, batchSize);
  }

  /**
   * The gradient of the loss with respect to each parameter, by backpropagation; Dropout and BatchNormalization work
   * as in training.
   *
   * @param t class labels (N,) or one-hot (N, classes)
   * @returns a tensor for each parameter, of its name and shape
   */
  gradient(x: Tensor, t: Tensor): Record<string, Tensor> {
    checkTensors(`${this.constructor.name}.gradient`, { x, t });
    return withArena(() => {
      const steps = planSteps(this.layers, this.#unfused === "");
      this.#inOrder();
      const { bindings } = this.#params;
      const y = this.predict === predictByLayers
        // a copy in the memory of the step, which no kernel needs to copy again
        ? steps.reduce((out, step) => step.forward(out, true), x.astype(x.dtype))
        : this.predict(x, true);
      const isOurs = this.lastLayer.forward === SoftmaxWithLoss.prototype.forward;
      this.lastLayer[isOurs ? "prepare" : "forward"](y, t); // the loss is not needed
      let dout: Tensor | undefined = this.lastLayer.backward();
      for (const step of steps.toReversed()) dout = step.backward(dout!);

      const grads: Record<string, Tensor> = {};
      for (const [key, [layer, property]] of Object.entries(bindings)) {
        const gradient = (layer as object as Record<string, Tensor>)[`d${property}`];
        if (!(gradient instanceof Tensor)) {
          throw new TypeError(
            `${this.constructor.name}.gradient: backward of the layer of ${key} needs to leave ` +
              `d${property}, got ${describe(gradient)}`,
          );
        }
        const whole = this.weightDecayLambda === 0 || property !== "W"
          ? gradient
          : gradient.add(this.params[key].mul(this.weightDecayLambda));
        grads[key] = whole.clone(); // outlives the arena
      }
      return grads;
    });
  }

  /**
   * What `gradient` runs: which layers run as one, and why. A cell shows a table. Layers of your own, and those whose
   * `forward` or `backward` you have replaced, run by themselves; all do with `fuse: false`, or when `predict` is
   * your own.
   */
  plan(): Plan {
    this.#inOrder();
    return new Plan(planRows(planSteps(this.layers, this.#unfused === ""), this.#unfused));
  }

  /**
   * The same as {@linkcode gradient}, by central differences: two losses for each single number, so for small
   * networks only. It is computed in float64 whatever the dtype; Dropout has the same masks as in the next
   * `gradient`.
   */
  numericalGradient(x: Tensor, t: Tensor): Record<string, Tensor> {
    const drawn = this.rng.state;
    const statistics = Object.values(this.statistics);
    const learnt = statistics.map((one) => hostArrayOf(one).slice());
    const [samples, answers] = [x, t].map((part) =>
      part.dtype === "float32" ? part.astype("float64") : part
    );
    const loss = () => {
      this.rng.state = drawn;
      return this.loss(samples, answers, true);
    };
    try {
      const grads = numericalGradients(this.params, loss);
      for (const [key, { dtype }] of Object.entries(this.params)) {
        grads[key] = grads[key].astype(dtype);
      }
      return grads;
    } finally {
      this.rng.state = drawn;
      statistics.forEach((one, i) => hostArrayOf(one).set(learnt[i]));
    }
  }

  /**
   * Takes over the values of weights, such as `await loadPickle(…)` or `await loadSafetensors(…)`, in the network's
   * dtype. To save them, with what batch normalization has learnt: `await saveSafetensors(path, { ...net.params,
   * ...net.statistics })`.
   *
   * @param params a tensor for each key of `net.params`, and for none or all of `net.statistics`
   * @throws TypeError for weights that are missing, not known or of another shape; nothing is changed then
   */
  loadParams(params: Record<string, Tensor>): void {
    if (typeof params !== "object" || params === null || (params as unknown) instanceof Promise) {
      throw new TypeError(
        `${this.constructor.name}.loadParams: needs tensors by name, got ${
          describeNoTensor(params)
        }`,
      );
    }
    const hasStatistics = Object.keys(this.statistics).some((key) => key in params);
    const own = hasStatistics ? { ...this.params, ...this.statistics } : this.params;
    copyParams(`${this.constructor.name}.loadParams`, params, own);
  }

  /** Why each layer runs by itself, if so. */
  get #unfused(): string {
    if (this.predict !== predictByLayers) return "predict is not Network's";
    return this.fuse ? "" : "fuse is false";
  }

  /** Today's layers, after a look at what a reader may have put among them. */
  #inOrder(): Layer[] {
    for (const name in this.layers) {
      const layer = this.layers[name];
      if (typeof layer?.forward !== "function" || typeof layer.backward !== "function") {
        throw new TypeError(
          `${this.constructor.name}: layers.${name} needs to be a layer with forward and ` +
            `backward, got ${describe(layer)}`,
        );
      }
    }
    return Object.values(this.layers);
  }

  /** What a cell shows: the layers, and the shapes of the parameters. */
  [Symbol.for("Deno.customInspect")](inspect: (value: unknown) => string): string {
    return `${this.constructor.name}: ${Object.keys(this.layers).join(" → ")}\n${
      inspect(this.params)
    }`;
  }
}

const predictByLayers = Network.prototype.predict;
