/** The picture at the top of README: an orbit, the gradient's length along it, and a learned optimizer that teleports. */

import type { Figure } from '../../src/display/figure-style.js';
import type { Data } from '../../src/display/figure-types.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import type { Task } from '../../src/seams.js';
import type { ExperimentResults } from '../results/results.js';
import { trajectoryTraces } from './trajectory-traces.js';

/** Points of the orbit: rotations by 0 … 2π. */
const ANGLES = 361;
const SIZE = { width: 860, height: 430 } as const;

/**
 * A learned method of the experiment on the plotted task, at the first seed, and the orbit of its longest teleport. On that
 * orbit f is the same everywhere and ‖∇f‖ is not: that is its colour. Undefined if it never teleports.
 */
export function orbitPicture({ methods }: ExperimentResults, method: string, task: Task): Figure | undefined {
  const plotted = methods.find(({ name }) => name === method)?.plotted;
  if (!plotted || plotted.teleports.length === 0) return undefined;
  const longest = plotted.teleports.reduce((a, b) =>
    distance(b.from, b.to) > distance(a.from, a.to) ? b : a,
  );
  const orbit = orbitThrough(task, longest.from);
  const window = windowOf(
    task,
    orbit.map(({ x }) => x),
  );
  const traces = [orbitTrace(orbit), ...trajectoryTraces(method, plotted, 1, window)];
  const [before, after] = [longest.from, longest.to].map((x) => gradientNorm(task, Float64Array.from(x)));
  return levelSets(task.optimizee, window, traces, {
    ...SIZE,
    title: {
      text: 'An orbit: f is the same along it, ‖∇f‖ (colour) is not.  Dotted: a learned teleport',
      font: { size: 16 },
    },
    showlegend: false,
    margin: { l: 60, r: 20, t: 45, b: 50 },
    annotations: [
      { text: 'start', x: task.start[0], y: task.start[1], showarrow: false, xanchor: 'left', xshift: 10 },
      {
        text: `teleport: ‖∇f‖ ${before.toFixed(1)} → ${after.toFixed(1)}`,
        x: (longest.from[0] + longest.to[0]) / 2,
        y: (longest.from[1] + longest.to[1]) / 2,
        ax: 60,
        ay: -190,
        showarrow: true,
        bgcolor: 'rgba(255,255,255,0.85)',
      },
    ],
  });
}

interface OrbitPoint {
  readonly x: readonly number[];
  readonly gradientNorm: number;
}

function orbitThrough(task: Task, from: readonly number[]): OrbitPoint[] {
  return Array.from({ length: ANGLES }, (_, i) => {
    const x = task.action.act(Float64Array.of((2 * Math.PI * i) / (ANGLES - 1)), Float64Array.from(from));
    return { x: Array.from(x), gradientNorm: gradientNorm(task, x) };
  });
}

function gradientNorm({ optimizee }: Task, x: Float64Array): number {
  const gradient = new Float64Array(optimizee.dimension);
  optimizee.gradient(x, gradient);
  return Math.hypot(...gradient);
}

function orbitTrace(orbit: readonly OrbitPoint[]): Data {
  return {
    type: 'scatter',
    mode: 'markers',
    x: orbit.map(({ x }) => x[0]),
    y: orbit.map(({ x }) => x[1]),
    marker: {
      size: 8,
      color: orbit.map(({ gradientNorm }) => gradientNorm),
      colorscale: 'Viridis',
      colorbar: { title: { text: '‖∇f‖' }, thickness: 14, outlinewidth: 0 },
    },
    showlegend: false,
  };
}

/** All of the orbit and the start, with a margin. */
function windowOf({ start }: Task, points: readonly (readonly number[])[]): Window2D {
  const axis = (i: 0 | 1): [number, number] => {
    const along = [...points.map((x) => x[i]), start[i]];
    const [low, high] = [Math.min(...along), Math.max(...along)];
    return [low - 0.08 * (high - low), high + 0.08 * (high - low)];
  };
  return { x: axis(0), y: axis(1) };
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}
