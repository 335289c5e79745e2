/** Loss against what it cost, where a step of one method may cost several of another. */

import { bandedLines, type Point } from '../../src/display/bands.js';
import { type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Layout } from '../../src/display/figure-types.js';
import { summarise, summariseSteps } from '../../src/evaluation/statistics.js';
import { byMethod, type DrawnRun, legendName } from './curves.js';

/** Median and quartiles of the loss over tasks and seeds, at the median cost of each step. */
export function lossAgainstEvaluations(runs: readonly DrawnRun[], layout: Partial<Layout> = {}): Figure {
  const series = byMethod(runs).map(([, ofMethod], colorIndex) => {
    const losses = summariseSteps(ofMethod.flatMap(({ evaluation }) => evaluation.losses));
    const x = losses.map((_, t): Point => {
      const atStep = ofMethod.flatMap(({ evaluation }) => evaluation.evaluations.map((cost) => cost[t]));
      return summarise(atStep, { missing: 'left out' }).median;
    });
    return {
      name: legendName(ofMethod),
      colorIndex,
      x,
      line: losses.map(({ median }): Point => median),
      low: losses.map(({ q25 }): Point => q25),
      high: losses.map(({ q75 }): Point => q75),
    };
  });
  return figure(bandedLines(series), {
    title: { text: 'Loss against cost: median and quartiles over tasks and seeds' },
    xaxis: { title: { text: 'evaluations, in gradients' } },
    yaxis: logAxis('loss f(x<sub>t</sub>)'),
    ...layout,
  });
}
