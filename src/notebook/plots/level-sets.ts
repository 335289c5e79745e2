/** Iterates over the level sets of a function of the plane. */

import type { Data, Layout } from 'plotly.js';
import type { PlottedTrajectory } from '../../evaluation/evaluate.js';
import type { Optimizee } from '../../seams.js';
import { color, type Figure, figure } from '../figure-style.js';

export interface Window2D {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

const GRID = 81;

/** Level sets of log₁₀(f − min f + floor) as grey contours, with traces on top. */
export function levelSets(
  optimizee: Optimizee,
  window: Window2D,
  traces: readonly Data[],
  layout: Partial<Layout> = {},
): Figure {
  const axis = ([low, high]: readonly [number, number]) =>
    Array.from({ length: GRID }, (_, i) => low + ((high - low) * i) / (GRID - 1));
  const xs = axis(window.x);
  const ys = axis(window.y);
  const lowest =
    optimizee.minimum?.value ?? Math.min(...ys.flatMap((y) => xs.map((x) => value(optimizee, x, y))));
  const contours: Data = {
    type: 'contour',
    x: xs,
    y: ys,
    z: ys.map((y) => xs.map((x) => Math.log10(value(optimizee, x, y) - lowest + FLOOR))),
    contours: { coloring: 'lines', start: -2, end: 4, size: 0.5 },
    colorscale: [
      [0, '#9a9a9a'],
      [1, '#d9d9d9'],
    ],
    line: { width: 1 },
    showscale: false,
    hoverinfo: 'skip',
  };
  return figure([contours, ...traces], {
    xaxis: { title: { text: 'x<sub>1</sub>' }, range: [...window.x] },
    yaxis: { title: { text: 'x<sub>2</sub>' }, range: [...window.y], scaleanchor: 'x' },
    ...layout,
  });
}

/** Keeps the logarithm finite at the minimum itself. */
const FLOOR = 1e-3;

function value(optimizee: Optimizee, x: number, y: number): number {
  return optimizee.value(Float64Array.of(x, y));
}

/**
 * A trajectory: solid lines for updates, dotted ones for teleports, a circle an iterate and a square the start.
 * A teleport follows its step's update, or comes before it: it is drawn from where it left to where it arrived.
 */
export function trajectoryTraces(name: string, trajectory: PlottedTrajectory, colorIndex: number): Data[] {
  const { iterates, teleports } = trajectory;
  const hex = color(colorIndex);
  const update: (number | null)[][] = []; // a null point breaks the line
  for (let t = 0; t < iterates.length; t++) {
    update.push(iterates[t]);
    const jump = teleports.find(({ step }) => step === t);
    if (jump) update.push(jump.from, [null, null], jump.to);
  }
  const jumps = teleports.flatMap(({ from, to }): (number | null)[][] => [from, to, [null, null]]);
  const xy = (points: (number | null)[][]) => ({ x: points.map(([x]) => x), y: points.map(([, y]) => y) });
  const shared = { type: 'scatter', legendgroup: name } as const;
  return [
    { ...shared, ...xy(update), mode: 'lines', line: { color: hex, width: 1.8 }, showlegend: false },
    {
      ...shared,
      ...xy(jumps),
      mode: 'lines',
      line: { color: hex, width: 1.8, dash: 'dot' },
      showlegend: false,
    },
    {
      ...shared,
      ...xy(iterates),
      name,
      mode: 'markers',
      marker: {
        color: hex,
        size: iterates.map((_, t) => (t === 0 ? 10 : 6)),
        symbol: iterates.map((_, t) => (t === 0 ? 'square' : 'circle')),
      },
    },
  ];
}
