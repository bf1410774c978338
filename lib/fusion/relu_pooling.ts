import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import { fusion } from "./fusion.ts";

/** Max pooling before ReLU: relu of a window's maximum is the maximum of relu, for fewer elements. */
export const reluPooling = fusion({
  classes: [Relu, Pooling],
  runs: "max pooling, then ReLU",
  why: "ReLU has fewer elements after pooling, for the same result",
  fuse([relu, pooling], { isFirst, isReluDoneLater }) {
    const reluOfPooled = new Relu();
    return {
      forward(x) {
        relu.x = x;
        return reluOfPooled.forward(pooling.forward(x));
      },
      backward(dout) {
        if (isFirst) return undefined;
        return pooling.backward(isReluDoneLater ? dout : reluOfPooled.backward(dout));
      },
    };
  },
});
