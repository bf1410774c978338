// How fast one Redis hands out the trials of a search: 1,000 workers in ten processes, whose trials only wait.
// deno run -A bench/queue.ts [workers=1000] [trials=5000] [ms of a trial=1000]; prints throughput, how long a free
// worker waits, and how much memory a trial takes in Redis.

import { Queue, Worker } from "bullmq";
import { connectionTo } from "../lib/search/queue.ts";
import { Redis } from "../tools/torture/search/redis.ts";

const NAME = "bench";
const PROCESSES = 10;
const CURVE = Array.from({ length: 50 }, (_, i) => i / 50); // what a trial of §6.5 gives

const [first = "1000", second = "5000", third = "1000", url] = Deno.args;
if (first === "work") await work(Number(second), Number(third), url!);
else await measure(Number(first), Number(second), Number(third));

/** One process of workers, until its input ends; prints how long each waited between two trials, in ms. */
async function work(count: number, duration: number, url: string): Promise<void> {
  const gaps: number[] = [];
  const workers = Array.from({ length: count }, () => {
    let ended = NaN;
    const run = async () => {
      gaps.push(performance.now() - ended);
      await wait(duration);
      ended = performance.now();
      return CURVE;
    };
    return new Worker(NAME, run, { connection: connectionTo(url), lockDuration: 60_000 });
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  console.log("ready");
  await Deno.stdin.read(new Uint8Array(1));
  console.log(JSON.stringify(gaps.filter((gap) => !Number.isNaN(gap))));
  Deno.exit(0);
}

async function measure(workers: number, trials: number, duration: number): Promise<void> {
  await using redis = await Redis.begin();
  await using queue = Object.assign(new Queue(NAME, { connection: connectionTo(redis.url) }), {
    [Symbol.asyncDispose]: () => queue.close(),
  });
  const children = Array.from({ length: PROCESSES }, () =>
    new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        import.meta.filename!,
        "work",
        `${workers / PROCESSES}`,
        `${duration}`,
        redis.url,
      ],
      stdin: "piped",
      stdout: "piped",
    }).spawn());
  const outputs = children.map(({ stdout }) =>
    stdout.pipeThrough(new TextDecoderStream()).getReader()
  );
  await Promise.all(outputs.map((output) => output.read())); // all are ready
  const memory = await usedMemory(queue);
  const started = performance.now();
  await queue.addBulk(Array.from({ length: trials }, (_, i) => trialLike(i)));
  while (await queue.getCompletedCount() < trials) await wait(100);
  const seconds = (performance.now() - started) / 1000;
  const bytes = (await usedMemory(queue) - memory) / trials;
  const gaps = (await Promise.all(children.map(async ({ stdin }, i) => {
    await stdin.getWriter().write(new Uint8Array(1));
    let text = "";
    for (let step = await outputs[i]!.read(); !step.done; step = await outputs[i]!.read()) {
      text += step.value;
    }
    return JSON.parse(text) as number[];
  }))).flat().sort((a, b) => a - b);
  const at = (share: number) => gaps[Math.floor(share * gaps.length)]!.toFixed(1);
  console.log(
    `${workers} workers, ${trials} trials of ${duration} ms: ${seconds.toFixed(1)} s, ` +
      `${(trials / seconds).toFixed(0)} trials a second (${workers * 1000 / duration} at most); ` +
      `a free worker waits ${at(0.5)} ms in the median, ${at(0.99)} ms at p99; a trial takes ${
        (bytes / 1000).toFixed(1)
      } kB of Redis`,
  );
}

/** A job of the size of a search's. */
function trialLike(i: number) {
  const settings = { lr: Math.sqrt(i + 2) / 1000, weightDecayLambda: Math.sqrt(i + 3) / 1e8 };
  const moduleHash = "0".repeat(64);
  const data = { module: "notebooks/trials/six_layers.ts", settings, seed: i, moduleHash };
  return { name: "trial", data, opts: { jobId: `trial-${moduleHash}${i}` } };
}

async function usedMemory(queue: Queue): Promise<number> {
  const client = await queue.client;
  return Number((await client.info()).match(/used_memory:(\d+)/)![1]);
}

function wait(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
