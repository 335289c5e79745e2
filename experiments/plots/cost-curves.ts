/** Loss against what it cost, in gradients or in time: a step of one method may cost several of another. */

import { refuse } from '../../src/checks.js';
import { type Figure, logAxis } from '../../src/display/figure-style.js';
import type { Layout } from '../../src/display/figure-types.js';
import { summarise } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';
import { methodFigure } from './curves.js';
import { byMethod, type Drawable, type DrawnRun, drawnMethods } from './drawn-methods.js';

/** Median and quartiles of the loss over tasks and seeds, at the median cost of each step. */
export function lossAgainstEvaluations(drawable: Drawable, layout: Partial<Layout> = {}): Figure {
  const methods = drawnMethods(drawable).map((method) => ({
    ...method,
    ...method.losses,
    x: method.evaluations,
  }));
  return methodFigure(methods, {
    title: { text: 'Loss against cost: median and quartiles over tasks and seeds' },
    xaxis: { title: { text: 'evaluations, in gradients' } },
    yaxis: logAxis('loss f(x<sub>t</sub>)'),
    ...layout,
  });
}

/** The same against wall-clock time, teleports and the LSTM included. @throws on runs without their timing. */
export function lossAgainstTime(
  runs: readonly (DrawnRun & TimedRun)[],
  layout: Partial<Layout> = {},
): Figure {
  const groups = byMethod(runs);
  const methods = drawnMethods(runs).map((method, i) => {
    const [, ofMethod] = groups[i];
    const time = millisecondsPerStep(ofMethod, ofMethod[0].evaluation.steps);
    return { ...method, ...method.losses, x: method.losses.line.map((_, t) => t * time) };
  });
  return methodFigure(methods, {
    title: { text: 'Loss against wall-clock time: median and quartiles' },
    xaxis: { title: { text: 'milliseconds a task' } },
    yaxis: logAxis('loss L'),
    ...layout,
  });
}

type TimedRun = Pick<Run, 'timing' | 'evaluation'>;

/** Milliseconds of evaluation per task and step: the median over runs, since a busy machine slows single ones. */
export function millisecondsPerStep(runs: readonly TimedRun[], fullSteps: number): number {
  const ofRun = ({ timing, evaluation }: TimedRun) => {
    if (timing === undefined) refuse('millisecondsPerStep', 'runs must have their timing', 'none');
    return (1000 * timing.evaluation) / (fullSteps * evaluation.losses.length);
  };
  return summarise(runs.map(ofRun)).median;
}
