/** All figures of an experiment, by what its data and its runs have. */

import { type Figure, logAxis } from '../../src/display/figure-style.js';
import type { Experiment, Run } from '../experiment.js';
import { SHOWN_EPOCHS } from '../network-figures.js';
import { coefficientCurves, emits } from './coefficient-curves.js';
import { lossAgainstEvaluations, lossAgainstTime } from './cost-curves.js';
import { curves, gradientNormAgainstLoss, networkCurves } from './curves.js';
import { firstSteps } from './first-steps.js';
import { publishedAgainstCorrected } from './published-curves.js';
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
  const made = experiment.plotted ? inThePlane(experiment, runs) : onNetwork(experiment, runs);
  return Object.entries(made).map(([name, figure]) => ({ name: `${experiment.id}-${name}`, figure }));
}

function inThePlane({ title, plotted }: Experiment, runs: readonly Run[]): Record<string, Figure> {
  const titled = titles(title);
  const start = Array.from(plotted!.start).join(', ').replaceAll('-', '−');
  const where = `trajectories on the fixed task from (${start}), training seed ${runs[0].seed}<br>${TRAJECTORY_KEY}`;
  return {
    'loss-median': curves(runs, 'losses', MEDIAN, titled(`loss: ${MEDIAN}`)),
    'loss-mean': curves(runs, 'losses', AVERAGE, titled(`loss: ${AVERAGE}`)),
    'gradient-norm': curves(runs, 'gradientNorms', MEDIAN, titled(`gradient norm: ${MEDIAN}`)),
    'gradient-norm-against-loss': gradientNormAgainstLoss(
      runs,
      titled('gradient norm against loss: medians over tasks and seeds'),
    ),
    'loss-against-cost': lossAgainstEvaluations(runs, titled(`loss against cost: ${MEDIAN}`)),
    trajectories: trajectories(runs, plotted!, titled(where)),
    ...(runs.every(({ asPublished }) => asPublished !== undefined) && {
      'as-published': publishedAgainstCorrected(runs, titled('as published, and corrected')),
    }),
  };
}

function onNetwork({ title, evaluation }: Experiment, runs: readonly Run[]): Record<string, Figure> {
  const titled = titles(title);
  const shown = firstSteps(runs, Math.min(SHOWN_EPOCHS, evaluation.steps));
  const cost = { yaxis: logAxis('loss L'), ...titled(`loss against cost: ${MEDIAN}`) };
  return {
    'first-epochs': networkCurves(shown, 'losses', MEDIAN, titled(`loss: ${MEDIAN}`)),
    'loss-median': networkCurves(runs, 'losses', MEDIAN, titled(`loss: ${MEDIAN}`)),
    'gradient-norm': networkCurves(runs, 'gradientNorms', MEDIAN, titled(`gradient norm: ${MEDIAN}`)),
    'loss-against-cost': lossAgainstEvaluations(runs, cost),
    ...(emits(runs, 'stepSizes') && {
      'step-size': coefficientCurves(runs, 'stepSizes', titled(`learned α: ${MEDIAN}`)),
    }),
    ...(emits(runs, 'momenta') && {
      momentum: coefficientCurves(runs, 'momenta', titled(`learned β: ${MEDIAN}`)),
    }),
    ...(runs.every(({ timing }) => timing !== undefined) && {
      'loss-against-time': lossAgainstTime(
        runs,
        titled('loss against wall-clock time: not the same from run to run'),
      ),
    }),
  };
}

const titles = (title: string) => (what: string) => ({
  title: { text: `${title}<br>${what}` },
  margin: { t: 80 },
});
