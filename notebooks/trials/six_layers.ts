// A trial of §6.5's search: six hidden layers learn from 400 digits; the score is the accuracy on 100 others.

import { loadMnist, MultiLayerNet, random, SGD, shuffleDataset } from "../../lib/mod.ts";

interface Settings {
  lr: number;
  weightDecayLambda: number;
}

const { xTrain, tTrain } = await loadMnist();
const { x, t } = shuffleDataset(xTrain.slice([0, 500]), tTrain.slice([0, 500]), random(0));
const [validation, training] = [[0, 100], [100, 500]].map(([from, to]) => ({
  x: x.slice([from!, to!]),
  t: t.slice([from!, to!]),
}));

export default async function* ({ lr, weightDecayLambda }: Settings, seed: number) {
  const rng = random(seed);
  const net = new MultiLayerNet({
    inputSize: 784,
    hiddenSizeList: [100, 100, 100, 100, 100, 100],
    outputSize: 10,
    weightDecayLambda,
    rng,
  });
  const optimizer = new SGD({ lr });
  for (let epoch = 0; epoch < 50; epoch++) {
    for (let step = 0; step < 4; step++) {
      const batch = rng.choice(400, 100);
      const grads = net.gradient(training!.x.take(batch), training!.t.take(batch));
      optimizer.update(net.params, grads);
    }
    yield net.accuracy(validation!.x, validation!.t);
    await new Promise((resume) => setTimeout(resume)); // scores leave, Stop arrives
  }
}
