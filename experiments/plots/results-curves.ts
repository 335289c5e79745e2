/** The small pictures of README and pages: an experiment's median losses, drawn from its stored results. */

import { color, type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { SHOWN_EPOCHS } from '../network-figures.js';
import type { ExperimentResults, MethodResults } from '../results/results.js';

/** Small enough for two in a row of README, and large enough for its text to be read there. */
const SIZE = { width: 520, height: 430 } as const;
/** A line may rise this far above the highest start; beyond, it leaves the picture, and the legend counts what diverged. */
const HEADROOM = 10;
const LINES = {
  learned: { width: 3, dash: 'solid' },
  baseline: { width: 1.5, dash: 'dash' },
} as const;

/** Titles of the pictures, by experiment: the figure and its family. */
const TITLES: Readonly<Record<string, string>> = {
  'figure-3': 'Figure 3: fixed ellipse',
  'figure-4': 'Figure 4: varied ellipses',
  'figure-5': 'Figure 5: fixed Rosenbrock',
  'figure-6': 'Figure 6: varied Rosenbrock',
  mixed: 'Mixed: ellipses and Rosenbrock',
  'figure-7': 'Figure 7: network 20 × 20 × 20',
};

/** The experiments that have a picture, in the paper's order. */
export const PICTURED: readonly string[] = Object.keys(TITLES);

/** Median losses by step, a line a method: learned ones solid, baselines dashed. */
export function resultsCurves(results: ExperimentResults, layout: Partial<Layout> = {}): Figure {
  const { id, title, methods, family } = results;
  const isNetwork = family.startsWith('mlp');
  return figure(methods.map(line), {
    ...SIZE,
    title: { text: TITLES[id] ?? title, font: { size: 18 } },
    font: { size: 15 },
    xaxis: { title: { text: isNetwork ? 'epoch' : 'step' } },
    yaxis: { ...logAxis('median loss'), range: lossRange(methods), automargin: false },
    legend: {
      orientation: 'h',
      x: 0,
      xanchor: 'left',
      entrywidth: 170, // two columns, whatever the names
      y: -0.2,
      yanchor: 'top',
      font: { size: 12 },
      borderwidth: 0,
    },
    margin: { l: 72, r: 12, t: 40, b: 40 },
    ...(isNetwork && endOfFigure(methods[0].losses.median.length - 1)),
    ...layout,
  });
}

function line(method: MethodResults, index: number): Data {
  const { name, kind, losses, runs } = method;
  const diverged = runs.reduce((sum, run) => sum + run.diverged.test, 0);
  return {
    type: 'scatter',
    mode: 'lines',
    name: diverged === 0 ? name : `${name}, ${diverged} div.`,
    x: losses.median.map((_, t) => t),
    y: [...losses.median],
    line: { color: color(index), ...LINES[kind] },
  };
}

/** In exponents of ten. */
function lossRange(methods: readonly MethodResults[]): [number, number] {
  const drawn = (values: readonly (number | null)[]) =>
    values.filter((value) => value !== null && value > 0) as number[];
  const starts = drawn(methods.map(({ losses }) => losses.median[0]));
  const all = drawn(methods.flatMap(({ losses }) => losses.median));
  const highest = Math.min(Math.max(...all), HEADROOM * Math.max(...starts));
  const [low, high] = [Math.log10(Math.min(...all)), Math.log10(highest)];
  return [low - 0.04 * (high - low), high + 0.04 * (high - low)];
}

/** The paper's figure shows the first epochs alone. */
function endOfFigure(steps: number): Partial<Layout> {
  if (steps <= SHOWN_EPOCHS) return {};
  return {
    shapes: [
      {
        type: 'line',
        x0: SHOWN_EPOCHS,
        x1: SHOWN_EPOCHS,
        y0: 0,
        y1: 1,
        yref: 'paper',
        line: { color: '#7f7f7f', width: 1, dash: 'dot' },
      },
    ],
    annotations: [
      {
        text: `the paper’s figure ends at ${SHOWN_EPOCHS}`,
        x: SHOWN_EPOCHS,
        y: 1,
        yref: 'paper',
        xanchor: 'left',
        yanchor: 'top',
        showarrow: false,
        font: { size: 12, color: '#555555' },
      },
    ],
  };
}
