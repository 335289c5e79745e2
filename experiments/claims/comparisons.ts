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
import type { Verdict } from './claim.js';

/** The runs that a claim rests on, by the experiment's id, where there are any. */
export type RunsOf = (experiment: string) => readonly Run[] | undefined;

/** The same, each experiment's runs read once: they may come from a file. */
export function once(runsOf: RunsOf): RunsOf {
  const known = new Map<string, readonly Run[] | undefined>();
  return (id) => {
    if (!known.has(id)) known.set(id, runsOf(id));
    return known.get(id);
  };
}

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

/** Of comparisons that must all be won, the one that is farthest from it. */
export function weakestOf<C extends PairComparison>(comparisons: readonly C[]): C {
  return comparisons.reduce((a, b) =>
    (b.difference.value ?? Infinity) > (a.difference.value ?? Infinity) ? b : a,
  );
}

/** The verdict on what must win all comparisons. */
export function verdictOnAll(comparisons: readonly PairComparison[]): Verdict {
  const [won, lost] = [count(comparisons, 'won'), count(comparisons, 'lost')];
  if (won === comparisons.length) return 'reproduced';
  return lost >= won ? 'not' : 'partly';
}

/** How many comparisons have that outcome. */
export function count(comparisons: readonly PairComparison[], outcome: Outcome): number {
  return comparisons.filter((comparison) => comparison.outcome === outcome).length;
}
