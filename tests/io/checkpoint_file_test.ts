import { existsSync } from "node:fs";
import { join } from "node:path";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";
import {
  AdaGrad,
  Adam,
  loadCheckpoint,
  loadSafetensors,
  Momentum,
  MultiLayerNetExtend,
  Nesterov,
  type Optimizer,
  random,
  RMSprop,
  saveCheckpoint,
  saveSafetensors,
  SGD,
  Trainer,
} from "../../lib/mod.ts";
import { temporaryPath } from "./temporary_path.ts";

/** A training with all that a checkpoint keeps: running statistics, masks of Dropout, an optimizer with memory. */
function made(optimizer: Optimizer = new Adam({ lr: 0.01 }), change = {}): Trainer {
  const x = random(4).normal([40, 6]);
  const t = x.slice(null, [0, 3]).argmax(1);
  const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
  const net = new MultiLayerNetExtend({
    inputSize: 6,
    hiddenSizeList: [8, 7],
    outputSize: 3,
    useBatchnorm: true,
    useDropout: true,
    dropoutRatio: 0.2,
    ...change,
  });
  return new Trainer(net, data, { steps: 20, batchSize: 10, optimizer, label: null });
}

async function trainTo(trainer: Trainer, stop: number): Promise<void> {
  for await (const { step } of trainer) if (step === stop - 1) break;
}

Deno.test("loadCheckpoint() in a trainer made alike goes on bit for bit, with every optimizer", async () => {
  using place = temporaryPath("net.checkpoint");
  for (const Class of [SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam]) {
    for (const stop of [1, 11]) {
      const through = made(new Class());
      await trainTo(through, stop);
      await saveCheckpoint(place.path, through);
      await through.train();

      const other = made(new Class({ lr: 7 }));
      await other.train();
      await loadCheckpoint(place.path, other);
      assertEquals(other.step, stop);
      await other.train();
      assertEquals(other.checkpoint(), through.checkpoint(), Class.name);
    }
  }
  assertEquals(place.files(), ["net.checkpoint"]);
});

Deno.test("saveCheckpoint() before the first step keeps a training that has not begun", async () => {
  using place = temporaryPath("net.checkpoint");
  const through = made();
  await saveCheckpoint(place.path, through);
  const other = made();
  await trainTo(other, 5);
  await loadCheckpoint(Deno.readFileSync(place.path), other);
  assertEquals(other.checkpoint(), through.checkpoint());
});

Deno.test("saveCheckpoint() keeps −0 and NaN, which JSON cannot", async () => {
  using place = temporaryPath("net.checkpoint");
  const [through, other] = [made(), made()];
  through.net.params.W1.data.set([-0, NaN, Infinity]);
  await saveCheckpoint(place.path, through);
  await loadCheckpoint(place.path, other);
  assertEquals(other.net.params.W1.data, through.net.params.W1.data);
});

Deno.test("saveCheckpoint() writes where the training stands at the call", async () => {
  using place = temporaryPath("net.checkpoint");
  const through = made();
  await trainTo(through, 5);
  const before = through.checkpoint();
  const saved = saveCheckpoint(place.path, through);
  through.net.params.W1.data.fill(0);
  await saved;
  const other = made();
  await loadCheckpoint(place.path, other);
  assertEquals(other.checkpoint(), before);
});

Deno.test("loadCheckpoint() refuses a file of another network or optimizer, and changes nothing", async () => {
  using place = temporaryPath("net.checkpoint");
  const through = made();
  await trainTo(through, 3);
  await saveCheckpoint(place.path, through);
  const another = "loadCheckpoint: net.checkpoint: the checkpoint is of";
  const cases: [Trainer, string][] = [
    [made(new SGD()), `${another} Adam, not of SGD`],
    [
      made(new Adam(), { hiddenSizeList: [8, 9] }),
      `${another} another network: its W2 is float32 (8, 7), this one's float32 (8, 9)`,
    ],
    [
      made(new Adam(), { dtype: "float64" }),
      `${another} another network: its W1 is float32 (6, 8), this one's float64 (6, 8)`,
    ],
    [
      made(new Adam(), { hiddenSizeList: [8, 7, 7] }),
      `${another} another network: its W3 is float32 (7, 3), this one's float32 (7, 7)`,
    ],
    [
      made(new Adam(), { useBatchnorm: false }),
      `${another} another network: it has 8 numbers of beta1, this one 0`,
    ],
  ];
  for (const [trainer, message] of cases) {
    const before = trainer.checkpoint();
    await assertRejectsWith(() => loadCheckpoint(place.path, trainer), TypeError, message);
    assertEquals(trainer.checkpoint(), before);
  }
});

Deno.test("loadCheckpoint() refuses a damaged file wherever the damage is, and changes nothing", async () => {
  using place = temporaryPath("net.checkpoint");
  const trainer = made();
  await trainTo(trainer, 3);
  await saveCheckpoint(place.path, trainer);
  const whole = Deno.readFileSync(place.path);
  const other = made();
  const before = other.checkpoint();
  const refuse = async (bytes: Uint8Array, what: string) => {
    const error = await loadCheckpoint(bytes, other).catch((error) => error);
    assertEquals(error?.constructor, SyntaxError, what);
    assertTrue(error.message.startsWith("loadCheckpoint: the bytes"), error.message);
  };
  for (let at = 0; at < whole.length; at += 97) {
    await refuse(whole.subarray(0, at), `${at} bytes`);
    await refuse(whole.with(at, whole[at] ^ 1), `byte ${at}`);
  }
  assertEquals(other.checkpoint(), before);
});

Deno.test("loadCheckpoint() says that a file of weights is not a checkpoint, and where there is none", async () => {
  using place = temporaryPath("net.safetensors");
  const trainer = made();
  await saveSafetensors(place.path, trainer.net.params);
  await assertRejectsWith(
    () => loadCheckpoint(place.path, trainer),
    SyntaxError,
    "loadCheckpoint: net.safetensors is not a checkpoint; the weights of a file are taken over with " +
      "net.loadParams(await loadSafetensors(…))",
  );
  const missing = join(place.path, "none");
  const error = await loadCheckpoint(missing, trainer).catch((error) => error);
  assertTrue(error.message.startsWith(`loadCheckpoint: cannot read ${missing} (`));
});

Deno.test("saveCheckpoint() and loadCheckpoint() need a path and a Trainer", async () => {
  using place = temporaryPath("net.checkpoint");
  const none = made().net as unknown as Trainer;
  await assertRejectsWith(
    () => saveCheckpoint(place.path, none),
    TypeError,
    "saveCheckpoint: needs a path and a Trainer",
  );
  await assertRejectsWith(
    () => loadCheckpoint(place.path, none),
    TypeError,
    "loadCheckpoint: needs a path and a Trainer",
  );
  assertEquals(place.files(), []);
});

Deno.test("saveCheckpoint() replaces a file, and removes what a save has left that was killed", async () => {
  using place = temporaryPath("net.checkpoint");
  const left = (minutes: number) => {
    const path = `${place.path}.${crypto.randomUUID()}.part`;
    Deno.writeTextFileSync(path, "");
    const time = new Date(Date.now() - minutes * 60_000);
    Deno.utimeSync(path, time, time);
    return path;
  };
  const [old, young] = [left(2), left(0)];
  const trainer = made();
  await saveCheckpoint(place.path, trainer);
  await trainTo(trainer, 2);
  await saveCheckpoint(place.path, trainer);
  assertEquals([existsSync(old), existsSync(young)], [false, true]);
  const other = made();
  await loadCheckpoint(place.path, other);
  assertEquals(other.step, 2);
});

pythonTest("a file of saveCheckpoint() opens in Python", "safetensors", async (python) => {
  using place = temporaryPath("net.checkpoint");
  const trainer = made();
  await trainTo(trainer, 2);
  await saveCheckpoint(place.path, trainer);
  const names = Object.keys(await loadSafetensors(place.path)).sort();
  assertTrue(names.includes("params.W1") && names.includes("optimizer.m.W1"));
  const code = `
import sys
from safetensors import safe_open
with safe_open(sys.argv[1], "numpy") as f:
    print(",".join(sorted(f.keys())))
`;
  assertEquals(python(code, place.path).trim(), names.join(","));
});
