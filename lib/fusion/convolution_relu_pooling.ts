import { Convolution } from "../layers/convolution.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import { convolutionBackward } from "./convolution_backward.ts";
import { fusion } from "./fusion.ts";

/** A convolution whose backward visits only the pixels that max pooling has chosen. */
export const convolutionReluPooling = fusion({
  classes: [Convolution, Relu, Pooling],
  runs: "convolution, max pooling, then ReLU",
  why: "ReLU has fewer elements after pooling, and dW only the pixels that it chose",
  fuse([convolution, relu, pooling], place) {
    const reluOfPooled = new Relu();
    return {
      forward(x) {
        const maps = convolution.forward(x);
        relu.x = maps;
        return reluOfPooled.forward(pooling.forward(maps));
      },
      backward(dout) {
        const masked = place.isReluDoneLater ? dout : reluOfPooled.backward(dout);
        return convolutionBackward(convolution, masked, place, pooling.argMax);
      },
    };
  },
});
