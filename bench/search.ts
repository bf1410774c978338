// The search of §6.5 in three places: one after the other in this process, in threads, and by three workers on a
// queue. Says how fast each is, and whether all curves are the same, bit for bit.
// deno run -A bench/search.ts [trials=200]

import { drawSettings } from "../lib/search/space.ts";
import { runTrial } from "../lib/search/trial.ts";
import { logUniform, search } from "../lib/mod.ts";
import { Redis } from "../tools/torture/search/redis.ts";

const trials = Number(Deno.args[0] ?? 200);
const module = new URL("../notebooks/trials/six_layers.ts", import.meta.url);
const space = { lr: logUniform(1e-6, 1e-2), weightDecayLambda: logUniform(1e-8, 1e-4) };
type Curves = (readonly number[])[];

const alone = await measure("one process", async () => {
  const curves: Curves = [];
  for (const [seed, settings] of drawSettings(space, trials, 0).entries()) {
    const order = { module: module.href, settings, seed, budget: Infinity };
    curves.push(await Array.fromAsync(runTrial(order)));
  }
  return curves;
});

await measure(
  `${navigator.hardwareConcurrency} threads`,
  async () => curvesOf(await search(space, module, { trials })),
  alone,
);

await using redis = await Redis.begin();
for (let worker = 0; worker < 3; worker++) redis.addWorker(1);
await search(space, module, { trials: 30, seed: trials, on: redis.url }); // all workers have started
await measure(
  "three workers on a queue",
  async () => curvesOf(await search(space, module, { trials, on: redis.url })),
  alone,
);

function curvesOf(study: Awaited<ReturnType<typeof search>>): Curves {
  return study.trials.map(({ curve }) => curve);
}

async function measure(place: string, run: () => Promise<Curves>, same?: Curves): Promise<Curves> {
  const started = performance.now();
  const curves = await run();
  const seconds = (performance.now() - started) / 1000;
  if (same && JSON.stringify(curves) !== JSON.stringify(same)) {
    throw new Error(`${place}: the curves are not those of one process`);
  }
  const epochs = curves.reduce((sum, { length }) => sum + length, 0);
  console.log(
    `${place}: ${trials} trials (${epochs} epochs) in ${seconds.toFixed(1)} s, ` +
      `${(trials / seconds).toFixed(1)} a second${same ? "; the same curves, bit for bit" : ""}`,
  );
  return curves;
}
