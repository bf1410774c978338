// The thread's side of threads.ts: runs one trial after the other, and tells each score.

import { runTrial, type TrialOrder } from "./trial.ts";

/** What a thread tells. */
export type Told = { score: number } | { ended: true } | { error: string };

const thread = self as unknown as {
  onmessage: (event: MessageEvent<TrialOrder>) => void;
  postMessage(told: Told): void;
};

thread.onmessage = async ({ data: order }) => {
  try {
    for await (const score of runTrial(order)) thread.postMessage({ score });
    thread.postMessage({ ended: true });
  } catch (error) {
    thread.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
