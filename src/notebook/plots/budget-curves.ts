/** Loss against what it cost, where a step of one method may cost several of another. */

import type { Layout, PlotData } from 'plotly.js';
import { summarise, summariseSteps } from '../../evaluation/statistics.js';
import { color, type Figure, figure, logAxis } from '../figure-style.js';
import { bandAndLine, byMethod, type DrawnRun } from './curves.js';

/** Median and quartiles of the loss over tasks and seeds, at the median cost of each step. */
export function lossAgainstEvaluations(runs: readonly DrawnRun[], layout: Partial<Layout> = {}): Figure {
  const data = byMethod(runs).flatMap(([method, ofMethod], index) => {
    const losses = summariseSteps(ofMethod.flatMap(({ evaluation }) => evaluation.losses));
    const costs = losses.map((_, t) => {
      const atStep = ofMethod.flatMap(({ evaluation }) => evaluation.evaluations.map((cost) => cost[t]));
      return summarise(atStep, { missing: 'left out' }).median;
    });
    const line = losses.map(({ median }) => median);
    const traces = bandAndLine(
      method,
      color(index),
      line,
      losses.map(({ q25 }) => q25),
      losses.map(({ q75 }) => q75),
    );
    // The band runs there and back again.
    const [band, middle] = traces as Partial<PlotData>[];
    return [
      { ...band, x: [...costs, ...costs.toReversed()] },
      { ...middle, x: costs },
    ];
  });
  return figure(data, {
    title: { text: 'Loss against cost: median and quartiles over tasks and seeds' },
    xaxis: { title: { text: 'evaluations, in gradients' } },
    yaxis: logAxis('loss f(x<sub>t</sub>)'),
    ...layout,
  });
}
