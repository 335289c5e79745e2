/** Comparisons that claims rest on. */

import { type EvaluatedRun, finalLosses } from '../../src/evaluation/budget.js';
import {
  comparePair,
  type MethodLosses,
  type Outcome,
  type PairComparison,
} from '../../src/evaluation/comparison.js';
import type { Stream } from '../../src/random/stream.js';
import type { Run } from '../experiment.js';

/** The runs that a claim rests on, by the experiment's id, where there are any. */
export type RunsOf = (experiment: string) => readonly Run[] | undefined;

/** Method a against method b after the last step, at the seeds that both have; nothing where they have none in common. */
export function compared(
  runs: readonly EvaluatedRun[],
  a: string,
  b: string,
  stream: Stream,
): PairComparison[] {
  const losses = finalLosses(runs.filter(({ method }) => method === a || method === b));
  const [own, other] = [a, b].map((name) => losses.find(({ method }) => method === name));
  if (!own || !other) return [];
  const common = own.seeds.filter((seed) => other.seeds.includes(seed));
  return common.length === 0 ? [] : [comparePair(atSeeds(own, common), atSeeds(other, common), { stream })];
}

function atSeeds({ method, seeds, losses }: MethodLosses, kept: readonly number[]): MethodLosses {
  return { method, seeds: kept, losses: losses.filter((_, s) => kept.includes(seeds[s])) };
}

/** How many comparisons have that outcome. */
export function count(comparisons: readonly PairComparison[], outcome: Outcome): number {
  return comparisons.filter((comparison) => comparison.outcome === outcome).length;
}
