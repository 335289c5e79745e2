/**
 * The gain of a teleporting method over its plain rival on a family, at an equal budget in gradients (a teleport's price is in it):
 *
 *     r     = log₁₀ f(x_end)/f(x₀), kept within {@link SCORES}; the upper end where the run has diverged
 *     G_s   = mean over tasks of r_plain − r_teleporting at seed s         above 0 where teleports help
 *     G     = mean over seeds, with its bootstrap interval over seeds
 *
 * So a diverged run counts as the worst there is, in place of being left out, and is counted beside. Ten times the loss of the start is
 * as bad as any more; a trillionth of it is as solved as any less.
 */

import { bootstrapMean, type Estimate } from '../../src/evaluation/bootstrap.js';
import { type EvaluatedRun, lossesAtBudget } from '../../src/evaluation/budget.js';
import { Stream } from '../../src/random/stream.js';
import type { PlannedComparison } from '../experiment.js';

/** The range of r. */
export const SCORES = [-12, 1] as const;

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 33; // any number would do

/** One planned comparison of one family. */
export interface Gain extends PlannedComparison {
  readonly seeds: readonly number[];
  /** G. */
  readonly gain: Estimate;
  /** G_s. */
  readonly ofSeeds: readonly number[];
  /** Diverged runs of a and b within the budget, of seeds × tasks. */
  readonly divergedA: number;
  readonly divergedB: number;
  readonly runs: number;
  /** Whether the whole interval is above 0, below it, or neither; too few seeds have none. */
  readonly outcome: 'helps' | 'harms' | 'open' | 'too few seeds';
}

/** r of a run's end and start. */
export function score(end: number | null, start: number | null): number {
  const [best, worst] = SCORES;
  if (end === null || start === null) return worst;
  return Math.min(worst, Math.max(best, Math.log10(end / start)));
}

/** The gain by the runs of both methods, at the seeds that both have; undefined where there is none. */
export function gainOf(
  experiment: string,
  runs: readonly EvaluatedRun[],
  planned: PlannedComparison,
): Gain | undefined {
  const { a, b, budget, name } = planned;
  const [own, other] = [a, b].map((method) => scored(runs, method, budget));
  const seeds = [...own.keys()].filter((seed) => other.has(seed)).sort((x, y) => x - y);
  if (seeds.length === 0) return undefined;
  const ofSeeds = seeds.map((seed) => {
    const [ofA, ofB] = [own.get(seed)!.scores, other.get(seed)!.scores];
    return ofA.reduce((total, r, i) => total + ofB[i] - r, 0) / ofA.length;
  });
  const gain = bootstrapMean(ofSeeds, Stream.fromSeed(BOOTSTRAP_SEED).split(experiment).split(name));
  const count = (of: typeof own, what: 'diverged' | 'tasks') =>
    seeds.reduce((total, seed) => total + of.get(seed)![what], 0);
  return {
    name,
    a,
    b,
    budget,
    seeds,
    gain,
    ofSeeds,
    divergedA: count(own, 'diverged'),
    divergedB: count(other, 'diverged'),
    runs: count(own, 'tasks'),
    outcome: outcomeOf(gain),
  };
}

function scored(runs: readonly EvaluatedRun[], method: string, budget: number) {
  const own = runs.filter((run) => run.method === method);
  return new Map(
    own.map((run) => {
      const [{ losses }] = lossesAtBudget([run], budget);
      const scores = losses[0].map((end, task) => score(end, run.evaluation.losses[task][0]));
      const diverged = losses[0].filter((end) => end === null).length;
      return [run.seed, { scores, diverged, tasks: scores.length }] as const;
    }),
  );
}

function outcomeOf({ interval }: Estimate): Gain['outcome'] {
  if (interval === null) return 'too few seeds';
  return interval[0] > 0 ? 'helps' : interval[1] < 0 ? 'harms' : 'open';
}
