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

/** All pairs of runs, or those that are stored with results. */
export function allPairs(
  experiment: string,
  from: readonly EvaluatedRun[] | { readonly statistics: PairStatistics },
): PairStatistics {
  return 'statistics' in from ? from.statistics : pairStatistics(experiment, from);
}

/** Method a against method b among the pairs, whichever of the two they name first. */
export function pairBetween(
  pairs: readonly PairComparison[],
  a: string,
  b: string,
): PairComparison | undefined {
  const other = pairs.find((pair) => pair.a === b && pair.b === a);
  return pairs.find((pair) => pair.a === a && pair.b === b) ?? (other && reversed(other));
}

const REVERSED: Readonly<Record<Outcome, Outcome>> = {
  won: 'lost',
  lost: 'won',
  open: 'open',
  'too few seeds': 'too few seeds',
};

/** The same comparison, seen from the other method. */
function reversed(pair: PairComparison): PairComparison {
  const turn = <E extends PairComparison['difference']>({ value, interval, ...rest }: E) => ({
    ...rest,
    value: value === null ? null : -value,
    interval: interval === null ? null : ([-interval[1], -interval[0]] as const),
  });
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    outcome: REVERSED[pair.outcome],
    difference: turn(pair.difference),
    medianDifference: turn(pair.medianDifference),
    differenceOfSeeds: pair.differenceOfSeeds.map((value) => (value === null ? null : -value)),
    wins: pair.losses,
    losses: pair.wins,
    divergedA: pair.divergedB,
    divergedB: pair.divergedA,
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
