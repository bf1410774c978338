import { Convolution } from "../layers/convolution.ts";
import { convolutionBackward } from "./convolution_backward.ts";
import { fusion } from "./fusion.ts";

/** A convolution without a ReLU after it, at the beginning of a network or after a ReLU. */
export const convolutionAlone = fusion({
  classes: [Convolution],
  runs: "convolution",
  why: "",
  fuse([convolution], place) {
    if (!place.isFirst && !place.isAfterRelu) return undefined;
    return {
      forward: (x) => convolution.forward(x),
      backward: (dout) => convolutionBackward(convolution, dout, place),
    };
  },
});
