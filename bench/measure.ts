// Contestants take turns: each is measured for a moment, then the next, and so round after round.

import type { Case } from "./cases.ts";
import type { Contestant } from "./contestant.ts";

/** How long to look. */
export interface Effort {
  /** a sample is as many calls as fill this time */
  sampleSeconds: number;
  /** calls before each sample that are not timed fill this time */
  settleSeconds: number;
  /** rounds in which a contestant takes part; one whose calls are long leaves after fewer */
  rounds: { least: number; most: number };
  /** for all samples of a contestant in a case */
  seconds: number;
}

const quick: Effort = {
  sampleSeconds: 0.01,
  settleSeconds: 0,
  rounds: { least: 2, most: 3 },
  seconds: 0.1,
};
const brief: Effort = {
  sampleSeconds: 0.04,
  settleSeconds: 0.04,
  rounds: { least: 3, most: 5 },
  seconds: 1,
};
// A training goes on for minutes. After a pause, a virtual machine may have one core for a second or two, not two; and what
// else its host computes slows it for minutes, so there are many rounds.
const long: Effort = {
  sampleSeconds: 0.5,
  settleSeconds: 2,
  rounds: { least: 3, most: 9 },
  seconds: 8,
};

/** How long to look at a case: longer at what goes on for long. */
export function effortFor({ group, flops = 0 }: Case, isQuick: boolean): Effort {
  if (isQuick) return quick;
  return group === "step" || group === "gradient" || flops > 1e9 ? long : brief;
}

/** Of one case, by the names of the contestants. */
export interface Result {
  case: Case;
  /** seconds per call, in the order of the rounds; extrapolated where the case says so */
  samples: Record<string, number[]>;
  /** why there are none */
  missing: Record<string, string>;
}

const PAUSE = 30; // milliseconds; threads of OpenBLAS and OpenMP go on spinning for up to 25

/** Measures one case. */
export async function measure(
  item: Case,
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<Result> {
  const result: Result = { case: item, samples: {}, missing: {} };
  const { least, most } = effort.rounds;
  const active = [];
  for (const contestant of contestants) {
    const { name, tooSlowFor } = contestant.command;
    if (tooSlowFor?.includes(item.group)) {
      result.missing[name] = "would take minutes";
      continue;
    }
    const calls = await calibrate(contestant, item, effort.sampleSeconds);
    if (typeof calls === "string") {
      result.missing[name] = calls;
      continue;
    }
    const rounds = Math.floor(effort.seconds / calls.seconds);
    active.push({
      contestant,
      calls: calls.number,
      settling: Math.floor(effort.settleSeconds / calls.seconds * calls.number),
      rounds: Math.min(most, Math.max(least, rounds)),
    });
    result.samples[name] = [];
  }
  const factor = item.extrapolated?.factor ?? 1;
  for (let round = 0; round < most; round++) {
    for (const { contestant, calls, settling, rounds } of active) {
      if (round >= rounds) continue;
      await new Promise((resume) => setTimeout(resume, PAUSE));
      if (settling > 0) await timeOf(contestant, item, settling);
      const seconds = await timeOf(contestant, item, calls);
      result.samples[contestant.command.name]!.push(factor * seconds / calls);
    }
  }
  return result;
}

/** Warms up, and finds how many calls fill a sample: the number is doubled until they do. */
async function calibrate(contestant: Contestant, item: Case, sampleSeconds: number) {
  const first = await contestant.time(item.work, 1);
  if ("missing" in first) return first.missing;
  let number = 1;
  let seconds = await timeOf(contestant, item, number);
  while (seconds < sampleSeconds) {
    number = Math.ceil(number * Math.min(8, Math.max(2, sampleSeconds / seconds)));
    seconds = await timeOf(contestant, item, number);
  }
  return { number, seconds };
}

async function timeOf(contestant: Contestant, item: Case, calls: number): Promise<number> {
  const answer = await contestant.time(item.work, calls);
  if ("missing" in answer) throw new Error(`${contestant.command.name}: ${answer.missing}`);
  return answer.seconds;
}
