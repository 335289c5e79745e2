/**
 * The curve through a point on which f does not change: the orbit exp(θ)·x where a group is known, else the level set of f.
 * A level set has no angle of its own; the share of its length, as a part of a full turn, stands for it.
 */

import { norm } from '../../../../src/numerics/vector.js';
import type { GroupAction, Optimizee, Vector } from '../../../../src/seams.js';
import { type Grid, levelLines } from '../draw/plane.js';

/** Points of a curve: one each two degrees of an orbit. */
const PIECES = 180;

/** Newton's steps that bring a point of the grid's level line onto the level set: its digits double at each. */
const POLISH = 3;

/** The curve through x. */
export interface OrbitCurve {
  /** From −π to π, ends included. [PIECES + 1] */
  readonly angles: readonly number[];
  readonly points: readonly Vector[];
  /** Whether it is the orbit of a group. */
  readonly ofGroup: boolean;
  /** exp(θ)·x, or the point at that share of the level set. */
  at(angle: number): Vector;
}

/** @param grid f over the view, for the level set. Undefined where the level set through x is not seen. */
export function orbitCurve(
  optimizee: Optimizee,
  action: GroupAction | undefined,
  x: Vector,
  grid: Grid,
): OrbitCurve | undefined {
  const at = action
    ? (angle: number) => action.act(Float64Array.of(angle), x).slice()
    : levelSet(optimizee, x, grid);
  if (!at) return undefined;
  const angles = Array.from({ length: PIECES + 1 }, (_, i) => (2 * i * Math.PI) / PIECES - Math.PI);
  return { angles, points: angles.map(at), ofGroup: action !== undefined, at };
}

/** The level set through x by its length, x itself at 0. */
function levelSet(optimizee: Optimizee, x: Vector, grid: Grid): ((angle: number) => Vector) | undefined {
  const level = optimizee.value(x);
  const distance = ([a, b]: readonly number[]) => Math.hypot(a - x[0], b - x[1]);
  const lines = levelLines(grid, level)
    .filter((line) => line.length > 2)
    .map((line) => {
      const distances = line.map(distance);
      const least = Math.min(...distances);
      return { line, least, from: distances.indexOf(least) };
    });
  if (lines.length === 0) return undefined;
  const { line: nearest, from } = lines.reduce((a, b) => (b.least < a.least ? b : a));
  const closed = distanceOf(nearest[0], nearest[nearest.length - 1]) === 0;
  const ring = closed ? [...nearest.slice(from), ...nearest.slice(1, from + 1)] : nearest;
  const lengths = [0];
  for (let i = 1; i < ring.length; i++) lengths.push(lengths[i - 1] + distanceOf(ring[i - 1], ring[i]));
  const total = lengths[lengths.length - 1];
  const home = closed ? 0 : lengths[from];
  return (angle) => {
    if (angle === 0) return x;
    const way = home + (angle / (2 * Math.PI)) * total;
    const along = closed ? ((way % total) + total) % total : Math.min(total, Math.max(0, way));
    const k = Math.max(
      1,
      lengths.findIndex((length) => length >= along),
    );
    const share = (along - lengths[k - 1]) / (lengths[k] - lengths[k - 1] || 1);
    const between = (i: 0 | 1) => ring[k - 1][i] + share * (ring[k][i] - ring[k - 1][i]);
    return polished(optimizee, level, Float64Array.of(between(0), between(1)));
  };
}

/** x ← x − (f(x) − level) ∇f/‖∇f‖², a few times; as it was where f has no gradient. */
function polished(optimizee: Optimizee, level: number, point: Vector): Vector {
  try {
    const x = point.slice();
    for (let k = 0; k < POLISH; k++) {
      const gradient = optimizee.gradient(x);
      const size = norm(gradient);
      if (!(size > 0)) return point;
      const step = (optimizee.value(x) - level) / size ** 2;
      for (let i = 0; i < 2; i++) x[i] -= step * gradient[i];
    }
    return x;
  } catch {
    return point;
  }
}

const distanceOf = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The angle at which the curve comes nearest to a place. */
export function nearestAngle({ angles, points, at }: OrbitCurve, place: readonly number[]): number {
  const distance = (point: Vector) => Math.hypot(point[0] - place[0], point[1] - place[1]);
  let best = 0;
  points.forEach((point, i) => {
    if (distance(point) < distance(points[best])) best = i;
  });
  // Between the neighbours of the nearest of the points, by halving.
  let [low, high] = [Math.max(0, best - 1), Math.min(points.length - 1, best + 1)].map((i) => angles[i]);
  for (let k = 0; k < 12; k++) {
    const third = (high - low) / 3;
    if (distance(at(low + third)) < distance(at(high - third))) high -= third;
    else low += third;
  }
  return (low + high) / 2;
}
