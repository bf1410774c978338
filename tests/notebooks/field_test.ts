// Appendix C says that four frameworks give the same numbers. Here its listings run, with the same weights and digits as ours.

import { join } from "node:path";
import {
  im2col,
  Momentum,
  type Network,
  type Optimizer,
  random,
  SGD,
  SimpleConvNet,
  Tensor,
  tensor,
  TwoLayerNet,
} from "../../lib/mod.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { readNotebook } from "../../tools/notebooks.ts";
import { root } from "../../tools/setup.ts";
import { assertClose, assertEquals } from "../assert.ts";
import { pythonTest } from "../python.ts";
import { type Given, handOut, listingOf, missing, pythonProgram, runTypeScript } from "./field.ts";

const { cells } = readNotebook(
  join(root, "notebooks", "appendix-c-field.ipynb"),
);
const listings = new Map(cells.flatMap((cell) => {
  const listing = listingOf(cell);
  return listing === undefined ? [] : [[cell.id!, listing]];
}));

const STEPS = 5;
const IMAGES = 20; // each step

interface Case extends Given {
  ours: number[];
}

/** The losses of our network, one before each step, and what the others need to do the same. */
function train(net: Network, optimizer: Optimizer, shape: number[]): Case {
  const { images, labels } = syntheticDigits(STEPS * IMAGES, 0);
  const pixels = new Tensor(Float32Array.from(images, (ink) => ink / 255), [
    labels.length,
    784,
  ]);
  const book = Object.fromEntries(
    Object.entries(net.params).map(([key, W]) => [key, W.clone()]),
  );
  const batches = Array.from({ length: STEPS }, (_, step): [Tensor, Tensor] => {
    const part: [number, number] = [step * IMAGES, (step + 1) * IMAGES];
    const t = Int32Array.from(labels.subarray(...part));
    return [
      pixels.slice(part).reshape(IMAGES, ...shape),
      new Tensor(t, [IMAGES]),
    ];
  });
  const ours = batches.map(([x, t]) => {
    const loss = net.loss(x, t);
    optimizer.update(net.params, net.gradient(x, t));
    return loss;
  });
  return { book, batches, ours };
}

/** The networks of the appendix. */
const cases: Record<string, () => Case> = {
  "two-layer": () => {
    const sizes = {
      inputSize: 784,
      hiddenSize: 50,
      outputSize: 10,
      rng: random(0),
    };
    return train(new TwoLayerNet(sizes), new SGD({ lr: 0.1 }), [784]);
  },
  "cnn": () => {
    const convParam = { filterNum: 4, filterSize: 5 };
    const sizes = {
      convParam,
      hiddenSize: 20,
      weightInitStd: 0.1,
      rng: random(0),
    };
    return train(
      new SimpleConvNet(sizes),
      new Momentum({ lr: 0.05, momentum: 0.9 }),
      [1, 28, 28],
    );
  },
};

/** Ours have 1e-7 inside the logarithm, and float32 has seven digits. */
const assertSame = (theirs: number[], { ours }: Case) =>
  assertClose(tensor(theirs), tensor(ours), { rtol: 0, atol: 1e-5 });

const packages = { "tfjs": "@tensorflow/tfjs", "jax-js": "@jax-js/jax" };

for (const [name, make] of Object.entries(cases)) {
  pythonTest(
    `appendix C: ${name} in PyTorch has our losses`,
    "torch",
    (python) => {
      const made = make();
      using given = handOut(made);
      const program = pythonProgram(listings.get(`${name}-pytorch`)!);
      assertSame(JSON.parse(python(program, given.path)), made);
    },
  );
  for (const [framework, packageName] of Object.entries(packages)) {
    const title = `appendix C: ${name} in ${framework} has our losses`;
    const reason = await missing(packageName);
    if (reason !== undefined) {
      console.log(`omitted: ${title}: ${reason}`);
      continue;
    }
    Deno.test(title, async () => {
      const made = make();
      using given = handOut(made);
      const listing = listings.get(`${name}-${framework}`)!;
      assertSame(await runTypeScript(packageName, listing, given), made);
    });
  }
}

pythonTest("appendix C: unfold in PyTorch is im2col", "torch", (python) => {
  const program = pythonProgram(
    listings.get("im2col")!,
    "windows.flatten().tolist()",
  );
  const x = tensor(Array.from({ length: 9 }, (_, i) => i)).reshape(1, 1, 3, 3);
  assertEquals(JSON.parse(python(program)), Array.from(im2col(x, 2, 2).data));
});

pythonTest(
  "appendix C: PyTorch's running statistics are those of the notebook",
  "torch",
  (python) => {
    const program = pythonProgram(
      listings.get("running-variance")!,
      "statistics",
    );
    assertClose(tensor(JSON.parse(python(program))), tensor([0.3, 1.366667]), {
      atol: 1e-6,
    });
  },
);

Deno.test("appendix C has no listing that is not run", () => {
  const nets = Object.keys(cases).flatMap((name) =>
    ["pytorch", ...Object.keys(packages)].map((framework) => `${name}-${framework}`)
  );
  assertEquals([...listings.keys()], [...nets, "im2col", "running-variance"]);
});
