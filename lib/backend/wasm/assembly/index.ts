// The exports of the module. Arrays are addresses in the imported memory; `bytes` is 4 for float32 and 8 for float64.

export { gemm, gemmScratch } from "./gemm";
export { binary, reluBackward, unary } from "./elementwise";
export { softmax, softmaxCrossEntropyBackward } from "./softmax";
export { adaGrad, adam, momentum, nesterov, rmsProp, sgd } from "./updates";
export { correlate, packFilters } from "./convolution";
export { filtersBackward } from "./filters_backward";
export { imagesBackward } from "./images_backward";
export { col2im, im2col, pooling, poolingBackward } from "./images";
export { winograd, winogradFilters, winogradScratch } from "./winograd";
export { winogradFiltersBackward, winogradFiltersBackwardScratch } from "./winograd_backward";
export { moments, normalize, normalizeBackward } from "./normalization";
export { reduce } from "./reductions";
