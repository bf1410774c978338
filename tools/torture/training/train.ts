// A training that saves its checkpoint after each step, and goes on from it: deno run -A train.ts PATH

import { existsSync } from "node:fs";
import {
  Adam,
  loadCheckpoint,
  MultiLayerNetExtend,
  random,
  saveCheckpoint,
  Trainer,
} from "../../../lib/mod.ts";

const [path] = Deno.args;
const x = random(1).normal([500, 30]);
const t = x.slice(null, [0, 10]).argmax(1);
const net = new MultiLayerNetExtend({
  inputSize: 30,
  hiddenSizeList: [100, 100],
  outputSize: 10,
  useBatchnorm: true,
  useDropout: true,
});
const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
const trainer = new Trainer(net, data, { steps: 100, batchSize: 50, optimizer: new Adam() });
if (existsSync(path)) await loadCheckpoint(path, trainer);
console.log(`from step ${trainer.step}`);
for await (const _ of trainer) await saveCheckpoint(path, trainer);
