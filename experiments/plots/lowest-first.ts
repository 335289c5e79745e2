/** Methods of runs or of stored results in the order of their last losses. */

import { inOrder, type RankedMethod, rankMethods } from '../../src/evaluation/ranking.js';
import type { Run } from '../experiment.js';
import { areResults, type DrawnResults, type DrawnRun, drawnMethods } from './drawn-methods.js';

type RankedRun = DrawnRun & Pick<Run, 'seed'>;

/** The lowest median first; methods without one come last. */
export function lowestFirst(drawable: readonly RankedRun[] | DrawnResults): RankedMethod[] {
  if (!areResults(drawable)) return rankMethods(drawable);
  const ranked = drawnMethods(drawable).map(({ name, losses, diverged, trajectories }): RankedMethod => {
    const last = losses.line.at(-1);
    return { method: name, median: last ?? Number.NaN, diverged, runs: trajectories };
  });
  return inOrder(ranked);
}
