/** Methods in the order of their last losses, with what has diverged: no rank without it. */

import { type EvaluatedRun, finalLosses } from './budget.js';
import { summarise } from './statistics.js';

/** A method with its last losses over all tasks and seeds. */
export interface RankedMethod {
  readonly method: string;
  /** The median, a diverged run's loss being infinite; NaN where half of the runs or more have diverged. */
  readonly median: number;
  readonly diverged: number;
  /** Seeds × tasks. */
  readonly runs: number;
}

/** The lowest median first. Methods without one come last, those that diverge least often before the others. */
export function rankMethods(runs: readonly EvaluatedRun[]): RankedMethod[] {
  const ranked = finalLosses(runs).map(({ method, losses }): RankedMethod => {
    const { median, diverged, count } = summarise(losses.flat());
    return { method, median, diverged, runs: count + diverged };
  });
  return inOrder(ranked);
}

/** The methods in that order. */
export function inOrder(methods: readonly RankedMethod[]): RankedMethod[] {
  const level = ({ median }: RankedMethod) => (Number.isNaN(median) ? Infinity : median);
  const share = ({ diverged, runs: all }: RankedMethod) => diverged / all;
  return [...methods].sort((a, b) =>
    level(a) === level(b) ? share(a) - share(b) : level(a) < level(b) ? -1 : 1,
  );
}

/** The median and what has diverged: '0.024', or '2.4e-5, diverged 3 of 600'. */
export function rankedText({ median, diverged, runs }: RankedMethod): string {
  const readable = median >= 1e-3 && median < 1e4;
  const number = readable ? String(Number(median.toPrecision(2))) : median.toExponential(1);
  const text = Number.isNaN(median) ? 'no median' : number;
  return diverged === 0 ? text : `${text}, diverged ${diverged} of ${runs}`;
}
