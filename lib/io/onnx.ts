// Writes a network as a file that other runtimes run.

import { describe } from "../errors/describe.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import { Network } from "../networks/network.ts";
import { onnxOf, type OnnxOptions } from "./onnx_graph.ts";
import { pathOf } from "./source.ts";
import { writeWhole } from "./write_file.ts";

/**
 * Writes a network, with its weights, as an ONNX file, which ONNX Runtime, browsers and phones run: whole or not at
 * all. A file that is there is replaced.
 *
 * The model does what `predict` does, in float32: from `x`, as many samples as you like, to `scores` (N, classes).
 * Dropout becomes its multiplication by 1 − dropoutRatio, batch normalization that with the running statistics.
 *
 * @param net layers from this library, one after the other
 * @throws TypeError for a network with a layer or a `predict` of its own, for which ONNX has no name; nothing is
 *   written then
 * @throws TypeError, RangeError for a shape that the layers do not take
 * @throws Error if the file cannot be written
 *
 * @example
 * ```ts
 * import { DeepConvNet, saveOnnx } from "../mod.ts";
 * const path = `${Deno.makeTempDirSync()}/deep_conv_net.onnx`;
 * await saveOnnx(new DeepConvNet(), path, { softmax: true });
 * ```
 */
export async function saveOnnx(
  net: Network,
  path: string | URL,
  options: OnnxOptions = {},
): Promise<void> {
  if (!(net instanceof Network)) {
    throw new TypeError(
      `saveOnnx: needs a network, then a path: saveOnnx(net, "net.onnx"), got ${describe(net)}`,
    );
  }
  pathOf("saveOnnx", path);
  checkOptions("saveOnnx", options, ["inputShape", "softmax"]);
  checkFlags("saveOnnx", { softmax: options.softmax });
  await writeWhole("saveOnnx", path, onnxOf(net, options));
}
