/** Figures of the network experiments: the first epochs, wall-clock time, what a learned step size emits, differences. */

import { refuse, requireCount } from '../../src/checks.js';
import { bandedLines, type Point } from '../../src/display/bands.js';
import { color, type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { summarise, summariseSteps } from '../../src/evaluation/statistics.js';
import type { NetworkComparison } from '../claims/network-claim.js';
import type { NetworkRun } from '../network.js';
import { byMethod, curves, type DrawnRun, legendName, type Quantity, type Statistic } from './curves.js';

/** The same runs as if they had ended after `steps` steps. @throws if one is shorter. */
export function firstSteps<Run extends DrawnRun>(runs: readonly Run[], steps: number): Run[] {
  requireCount('firstSteps', 'steps', steps);
  return runs.map((run) => {
    const { evaluation } = run;
    if (evaluation.steps < steps) refuse('firstSteps', `steps must be at most ${evaluation.steps}`, steps);
    const cut = (rows: (number | null)[][]) => rows.map((row) => row.slice(0, steps + 1));
    return {
      ...run,
      evaluation: {
        ...evaluation,
        steps,
        losses: cut(evaluation.losses),
        gradientNorms: cut(evaluation.gradientNorms),
        evaluations: cut(evaluation.evaluations),
        teleports: evaluation.teleports.slice(0, steps),
        divergences: evaluation.divergences.filter(({ step }) => step <= steps),
      },
    };
  });
}

const EPOCH_AXIS = { title: { text: 'epoch' } } as const;
const NETWORK_AXES: Record<Quantity, string> = { losses: 'loss L', gradientNorms: '‖∇L‖' };

/** As {@link curves}, in the words of the network: a step is an epoch, and the loss is L. */
export function networkCurves(
  runs: readonly DrawnRun[],
  quantity: Quantity,
  statistic: Statistic,
  layout: Partial<Layout> = {},
): Figure {
  return curves(runs, quantity, statistic, {
    xaxis: EPOCH_AXIS,
    yaxis: logAxis(NETWORK_AXES[quantity]),
    ...layout,
  });
}

/** Milliseconds of evaluation per task and step: the median over runs, since a busy machine slows single ones. */
export function millisecondsPerStep(
  runs: readonly Pick<NetworkRun, 'timing' | 'evaluation'>[],
  fullSteps: number,
): number {
  return summarise(
    runs.map(({ timing, evaluation }) => (1000 * timing.evaluation) / (fullSteps * evaluation.losses.length)),
  ).median;
}

/** Median and quartiles of the loss over tasks and seeds against wall-clock time, teleports and the LSTM included. */
export function lossAgainstTime(runs: readonly NetworkRun[], layout: Partial<Layout> = {}): Figure {
  const series = byMethod(runs).map(([, ofMethod], colorIndex) => {
    const perStep = millisecondsPerStep(ofMethod, ofMethod[0].evaluation.steps);
    const losses = summariseSteps(ofMethod.flatMap(({ evaluation }) => evaluation.losses));
    return {
      name: legendName(ofMethod),
      colorIndex,
      x: losses.map((_, t) => t * perStep),
      line: losses.map(({ median }): Point => median),
      low: losses.map(({ q25 }): Point => q25),
      high: losses.map(({ q75 }): Point => q75),
    };
  });
  return figure(bandedLines(series), {
    title: { text: 'Loss against wall-clock time: median and quartiles' },
    xaxis: { title: { text: 'milliseconds a task' } },
    yaxis: logAxis(NETWORK_AXES.losses),
    ...layout,
  });
}

const COEFFICIENTS = {
  stepSizes: { title: 'Learned step size', axis: 'α<sub>t</sub>' },
  momenta: { title: 'Learned momentum', axis: 'β<sub>t</sub>' },
} as const;

/** α_t or β_t by epoch, median and quartiles over tasks and seeds, of the methods that emit it. */
export function coefficientCurves(
  runs: readonly NetworkRun[],
  which: keyof typeof COEFFICIENTS,
  layout: Partial<Layout> = {},
): Figure {
  const series = byMethod(runs).flatMap(([, ofMethod], colorIndex) => {
    const rows = ofMethod.flatMap(({ coefficients }) => coefficients?.[which] ?? []);
    if (!rows.some((row) => row.some((value) => value !== null))) return [];
    const summary = summariseSteps(rows, { missing: 'left out' });
    const pick = (name: 'median' | 'q25' | 'q75') => summary.map((step): Point => step[name]);
    return [
      {
        name: legendName(ofMethod),
        colorIndex,
        line: pick('median'),
        low: pick('q25'),
        high: pick('q75'),
      },
    ];
  });
  const { title, axis } = COEFFICIENTS[which];
  return figure(bandedLines(series), {
    title: { text: `${title}: median and quartiles over tasks and seeds` },
    xaxis: EPOCH_AXIS,
    yaxis: which === 'stepSizes' ? logAxis(axis) : { title: { text: axis }, range: [0, 1] },
    ...layout,
  });
}

const OUTCOME_COLORS = { won: color(2), lost: color(1), open: color(6), 'too few seeds': color(7) } as const;

/** Differences with their 95 % intervals, one row a comparison: left of zero where the first method is better. */
export function differences(comparisons: readonly NetworkComparison[], layout: Partial<Layout> = {}): Figure {
  const rows = comparisons.filter(({ difference }) => difference.value !== null);
  const label = ({ experiment, a, b, epoch }: NetworkComparison) =>
    `${a} against<br>${b}, ${experiment}, epoch ${epoch}`;
  const data = (['won', 'lost', 'open', 'too few seeds'] as const).flatMap((outcome): Data[] => {
    const own = rows.filter((row) => row.outcome === outcome);
    if (own.length === 0) return [];
    const ends = own.map(({ difference: { value, interval } }) => interval ?? [value!, value!]);
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: outcome,
        x: own.map(({ difference }) => difference.value),
        y: own.map(label),
        marker: { color: OUTCOME_COLORS[outcome], size: 10 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: ends.map(([, high], i) => high - own[i].difference.value!),
          arrayminus: ends.map(([low], i) => own[i].difference.value! - low),
          color: OUTCOME_COLORS[outcome],
          thickness: 2,
          width: 5,
        },
      },
    ];
  });
  return figure(data, {
    title: { text: 'Paired differences of the loss, 95 % intervals over training seeds' },
    xaxis: { title: { text: 'mean of log<sub>10</sub> first − log<sub>10</sub> second' } },
    yaxis: {
      type: 'category',
      categoryorder: 'array',
      categoryarray: rows.map(label).toReversed(),
      tickfont: { size: 11 },
    },
    shapes: [
      { type: 'line', x0: 0, x1: 0, y0: 0, y1: 1, yref: 'paper', line: { color: '#222222', width: 1 } },
    ],
    height: 150 + 48 * rows.length,
    ...layout,
  });
}
