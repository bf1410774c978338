// Layers with fresh weights. All networks draw theirs here, from one generator and in the order of the calls, which
// is the order of the book's Python: the same seed gives the same weights.

import type { ArrayType } from "../backend/contract.ts";
import { allocatePersistent } from "../backend/arena.ts";
import { Affine } from "../layers/affine.ts";
import { BatchNormalization } from "../layers/batch_normalization.ts";
import { Convolution } from "../layers/convolution.ts";
import { Dropout } from "../layers/dropout.ts";
import type { Layer } from "../layers/layer.ts";
import { Relu } from "../layers/relu.ts";
import { Sigmoid } from "../layers/sigmoid.ts";
import { Random, random } from "../tensor/random.ts";
import { describe, numberOr } from "../errors/describe.ts";
import { checkFlags } from "../errors/options.ts";
import { checkIntegers } from "../tensor/shape.ts";
import type { DType } from "../tensor/dtype.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { ones, zeros } from "../tensor/creation.ts";
import { Tensor } from "../tensor/tensor.ts";

/** What every network takes besides its sizes. */
export interface NetworkOptions {
  /** draws the weights, the masks of Dropout and, by default, the Trainer's batches */
  rng?: Random;
  /** instead of `rng`: a generator of its own; by default 0 */
  seed?: number;
  /** of the parameters; by default float32 */
  dtype?: DType;
  /** whether `gradient` may run layers as one where that is faster, by default true; false: as the book does */
  fuse?: boolean;
}

/** Their names, for the check of a network's options. */
export const networkOptions = ["rng", "seed", "dtype", "fuse"] as const;

/** The filters of a convolution. */
export interface ConvParam {
  /** how many filters */
  filterNum: number;
  /** their height and width, in pixels */
  filterSize: number;
  /** width of the border of zeros, in pixels */
  pad: number;
  /** distance from one place of a filter to the next, in pixels */
  stride: number;
}

/** Their names. */
export const convParamNames = ["filterNum", "filterSize", "pad", "stride"] as const;

/** Names of activation functions. */
export type Activation = "relu" | "sigmoid";

const activations = { relu: Relu, sigmoid: Sigmoid };

/** Throws unless `list` is an array, or left out. */
export function checkList(call: string, name: string, list: unknown, example: string): void {
  if (list !== undefined && !Array.isArray(list)) {
    throw new TypeError(
      `${call}: ${name} needs to be an array, such as ${example}, got ${describe(list)}`,
    );
  }
}

/** Makes the layers of one network. */
export class LayerBuilder {
  readonly rng: Random;
  readonly dtype: DType;
  readonly fuse: boolean | undefined;
  readonly #network: string;

  /** @throws TypeError, RangeError for options that do not fit, naming `network` */
  constructor(network: string, { rng, seed, dtype = "float32", fuse }: NetworkOptions) {
    if (rng !== undefined && !(rng instanceof Random)) {
      throw new TypeError(`${network}: rng needs to be made by random(seed)`);
    }
    if (rng !== undefined && seed !== undefined) {
      throw new TypeError(`${network}: takes rng or seed, not both`);
    }
    if (dtype !== "float32" && dtype !== "float64") {
      throw new TypeError(`${network}: dtype needs to be "float32" or "float64", got "${dtype}"`);
    }
    checkFlags(network, { fuse });
    this.#network = network;
    this.rng = rng ?? random(seed ?? 0);
    this.dtype = dtype;
    this.fuse = fuse;
  }

  /** Weights (D, M) with standard deviation `std`, biases 0. */
  affine(D: number, M: number, std: number): Affine {
    const W = this.rng.normal([D, M], 0, std, this.dtype);
    return new Affine(persistent(W), persistent(zeros(M, this.dtype)));
  }

  /** Square filters (FN, C, size, size) with standard deviation `std`, biases 0. */
  convolution(
    C: number,
    { filterNum: FN, filterSize: size, stride, pad }: ConvParam,
    std: number,
  ): Convolution {
    const W = this.rng.normal([FN, C, size, size], 0, std, this.dtype);
    return new Convolution(persistent(W), persistent(zeros(FN, this.dtype)), stride, pad);
  }

  /** Scale 1 and shift 0 for each of D features. */
  batchNormalization(D: number): BatchNormalization {
    return new BatchNormalization(
      persistent(ones(D, this.dtype)),
      persistent(zeros(D, this.dtype)),
    );
  }

  /** Draws its masks from the generator that draws the weights. */
  dropout(ratio: number): Dropout {
    return new Dropout(ratio, this.rng);
  }

  /** A layer of the activation function with its numbered name, such as `{ Relu1: … }`. */
  activation(activation: Activation, number: number): Record<string, Layer> {
    if (typeof activation !== "string") {
      throw new TypeError(
        `${this.#network}: activation needs to be "relu" or "sigmoid", got ${describe(activation)}`,
      );
    }
    if (!Object.hasOwn(activations, activation)) {
      throw new RangeError(
        `${this.#network}: activation "${activation}" is none of "relu", "sigmoid"`,
      );
    }
    const Class = activations[activation];
    return { [`${Class.name}${number}`]: new Class() };
  }

  /** Throws unless each size is an integer of at least 1. */
  checkSizes(sizes: Record<string, number>): void {
    checkIntegers(this.#network, sizes, 1);
  }

  /** Throws unless the filters have sizes; whether they fit into the images is seen later. */
  checkConv(name: string, { filterNum, filterSize, stride, pad }: ConvParam): void {
    this.checkSizes({
      [`${name}.filterNum`]: filterNum,
      [`${name}.filterSize`]: filterSize,
      [`${name}.stride`]: stride,
    });
    this.checkAmounts({ [`${name}.pad`]: pad });
  }

  /** Throws unless each number is finite and at least 0. */
  checkAmounts(amounts: Record<string, number>): void {
    for (const [name, amount] of Object.entries(amounts)) {
      if (!Number.isFinite(amount) || amount < 0) {
        throw new RangeError(
          `${this.#network}: ${name} needs to be a number of at least 0, got ${numberOr(amount)}`,
        );
      }
    }
  }
}

/** A copy where the backend computes without copying, for as long as the program runs. */
function persistent(x: Tensor): Tensor {
  const data = hostArrayOf(x);
  const place = allocatePersistent(data.constructor as ArrayType, data.length);
  place.set(data);
  return new Tensor(place, x.shape);
}
