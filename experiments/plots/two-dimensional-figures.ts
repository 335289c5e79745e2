/** The figures of a two-dimensional experiment: curves with bands, costs, and trajectories over level sets. */

import type { Figure } from '../../src/display/figure-style.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import type { Task } from '../../src/seams.js';
import type { MethodRun, TwoDimensionalExperiment } from '../two-dimensional.js';
import { lossAgainstEvaluations } from './budget-curves.js';
import { byMethod, curves, gradientNormAgainstLoss } from './curves.js';
import { publishedAgainstCorrected } from './published-curves.js';
import { TRAJECTORY_KEY, trajectoryTraces } from './trajectory-traces.js';

/** A figure and the name of its files. */
export interface NamedFigure {
  readonly name: string;
  readonly figure: Figure;
}

/** All figures of a two-dimensional experiment, by name. */
export function twoDimensionalFigures(
  { id, title, plotted }: TwoDimensionalExperiment,
  runs: readonly MethodRun[],
): NamedFigure[] {
  const titled = (what: string) => ({ title: { text: `${title}<br>${what}` }, margin: { t: 80 } });
  const median = 'median and quartiles over tasks and seeds';
  const average = 'mean over tasks, range over seeds';
  const made: Record<string, Figure> = {
    'loss-median': curves(runs, 'losses', median, titled(`loss: ${median}`)),
    'loss-mean': curves(runs, 'losses', average, titled(`loss: ${average}`)),
    'gradient-norm': curves(runs, 'gradientNorms', median, titled(`gradient norm: ${median}`)),
    'gradient-norm-against-loss': gradientNormAgainstLoss(
      runs,
      titled('gradient norm against loss: medians over tasks and seeds'),
    ),
    'loss-against-cost': lossAgainstEvaluations(runs, titled(`loss against cost: ${median}`)),
    trajectories: trajectories(
      runs,
      plotted,
      titled(
        `trajectories on the fixed task from (${Array.from(plotted.start).join(', ').replaceAll('-', '−')}), training seed ${runs[0].seed}` +
          `<br>${TRAJECTORY_KEY}`,
      ),
    ),
    ...(runs.every(({ asPublished }) => asPublished !== undefined) && {
      'as-published': publishedAgainstCorrected(runs, titled('as published, and corrected')),
    }),
  };
  return Object.entries(made).map(([name, figure]) => ({ name: `${id}-${name}`, figure }));
}

/**
 * The trajectories of the first seed, one colour a method; always on the fixed task, as in the paper, also where training
 * and evaluation are on varied ones.
 */
function trajectories(
  runs: readonly MethodRun[],
  task: Task,
  layout: NonNullable<Parameters<typeof levelSets>[3]>,
): Figure {
  const first = byMethod(runs).map(([, [run]]) => run);
  const window = windowAround(task, first);
  const traces = first.flatMap(({ method, plotted }, index) =>
    trajectoryTraces(method, plotted, index, window),
  );
  return levelSets(task.optimizee, window, traces, {
    ...layout,
    width: 900,
    height: 560,
    margin: { t: 115 },
  });
}

/** How far, in sizes of the box of start and minimum, a trajectory may stretch the window: far flights are cut. */
const STRETCH = 0.5;

function windowAround({ optimizee, start }: Task, runs: readonly MethodRun[]): Window2D {
  const axis = (i: 0 | 1): [number, number] => {
    const ends = [start[i], optimizee.minimum?.point?.[i] ?? start[i]];
    const size = Math.max(Math.abs(ends[0] - ends[1]), 1);
    const [lowest, highest] = [Math.min(...ends) - STRETCH * size, Math.max(...ends) + STRETCH * size];
    const visited = runs
      .flatMap(({ plotted }) => plotted.iterates.map((x) => x[i]))
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
