/** Losses of a meta-training in blocks: a single task says little, since tasks differ by orders of magnitude. */

import { nullable } from '../../../../src/evaluation/evaluate.js';
import { summarise } from '../../../../src/evaluation/statistics.js';

/** Points of the curve of a whole training. */
const MOST_BLOCKS = 50;

/** Trajectories of a block. */
export function blockSize(trajectories: number): number {
  return Math.max(1, Math.round(trajectories / MOST_BLOCKS));
}

/** The median of each full block, at its last trajectory. */
export function blockMedians(losses: readonly number[], size: number): [done: number, median: number][] {
  const medians: [number, number][] = [];
  for (let end = size; end <= losses.length; end += size) {
    medians.push([end, summarise(nullable(losses.slice(end - size, end))).median]);
  }
  return medians;
}
