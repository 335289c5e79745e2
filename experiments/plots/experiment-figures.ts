/** All figures of an experiment, by what its data and its runs have. */

import { type Figure, logAxis } from '../../src/display/figure-style.js';
import type { Task } from '../../src/seams.js';
import type { Experiment, Run } from '../experiment.js';
import { SHOWN_EPOCHS } from '../network-figures.js';
import { coefficientCurves, emits } from './coefficient-curves.js';
import { lossAgainstEvaluations, lossAgainstTime } from './cost-curves.js';
import { curves, gradientNormAgainstLoss, networkCurves } from './curves.js';
import { firstSteps } from './first-steps.js';
import { publishedAgainstCorrected } from './published-curves.js';
import { titled as titledFigure } from './titles.js';
import { trajectories } from './trajectories.js';
import { TRAJECTORY_KEY } from './trajectory-traces.js';

/** A figure and the name of its files. */
export interface NamedFigure {
  readonly name: string;
  readonly figure: Figure;
}

const MEDIAN = 'median and quartiles over tasks and seeds';
const AVERAGE = 'mean over tasks, range over seeds';

/** Curves of losses, gradient norms and costs; trajectories in the plane, first epochs and coefficients on a network. */
export function experimentFigures(experiment: Experiment, runs: readonly Run[]): NamedFigure[] {
  const { id, evaluation, plotted, file } = experiment;
  const titled = (what: string) => titledFigure(experiment, what);
  const draw = plotted || file ? curves : networkCurves; // a step of a reader's own problem is no epoch
  const shown = firstSteps(runs, Math.min(SHOWN_EPOCHS, evaluation.steps));
  const timed = runs.every(({ timing }) => timing !== undefined);
  const made: Record<string, Figure | false | undefined> = {
    'first-epochs': !plotted && !file && draw(shown, 'losses', MEDIAN, titled(`loss: ${MEDIAN}`)),
    'loss-median': draw(runs, 'losses', MEDIAN, titled(`loss: ${MEDIAN}`)),
    'loss-mean': plotted && draw(runs, 'losses', AVERAGE, titled(`loss: ${AVERAGE}`)),
    'gradient-norm': draw(runs, 'gradientNorms', MEDIAN, titled(`gradient norm: ${MEDIAN}`)),
    'gradient-norm-against-loss':
      plotted &&
      gradientNormAgainstLoss(runs, titled('gradient norm against loss: medians over tasks and seeds')),
    'loss-against-cost': lossAgainstEvaluations(runs, {
      ...(!plotted && !file && { yaxis: logAxis('loss L') }),
      ...titled(`loss against cost: ${MEDIAN}`),
    }),
    trajectories: plotted && trajectories(runs, plotted, titled(trajectoriesTitle(plotted, runs[0].seed))),
    'as-published':
      runs.every(({ asPublished }) => asPublished !== undefined) &&
      publishedAgainstCorrected(runs, titled('as published, and corrected')),
    'step-size':
      emits(runs, 'stepSizes') && coefficientCurves(runs, 'stepSizes', titled(`learned α: ${MEDIAN}`)),
    momentum: emits(runs, 'momenta') && coefficientCurves(runs, 'momenta', titled(`learned β: ${MEDIAN}`)),
    'loss-against-time':
      !plotted &&
      timed &&
      lossAgainstTime(runs, titled('loss against wall-clock time: not the same from run to run')),
  };
  return Object.entries(made).flatMap(([name, figure]) =>
    figure ? [{ name: `${id}-${name}`, figure }] : [],
  );
}

function trajectoriesTitle({ start }: Task, seed: number): string {
  const from = Array.from(start, (value) => Number(value.toPrecision(4)))
    .join(', ')
    .replaceAll('-', '−');
  return `trajectories on the fixed task from (${from}), training seed ${seed}<br>${TRAJECTORY_KEY}`;
}
