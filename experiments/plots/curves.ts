/** Curves over steps with bands: what most figures of the paper are. */

import { bandedLines, type Point } from '../../src/display/bands.js';
import { color, type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { type SummaryOptions, summariseSteps } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';

/** What the figures here read of a run. */
export type DrawnRun = Pick<Run, 'method' | 'evaluation'>;

export type Quantity = 'losses' | 'gradientNorms';

const TITLES: Record<Quantity, string> = { losses: 'Loss', gradientNorms: 'Gradient norm' };

/** How runs over seeds and tasks become one line with a band. */
export type Statistic = 'mean over tasks, range over seeds' | 'median and quartiles over tasks and seeds';

const AXIS_TITLES: Record<Quantity, string> = {
  losses: 'loss f(x<sub>t</sub>)',
  gradientNorms: '‖∇f(x<sub>t</sub>)‖',
};

/**
 * A quantity against the step, a line a method.
 *
 * 'mean over tasks, range over seeds': the line is the mean over all tasks and seeds, the band spans the means of
 * the single seeds. 'median and quartiles over tasks and seeds': all tasks of all seeds in one. A diverged run is
 * counted in the legend.
 */
export function curves(
  runs: readonly DrawnRun[],
  quantity: Quantity,
  statistic: Statistic,
  layout: Partial<Layout> = {},
): Figure {
  const series = byMethod(runs).map(([, ofMethod], colorIndex) => ({
    name: legendName(ofMethod),
    colorIndex,
    ...summary(ofMethod, quantity, statistic),
  }));
  return figure(bandedLines(series), {
    title: { text: `${TITLES[quantity]}: ${statistic}` },
    xaxis: { title: { text: 'step t' } },
    yaxis: logAxis(AXIS_TITLES[quantity]),
    ...layout,
  });
}

/** A step on a network is an epoch. */
export const EPOCH_AXIS = { title: { text: 'epoch' } } as const;
const NETWORK_AXES: Record<Quantity, string> = { losses: 'loss L', gradientNorms: '‖∇L‖' };

/** As {@link curves}, in the words of a network: the loss is L. */
export function networkCurves(
  runs: readonly DrawnRun[],
  quantity: Quantity,
  statistic: Statistic,
  layout: Partial<Layout> = {},
): Figure {
  const words = { xaxis: EPOCH_AXIS, yaxis: logAxis(NETWORK_AXES[quantity]) };
  return curves(runs, quantity, statistic, { ...words, ...layout });
}

/** ‖∇f(x_t)‖ against f(x_t), both as medians over tasks and seeds; a marker a step, the start largest. */
export function gradientNormAgainstLoss(runs: readonly DrawnRun[], layout: Partial<Layout> = {}): Figure {
  const data = byMethod(runs).map(([, ofMethod], index): Data => {
    const median = (quantity: Quantity) =>
      medianBand(ofMethod.flatMap(({ evaluation }) => evaluation[quantity])).line;
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: legendName(ofMethod),
      x: median('losses'),
      y: median('gradientNorms'),
      line: { color: color(index) },
      marker: { color: color(index), size: median('losses').map((_, t) => (t === 0 ? 11 : 6)) },
    };
  });
  return figure(data, {
    title: { text: 'Gradient norm against loss: medians over tasks and seeds' },
    xaxis: logAxis(AXIS_TITLES.losses),
    yaxis: logAxis(AXIS_TITLES.gradientNorms),
    ...layout,
  });
}

/** A method as the legend of a figure names it: with its diverged runs, where it has any. */
export function legendName(ofMethod: readonly DrawnRun[]): string {
  const diverged = ofMethod.reduce((sum, { evaluation }) => sum + evaluation.divergences.length, 0);
  const all = ofMethod.reduce((sum, { evaluation }) => sum + evaluation.losses.length, 0);
  return `${ofMethod[0].method}${diverged === 0 ? '' : `<br>(${diverged} of ${all} diverged)`}`;
}

/** Runs grouped by method, in the order in which the methods first come. */
export function byMethod<Run extends { readonly method: string }>(runs: readonly Run[]): [string, Run[]][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.method, [...(groups.get(run.method) ?? []), run]);
  return [...groups];
}

/** A line with its band. */
export interface Band {
  readonly line: Point[];
  readonly low: Point[];
  readonly high: Point[];
}

/** Median and quartiles at each step. */
export function medianBand(rows: readonly (readonly Point[])[], options?: SummaryOptions): Band {
  const steps = summariseSteps(rows, options);
  const pick = (name: 'median' | 'q25' | 'q75') => steps.map((step): Point => step[name]);
  return { line: pick('median'), low: pick('q25'), high: pick('q75') };
}

function summary(runs: readonly DrawnRun[], quantity: Quantity, statistic: Statistic): Band {
  const rows = runs.flatMap((run) => run.evaluation[quantity]);
  if (statistic === 'median and quartiles over tasks and seeds') return medianBand(rows);
  const all = summariseSteps(rows);
  const ofSeeds = runs.map((run) => summariseSteps(run.evaluation[quantity]).map((s): Point => s.mean)); // [seed][step]
  // A seed without a mean is one with a mean above every number: the band is open upwards.
  const extreme = (pick: (...values: number[]) => number) =>
    all.map((_, t): Point => {
      const means = ofSeeds.map((seed) => seed[t] ?? Number.POSITIVE_INFINITY);
      return pick(...means.map((mean) => (Number.isFinite(mean) ? mean : Number.POSITIVE_INFINITY)));
    });
  return { line: all.map((s) => s.mean), low: extreme(Math.min), high: extreme(Math.max) };
}
