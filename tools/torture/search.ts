// A search on a queue whose workers are killed with -9, whose Redis is killed and started again, and whose notebook is
// killed, too. It survives when every trial has ended once, with the numbers of a search that nothing came between.

import { Queue } from "bullmq";
import { fileURLToPath } from "node:url";
import { connectionTo, queueName } from "../../lib/search/queue.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";
import { hasRedis, Redis } from "./search/redis.ts";

const program = fileURLToPath(new URL("search/study.ts", import.meta.url));
const TRIALS = 600;
const KILLS = 10; // of workers
const RESTARTS = 2; // of Redis

function start(on: string, trials: number): Deno.ChildProcess {
  const args = ["run", "-A", "--no-check", program, on, `${trials}`];
  return new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "null" }).spawn();
}

async function said(process: Deno.ChildProcess): Promise<string> {
  return new TextDecoder().decode((await process.output()).stdout).trim();
}

/** Reports. */
export async function* run({ scale }: TortureOptions): AsyncGenerator<TortureReport> {
  const name = "search whose workers, Redis and notebook are killed with -9";
  if (!hasRedis()) return yield { name, cases: 0, failures: [], omitted: "no redis-server" };
  const trials = Math.ceil(TRIALS * scale);
  const right = await said(start("threads", trials));

  await using redis = await Redis.begin();
  for (let i = 0; i < 3; i++) redis.addWorker();
  const closed = start(redis.url, trials);
  await wait(4000);
  closed.kill("SIGKILL"); // the notebook
  await closed.output();
  const result = said(start(redis.url, trials));
  for (let kill = 1; kill <= KILLS; kill++) {
    await wait(1000);
    await redis.killWorker();
    redis.addWorker();
    if (kill % (KILLS / RESTARTS) === 0) await redis.restart();
  }
  const failures = await result === right ? [] : ["other numbers"];
  const queue = new Queue(queueName(), { connection: connectionTo(redis.url) });
  const counts = await queue.getJobCounts();
  await queue.close();
  const { completed, ...others } = counts;
  if (completed !== trials) failures.push(`${completed} of ${trials} trials have ended`);
  for (const [status, count] of Object.entries(others)) {
    if (count !== 0) failures.push(`${count} trials are ${status}`);
  }
  yield { name, cases: trials, failures };
}

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));
