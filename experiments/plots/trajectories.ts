/** Trajectories over the level sets of the task that they are on. */

import type { Figure } from '../../src/display/figure-style.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import { methodStyle } from '../../src/display/method-styles.js';
import type { PlottedTrajectory } from '../../src/evaluation/evaluate.js';
import type { Task } from '../../src/seams.js';
import type { Run } from '../experiment.js';
import { byMethod } from './drawn-methods.js';
import { trajectoryTraces } from './trajectory-traces.js';

/**
 * The trajectories of the first seed, one colour a method; always on the fixed task, as in the paper, also where training
 * and evaluation are on varied ones.
 */
export function trajectories(
  runs: readonly Run[],
  task: Task,
  layout: NonNullable<Parameters<typeof levelSets>[3]>,
): Figure {
  const first = byMethod(runs).flatMap(([method, [{ plotted }]]) => (plotted ? [{ method, plotted }] : []));
  const window = windowAround(
    task,
    first.map(({ plotted }) => plotted),
  );
  const traces = first.flatMap(({ method, plotted }, index) =>
    trajectoryTraces(method, plotted, methodStyle(method, index).color, window),
  );
  return levelSets(task.optimizee, window, traces, {
    ...layout,
    width: 860,
    height: 560,
    margin: { t: 115 },
  });
}

/** How far, in sizes of the box of start and minimum, a trajectory may stretch the window: far flights are cut. */
const STRETCH = 0.5;

function windowAround({ optimizee, start }: Task, trajectories: readonly PlottedTrajectory[]): Window2D {
  const axis = (i: 0 | 1): [number, number] => {
    const ends = [start[i], optimizee.minimum?.point?.[i] ?? start[i]];
    const size = Math.max(Math.abs(ends[0] - ends[1]), 1);
    const [lowest, highest] = [Math.min(...ends) - STRETCH * size, Math.max(...ends) + STRETCH * size];
    const visited = trajectories
      .flatMap(({ iterates }) => iterates.map((x) => x[i]))
      .filter((x): x is number => x !== null && x > lowest && x < highest);
    const [low, high] = [Math.min(...ends, ...visited), Math.max(...ends, ...visited)];
    return [low - 0.1 * (high - low), high + 0.1 * (high - low)];
  };
  return inProportion({ x: axis(0), y: axis(1) });
}

/** Height over width of the plot: with axes of one scale a window of other proportions would leave a strip empty. */
const PROPORTION = 0.7;

function inProportion({ x, y }: Window2D): Window2D {
  const widened = ([low, high]: readonly [number, number], size: number): [number, number] => {
    const margin = Math.max(0, size - (high - low)) / 2;
    return [low - margin, high + margin];
  };
  const [width, height] = [x[1] - x[0], y[1] - y[0]];
  return { x: widened(x, height / PROPORTION), y: widened(y, width * PROPORTION) };
}
