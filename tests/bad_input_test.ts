// One bad argument for every check: the class and the whole message of what is thrown.

import { assertThrowsWith } from "./assert.ts";
import {
  AddLayer,
  Affine,
  augment,
  BatchNormalization,
  col2im,
  Convolution,
  crossEntropyError,
  DeepConvNet,
  Dropout,
  full,
  gradientCheck,
  im2col,
  linspace,
  MulLayer,
  numericalDiff,
  numericalGradient,
  numericalGradients,
  outputSize,
  Pooling,
  type Random,
  Relu,
  relu,
  shuffleDataset,
  Sigmoid,
  SimpleConvNet,
  softmaxLoss,
  SoftmaxWithLoss,
  sumSquaredError,
  table,
  Tensor,
  tensor,
  Trainer,
  TwoLayerNet,
  zeros,
} from "../lib/mod.ts";

const labels = (...values: number[]) => tensor(values, { dtype: "int32" });
const float64 = (...shape: number[]) => zeros(shape, "float64");
/** What the kernel does not stop a reader from passing. */
const notATensor = [1, 2, 3] as unknown as Tensor;
const notANumber = "3" as unknown as number;
const twoLayerNet = () => new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2 });
const data = {
  xTrain: zeros([1, 3]),
  tTrain: labels(0),
  xTest: zeros([1, 3]),
  tTest: labels(0),
};
const affine = () => new Affine(zeros([3, 2]), zeros(2));
const convolution = () => new Convolution(zeros([4, 3, 2, 2]), zeros(4));
const batchNormalization = (options = {}) => new BatchNormalization(zeros(2), zeros(2), options);

const cases: [
  call: string,
  f: () => unknown,
  errorClass: new (...args: never[]) => Error,
  message: string,
][] = [
  [
    "sumSquaredError of an array",
    () => sumSquaredError(notATensor, zeros(3)),
    TypeError,
    "sumSquaredError: y needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "sumSquaredError without t",
    () => sumSquaredError(zeros(3), undefined as unknown as Tensor),
    TypeError,
    "sumSquaredError: t needs to be a Tensor, got undefined: is an argument or an await missing?",
  ],
  [
    "sumSquaredError of an empty batch",
    () => sumSquaredError(zeros([0, 10]), labels()),
    TypeError,
    "sumSquaredError: needs at least 1 sample, got (0, 10)",
  ],
  [
    "sumSquaredError of other shapes",
    () => sumSquaredError(zeros([2, 3]), zeros([3, 2])),
    TypeError,
    "sumSquaredError: t (3, 2) does not fit (2, 3): needs that shape, or class labels (2,)",
  ],
  [
    "sumSquaredError of other dtypes",
    () => sumSquaredError(zeros([2, 3]), float64(2, 3)),
    TypeError,
    "Tensor.sub: float32 (2, 3) with float64 (2, 3); convert one of them with astype",
  ],
  [
    "sumSquaredError of a label above the classes",
    () => sumSquaredError(zeros([2, 3]), labels(0, 3)),
    RangeError,
    "sumSquaredError: label 3 of sample 1 is none of the 3 classes 0 to 2",
  ],
  [
    "crossEntropyError of label 10 of 10 classes",
    () => crossEntropyError(zeros([1, 10]), labels(10)),
    RangeError,
    "crossEntropyError: label 10 of sample 0 is none of the 10 classes 0 to 9",
  ],
  [
    "crossEntropyError of label −1",
    () => crossEntropyError(zeros([2, 10]), labels(0, -1)),
    RangeError,
    "crossEntropyError: label -1 of sample 1 is none of the 10 classes 0 to 9",
  ],
  [
    "crossEntropyError of half a label",
    () => crossEntropyError(zeros([1, 10]), tensor([1.5])),
    RangeError,
    "crossEntropyError: label 1.5 of sample 0 is none of the 10 classes 0 to 9",
  ],
  [
    "crossEntropyError of an empty batch",
    () => crossEntropyError(zeros([0, 10]), zeros([0, 10])),
    TypeError,
    "crossEntropyError: needs at least 1 sample, got (0, 10)",
  ],
  [
    "crossEntropyError of too few labels",
    () => crossEntropyError(zeros([4, 10]), labels(1, 2, 3)),
    TypeError,
    "crossEntropyError: t (3,) does not fit (4, 10): needs that shape, or class labels (4,)",
  ],
  [
    "crossEntropyError of labels in a row",
    () => crossEntropyError(zeros([2, 10]), tensor([[1, 2]])),
    TypeError,
    "crossEntropyError: t (1, 2) does not fit (2, 10): needs that shape, or class labels (2,)",
  ],
  [
    "crossEntropyError of one-hot rows that are too narrow",
    () => crossEntropyError(zeros([2, 10]), zeros([2, 9])),
    TypeError,
    "crossEntropyError: t (2, 9) does not fit (2, 10): needs that shape, or class labels (2,)",
  ],
  [
    "crossEntropyError of a row without a one",
    () => crossEntropyError(zeros([2, 2]), tensor([[0, 1], [0, 0]])),
    RangeError,
    "crossEntropyError: t of sample 1 is neither one-hot nor probabilities: its sum is 0",
  ],
  [
    "crossEntropyError of three axes",
    () => crossEntropyError(zeros([2, 2, 2]), zeros([2, 2, 2])),
    TypeError,
    "crossEntropyError: needs (D,) or (N, D), got (2, 2, 2)",
  ],
  [
    "crossEntropyError of other dtypes",
    () => crossEntropyError(float64(1, 2), tensor([[0, 1]])),
    TypeError,
    "crossEntropyError: float64 (1, 2) with float32 (1, 2); convert one of them with astype",
  ],
  [
    "softmaxLoss of an array",
    () => softmaxLoss(notATensor, labels(0)),
    TypeError,
    "softmaxLoss: x needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "softmaxLoss of an empty batch",
    () => softmaxLoss(zeros([0, 10]), labels()),
    TypeError,
    "softmaxLoss: needs at least 1 sample, got (0, 10)",
  ],
  [
    "softmaxLoss of label 10 of 10 classes",
    () => softmaxLoss(zeros([1, 10]), labels(10)),
    RangeError,
    "softmaxLoss: label 10 of sample 0 is none of the 10 classes 0 to 9",
  ],
  [
    "SoftmaxWithLoss.forward of too many labels",
    () => new SoftmaxWithLoss().forward(zeros([1, 3]), labels(1, 2)),
    TypeError,
    "SoftmaxWithLoss.forward: t (2,) does not fit (1, 3): needs that shape, or class labels (1,)",
  ],
  [
    "SoftmaxWithLoss.forward of an empty batch",
    () => new SoftmaxWithLoss().forward(zeros([0, 3]), labels()),
    TypeError,
    "SoftmaxWithLoss.forward: needs at least 1 sample, got (0, 3)",
  ],
  [
    "SoftmaxWithLoss.backward first",
    () => new SoftmaxWithLoss().backward(),
    Error,
    "SoftmaxWithLoss.backward: needs forward first",
  ],
  [
    "SoftmaxWithLoss.backward of a text",
    () => {
      const layer = new SoftmaxWithLoss();
      layer.forward(zeros([1, 3]), labels(1));
      layer.backward(notANumber);
    },
    TypeError,
    'SoftmaxWithLoss.backward: dout needs to be a number, got the string "3"',
  ],
  [
    "MulLayer.forward of a tensor",
    () => new MulLayer().forward(3, zeros(1) as unknown as number),
    TypeError,
    "MulLayer.forward: y needs to be a number, got Tensor",
  ],
  [
    "MulLayer.backward first",
    () => new MulLayer().backward(1),
    Error,
    "MulLayer.backward: needs forward first",
  ],
  [
    "AddLayer.forward of a text",
    () => new AddLayer().forward(notANumber, 3),
    TypeError,
    'AddLayer.forward: x needs to be a number, got the string "3"',
  ],
  [
    "AddLayer.backward without dout",
    () => new AddLayer().backward(undefined as unknown as number),
    TypeError,
    "AddLayer.backward: dout needs to be a number, got undefined",
  ],
  [
    "Relu.forward of an array",
    () => new Relu().forward(notATensor),
    TypeError,
    "Relu.forward: x needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "Relu.backward first",
    () => new Relu().backward(zeros(1)),
    Error,
    "Relu.backward: needs forward first",
  ],
  [
    "Relu.backward of another shape",
    () => {
      const layer = new Relu();
      layer.forward(zeros([2, 3]));
      layer.backward(zeros([3, 2]));
    },
    TypeError,
    "Relu.backward: dout (3, 2) does not fit the output (2, 3) of forward",
  ],
  [
    "Relu.backward of another dtype",
    () => {
      const layer = new Relu();
      layer.forward(zeros([2, 3]));
      layer.backward(float64(2, 3));
    },
    TypeError,
    "Relu.backward: float64 (2, 3) with float32 (2, 3); convert one of them with astype",
  ],
  [
    "Sigmoid.backward first",
    () => new Sigmoid().backward(zeros(1)),
    Error,
    "Sigmoid.backward: needs forward first",
  ],
  [
    "Sigmoid.backward of a number",
    () => {
      const layer = new Sigmoid();
      layer.forward(zeros([2, 3]));
      layer.backward(1 as unknown as Tensor);
    },
    TypeError,
    "Sigmoid.backward: dout needs to be a Tensor, got number: write tensor(…)",
  ],
  [
    "Affine with a b that does not fit W",
    () => new Affine(zeros([3, 2]), zeros(3)),
    TypeError,
    "Affine: needs W (D, M) and b (M,), got W (3, 2) and b (3,)",
  ],
  [
    "Affine with a b of another dtype",
    () => new Affine(zeros([3, 2]), float64(2)),
    TypeError,
    "Affine: float32 (3, 2) with float64 (2,); convert one of them with astype",
  ],
  [
    "Affine without b",
    () => new Affine(zeros([3, 2]), undefined as unknown as Tensor),
    TypeError,
    "Affine: b needs to be a Tensor, got undefined: is an argument or an await missing?",
  ],
  [
    "Affine.forward of x with other columns",
    () => new Affine(zeros([700, 50]), zeros(50)).forward(zeros([100, 784])),
    TypeError,
    "Affine.forward: x (100, 784) does not fit W (700, 50): 784 ≠ 700",
  ],
  [
    "Affine.forward of images with other pixels",
    () => affine().forward(zeros([5, 1, 2, 2])),
    TypeError,
    "Affine.forward: x (5, 1, 2, 2) does not fit W (3, 2): 4 ≠ 3",
  ],
  [
    "Affine.forward of one sample without a batch",
    () => affine().forward(zeros(3)),
    TypeError,
    "Affine.forward: x (3,) does not fit W (3, 2): needs a batch, (N, D)",
  ],
  [
    "Affine.forward of another dtype",
    () => affine().forward(float64(1, 3)),
    TypeError,
    "Affine.forward: float64 (1, 3) with float32 (3, 2); convert one of them with astype",
  ],
  [
    "Affine.backward first",
    () => affine().backward(zeros([1, 2])),
    Error,
    "Affine.backward: needs forward first",
  ],
  ["Affine.dW first", () => affine().dW, Error, "Affine.dW: needs backward first"],
  ["Affine.db first", () => affine().db, Error, "Affine.db: needs backward first"],
  [
    "Affine.backward of another shape",
    () => {
      const layer = affine();
      layer.forward(zeros([4, 3]));
      layer.backward(zeros([4, 3]));
    },
    TypeError,
    "Affine.backward: dout (4, 3) does not fit the output (4, 2) of forward",
  ],
  [
    "numericalDiff with h = 0",
    () => numericalDiff((x) => x, 5, 0),
    RangeError,
    "numericalDiff: h needs to be a number above 0, got 0",
  ],
  [
    "numericalDiff at a tensor",
    () => numericalDiff((x) => x, zeros(1) as unknown as number),
    TypeError,
    "numericalDiff: x needs to be a number, got Tensor",
  ],
  [
    "numericalDiff of an f that returns a tensor",
    () => numericalDiff(() => zeros(1) as unknown as number, 5),
    TypeError,
    "numericalDiff: f needs to return a number, got Tensor",
  ],
  [
    "numericalGradient of an array",
    () => numericalGradient(() => 0, notATensor),
    TypeError,
    "numericalGradient: x needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "numericalGradient of an f that returns a tensor",
    () => numericalGradient((x) => x as unknown as number, zeros(3)),
    TypeError,
    "numericalGradient: f needs to return a number, got Tensor",
  ],
  [
    "numericalGradient with h = NaN",
    () => numericalGradient(() => 0, zeros(3), NaN),
    RangeError,
    "numericalGradient: h needs to be a number above 0, got NaN",
  ],
  [
    "numericalGradients with h = −1",
    () => numericalGradients({}, () => 0, -1),
    RangeError,
    "numericalGradients: h needs to be a number above 0, got -1",
  ],
  [
    "gradientCheck without t",
    () =>
      gradientCheck(
        { params: {}, loss: () => 0, gradient: () => ({}) },
        zeros([1, 2]),
        undefined as unknown as Tensor,
      ),
    TypeError,
    "gradientCheck: t needs to be a Tensor, got undefined: is an argument or an await missing?",
  ],
  [
    "Dropout with a ratio of 1",
    () => new Dropout(1),
    RangeError,
    "Dropout: dropoutRatio needs to be at least 0 and below 1, got 1",
  ],
  [
    "Dropout with a ratio of −0.1",
    () => new Dropout(-0.1),
    RangeError,
    "Dropout: dropoutRatio needs to be at least 0 and below 1, got -0.1",
  ],
  [
    "Dropout with a ratio of NaN",
    () => new Dropout(NaN),
    RangeError,
    "Dropout: dropoutRatio needs to be at least 0 and below 1, got NaN",
  ],
  [
    "Dropout with a ratio of 1.5",
    () => new Dropout(1.5),
    RangeError,
    "Dropout: dropoutRatio needs to be at least 0 and below 1, got 1.5",
  ],
  [
    "Dropout with a seed for a generator",
    () => new Dropout(0.5, 3 as unknown as Random),
    TypeError,
    "Dropout: rng needs to be made by random(seed), got number",
  ],
  [
    "Dropout.backward first",
    () => new Dropout().backward(zeros(1)),
    Error,
    "Dropout.backward: needs forward with trainFlag first",
  ],
  [
    "Dropout.backward after a forward without trainFlag",
    () => {
      const layer = new Dropout();
      layer.forward(zeros(3), true);
      layer.forward(zeros(3), false);
      layer.backward(zeros(3));
    },
    Error,
    "Dropout.backward: needs forward with trainFlag first",
  ],
  [
    "Dropout.backward of another shape",
    () => {
      const layer = new Dropout();
      layer.forward(zeros([2, 3]));
      layer.backward(zeros(6));
    },
    TypeError,
    "Dropout.backward: dout (6,) does not fit the output (2, 3) of forward",
  ],
  [
    "BatchNormalization with a beta that does not fit gamma",
    () => new BatchNormalization(zeros(2), zeros(3)),
    TypeError,
    "BatchNormalization: needs gamma and beta of one shape (D,), got (2,) and (3,)",
  ],
  [
    "BatchNormalization with a gamma of two axes",
    () => new BatchNormalization(zeros([1, 2]), zeros([1, 2])),
    TypeError,
    "BatchNormalization: needs gamma and beta of one shape (D,), got (1, 2) and (1, 2)",
  ],
  [
    "BatchNormalization without beta",
    () => new BatchNormalization(zeros(2), undefined as unknown as Tensor),
    TypeError,
    "BatchNormalization: beta needs to be a Tensor, got undefined: is an argument or an await missing?",
  ],
  [
    "BatchNormalization with statistics of another shape",
    () => batchNormalization({ runningVar: zeros(3) }),
    TypeError,
    "BatchNormalization: needs gamma and runningVar of one shape (D,), got (2,) and (3,)",
  ],
  [
    "BatchNormalization with statistics of another dtype",
    () => batchNormalization({ runningMean: float64(2) }),
    TypeError,
    "BatchNormalization: runningMean: float32 (2,) with float64 (2,); convert one of them with astype",
  ],
  [
    "BatchNormalization with a momentum of 1.1",
    () => batchNormalization({ momentum: 1.1 }),
    RangeError,
    "BatchNormalization: momentum needs to be a number from 0 to 1, got 1.1",
  ],
  [
    "BatchNormalization with a momentum of NaN",
    () => batchNormalization({ momentum: NaN }),
    RangeError,
    "BatchNormalization: momentum needs to be a number from 0 to 1, got NaN",
  ],
  [
    "BatchNormalization.forward of x with other columns",
    () => batchNormalization().forward(zeros([5, 3])),
    TypeError,
    "BatchNormalization.forward: x (5, 3) does not fit gamma (2,): 3 ≠ 2",
  ],
  [
    "BatchNormalization.forward of images with a gamma per channel",
    () => batchNormalization().forward(zeros([5, 2, 3, 3])),
    TypeError,
    "BatchNormalization.forward: x (5, 2, 3, 3) does not fit gamma (2,): 18 ≠ 2; " +
    "perChannel: true takes a channel for a feature",
  ],
  [
    "BatchNormalization.forward of an empty batch",
    () => batchNormalization().forward(zeros([0, 2])),
    TypeError,
    "BatchNormalization.forward: needs (N, D) or (N, C, H, W) with at least 1 sample, got (0, 2)",
  ],
  [
    "BatchNormalization.forward of one sample without a batch",
    () => batchNormalization().forward(zeros(2)),
    TypeError,
    "BatchNormalization.forward: needs (N, D) or (N, C, H, W) with at least 1 sample, got (2,)",
  ],
  [
    "BatchNormalization.forward of another dtype",
    () => batchNormalization().forward(float64(5, 2)),
    TypeError,
    "BatchNormalization.forward: float64 (5, 2) with float32 (2,); convert one of them with astype",
  ],
  [
    "BatchNormalization.backward first",
    () => batchNormalization().backward(zeros([5, 2])),
    Error,
    "BatchNormalization.backward: needs forward with trainFlag first",
  ],
  [
    "BatchNormalization.backward after a forward without trainFlag",
    () => {
      const layer = batchNormalization();
      layer.forward(zeros([5, 2]), false);
      layer.backward(zeros([5, 2]));
    },
    Error,
    "BatchNormalization.backward: needs forward with trainFlag first",
  ],
  [
    "BatchNormalization.dgamma first",
    () => batchNormalization().dgamma,
    Error,
    "BatchNormalization.dgamma: needs backward first",
  ],
  [
    "outputSize of a filter that does not fit",
    () => outputSize(3, 5),
    RangeError,
    "outputSize: a window of 5 does not fit into 3 with pad 0",
  ],
  [
    "outputSize with stride 0",
    () => outputSize(5, 3, 0),
    RangeError,
    "outputSize: stride needs to be an integer of at least 1, got 0",
  ],
  [
    "outputSize with half a pad",
    () => outputSize(5, 3, 1, 0.5),
    RangeError,
    "outputSize: pad needs to be an integer of at least 0, got 0.5",
  ],
  [
    "im2col of an array",
    () => im2col(notATensor, 2, 2),
    TypeError,
    "im2col: x needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "im2col of a matrix",
    () => im2col(zeros([3, 3]), 2, 2),
    TypeError,
    "im2col: x needs to be (N, C, H, W), got (3, 3)",
  ],
  [
    "im2col of a filter that does not fit",
    () => im2col(zeros([1, 1, 3, 4]), 4, 4),
    RangeError,
    "im2col: a window of 4 × 4 does not fit into x (1, 1, 3, 4) with pad 0",
  ],
  [
    "im2col of a filter of height 0",
    () => im2col(zeros([1, 1, 3, 3]), 0, 2),
    RangeError,
    "im2col: filterH needs to be an integer of at least 1, got 0",
  ],
  [
    "im2col with stride NaN",
    () => im2col(zeros([1, 1, 3, 3]), 2, 2, NaN),
    RangeError,
    "im2col: stride needs to be an integer of at least 1, got NaN",
  ],
  [
    "im2col with pad −1",
    () => im2col(zeros([1, 1, 3, 3]), 2, 2, 1, -1),
    RangeError,
    "im2col: pad needs to be an integer of at least 0, got -1",
  ],
  [
    "col2im of a col that does not fit",
    () => col2im(zeros([4, 8]), [1, 1, 3, 3], 2, 2),
    TypeError,
    "col2im: col (4, 8) does not fit (1, 1, 3, 3): needs (4, 4)",
  ],
  [
    "col2im into a shape of three axes",
    () => col2im(zeros([4, 4]), [1, 3, 3], 2, 2),
    TypeError,
    "col2im: inputShape needs to be (N, C, H, W), got (1, 3, 3)",
  ],
  [
    "col2im of a filter that does not fit",
    () => col2im(zeros([4, 4]), [1, 1, 1, 3], 2, 2),
    RangeError,
    "col2im: a window of 2 × 2 does not fit into inputShape (1, 1, 1, 3) with pad 0",
  ],
  [
    "Convolution with W of two axes",
    () => new Convolution(zeros([4, 3]), zeros(4)),
    TypeError,
    "Convolution: needs W (FN, C, FH, FW) and b (FN,), got W (4, 3) and b (4,)",
  ],
  [
    "Convolution with a b that does not fit W",
    () => new Convolution(zeros([4, 3, 2, 2]), zeros(3)),
    TypeError,
    "Convolution: needs W (FN, C, FH, FW) and b (FN,), got W (4, 3, 2, 2) and b (3,)",
  ],
  [
    "Convolution with a b of another dtype",
    () => new Convolution(zeros([4, 3, 2, 2]), float64(4)),
    TypeError,
    "Convolution: float32 (4, 3, 2, 2) with float64 (4,); convert one of them with astype",
  ],
  [
    "Convolution with stride 0",
    () => new Convolution(zeros([4, 3, 2, 2]), zeros(4), 0),
    RangeError,
    "Convolution: stride needs to be an integer of at least 1, got 0",
  ],
  [
    "Convolution with pad −1",
    () => new Convolution(zeros([4, 3, 2, 2]), zeros(4), 1, -1),
    RangeError,
    "Convolution: pad needs to be an integer of at least 0, got -1",
  ],
  [
    "Convolution.forward of flat images",
    () => convolution().forward(zeros([5, 784])),
    TypeError,
    "Convolution.forward: x needs to be (N, C, H, W), got (5, 784)",
  ],
  [
    "Convolution.forward of other channels",
    () => convolution().forward(zeros([5, 1, 28, 28])),
    TypeError,
    "Convolution.forward: x (5, 1, 28, 28) does not fit W (4, 3, 2, 2): 1 channels ≠ 3",
  ],
  [
    "Convolution.forward of images smaller than the filter",
    () => convolution().forward(zeros([5, 3, 1, 4])),
    RangeError,
    "Convolution.forward: a window of 2 × 2 does not fit into x (5, 3, 1, 4) with pad 0",
  ],
  [
    "Convolution.forward of another dtype",
    () => convolution().forward(float64(5, 3, 4, 4)),
    TypeError,
    "Convolution.forward: float64 (5, 3, 4, 4) with float32 (4, 3, 2, 2); convert one of them with astype",
  ],
  [
    "Convolution.backward first",
    () => convolution().backward(zeros([1, 4, 1, 1])),
    Error,
    "Convolution.backward: needs forward first",
  ],
  [
    "Convolution.dW first",
    () => convolution().dW,
    Error,
    "Convolution.dW: needs backward first",
  ],
  [
    "Convolution.backward of another shape",
    () => {
      const layer = convolution();
      layer.forward(zeros([5, 3, 4, 4]));
      layer.backward(zeros([5, 4, 4, 4]));
    },
    TypeError,
    "Convolution.backward: dout (5, 4, 4, 4) does not fit the output (5, 4, 3, 3) of forward",
  ],
  [
    "Pooling with a window of 0",
    () => new Pooling(2, 0),
    RangeError,
    "Pooling: poolW needs to be an integer of at least 1, got 0",
  ],
  [
    "Pooling without a window",
    () => new Pooling(2, undefined as unknown as number),
    RangeError,
    "Pooling: poolW needs to be an integer of at least 1, got undefined",
  ],
  [
    "Pooling with stride 1.5",
    () => new Pooling(2, 2, 1.5),
    RangeError,
    "Pooling: stride needs to be an integer of at least 1, got 1.5",
  ],
  [
    "Pooling with a pad as large as the window",
    () => new Pooling(2, 3, 1, 2),
    RangeError,
    "Pooling: pad needs to be smaller than the window of 2 × 3, got 2",
  ],
  [
    "Pooling.forward of a matrix",
    () => new Pooling(2, 2).forward(zeros([3, 3])),
    TypeError,
    "Pooling.forward: x needs to be (N, C, H, W), got (3, 3)",
  ],
  [
    "Pooling.forward of images smaller than the window",
    () => new Pooling(4, 2).forward(zeros([1, 1, 3, 3])),
    RangeError,
    "Pooling.forward: a window of 4 × 2 does not fit into x (1, 1, 3, 3) with pad 0",
  ],
  [
    "Pooling.backward first",
    () => new Pooling(2, 2).backward(zeros([1, 1, 1, 1])),
    Error,
    "Pooling.backward: needs forward first",
  ],
  [
    "Pooling.backward of another shape",
    () => {
      const layer = new Pooling(2, 2, 2);
      layer.forward(zeros([1, 1, 4, 4]));
      layer.backward(zeros([1, 1, 4, 4]));
    },
    TypeError,
    "Pooling.backward: dout (1, 1, 4, 4) does not fit the output (1, 1, 2, 2) of forward",
  ],
  [
    "augment with a seed for a generator",
    () => augment(zeros([1, 1, 2, 2]), 3 as unknown as Random),
    TypeError,
    "augment: rng needs to be made by random(seed), got number",
  ],
  [
    "shuffleDataset without a generator",
    () => shuffleDataset(zeros([2, 3]), labels(0, 1), undefined as unknown as Random),
    TypeError,
    "shuffleDataset: rng needs to be made by random(seed), got undefined",
  ],
  [
    "table of rows that are not objects",
    () => table(["a"] as unknown as Record<string, unknown>[]),
    TypeError,
    "table: rows need to be an array of objects, such as [{ epoch: 1 }]",
  ],
  [
    "SimpleConvNet with one number for three",
    () => new SimpleConvNet({ inputDim: 28 as unknown as [number, number, number] }),
    TypeError,
    "SimpleConvNet: inputDim needs to be an array, such as [1, 28, 28], got number",
  ],
  [
    "DeepConvNet with a number of convolutions",
    () => new DeepConvNet({ convParams: 3 as unknown as [] }),
    TypeError,
    "DeepConvNet: convParams needs to be an array, such as [{ filterNum: 16, … }, …], got number",
  ],
  [
    "TwoLayerNet with a function for its activation",
    () =>
      new TwoLayerNet({
        inputSize: 3,
        hiddenSize: 2,
        outputSize: 2,
        activation: relu as unknown as "relu",
      }),
    TypeError,
    'TwoLayerNet: activation needs to be "relu" or "sigmoid", got function',
  ],
  [
    "Network.accuracy of arrays",
    () => twoLayerNet().accuracy(notATensor, labels(0)),
    TypeError,
    "TwoLayerNet.accuracy: x needs to be a Tensor, got Array: write tensor([…])",
  ],
  [
    "Network.loadParams of nothing",
    () => twoLayerNet().loadParams(undefined as unknown as Record<string, Tensor>),
    TypeError,
    "TwoLayerNet.loadParams: needs tensors by name, got undefined: is an argument or an await missing?",
  ],
  [
    "Trainer with true for augment",
    () => new Trainer(twoLayerNet(), data, { augment: true as unknown as () => Tensor }),
    TypeError,
    "Trainer: augment needs to be a function such as (x, rng) => augment(x, rng), got boolean",
  ],
  [
    "Trainer without data",
    () => new Trainer(twoLayerNet(), undefined as unknown as typeof data),
    TypeError,
    "Trainer: data needs xTrain, tTrain, xTest and tTest, as loadMnist gives, got undefined",
  ],
  [
    "numericalGradients of a tensor",
    () => numericalGradients(zeros(1) as unknown as Record<string, Tensor>, () => 0),
    TypeError,
    "numericalGradients: params needs to be an object such as { W }, got Tensor",
  ],
  [
    "linspace to infinity",
    () => linspace(0, Infinity, 3),
    RangeError,
    "linspace: b needs to be a finite number, got Infinity",
  ],
  [
    "full without a value",
    () => full([2], undefined as unknown as number),
    TypeError,
    "full: value needs to be a number, got undefined",
  ],
  [
    "new Tensor of an array",
    () => new Tensor([1, 2] as unknown as Float32Array, [2]),
    TypeError,
    "Tensor: data needs to be a Float32Array, Float64Array or Int32Array, got Array: write tensor([…])",
  ],
  [
    "tensor of an array with a hole",
    () => tensor(new Array(3).fill(1, 0, 1)),
    TypeError,
    "tensor: the value at [1] is undefined, not a number",
  ],
];

for (const [call, f, errorClass, message] of cases) {
  Deno.test(`bad input: ${call}`, () => assertThrowsWith(f, errorClass, message));
}
