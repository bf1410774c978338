/**
 * Deep Learning from Scratch in TypeScript: the one module that the notebooks import.
 *
 * @module
 */

// chapter 1: tensors and random numbers
export { Tensor } from "./tensor/tensor.ts";
export { NDArray, type NestedNumbers } from "./tensor/ndarray.ts";
export type { SliceRange } from "./tensor/indexing.ts";
export type { DType } from "./tensor/dtype.ts";
export type { TypedArray } from "./backend/mod.ts";
export { arange, eye, full, linspace, ones, where, zeros, zerosLike } from "./tensor/creation.ts";
export { tensor } from "./tensor/from_values.ts";
export { formatShape, type Shape } from "./tensor/shape.ts";
export { type BackendInfo, backendInfo, type BackendName, useBackend } from "./backend/mod.ts";
import "./backend/webgpu/webgpu.ts";
export { Random, random, type RandomState } from "./tensor/random.ts";
export { progress, Stopped } from "./host/progress.ts";
import "./display/bar.ts";
export { colors, palette } from "./display/style.ts";
export { Figure, grid, type Heading } from "./display/figure.ts";
export { plot, type PlotOptions } from "./display/plot.ts";
export { images, type ImagesOptions } from "./display/image.ts";
export { vegaLite } from "./display/vega.ts";
export { drawNetwork } from "./display/network.ts";
export type { Graph, GraphEdge, GraphNode, GraphValue } from "./display/graph_layout.ts";
export { drawGraph } from "./display/graph.ts";
export { imread } from "./io/imread.ts";
export { type LabelledImages, loadImages, type LoadImagesOptions } from "./io/load_images.ts";
export { table } from "./display/table.ts";
export { showTimings } from "./display/timings.ts";
export { type Live, live, show } from "./display/show.ts";
export { play } from "./play/play.ts";
export type { PlayFigures } from "./play/figures/all.ts";
export type { MisreadDigits } from "./play/figures/misread_digits.tsx";
export type { ConvolutionOptions } from "./play/figures/convolution.tsx";
export type { PainterOptions } from "./display/painter.ts";
export {
  choice,
  type Control,
  type ControlOf,
  logSlider,
  slider,
  toggle,
  type ValuesOf,
} from "./play/controls.ts";
export { loadFigures } from "./display/libraries.ts";
export { display, type Displayable, type MimeBundle } from "./display/kernel.ts";
export { assertClose, type Tolerance } from "./exercises/assert_close.ts";
export { shouldSee } from "./exercises/should_see.ts";
export { Verdict } from "./exercises/verdict.ts";
export { exercise, type Solution } from "./exercises/exercise.ts";
export { solutions } from "./exercises/solutions.ts";

// chapter 3: activation functions
export {
  identityFunction,
  relu,
  reluGrad,
  sigmoid,
  sigmoidGrad,
  softmax,
  stepFunction,
} from "./functions/activations.ts";
export { loadMnist, type Mnist, type MnistOptions } from "./datasets/mnist.ts";
export type { Collection } from "./datasets/collections.ts";
export { loadIdx } from "./datasets/load_idx.ts";
export { type BookWeights, loadBookWeights } from "./datasets/book_weights.ts";
export { loadPickle, type PickleValue } from "./io/pickle.ts";
export { loadNpy, saveNpy } from "./io/npy.ts";
export { loadNpz } from "./io/npz.ts";
export type { Source } from "./io/source.ts";
export {
  loadSafetensors,
  loadSafetensorsMetadata,
  type Metadata,
  saveSafetensors,
} from "./io/safetensors.ts";

// chapter 4: losses and numerical gradients
export { crossEntropyError, softmaxLoss, sumSquaredError } from "./functions/losses.ts";
export {
  numericalDiff,
  numericalGradient,
  numericalGradients,
} from "./gradient/numerical_gradient.ts";

// chapter 5: layers, and the check of their gradients
export type { Layer } from "./layers/layer.ts";
export { AddLayer } from "./layers/add.ts";
export { MulLayer } from "./layers/mul.ts";
export { Relu } from "./layers/relu.ts";
export { Sigmoid } from "./layers/sigmoid.ts";
export { Affine } from "./layers/affine.ts";
export { SoftmaxWithLoss } from "./layers/softmax_with_loss.ts";
export {
  type Differentiable,
  GradientCheck,
  gradientCheck,
  type GradientDifference,
} from "./gradient/gradient_check.ts";

// chapters 4 and 5: a network of two layers, and its training
export { Network } from "./networks/network.ts";
export type { Plan, PlanRow } from "./fusion/plan.ts";
export type { Activation, ConvParam, NetworkOptions } from "./networks/layer_builder.ts";
export { TwoLayerNet, type TwoLayerNetOptions } from "./networks/two_layer_net.ts";
export { Trainer } from "./training/trainer.ts";
export { loadCheckpoint, saveCheckpoint } from "./io/checkpoint_file.ts";
export type {
  Accuracies,
  Checkpoint,
  History,
  Trainable,
  TrainerOptions,
  TrainingData,
  TrainingStep,
} from "./training/types.ts";

// chapter 6: optimizers and layers for better training
export { Optimizer, type OptimizerState, type ParameterRecord } from "./optimizers/optimizer.ts";
export { AdaGrad, Adam, Momentum, Nesterov, RMSprop, SGD } from "./optimizers/optimizers.ts";
export {
  type BetweenOptions,
  MultiLayerNet,
  type MultiLayerNetOptions,
  type WeightInitStd,
} from "./networks/multi_layer_net.ts";
export {
  MultiLayerNetExtend,
  type MultiLayerNetExtendOptions,
} from "./networks/multi_layer_net_extend.ts";
export { parallel } from "./parallel/parallel.ts";
export { search, type SearchOptions } from "./search/search.ts";
export {
  logUniform,
  oneOf,
  type Range,
  type Settings,
  type Space,
  uniform,
} from "./search/space.ts";
export { Study, type Trial } from "./search/study.ts";
export type { TrialFunction } from "./search/trial.ts";
export { smoothCurve } from "./training/smooth_curve.ts";
export { shuffleDataset } from "./training/shuffle_dataset.ts";
export { BatchNormalization } from "./layers/batch_normalization.ts";
export type { BatchNormalizationOptions } from "./layers/checks.ts";
export { Dropout } from "./layers/dropout.ts";

// chapter 7: convolution
export { col2im, im2col, outputSize } from "./layers/im2col.ts";
export { Convolution } from "./layers/convolution.ts";
export { Pooling } from "./layers/pooling.ts";

// chapters 7 and 8: convolutional networks
export { SimpleConvNet, type SimpleConvNetOptions } from "./networks/simple_conv_net.ts";
export { DeepConvNet, type DeepConvNetOptions } from "./networks/deep_conv_net.ts";
export { type Box, digitsIn, type FoundDigits } from "./datasets/digits_in.ts";
export { saveOnnx } from "./io/onnx.ts";
export type { OnnxOptions } from "./io/onnx_graph.ts";
export { augment, type AugmentOptions } from "./training/augment.ts";
