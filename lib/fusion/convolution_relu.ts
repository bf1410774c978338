import { backend } from "../backend/mod.ts";
import { checkParameters, filterWindows } from "../layers/checks.ts";
import { Convolution } from "../layers/convolution.ts";
import { Relu } from "../layers/relu.ts";
import { commonDType } from "../tensor/dtype.ts";
import { arraysOf, empty } from "../tensor/creation.ts";
import { convolutionBackward } from "./convolution_backward.ts";
import { fusion } from "./fusion.ts";

/** A convolution that applies ReLU to each sum before it is written. */
export const convolutionRelu = fusion({
  classes: [Convolution, Relu],
  runs: "convolution with ReLU",
  why: "each sum is cut off at 0 before it is written",
  fuse([convolution, relu], place) {
    return {
      forward(x) {
        const call = "Convolution.forward";
        const { W, b } = convolution;
        checkParameters(call, convolution, "(FN, C, FH, FW)");
        const windows = filterWindows(call, x, convolution);
        const out = empty([windows.N, b.size, windows.OH, windows.OW], commonDType(call, x, W));
        const operands = arraysOf({ x, filters: W, b, out });
        backend.convolution({ ...operands, windows, withRelu: true });
        convolution.x = x;
        relu.x = out; // it is positive where the input of the ReLU was
        return out;
      },
      backward(dout) {
        const masked = place.isReluDoneLater ? dout : relu.backward(dout);
        return convolutionBackward(convolution, masked, place);
      },
    };
  },
});
