// Runs trials by workers on any number of machines, which take them from a queue on Redis (BullMQ). A trial is named by
// a hash of what it is, so that asking twice for the same one asks once; a result that is there is used.

import { Job, Queue } from "bullmq";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Runner, TrialOrder } from "./trial.ts";

/** What the queue keeps of a trial: data only, with paths that hold in every checkout. */
export interface QueuedTrial extends TrialOrder {
  /** of the file of its module; another one is another trial */
  moduleHash: string;
}

const POLL = 500; // ms between two looks at the queue

const checkout = dirname(dirname(import.meta.dirname!));

/** The queue's name: that of the library and of this very version of it, so that a worker of another one finds nothing. */
export function queueName(): string {
  const hash = createHash("sha256");
  const add = (folder: string) => {
    for (const { name, isDirectory } of [...Deno.readDirSync(folder)].sort(byName)) {
      const path = join(folder, name);
      if (isDirectory) add(path);
      else if (/\.tsx?$/.test(name)) {
        hash.update(relative(checkout, path)).update(Deno.readFileSync(path));
      }
    }
  };
  add(join(checkout, "lib"));
  return `dlfs-${hash.digest("hex").slice(0, 12)}`;
}

const byName = (a: Deno.DirEntry, b: Deno.DirEntry) => a.name < b.name ? -1 : 1;

/** How both sides reach Redis: requests wait while it is away. */
export const connectionTo = (url: string) => ({ url, maxRetriesPerRequest: null });

/** The hash of a module's file; undefined if there is none here. */
export function moduleHash(path: string): string | undefined {
  try {
    return createHash("sha256").update(Deno.readFileSync(join(checkout, path))).digest("hex");
  } catch {
    return undefined;
  }
}

/** The order as it runs in this checkout. */
export function orderHere({ module, settings, seed, budget }: QueuedTrial): TrialOrder {
  return {
    module: pathToFileURL(join(checkout, module)).href,
    settings,
    seed,
    budget: budget ?? Infinity,
  };
}

/** Puts trials into the queue at `url`, and looks at them until all have ended; at Stop the workers go on. */
export function onQueue(url: string): Runner {
  return async (orders, tell, signal) => {
    await using queue = await openQueue(url);
    const trials = new Map(orders.map((order, i) => {
      const data = queued(order);
      const id = createHash("sha256").update(JSON.stringify(data)).digest("hex");
      return [`trial-${id}`, { i, data }];
    }));
    const add = (ids: string[]) =>
      queue.addBulk(
        ids.map((id) => ({ name: "trial", data: trials.get(id)!.data, opts: { jobId: id } })),
      );
    await add([...trials.keys()]);
    while (trials.size > 0 && !signal.aborted) {
      const ids = [...trials.keys()];
      const jobs = await Promise.all(ids.map((id) => Job.fromId(queue, id)));
      const lost = ids.filter((_, k) => jobs[k] === undefined);
      if (lost.length > 0) await add(lost); // Redis began again without its data
      for (const job of jobs) {
        if (job === undefined) continue;
        const { i } = trials.get(job.id!)!;
        const curve = (job.finishedOn && job.returnvalue) ||
          (job.progress as { curve?: number[] }).curve || [];
        if (job.failedReason && job.finishedOn) {
          tell(i, { status: "failed", curve, error: job.failedReason });
        } else if (job.finishedOn) tell(i, { status: "done", curve });
        else if (job.processedOn) tell(i, { status: "running", curve });
        if (job.finishedOn) trials.delete(job.id!);
      }
      if (trials.size > 0) await new Promise((resume) => setTimeout(resume, POLL));
    }
  };
}

async function openQueue(url: string): Promise<Queue & AsyncDisposable> {
  const { hostname, port } = new URL(url);
  try {
    (await Deno.connect({ hostname, port: Number(port || 6379) })).close(); // the client would try for ever
  } catch (error) {
    throw new Error(`search: no Redis answers at ${url}: ${(error as Error).message}`);
  }
  const queue = new Queue(queueName(), {
    connection: connectionTo(url),
    defaultJobOptions: { removeOnComplete: false, removeOnFail: false },
  });
  queue.on("error", () => {}); // Redis is away; it is waited for
  return Object.assign(queue, { [Symbol.asyncDispose]: () => queue.close() });
}

function queued({ module, ...order }: TrialOrder): QueuedTrial {
  const path = relative(checkout, fileURLToPath(module)).replaceAll("\\", "/");
  const hash = moduleHash(path);
  if (path.startsWith("..") || hash === undefined) {
    throw new Error(
      `search: workers have the files of this checkout only, so ${module} must lie in it to be run on a queue`,
    );
  }
  return { module: path, ...order, moduleHash: hash };
}
