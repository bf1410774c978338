// Runs trials in threads of this machine: training keeps a thread busy, and what else goes on must go on.

import type { Runner, TrialOrder } from "./trial.ts";
import type { Told } from "./trial_worker.ts";

/** A thread that runs trials, one after the other. */
export class TrialThread {
  #worker = new Worker(new URL("./trial_worker.ts", import.meta.url), { type: "module" });

  /** The curve of a trial. @throws Error with the message of what the trial has thrown */
  run(order: TrialOrder, tell: (curve: readonly number[]) => void): Promise<number[]> {
    const { promise, resolve, reject } = Promise.withResolvers<number[]>();
    const curve: number[] = [];
    this.#worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ("error" in data) reject(new Error(data.error));
      else if ("ended" in data) resolve(curve);
      else tell(curve.slice(0, curve.push(data.score)));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault(); // else it ends this thread too
      reject(new Error(event.message));
    };
    this.#worker.postMessage(order);
    return promise;
  }

  end(): void {
    this.#worker.terminate();
  }
}

/** Runs trials in as many threads as there are cores, or in `count`. */
export function inThreads(count = navigator.hardwareConcurrency): Runner {
  return async (orders, tell, signal) => {
    let next = 0;
    const threads: TrialThread[] = [];
    const work = async (place: number) => {
      threads[place] = new TrialThread();
      while (next < orders.length && !signal.aborted) {
        const i = next++;
        let curve: readonly number[] = [];
        const listen = (scores: readonly number[]) => {
          curve = scores;
          tell(i, { status: "running", curve });
        };
        try {
          await threads[place].run(orders[i]!, listen);
          tell(i, { status: "done", curve });
        } catch (error) {
          tell(i, { status: "failed", curve, error: (error as Error).message });
          threads[place].end(); // it may have ended by itself
          threads[place] = new TrialThread();
        }
      }
    };
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => stop(), { once: true });
    try {
      const places = Array.from({ length: Math.min(count, orders.length) }, (_, place) => place);
      await Promise.race([Promise.all(places.map(work)), stopped]);
    } finally {
      threads.forEach((thread) => thread.end());
    }
  };
}
