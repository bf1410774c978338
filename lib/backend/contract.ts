// What a backend does: flat functions over typed arrays and sizes. The callers have checked shapes and allocated
// `out`, and do not know which backend runs.

import type { Broadcast } from "../tensor/shape.ts";
import type { Arena, DeviceMemory, TypedArray } from "./memory.ts";

export type { Arena, ArrayType, DeviceMemory, TypedArray } from "./memory.ts";

/** out[i] = f(x[i]) */
export type UnaryOperation = "neg" | "abs" | "sqrt" | "exp" | "log" | "tanh" | "sigmoid" | "relu";

/** out[i] = f(a[i], b[i]), with broadcasting; comparisons give 1 or 0 */
export type BinaryOperation =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "greater"
  | "less"
  | "equal";

/** One value for the `length` elements of an axis; for all but sum, a NaN wins. */
export type Reduction = "sum" | "max" | "min" | "argmax" | "argmin";

/** Optimizer updates of one parameter w with its gradient g; all arrays have one length and are written in place. */
export interface OptimizerUpdates {
  /** w −= lr·g */
  sgd(w: TypedArray, g: TypedArray, lr: number): void;

  /** v = momentum·v − lr·g; w += v */
  momentum(w: TypedArray, g: TypedArray, v: TypedArray, lr: number, momentum: number): void;

  /** w += momentum²·v − (1 + momentum)·lr·g; v = momentum·v − lr·g */
  nesterov(w: TypedArray, g: TypedArray, v: TypedArray, lr: number, momentum: number): void;

  /** h += g²; w −= lr·g / (√h + 1e-7) */
  adaGrad(w: TypedArray, g: TypedArray, h: TypedArray, lr: number): void;

  /** h = decayRate·h + (1 − decayRate)·g²; w −= lr·g / (√h + 1e-7) */
  rmsProp(w: TypedArray, g: TypedArray, h: TypedArray, lr: number, decayRate: number): void;

  /** m += (1 − beta1)·(g − m); v += (1 − beta2)·(g² − v); w −= lrT·m / (√v + 1e-7) */
  adam(
    w: TypedArray,
    g: TypedArray,
    m: TypedArray,
    v: TypedArray,
    lrT: number,
    beta1: number,
    beta2: number,
  ): void;
}

/** A window that slides over images: the filter of a convolution, or what pooling takes the maximum of. */
export interface Windows {
  /** number of images, channels, height and width of an image; chapter 7's letters */
  N: number;
  C: number;
  H: number;
  W: number;
  /** height and width of the window */
  FH: number;
  FW: number;
  /** distance from one position of the window to the next */
  stride: number;
  /** width of the border around an image */
  pad: number;
  /** number of positions, down and across: height and width of the output */
  OH: number;
  OW: number;
}

/** What a convolution with FN filters computes with. */
export interface Convolution {
  /** (N, C, H, W) */
  x: TypedArray;
  /** (FN, C, FH, FW) */
  filters: TypedArray;
  /** (FN) */
  b: TypedArray;
  /** (N, FN, OH, OW) */
  out: TypedArray;
  windows: Windows;
  /** whether out is relu of the sums; by default false */
  withRelu?: boolean;
}

/** What the backward pass of a convolution computes with: arrays in the shapes of {@linkcode Convolution}. */
export interface ConvolutionBackward {
  x: TypedArray;
  filters: TypedArray;
  /** with `indices`, the gradient with respect to the output of the pooling */
  dout: TypedArray;
  /** undefined where it is not needed */
  dx: TypedArray | undefined;
  dfilters: TypedArray;
  db: TypedArray;
  windows: Windows;
  /** whether x is the output of a ReLU: dx is then the gradient with respect to its input, 0 where x ≤ 0 */
  afterRelu?: boolean;
  /** of a max pooling after the convolution: where in the convolution's output each of its maxima is */
  indices?: Int32Array | undefined;
}

/** Convolution and pooling, chapter 7. Images x are (N, C, H, W). */
export interface ImageOperations {
  /** col (N·OH·OW, C·FH·FW): a row is what a window sees, with 0 for the border */
  im2col(x: TypedArray, col: TypedArray, windows: Windows): void;

  /** x: every element of col added where im2col would have taken it from */
  col2im(col: TypedArray, x: TypedArray, windows: Windows): void;

  /** out = b + Σ of what the window sees · filter */
  convolution(operands: Convolution): void;

  /** dfilters = Σ dout · what the window sees, db = Σ dout, dx = Σ dout · filters where the windows are */
  convolutionBackward(operands: ConvolutionBackward): void;

  /**
   * out (N, C, OH, OW): the largest that each window sees, and at which index of x it is: the first of equals, and
   * NaN wins; the border is not seen. Every window sees at least one element of x.
   */
  pooling(x: TypedArray, out: TypedArray, indices: Int32Array, windows: Windows): void;

  /** dx: dout[i] added at indices[i], 0 elsewhere; windows are those of pooling, indices its result */
  poolingBackward(
    dout: TypedArray,
    indices: Int32Array,
    dx: TypedArray,
    windows: Windows,
  ): void;
}

/** What batch normalization normalizes: x is (N, D, P), so N samples of D features with P elements each. */
export interface Features {
  N: number;
  D: number;
  /** pixels of a channel that is one feature, else 1 */
  P: number;
  /** added to the variance, against division by zero */
  epsilon: number;
}

/** Batch normalization, chapter 6; mean, variance, gamma and beta are (D). */
export interface NormalizationOperations {
  /** Mean and variance (of the population) of each feature, over samples and elements */
  moments(x: TypedArray, mean: TypedArray, variance: TypedArray, features: Features): void;

  /** normalized = (x − mean) / √(variance + epsilon); out = gamma · normalized + beta */
  normalize(
    x: TypedArray,
    mean: TypedArray,
    variance: TypedArray,
    gamma: TypedArray,
    beta: TypedArray,
    normalized: TypedArray,
    out: TypedArray,
    features: Features,
  ): void;

  /**
   * Where mean and variance are those of x: dbeta = Σ dout, dgamma = Σ dout · normalized,
   * dx = gamma / √(variance + epsilon) · (dout − (dbeta + normalized · dgamma) / (N·P))
   */
  normalizeBackward(
    dout: TypedArray,
    normalized: TypedArray,
    variance: TypedArray,
    gamma: TypedArray,
    dx: TypedArray,
    dgamma: TypedArray,
    dbeta: TypedArray,
    features: Features,
  ): void;
}

export interface Backend extends OptimizerUpdates, ImageOperations, NormalizationOperations {
  readonly name: string;

  /** where it computes without copying, if it copies otherwise */
  readonly arena?: Arena;

  /** where it keeps numbers, if not in the arrays; then it is the arena, too */
  readonly memory?: DeviceMemory;

  /** out[i] = f(x[i]) */
  unary(operation: UnaryOperation, x: TypedArray, out: TypedArray): void;

  /** out[i] = f(a[i], b[i]) where a and b repeat as `layout` says */
  binary(
    operation: BinaryOperation,
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    layout: Broadcast,
  ): void;

  /** out[o, i] = f(x[o, 0, i], …, x[o, length − 1, i]) for x (outer, length, inner); the first of equals wins */
  reduce(
    operation: Reduction,
    x: TypedArray,
    out: TypedArray,
    outer: number,
    length: number,
    inner: number,
  ): void;

  /** out (M, N) = a (M, K) · b (K, N) + bias (N); with a flag, a is stored as (K, M) or b as (N, K) */
  gemm(
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    M: number,
    K: number,
    N: number,
    transposeA: boolean,
    transposeB: boolean,
    bias?: TypedArray,
  ): void;

  /** Each row of x (rows, columns) becomes exp(x − max) / Σ exp(x − max). */
  softmax(x: TypedArray, out: TypedArray, rows: number, columns: number): void;

  /** dx = (y − t) · scale, where y is the softmax */
  softmaxCrossEntropyBackward(y: TypedArray, t: TypedArray, dx: TypedArray, scale: number): void;

  /** dx[i] = 0 where x[i] ≤ 0, else dout[i]; so dout goes through where x is NaN */
  reluBackward(x: TypedArray, dout: TypedArray, dx: TypedArray): void;
}
