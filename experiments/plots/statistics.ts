/** Every pair of methods of an experiment, after the last step and at an equal budget of evaluations. */

import type { TableRow } from '../../src/display/table-format.js';
import { commonBudget, type EvaluatedRun, finalLosses, lossesAtBudget } from '../../src/evaluation/budget.js';
import { compareAll, type Outcome, type PairComparison } from '../../src/evaluation/comparison.js';
import { Stream } from '../../src/random/stream.js';

/** All pairs of methods of an experiment. */
export interface PairStatistics {
  readonly experiment: string;
  readonly atTheEnd: readonly PairComparison[];
  /** In gradients: the largest budget that every run spends; null if all have diverged. */
  readonly budget: number | null;
  readonly atTheBudget: readonly PairComparison[];
}

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 4; // any number would do

/** Compares all pairs of methods, after the last step and at the largest budget that every run spends. */
export function pairStatistics(experiment: string, runs: readonly EvaluatedRun[]): PairStatistics {
  const stream = Stream.fromSeed(BOOTSTRAP_SEED).split(experiment);
  const anyEnds = finalLosses(runs).some(({ losses }) => losses.flat().some((loss) => loss !== null));
  const budget = anyEnds ? commonBudget(runs) : null;
  return {
    experiment,
    atTheEnd: compareAll(finalLosses(runs), { stream: stream.split('end') }),
    budget,
    atTheBudget:
      budget === null ? [] : compareAll(lossesAtBudget(runs, budget), { stream: stream.split('budget') }),
  };
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  won: 'a is better',
  lost: 'b is better',
  open: 'open',
  'too few seeds': 'too few seeds',
};

/** A table of pairs. */
export function pairRows(comparisons: readonly PairComparison[]): TableRow[] {
  return comparisons.map(
    ({ a, b, outcome, difference, medianDifference, wins, ties, losses, divergedA, divergedB, leftOut }) => ({
      a,
      b,
      outcome: OUTCOMES[outcome],
      'mean of log₁₀ a − log₁₀ b': difference.value,
      low: difference.interval?.[0],
      high: difference.interval?.[1],
      median: medianDifference.value,
      'a wins': wins,
      ties,
      'b wins': losses,
      'a diverged': divergedA,
      'b diverged': divergedB,
      'pairs left out': leftOut,
    }),
  );
}
