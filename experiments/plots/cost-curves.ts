/** Loss against what it cost, in gradients or in time: a step of one method may cost several of another. */

import { refuse } from '../../src/checks.js';
import { bandedLines, type Point } from '../../src/display/bands.js';
import { type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Layout } from '../../src/display/figure-types.js';
import { summarise } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';
import { byMethod, type DrawnRun, legendName, medianBand } from './curves.js';

/** Median and quartiles of the loss over tasks and seeds, at the median cost of each step. */
export function lossAgainstEvaluations(runs: readonly DrawnRun[], layout: Partial<Layout> = {}): Figure {
  const costAt = (ofMethod: readonly DrawnRun[], t: number): Point => {
    const atStep = ofMethod.flatMap(({ evaluation }) => evaluation.evaluations.map((cost) => cost[t]));
    return summarise(atStep, { missing: 'left out' }).median;
  };
  return lossAgainst(runs, costAt, {
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
  const timeAt = (ofMethod: readonly TimedRun[], t: number) =>
    t * millisecondsPerStep(ofMethod, ofMethod[0].evaluation.steps);
  return lossAgainst(runs, timeAt, {
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

function lossAgainst<R extends DrawnRun>(
  runs: readonly R[],
  placeOf: (ofMethod: readonly R[], t: number) => Point,
  layout: Partial<Layout>,
): Figure {
  const series = byMethod(runs).map(([, ofMethod], colorIndex) => {
    const band = medianBand(ofMethod.flatMap(({ evaluation }) => evaluation.losses));
    const x = band.line.map((_, t) => placeOf(ofMethod, t));
    return { name: legendName(ofMethod), colorIndex, x, ...band };
  });
  return figure(bandedLines(series), layout);
}
