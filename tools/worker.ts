// Takes trials from a queue on Redis, and trains: deno task worker --queue redis://127.0.0.1:6379 [--threads 2]

import { DelayedError, type Job, Worker } from "bullmq";
import { parseArgs } from "node:util";
import {
  connectionTo,
  moduleHash,
  orderHere,
  type QueuedTrial,
  queueName,
} from "../lib/search/queue.ts";
import { TrialThread } from "../lib/search/threads.ts";
import { fail } from "./setup.ts";

const LOCK = 10_000; // ms after which the trial of a worker that is silent is given to another
const PROGRESS = 500; // ms between two reports of a trial
const LATER = 2000; // ms after which a trial that this worker cannot run is offered again

/**
 * Listens to the queue. Training runs in threads, so that this one can go on telling Redis that the trial is at work.
 *
 * @param threads how many trials run at a time
 */
export function listen(url: string, threads: number): Worker {
  const free = Array.from({ length: threads }, () => new TrialThread());
  const run = async (job: Job<QueuedTrial>, token?: string): Promise<number[]> => {
    const { module, moduleHash: wanted } = job.data;
    if (moduleHash(module) !== wanted) {
      console.warn(`${module} is another file here: left to other workers`);
      await job.moveToDelayed(Date.now() + LATER, token);
      throw new DelayedError();
    }
    const thread = free.pop()!;
    let told = 0;
    try {
      const curve = await thread.run(orderHere(job.data), (curve) => {
        if (performance.now() - told < PROGRESS) return;
        told = performance.now();
        job.updateProgress({ curve }).catch(() => {}); // Redis is away; the result waits until it is back
      });
      free.push(thread);
      return curve;
    } catch (error) {
      thread.end(); // it may have ended by itself
      free.push(new TrialThread());
      throw error;
    }
  };
  const worker = new Worker(queueName(), run, {
    connection: connectionTo(url),
    concurrency: threads,
    lockDuration: LOCK,
    stalledInterval: LOCK / 2,
    maxStalledCount: 1000, // of a machine that goes down again and again
  });
  worker.on(
    "completed",
    ({ data }, curve) =>
      console.log(`done, ${curve.length} scores: ${JSON.stringify(data.settings)}`),
  );
  worker.on(
    "failed",
    (job, { message }) => console.log(`failed: ${JSON.stringify(job?.data.settings)}: ${message}`),
  );
  worker.on("error", ({ message }) => console.error(`queue: ${message}`));
  return worker;
}

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: { queue: { type: "string" }, threads: { type: "string" } },
  });
  const threads = Number(values.threads ?? navigator.hardwareConcurrency);
  if (!values.queue || !Number.isInteger(threads) || threads < 1) {
    fail("deno task worker --queue redis://host:6379 [--threads 2]");
  }
  const worker = listen(values.queue, threads);
  await worker.waitUntilReady();
  console.log(
    `${queueName()} at ${values.queue}: waiting for trials, ${threads} at a time; Ctrl+C ends it`,
  );
  Deno.addSignalListener("SIGINT", async () => {
    await worker.close(true);
    Deno.exit(0);
  });
}
