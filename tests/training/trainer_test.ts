import { assertEquals, assertRejectsWith, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  Adam,
  full,
  Momentum,
  random,
  SGD,
  Stopped,
  type Tensor,
  tensor,
  type Trainable,
  Trainer,
  type TrainerOptions,
  type TrainingData,
  TwoLayerNet,
  zeros,
} from "../../lib/mod.ts";
import { drawProgressWith, requestStop } from "../../lib/host/progress.ts";

/** 40 samples of 6 numbers to train with and 10 to test with; the label is the largest of the first three. */
function smallData(): TrainingData {
  const rng = random(4);
  const [xTrain, xTest] = [40, 10].map((N) => rng.normal([N, 6]));
  const answers = (x: Tensor) => x.slice(null, [0, 3]).argmax(1);
  return { xTrain, tTrain: answers(xTrain), xTest, tTest: answers(xTest) };
}

function smallTrainer(options: TrainerOptions = {}, data = smallData()): Trainer {
  const net = new TwoLayerNet({ inputSize: 6, hiddenSize: 8, outputSize: 3, seed: 5 });
  return new Trainer(net, data, { steps: 30, batchSize: 10, optimizer: new Adam(), ...options });
}

async function trained(trainer: Trainer): Promise<Trainer> {
  await trainer.train();
  return trainer;
}

function values(trainer: Trainer): unknown[] {
  return Object.values(trainer.net.params).map((x) => x.toArray());
}

Deno.test("Trainer() warns of pixels from 0 to 255, and not of those from 0 to 1", () => {
  const [x, t] = [full([2, 3], 255), zeros(2, "int32")];
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2 });
  const warning = (largest: number) =>
    `Trainer: xTrain goes up to ${largest}, but networks learn from numbers about 0 to 1; ` +
    "write x.div(255) for pixels";
  const said: string[] = [];
  const { warn } = console;
  console.warn = (line: string) => said.push(line);
  try {
    for (const xTrain of [x, x.div(255), full([2, 3], 10), full([2, 3], 10.5)]) {
      new Trainer(net, { xTrain, tTrain: t, xTest: x, tTest: t });
    }
  } finally {
    console.warn = warn;
  }
  assertEquals(said, [warning(255), warning(10.5)]);
});

Deno.test("train() does what the book's loop does: draw, gradient, update, loss", async () => {
  const data = smallData();
  const trainer = smallTrainer({ optimizer: new SGD({ lr: 0.1 }) }, data);
  await trainer.train();

  const net = new TwoLayerNet({ inputSize: 6, hiddenSize: 8, outputSize: 3, seed: 5 });
  const sgd = new SGD({ lr: 0.1 });
  const losses: number[] = [];
  for (let i = 0; i < 30; i++) {
    const batch = net.rng.choice(40, 10);
    const [x, t] = [data.xTrain.take(batch), data.tTrain.take(batch)];
    sgd.update(net.params, net.gradient(x, t));
    losses.push(net.loss(x, t));
  }
  assertEquals(trainer.history.losses, losses);
  assertEquals(values(trainer), Object.values(net.params).map((x) => x.toArray()));
});

Deno.test("augment changes what is trained with; its draws belong to the checkpoint", async () => {
  const augment: TrainerOptions["augment"] = (x, rng) => x.add(rng.normal(x.shape, 0, 0.1));
  const whole = smallTrainer({ augment });
  await whole.train();
  assertTrue(values(whole).toString() !== values(await trained(smallTrainer())).toString());

  const begun = smallTrainer({ augment });
  for await (const { step } of begun) if (step === 9) break;
  const rest = smallTrainer({ augment });
  rest.restore(begun.checkpoint());
  assertEquals(values(await trained(rest)), values(whole));
});

Deno.test("train() learns: the loss falls and the accuracy rises", async () => {
  const { losses, accuracies } = await smallTrainer({
    steps: 400,
    optimizer: new Adam({ lr: 0.02 }),
  }).train();
  assertTrue(losses[399] < 0.1 * losses[0]);
  assertTrue(accuracies[99].train > 0.95);
});

Deno.test("history has the accuracies after the first update of each epoch, of all samples", async () => {
  const trainer = smallTrainer({ steps: 9, optimizer: new SGD() });
  const seen: number[] = [];
  for await (const { step, epoch, loss, accuracies } of trainer) {
    assertEquals(loss, trainer.history.losses[step]);
    if (accuracies === undefined) continue;
    seen.push(step);
    const { xTrain, tTrain, xTest, tTest } = smallData();
    const { net } = trainer;
    const [train, test] = [net.accuracy(xTrain, tTrain), net.accuracy(xTest, tTest)];
    assertEquals(accuracies, { step, epoch, train, test });
  }
  assertEquals(seen, [0, 4, 8]);
  assertEquals(trainer.history.accuracies.map(({ epoch }) => epoch), [1, 2, 3]);
});

Deno.test("an epoch without a whole number of updates is counted all the same", async () => {
  const { accuracies } = await smallTrainer({ steps: 9, batchSize: 16 }).train();
  assertEquals(accuracies.map(({ step }) => step), [0, 3, 5, 8]); // 2.5 updates an epoch
});

Deno.test("epochs give as many steps as the book's trainer does", () => {
  const steps = (options: TrainerOptions) => {
    const { xTrain, tTrain, xTest, tTest } = smallData();
    const net = smallTrainer().net;
    return new Trainer(net, { xTrain, tTrain, xTest, tTest }, options).steps;
  };
  assertEquals(steps({ epochs: 3, batchSize: 10 }), 12);
  assertEquals(steps({ epochs: 3, batchSize: 16 }), 7);
  assertEquals(steps({ epochs: 3, batchSize: 100 }), 3);
  assertEquals(steps({}), 20);
});

Deno.test("evaluateSamples looks at the first samples only", async () => {
  const trainer = smallTrainer({ steps: 1, evaluateSamples: 3 });
  const seen: number[][] = [];
  const { net } = trainer;
  const accuracy = net.accuracy.bind(net);
  net.accuracy = (x, t) => {
    seen.push([...x.shape]);
    return accuracy(x, t);
  };
  await trainer.train();
  assertEquals(seen, [[3, 6], [3, 6]]);
});

Deno.test("accuracies of more samples than are evaluated at once are exact", async () => {
  const x = random(0).normal([2345, 6]);
  const t = x.slice(null, [0, 3]).argmax(1);
  const trainer = smallTrainer({ steps: 1 }, { xTrain: x, tTrain: t, xTest: x, tTest: t });
  const [{ train, test }] = (await trainer.train()).accuracies;
  assertEquals([train, test], [trainer.net.accuracy(x, t), trainer.net.accuracy(x, t)]);
});

Deno.test("batches come from the network's generator, from rng, or from a seed", async () => {
  const losses = async (options: TrainerOptions) => (await smallTrainer(options).train()).losses;
  assertEquals(await losses({ rng: random(7) }), await losses({ seed: 7 }));
  assertTrue((await losses({ seed: 7 }))[5] !== (await losses({}))[5]);
});

Deno.test("a loop over the trainer may be left, and train() does the rest", async () => {
  const through = smallTrainer();
  await through.train();
  const left = smallTrainer();
  for await (const { step } of left) if (step === 11) break;
  assertEquals(left.step, 12);
  await left.train();
  assertEquals(left.history, through.history);
  assertEquals(values(left), values(through));
});

Deno.test("Stop ends training in order, and train() goes on as if nothing had been", async () => {
  const through = smallTrainer();
  await through.train();

  const lines: string[] = [];
  drawProgressWith((label, total) => ({
    update: (done, note) => lines.push(`${label} ${done}/${total} ${note}`),
    end: (done, note) => lines.push(`ended at ${done}/${total} ${note}`),
  }));
  try {
    const stopped = smallTrainer();
    const gradient = stopped.net.gradient.bind(stopped.net);
    stopped.net.gradient = (x, t) => {
      if (stopped.step === 6) requestStop();
      return gradient(x, t);
    };
    await assertRejectsWith(
      () => stopped.train(),
      Stopped,
      "stopped at step 7; continue with trainer.train()",
    );
    const loss = stopped.history.losses[6].toFixed(4);
    assertEquals(lines.slice(-2), [`training 7/30 loss ${loss}`, `ended at 7/30 loss ${loss}`]);
    await stopped.train();
    assertEquals(stopped.history, through.history);
    assertEquals(values(stopped), values(through));
  } finally {
    drawProgressWith(() => ({ update() {}, end() {} }));
  }
});

Deno.test("label names the bar, or leaves it out", async () => {
  const labels: string[] = [];
  drawProgressWith((label) => {
    labels.push(label);
    return { update() {}, end() {} };
  });
  try {
    await smallTrainer({ label: "Adam" }).train();
    await smallTrainer({ label: null }).train();
  } finally {
    drawProgressWith(() => ({ update() {}, end() {} }));
  }
  assertEquals(labels, ["Adam"]);
});

Deno.test("a cell shows of a trainer, and of its history, how far it is", async () => {
  const trainer = smallTrainer({ steps: 1234 });
  assertEquals(Deno.inspect(trainer), "step 0 of 1,234");
  for await (const { step } of trainer) if (step === 1) break;
  const { losses: [, loss], accuracies: [{ train, test }] } = trainer.history;
  const text = `step 2 of 1,234, loss ${loss.toFixed(4)}, ` +
    `accuracy ${train.toFixed(4)} in training and ${test.toFixed(4)} in the test, both of step 1`;
  assertEquals(Deno.inspect(trainer), text);
  assertEquals(Deno.inspect(trainer.history), text);
  assertEquals(Object.keys(trainer.history), ["losses", "accuracies"]);
});

Deno.test("checkpoint(), sent through JSON, makes another trainer go on bit for bit", async () => {
  for (const Class of [SGD, Momentum, Adam]) {
    const through = smallTrainer({ optimizer: new Class({ lr: 0.05 }) });
    let saved = "";
    for await (const { step } of through) {
      if (step === 11) saved = JSON.stringify(through.checkpoint());
    }
    const other = smallTrainer({ optimizer: new Class(), seed: 99 });
    other.restore(JSON.parse(saved));
    assertEquals(other.step, 12);
    await other.train();
    assertEquals(other.history, through.history);
    assertEquals(values(other), values(through));
    assertEquals(other.checkpoint().optimizer, through.checkpoint().optimizer);
  }
});

Deno.test("checkpoint() is a copy, and restore() keeps one", async () => {
  const trainer = smallTrainer({ steps: 4 });
  const saved = trainer.checkpoint();
  await trainer.train();
  const first = trainer.history.losses;
  assertEquals(saved.history.losses, []);
  for (let i = 0; i < 2; i++) {
    trainer.restore(saved);
    await trainer.train();
    assertEquals(trainer.history.losses, first);
  }
});

Deno.test("restore() rejects a checkpoint of another network or optimizer, and changes nothing", () => {
  const trainer = smallTrainer();
  const before = trainer.checkpoint();
  const { W1, b1, ...rest } = before.params;
  const cases: [Partial<typeof before>, string][] = [
    [{ optimizer: new SGD().state }, "Trainer.restore: the checkpoint is of SGD, not of Adam"],
    [
      { params: { ...rest, W1 } },
      "Trainer.restore: the checkpoint is of another network: it has 0 numbers of b1, this one 8",
    ],
    [
      { params: { ...rest, W1, b1: [...b1, 0] } },
      "Trainer.restore: the checkpoint is of another network: it has 9 numbers of b1, this one 8",
    ],
    [
      { statistics: { runningMean1: [0] } },
      "Trainer.restore: the checkpoint is of another network: it has 1 numbers of runningMean1, " +
      "this one 0",
    ],
  ];
  for (const [part, message] of cases) {
    assertThrowsWith(() => trainer.restore({ ...before, ...part }), TypeError, message);
    assertEquals(trainer.checkpoint(), before);
  }
});

Deno.test("restore() of a checkpoint with any part missing or wrong is a TypeError, and changes nothing", async () => {
  const trainer = await trained(smallTrainer({ steps: 5 }));
  const saved = trainer.checkpoint();
  const other = smallTrainer();
  const before = other.checkpoint();
  const refuse = (checkpoint: unknown, what: string) => {
    try {
      other.restore(checkpoint as typeof saved);
    } catch (error) {
      assertEquals((error as Error).constructor, TypeError, what);
      assertTrue((error as Error).message.startsWith("Trainer.restore: "), `${what}: ${error}`);
      assertEquals(other.checkpoint(), before, what);
      return;
    }
    // A network may have no generator, and an optimizer may not have met a parameter
    if (what !== "random.net: null") assertEquals(other.checkpoint(), checkpoint, what);
    other.restore(before);
  };
  /** Every value in `part`; of a list, its first and its last. */
  const spoil = (part: Record<string, unknown>, path: string) => {
    const keys = Array.isArray(part) ? ["0", String(part.length - 1)] : Object.keys(part);
    for (const key of keys) {
      const right = part[key];
      for (
        const wrong of [undefined, null, "x", {}, [1.5], ...(Array.isArray(right) ? [[]] : [])]
      ) {
        if (JSON.stringify(wrong) === JSON.stringify(right) || right === null) continue;
        part[key] = wrong;
        refuse(saved, `${path}${key}: ${JSON.stringify(wrong)}`);
      }
      part[key] = right;
      if (typeof right === "object" && right !== null) {
        spoil(right as typeof part, `${path}${key}.`);
      }
    }
  };
  for (const none of [undefined, null, 1, "x", [], {}]) refuse(none, String(none));
  spoil(saved as unknown as Record<string, unknown>, "");
  other.restore(saved);
  assertEquals(other.checkpoint(), saved);
});

Deno.test("train() says where the loss is no longer a number", async () => {
  const trainer = smallTrainer({ optimizer: new SGD() });
  for await (const { step } of trainer) if (step === 4) break;
  trainer.optimizer.lr = 1e30;
  await assertRejectsWith(
    () => trainer.train(),
    Error,
    "Trainer: the loss is NaN at step 5 of epoch 2, with a learning rate of 1e+30; " +
      "a smaller one may help",
  );
  assertEquals(trainer.step, 5);
});

Deno.test("Trainer trains a network that a reader wrote", async () => {
  const params = { w: zeros([6, 3]) };
  const net: Trainable = {
    params,
    gradient: (x, t) => ({
      w: x.T.dot(x.dot(params.w).sub(oneHotOf(t))).mul(1 / x.shape[0]),
    }),
    loss: (x, t) => x.dot(params.w).sub(oneHotOf(t)).pow(2).mean(),
    accuracy: (x, t) => x.dot(params.w).argmax(1).equal(t).astype("float32").mean(),
  };
  const trainer = new Trainer(net, smallData(), { steps: 200, optimizer: new SGD({ lr: 0.1 }) });
  const { losses } = await trainer.train();
  assertTrue(losses[199] < losses[0]);
  assertEquals(trainer.checkpoint().random.net, null);
});

Deno.test("Trainer rejects data, numbers and optimizers that do not fit", () => {
  const data = smallData();
  const cases: [
    Record<string, unknown>,
    Record<string, unknown>,
    new (message: string) => Error,
    string,
  ][] = [
    [
      { xTrain: [1] },
      {},
      TypeError,
      "Trainer: xTrain needs to be a Tensor, got Array: write tensor([…])",
    ],
    [
      { tTest: undefined },
      {},
      TypeError,
      "Trainer: tTest needs to be a Tensor, got undefined: is an argument or an await missing?",
    ],
    [
      { tTrain: data.tTest },
      {},
      TypeError,
      "Trainer: xTrain (40, 6) and tTrain (10,) need equally many rows",
    ],
    [
      { tTest: data.tTrain },
      {},
      TypeError,
      "Trainer: xTest (10, 6) and tTest (40,) need equally many rows",
    ],
    [
      { xTest: zeros([0, 6]), tTest: zeros(0, "int32") },
      {},
      RangeError,
      "Trainer: xTest has no samples",
    ],
    [{}, { epochs: 0 }, RangeError, "Trainer: epochs needs to be a positive number, got 0"],
    [{}, { epochs: NaN }, RangeError, "Trainer: epochs needs to be a positive number, got NaN"],
    [
      {},
      { batchSize: 0 },
      RangeError,
      "Trainer: batchSize needs to be an integer of at least 1, got 0",
    ],
    [
      {},
      { batchSize: 2.5 },
      RangeError,
      "Trainer: batchSize needs to be an integer of at least 1, got 2.5",
    ],
    [{}, { steps: -1 }, RangeError, "Trainer: steps needs to be an integer of at least 1, got -1"],
    [
      {},
      { epochs: 0.1, batchSize: 40 },
      RangeError,
      "Trainer: steps needs to be an integer of at least 1, got 0",
    ],
    [
      {},
      { evaluateSamples: 0 },
      RangeError,
      "Trainer: evaluateSamples needs to be an integer of at least 1, got 0",
    ],
    [{}, { rng: 0 }, TypeError, "Trainer: rng needs to be made by random(seed)"],
    [{}, { rng: random(0), seed: 0 }, TypeError, "Trainer: takes rng or seed, not both"],
    [
      {},
      { optimizer: "sgd" },
      TypeError,
      'Trainer: optimizer needs to be one such as new SGD({ lr: 0.01 }), got the string "sgd"',
    ],
  ];
  const { net } = smallTrainer();
  for (const [part, options, errorClass, message] of cases) {
    assertThrowsWith(
      () => new Trainer(net, { ...data, ...part } as TrainingData, options as TrainerOptions),
      errorClass,
      message,
    );
  }
});

Deno.test("Trainer() names what a network of one's own lacks", () => {
  const data = smallData();
  const { net } = smallTrainer();
  const own = { params: net.params, gradient: () => ({}), loss: () => 1, accuracy: () => 1 };
  void new Trainer(own, data);
  const cases: [part: object, message: string][] = [
    [{ loss: undefined }, "Trainer: net needs loss(x, t), got undefined"],
    [{ accuracy: 0.5 }, "Trainer: net needs accuracy(x, t), got number"],
    [{ params: undefined }, "Trainer: net needs params, tensors by name, got undefined"],
  ];
  for (const [part, message] of cases) {
    assertThrowsWith(() => new Trainer({ ...own, ...part }, data), TypeError, message);
  }
});

function oneHotOf(t: Tensor): Tensor {
  return tensor(Array.from(t.data, (label) => [0, 1, 2].map((i) => i === label ? 1 : 0)));
}
