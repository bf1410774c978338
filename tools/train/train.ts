// Trains one network by its recipe. A training that is stopped goes on where it was; the weights appear when it has ended and
// they are good enough.

import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  Adam,
  augment,
  type Checkpoint,
  type Metadata,
  saveSafetensors,
  Stopped,
  Trainer,
  type TrainingData,
} from "../../lib/mod.ts";
import { writeAtomically } from "../setup.ts";
import type { Recipe } from "./recipes.ts";

const SAVE_EVERY = 30_000; // ms

/** Images whose accuracy is noted once an epoch: all of the test, and as many of the training. */
const EVALUATED = 10_000;

/** An epoch in the notes of a file of weights, where they stand as JSON. */
export interface EpochNote {
  /** counted from 1 */
  epoch: number;
  /** mean of the losses of its mini-batches */
  loss: number;
  /** share of right answers at its end among the first 10,000 training images */
  train: number;
  /** and among the test images */
  test: number;
}

/** Where the results go, and who is told. */
export interface TrainPlaces {
  /** folder of checkpoints, one for each unfinished training */
  checkpoints: string;
  /** folder of the weights */
  weights: string;
  /** tells one line */
  say: (line: string) => void;
}

/**
 * Trains, and writes `<name>.safetensors` with notes on how it came about.
 *
 * @returns the accuracy on the test images
 * @throws Stopped at Stop, after a checkpoint is written; the next call goes on from there
 * @throws Error if the accuracy is lower than the recipe's
 */
export async function trainWeights(
  name: string,
  recipe: Recipe,
  data: TrainingData,
  places: TrainPlaces,
): Promise<number> {
  const { augment: augmented } = recipe;
  const net = recipe.make(recipe);
  const trainer = new Trainer(net, data, {
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    optimizer: new Adam({ lr: recipe.lr }),
    evaluateSamples: EVALUATED,
    ...(augmented && { augment: (x, rng) => augment(x, rng, augmented) }),
  });
  const notes = notesOf(name, recipe);
  const path = join(places.checkpoints, `${name}.json`);
  const saved = readCheckpoint(path);
  if (saved !== undefined && sameNotes(saved.notes, notes)) {
    trainer.restore(saved.checkpoint);
    places.say(`${name}: goes on at step ${trainer.step} of ${trainer.steps}`);
  }
  const save = () =>
    writeAtomically(path, JSON.stringify({ notes, checkpoint: trainer.checkpoint() }));

  try {
    let lastSaved = performance.now();
    for await (const { epoch, accuracies } of trainer) {
      const left = trainer.steps - trainer.step;
      if (left > 0) trainer.optimizer.lr = recipe.lr * left / trainer.steps;
      if (accuracies !== undefined) {
        const [train, test] = [accuracies.train, accuracies.test].map((share) => share.toFixed(4));
        places.say(
          `${name}: epoch ${epoch} begins with accuracy ${train} in training, ${test} in the test`,
        );
      }
      if (performance.now() - lastSaved > SAVE_EVERY) {
        await save();
        lastSaved = performance.now();
      }
    }
  } catch (error) {
    if (error instanceof Stopped) await save();
    throw error;
  }

  const history = historyOf(trainer, data);
  const accuracy = history.at(-1)!.test;
  if (accuracy >= recipe.accuracy) {
    await Deno.mkdir(places.weights, { recursive: true });
    const file = join(places.weights, `${name}.safetensors`);
    await saveSafetensors(file, net.params, {
      ...notes,
      accuracy: String(accuracy),
      history: JSON.stringify(history),
    });
  }
  await Deno.remove(path).catch(() => {}); // a short training has none
  if (accuracy < recipe.accuracy) {
    throw new Error(
      `${name}: accuracy ${accuracy} instead of ${recipe.accuracy} or more; nothing is kept`,
    );
  }
  return accuracy;
}

/** The epochs of a training that has ended. The end of an epoch is the first update of the next, where a Trainer looks. */
function historyOf({ net, history }: Trainer, data: TrainingData): EpochNote[] {
  const { losses, accuracies } = history;
  const last = {
    step: losses.length,
    train: net.accuracy(data.xTrain.slice([0, EVALUATED]), data.tTrain.slice([0, EVALUATED])),
    test: net.accuracy(data.xTest, data.tTest),
  };
  return accuracies.map(({ step, epoch }, i) => {
    const end = accuracies[i + 1] ?? last;
    const ofEpoch = losses.slice(step, end.step);
    const loss = ofEpoch.reduce((sum, loss) => sum + loss) / ofEpoch.length;
    return { epoch, loss: Number(loss.toFixed(5)), train: end.train, test: end.test };
  });
}

/** What the file of the weights says of them, besides their accuracy and history. */
function notesOf(name: string, recipe: Recipe): Metadata {
  return {
    network: recipe.network,
    data: "MNIST, 60,000 images",
    optimizer: `Adam, learning rate ${recipe.lr} falling linearly to 0`,
    epochs: String(recipe.epochs),
    batchSize: String(recipe.batchSize),
    weightDecayLambda: String(recipe.weightDecayLambda),
    ...(recipe.augment && {
      augmentation:
        `shifted by up to ${recipe.augment.shift} pixels, turned by up to ${recipe.augment.rotate}°`,
    }),
    seed: String(recipe.seed),
    command: `deno task train ${name}`,
  };
}

/** A training that was not finished, and the notes of its recipe. */
function readCheckpoint(path: string): { notes: Metadata; checkpoint: Checkpoint } | undefined {
  return existsSync(path) ? JSON.parse(Deno.readTextFileSync(path)) : undefined;
}

/** Whether a checkpoint is of the recipe as it now is. */
function sameNotes(a: Metadata, b: Metadata): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
