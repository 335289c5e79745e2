/** The level sets of a function of the plane, for what is drawn over them. */

import { requireList, requireOptions, requireVector } from '../checks.js';
import { requireOptimizee } from '../seam-checks.js';
import type { Optimizee } from '../seams.js';
import { type Figure, figure } from './figure-style.js';
import type { Data, Layout } from './figure-types.js';

/** What a picture of the plane shows: from where to where along each axis. */
export interface Window2D {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Evenly spaced points of a contour grid along an axis. */
const EVEN = 81;
/** Points more, crowded about the minimum. */
const CROWDED = 40;
/** How close they crowd: at the minimum sinh(s)/s ≈ 15 times closer than if they were even. */
const CROWDING = 5;

/**
 * From low to high, evenly spaced; where there is a centre in between, with more points crowded about it as by sinh, so
 * that the small level sets around a minimum are as round as the large ones.
 */
function gridAxis([low, high]: readonly [number, number], centre: number | undefined): number[] {
  const even = shares(EVEN).map((u) => low + (high - low) * u);
  if (centre === undefined || centre <= low || centre >= high) return even;
  const reach = Math.max(centre - low, high - centre);
  const bend = (x: number) => Math.asinh(((x - centre) / reach) * Math.sinh(CROWDING));
  const [from, to] = [bend(low), bend(high)];
  const crowded = shares(CROWDED).map(
    (u) => centre + (reach * Math.sinh(from + (to - from) * u)) / Math.sinh(CROWDING),
  );
  // Points that all but coincide are one.
  const closest = (high - low) * 1e-6;
  const all = [...even, ...crowded].filter((x) => x >= low && x <= high).sort((x, y) => x - y);
  return all.filter((x, i) => i === 0 || x - all[i - 1] > closest);
}

/** From 0 to 1. */
function shares(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / (count - 1));
}

/** Level sets of log₁₀(f − min f + floor) as grey contours, with traces on top. */
export function levelSets(
  optimizee: Optimizee,
  window: Window2D,
  traces: readonly Data[],
  layout: Partial<Layout> = {},
): Figure {
  requireOptimizee('levelSets', optimizee);
  requireOptions('levelSets', window, ['x', 'y'], 'window');
  for (const axis of ['x', 'y'] as const) requireVector('levelSets', `window.${axis}`, window[axis], 2);
  requireList('levelSets', 'traces', traces, 0);
  const centre = optimizee.minimum?.point;
  const xs = gridAxis(window.x, centre?.[0]);
  const ys = gridAxis(window.y, centre?.[1]);
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
    // One scale on both axes; where the window's proportions are not the plot's, the plot gives way.
    xaxis: { title: { text: 'x<sub>1</sub>' }, range: [...window.x], constrain: 'domain' },
    yaxis: {
      title: { text: 'x<sub>2</sub>' },
      range: [...window.y],
      scaleanchor: 'x',
      constrain: 'domain',
    },
    ...layout,
  });
}

/** Keeps the logarithm finite at the minimum itself. */
const FLOOR = 1e-3;

function value(optimizee: Optimizee, x: number, y: number): number {
  return optimizee.value(Float64Array.of(x, y));
}
