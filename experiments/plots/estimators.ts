/** Figures on estimators of the meta-gradient: bias and spread against the window, and the loss along a line with every estimate on it. */

import { type Figure, figure, logAxis, translucent } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { methodStyle } from '../../src/display/method-styles.js';
import { bootstrapMean } from '../../src/evaluation/bootstrap.js';
import { Stream } from '../../src/random/stream.js';

/** Estimates of one number by one estimator: for each window, independent ones (or one, where there is no noise). */
export interface EstimateSamples {
  readonly name: string;
  readonly samples: readonly (readonly number[])[]; // [window][repetition]
}

const RESAMPLES = 1000;
/** Lines that coincide are drawn a little apart: factors of the window, which has a logarithmic axis. */
const APART = 1.04;

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The mean with a 95 % bootstrap interval; of a single number that number. */
export function meanWithInterval(values: readonly number[], draws: Stream): Interval {
  const { value, interval } = bootstrapMean(values, draws, RESAMPLES);
  return { value: value ?? Number.NaN, low: interval?.[0] ?? values[0], high: interval?.[1] ?? values[0] };
}

/** The standard deviation with a 95 % bootstrap interval, from the squared distances to the mean. */
export function deviationWithInterval(values: readonly number[], draws: Stream): Interval {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const corrected = values.length / (values.length - 1);
  const squares = values.map((value) => corrected * (value - mean) ** 2);
  const { value, low, high } = meanWithInterval(squares, draws);
  return { value: Math.sqrt(value), low: Math.sqrt(low), high: Math.sqrt(high) };
}

function lines(
  windows: readonly number[],
  measured: readonly EstimateSamples[],
  of: (samples: readonly number[], draws: Stream) => Interval,
): Data[] {
  return measured.map(({ name, samples }, place): Data => {
    const { color, dash } = methodStyle(name, place);
    const found = samples.map((own, k) => of(own, Stream.fromSeed(1).split(name).split(k)));
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name,
      x: windows.map((window) => window * APART ** (place - (measured.length - 1) / 2)),
      y: found.map(({ value }) => value),
      error_y: {
        type: 'data',
        symmetric: false,
        array: found.map(({ value, high }) => high - value),
        arrayminus: found.map(({ value, low }) => value - low),
      },
      line: { color, dash },
      marker: { color },
    };
  });
}

const windowAxis = (windows: readonly number[]): Partial<Layout> => ({
  xaxis: {
    type: 'log',
    title: { text: 'window T (lines a little apart)' },
    tickvals: [...windows],
    ticktext: windows.map(String),
  },
});

/** Mean estimates over the exact number, which is 1: an interval apart from it is a bias. */
export function estimateBias(
  windows: readonly number[],
  measured: readonly EstimateSamples[],
  exact: number,
  layout: Partial<Layout> = {},
): Figure {
  const relative = measured.map(({ name, samples }) => ({
    name,
    samples: samples.map((own) => own.map((value) => value / exact)),
  }));
  const ends = [windows[0], windows[windows.length - 1]];
  return figure(
    [
      ...lines(windows, relative, meanWithInterval),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'exact',
        x: ends,
        y: [1, 1],
        line: { color: '#000000', width: 1 },
      },
    ],
    {
      title: { text: 'Bias: the mean estimate, 95 % intervals' },
      yaxis: { title: { text: 'mean estimate / exact' } },
      ...windowAxis(windows),
      ...layout,
    },
  );
}

/** Standard deviations of one estimate over the size of the exact number; of what has noise. */
export function estimateSpread(
  windows: readonly number[],
  measured: readonly EstimateSamples[],
  exact: number,
  layout: Partial<Layout> = {},
): Figure {
  const noisy = measured
    .filter(({ samples }) => samples.every((own) => own.length > 1))
    .map(({ name, samples }) => ({
      name,
      samples: samples.map((own) => own.map((value) => value / Math.abs(exact))),
    }));
  return figure(lines(windows, noisy, deviationWithInterval), {
    title: { text: 'Spread: the standard deviation of one estimate, 95 % intervals' },
    yaxis: logAxis('standard deviation / |exact|'),
    ...windowAxis(windows),
    ...layout,
  });
}

/** The slope along a line that an estimator says there is: its mean and the standard error of that. */
export interface EstimatedSlope {
  readonly name: string;
  readonly slope: number;
  readonly error: number;
}

/** A loss along a line through φ, distances from there in `line`, and in a panel for each window the tangents that estimates stand for, with ± 2 standard errors. */
export function lossAlongLine(
  line: readonly number[],
  losses: readonly number[],
  panels: readonly { readonly title: string; readonly slopes: readonly EstimatedSlope[] }[],
  layout: Partial<Layout> = {},
): Figure {
  const middle = line.length >> 1;
  const [here, reach] = [losses[middle], line[line.length - 1]];
  const data = panels.flatMap(({ slopes }, k): Data[] => {
    const axes = k === 0 ? {} : { xaxis: `x${k + 1}`, yaxis: `y${k + 1}` };
    const curve: Data = {
      type: 'scatter',
      mode: 'lines',
      name: 'loss of the run',
      x: [...line],
      y: [...losses],
      line: { color: '#000000', width: 3 },
      showlegend: k === 0,
      ...axes,
    };
    return [curve, ...slopes.flatMap((one, place) => tangent(one, place, here, reach, k === 0, axes))];
  });
  const steepest = Math.max(...panels.flatMap(({ slopes }) => slopes.map(({ slope }) => Math.abs(slope))));
  const share = 1 / panels.length;
  const axesOf = panels.map(({ title }, k) => {
    const domain = [k * share + 0.01, (k + 1) * share - 0.01];
    const xaxis = { domain, title: { text: title }, tickvals: [-reach / 2, 0, reach / 2] };
    const yaxis = { anchor: `x${k + 1}`, matches: 'y', showticklabels: false };
    return k === 0
      ? { xaxis }
      : { [`xaxis${k + 1}`]: { ...xaxis, anchor: `y${k + 1}` }, [`yaxis${k + 1}`]: yaxis };
  });
  return figure(data, {
    title: { text: 'The loss along its gradient, and the tangents that estimates stand for' },
    yaxis: { title: { text: 'loss of the run' }, range: rangeOf(losses, steepest * reach, here) },
    legend: { orientation: 'h', y: -0.25, x: 0 },
    ...Object.assign({}, ...axesOf),
    ...layout,
  });
}

/** A tangent and the cone of ± 2 standard errors. */
function tangent(
  { name, slope, error }: EstimatedSlope,
  place: number,
  here: number,
  reach: number,
  showlegend: boolean,
  axes: object,
): Data[] {
  const { color } = methodStyle(name, place);
  const at = (s: number, x: number) => here + s * x;
  const [steep, flat] = [slope + 2 * error, slope - 2 * error];
  const cone: Data = {
    type: 'scatter',
    mode: 'lines',
    x: [-reach, 0, reach, reach, 0, -reach],
    y: [at(steep, -reach), here, at(steep, reach), at(flat, reach), here, at(flat, -reach)],
    fill: 'toself',
    fillcolor: translucent(color, 0.12),
    line: { width: 0 },
    hoverinfo: 'skip',
    showlegend: false,
    ...axes,
  };
  const mean: Data = {
    type: 'scatter',
    mode: 'lines',
    name,
    x: [-reach, reach],
    y: [at(slope, -reach), at(slope, reach)],
    line: { color, dash: error > 0 ? 'dot' : 'dash', width: 2 },
    showlegend,
    ...axes,
  };
  return error > 0 ? [cone, mean] : [mean];
}

/** All of the curve and of the tangents, with a little air; cones may reach out of it. */
function rangeOf(losses: readonly number[], rise: number, here: number): [number, number] {
  const [low, high] = [Math.min(...losses, here - rise), Math.max(...losses, here + rise)];
  const air = 0.05 * (high - low);
  return [low - air, high + air];
}
