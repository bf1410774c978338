// How fast one Redis hands out the trials of a search: 1,000 workers in ten processes, whose trials only wait.
// deno run -A bench/queue.ts [workers=1000] [trials=5000]; prints throughput, and how long a free worker waits.

import { Queue, Worker } from "bullmq";
import { connectionTo } from "../lib/search/queue.ts";
import { Redis } from "../tools/torture/search/redis.ts";

const NAME = "bench";
const PROCESSES = 10;
const TRIAL = 1000; // ms that a trial waits

const [first = "1000", second = "5000", url] = Deno.args;
if (first === "work") await work(Number(second), url!);
else await measure(Number(first), Number(second));

/** One process of workers, until its input ends; prints how long each waited between two trials, in ms. */
async function work(count: number, url: string): Promise<void> {
  const gaps: number[] = [];
  const workers = Array.from({ length: count }, () => {
    let ended = NaN;
    const run = async () => {
      gaps.push(performance.now() - ended);
      await wait(TRIAL);
      ended = performance.now();
    };
    return new Worker(NAME, run, { connection: connectionTo(url), lockDuration: 60_000 });
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  console.log("ready");
  await Deno.stdin.read(new Uint8Array(1));
  console.log(JSON.stringify(gaps.filter((gap) => !Number.isNaN(gap))));
  Deno.exit(0);
}

async function measure(workers: number, trials: number): Promise<void> {
  await using redis = await Redis.begin();
  await using queue = Object.assign(new Queue(NAME, { connection: connectionTo(redis.url) }), {
    [Symbol.asyncDispose]: () => queue.close(),
  });
  const children = Array.from({ length: PROCESSES }, () =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", import.meta.filename!, "work", `${workers / PROCESSES}`, redis.url],
      stdin: "piped",
      stdout: "piped",
    }).spawn());
  const outputs = children.map(({ stdout }) =>
    stdout.pipeThrough(new TextDecoderStream()).getReader()
  );
  await Promise.all(outputs.map((output) => output.read())); // all are ready
  const started = performance.now();
  await queue.addBulk(Array.from({ length: trials }, (_, i) => ({ name: "trial", data: { i } })));
  while (await queue.getCompletedCount() < trials) await wait(100);
  const seconds = (performance.now() - started) / 1000;
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
    `${workers} workers, ${trials} trials of ${TRIAL} ms: ${seconds.toFixed(1)} s, ` +
      `${(trials / seconds).toFixed(0)} trials a second (${workers * 1000 / TRIAL} at most); ` +
      `a free worker waits ${at(0.5)} ms in the median, ${at(0.99)} ms at p99`,
  );
}

function wait(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
