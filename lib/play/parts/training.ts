// A training that runs in a worker, as a figure sees it. The page asks for a piece of it with each frame that it
// draws, so that nothing runs off the screen.

import { useEffect, useRef, useState } from "preact/hooks";
import type { TrainingReport, TrainingRequest, TrainingSetup } from "../training.ts";
import { useFrames } from "./frames.ts";

/** What is known of a training. */
export type TrainingHistory = Pick<TrainingReport, "losses" | "accuracies" | "weights">;

type Pace = Pick<TrainingRequest, "lr" | "batchSize" | "steps" | "milliseconds">;

const nothing: TrainingHistory = { losses: [], accuracies: [], weights: undefined };

/**
 * The training of `setup`; with another one it begins anew.
 *
 * @param pace how to go on with each frame while `isRunning`
 * @returns `place`: a ref for the element that has to be on the screen; `step`: goes on once; `restart`: forgets all
 */
export function useTraining(setup: TrainingSetup, pace: Pace, isRunning: boolean) {
  const [history, setHistory] = useState(nothing);
  const worker = useRef<Worker | undefined>(undefined);
  const run = useRef(0);
  const isAsked = useRef(false);

  const restart = () => {
    run.current++;
    setHistory(nothing);
  };
  const key = JSON.stringify(setup);
  useEffect(restart, [key]);
  useEffect(() => {
    worker.current = startWorker((report) => {
      isAsked.current = false;
      if (report.run === run.current) setHistory((history) => addTo(history, report));
    });
    return () => worker.current!.terminate();
  }, []);

  const go = (pace: Pace) => {
    if (isAsked.current) return;
    isAsked.current = true;
    worker.current!.postMessage({ run: run.current, setup, ...pace });
  };
  const place = useFrames<HTMLDivElement>(isRunning, () => go(pace));
  return { history, place, restart, step: () => go({ ...pace, steps: 1 }) };
}

const addTo = ({ losses, accuracies, weights }: TrainingHistory, report: TrainingReport) => ({
  losses: [...losses, ...report.losses],
  accuracies: [...accuracies, ...report.accuracies],
  weights: report.weights ?? weights,
});

/** A worker of the page's own script, in which page.tsx answers requests. */
function startWorker(onReport: (report: TrainingReport) => void): Worker {
  const script = document.getElementById("play-script")!.textContent;
  // from file://, and in a sandboxed frame, Chromium takes modules for workers from data: only, not from blob:
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(script)}`, {
    type: "module",
  });
  worker.onmessage = ({ data }) => onReport(data);
  return worker;
}
