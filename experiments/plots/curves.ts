/** Curves over steps with bands: what most figures of the paper are. */

import { refuse } from '../../src/checks.js';
import { type BandedLine, bandedLines, type Point } from '../../src/display/bands.js';
import { type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { methodStyle } from '../../src/display/method-styles.js';
import { summariseSteps } from '../../src/evaluation/statistics.js';
import {
  areResults,
  type Band,
  byMethod,
  type Drawable,
  type DrawnMethod,
  type DrawnRun,
  drawnMethods,
  legendName,
} from './drawn-methods.js';
import { highlighted, visibleRange } from './highlights.js';

/** What is drawn by step. */
export type Quantity = 'losses' | 'gradientNorms';

const TITLES: Record<Quantity, string> = { losses: 'Loss', gradientNorms: 'Gradient norm' };

/** How runs over seeds and tasks become one line with a band. */
export type Statistic = 'mean over tasks, range over seeds' | 'median and quartiles over tasks and seeds';

const AXIS_TITLES: Record<Quantity, string> = {
  losses: 'loss f(x<sub>t</sub>)',
  gradientNorms: 'gradient norm ‖∇f(x<sub>t</sub>)‖',
};

/**
 * A quantity against the step, a line a method.
 *
 * 'mean over tasks, range over seeds': the line is the mean over all tasks and seeds, the band spans the means of
 * the single seeds; for runs alone. 'median and quartiles over tasks and seeds': all tasks of all seeds in one. A diverged
 * run is counted in the legend, and does not stretch the axis. Of five methods and more, two or three have bands.
 *
 * @throws on stored results where a mean is asked for
 */
export function curves(
  drawable: Drawable,
  quantity: Quantity,
  statistic: Statistic,
  layout: Partial<Layout> = {},
): Figure {
  const means = statistic === 'mean over tasks, range over seeds' ? meanBands(drawable, quantity) : undefined;
  const methods = drawnMethods(drawable).map((method, i) => ({
    ...method,
    ...(means?.[i] ?? method[quantity]),
  }));
  return methodFigure(methods, {
    title: { text: `${TITLES[quantity]}: ${statistic}` },
    xaxis: { title: { text: 'step t' } },
    yaxis: logAxis(AXIS_TITLES[quantity]),
    ...layout,
  });
}

/** A line a method over a logarithmic axis, in its colour and dash. */
export function methodFigure(
  methods: readonly (DrawnMethod & Band & Pick<BandedLine, 'x'>)[],
  layout: Partial<Layout>,
): Figure {
  const thick = highlighted(methods);
  const series = methods.map((method, place): BandedLine => {
    const { color, dash } = methodStyle(method.name, place);
    const { x, line, low, high } = method;
    return { name: legendName(method), color, dash, thin: !thick.has(method.name), x, line, low, high };
  });
  const range = layout.yaxis?.type === 'log' ? visibleRange(methods) : undefined;
  return figure(bandedLines(series), { ...layout, yaxis: { ...(range && { range }), ...layout.yaxis } });
}

/** A step on a network is an epoch. */
export const EPOCH_AXIS = { title: { text: 'epoch' } } as const;
const NETWORK_AXES: Record<Quantity, string> = { losses: 'loss L', gradientNorms: 'gradient norm ‖∇L‖' };

/** As {@link curves}, in the words of a network: the loss is L. */
export function networkCurves(
  drawable: Drawable,
  quantity: Quantity,
  statistic: Statistic,
  layout: Partial<Layout> = {},
): Figure {
  const words = { xaxis: EPOCH_AXIS, yaxis: logAxis(NETWORK_AXES[quantity]) };
  return curves(drawable, quantity, statistic, { ...words, ...layout });
}

/** ‖∇f(x_t)‖ against f(x_t), both as medians over tasks and seeds; a marker a step, the start largest. */
export function gradientNormAgainstLoss(drawable: Drawable, layout: Partial<Layout> = {}): Figure {
  const methods = drawnMethods(drawable);
  const thick = highlighted(methods);
  const data = methods.map((method, place): Data => {
    const { color, dash } = methodStyle(method.name, place);
    const [x, y] = [method.losses.line, method.gradientNorms.line].map((line) => line.map(finite));
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: legendName(method),
      x,
      y,
      line: { color, dash, width: thick.has(method.name) ? 2 : 1 },
      marker: { color, size: x.map((_, t) => (t === 0 ? 11 : 5)) },
    };
  });
  const range = (quantity: Quantity) =>
    visibleRange(
      methods.map((method) => {
        const { line } = method[quantity];
        return { ...method, line, low: line, high: line };
      }),
    );
  return figure(data, {
    title: { text: 'Gradient norm against loss: medians over tasks and seeds' },
    xaxis: { ...logAxis(AXIS_TITLES.losses), range: range('losses') },
    yaxis: { ...logAxis(AXIS_TITLES.gradientNorms), range: range('gradientNorms') },
    ...layout,
  });
}

const finite = (value: Point): Point => (Number.isFinite(value) ? value : null);

function meanBands(drawable: Drawable, quantity: Quantity): Band[] {
  if (areResults(drawable)) refuse('curves', 'a mean over tasks must be drawn from runs', 'results');
  return byMethod(drawable).map(([, runs]) => meanBand(runs, quantity));
}

function meanBand(runs: readonly DrawnRun[], quantity: Quantity): Band {
  const all = summariseSteps(runs.flatMap((run) => run.evaluation[quantity]));
  const ofSeeds = runs.map((run) => summariseSteps(run.evaluation[quantity]).map((s): Point => s.mean)); // [seed][step]
  // A seed without a mean is one with a mean above every number: the band is open upwards.
  const extreme = (pick: (...values: number[]) => number) =>
    all.map((_, t): Point => {
      const means = ofSeeds.map((seed) => seed[t] ?? Number.POSITIVE_INFINITY);
      return pick(...means.map((mean) => (Number.isFinite(mean) ? mean : Number.POSITIVE_INFINITY)));
    });
  return { line: all.map((s) => s.mean), low: extreme(Math.min), high: extreme(Math.max) };
}
