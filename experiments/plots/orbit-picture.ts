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
 * The learned method of the experiment with the longest teleport on the plotted task, at the first seed, and the orbit on
 * which it teleports. On that orbit f is the same everywhere and ‖∇f‖ is not: that is its colour.
 */
export function orbitPicture({ methods }: ExperimentResults, task: Task): Figure | undefined {
  const jumps = methods.flatMap(({ name, plotted }) =>
    plotted
      ? plotted.teleports.map((jump) => ({ ...jump, name, plotted, length: distance(jump.from, jump.to) }))
      : [],
  );
  if (jumps.length === 0) return undefined;
  const longest = jumps.reduce((a, b) => (b.length > a.length ? b : a));
  const orbit = orbitThrough(task, longest.from);
  const window = windowOf(
    task,
    orbit.map(({ x }) => x),
  );
  const traces = [orbitTrace(orbit), ...trajectoryTraces(longest.name, longest.plotted, 1, window)];
  return levelSets(task.optimizee, window, traces, {
    ...SIZE,
    title: {
      text: 'One orbit: the same f, another ‖∇f‖ (colour); learned teleports are dotted',
      font: { size: 16 },
    },
    showlegend: false,
    margin: { l: 60, r: 20, t: 45, b: 50 },
  });
}

interface OrbitPoint {
  readonly x: readonly number[];
  readonly gradientNorm: number;
}

function orbitThrough({ optimizee, action }: Task, from: readonly number[]): OrbitPoint[] {
  const gradient = new Float64Array(optimizee.dimension);
  return Array.from({ length: ANGLES }, (_, i) => {
    const x = action.act(Float64Array.of((2 * Math.PI * i) / (ANGLES - 1)), Float64Array.from(from));
    optimizee.gradient(x, gradient);
    return { x: Array.from(x), gradientNorm: Math.hypot(...gradient) };
  });
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
