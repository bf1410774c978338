// deno task train [network…]: trains the networks whose weights are in data/weights/, by the recipes of train/recipes.ts, on
// real MNIST. Ctrl-C keeps a checkpoint in data/cache/training/, and the same command goes on from there.

import { join } from "node:path";
import { loadMnist } from "../lib/mod.ts";
import { drawProgressWith, requestStop, Stopped } from "../lib/host/progress.ts";
import { sayAbove, terminalBar } from "./progress.ts";
import { fail, root } from "./setup.ts";
import { recipes } from "./train/recipes.ts";
import { trainWeights } from "./train/train.ts";

const names = Deno.args;
const unknown = names.find((name) => !Object.hasOwn(recipes, name));
if (names.length === 0 || unknown !== undefined) {
  fail(`deno task train needs one or more of: ${Object.keys(recipes).join(", ")}`);
}

drawProgressWith(terminalBar);
Deno.addSignalListener("SIGINT", requestStop);
const places = {
  checkpoints: join(root, "data", "cache", "training"),
  weights: join(root, "data", "weights"),
  say: sayAbove,
};
try {
  for (const name of names) {
    const recipe = recipes[name];
    const data = await loadMnist({ flatten: recipe.flatten });
    if (data.source !== "mnist") fail("The weights are trained on real MNIST only");
    const accuracy = await trainWeights(name, recipe, data, places);
    sayAbove(`data/weights/${name}.safetensors: accuracy ${accuracy} on the test images`);
  }
} catch (error) {
  if (!(error instanceof Stopped)) throw error;
  sayAbove(`${error.message.split(";")[0]}; the same command goes on from there`);
  Deno.exit(130);
}
Deno.removeSignalListener("SIGINT", requestStop);
