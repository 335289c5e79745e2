/** The figures of a network experiment on the page of results. */

import { type Figure, logAxis } from '../../src/display/figure-style.js';
import type { NetworkExperiment, NetworkRun } from '../network.js';
import { SHOWN_EPOCHS } from '../network-figures.js';
import { lossAgainstEvaluations } from './budget-curves.js';
import { coefficientCurves, firstSteps, lossAgainstTime, networkCurves } from './network.js';
import type { NamedFigure } from './two-dimensional-figures.js';

export function networkFiguresOf(
  { id, title, evaluation }: NetworkExperiment,
  runs: readonly NetworkRun[],
  /** The same with how long they took, where that is known. */
  timed?: readonly NetworkRun[],
): NamedFigure[] {
  const titled = (what: string) => ({ title: { text: `${title}<br>${what}` }, margin: { t: 80 } });
  const median = 'median and quartiles over tasks and seeds';
  const shown = firstSteps(runs, Math.min(SHOWN_EPOCHS, evaluation.steps));
  const made: Record<string, Figure> = {
    'first-epochs': networkCurves(shown, 'losses', median, titled(`loss: ${median}`)),
    'loss-median': networkCurves(runs, 'losses', median, titled(`loss: ${median}`)),
    'gradient-norm': networkCurves(runs, 'gradientNorms', median, titled(`gradient norm: ${median}`)),
    'loss-against-cost': lossAgainstEvaluations(runs, {
      yaxis: logAxis('loss L'),
      ...titled(`loss against cost: ${median}`),
    }),
  };
  const emits = (which: 'stepSizes' | 'momenta') =>
    runs.some(({ coefficients }) => coefficients?.[which].flat().some((value) => value !== null));
  if (emits('stepSizes'))
    made['step-size'] = coefficientCurves(runs, 'stepSizes', titled(`learned α: ${median}`));
  if (emits('momenta')) made.momentum = coefficientCurves(runs, 'momenta', titled(`learned β: ${median}`));
  if (timed) {
    const title = titled('loss against wall-clock time: not the same from run to run');
    made['loss-against-time'] = lossAgainstTime(timed, title);
  }
  return Object.entries(made).map(([name, figure]) => ({ name: `${id}-${name}`, figure }));
}
