/** Proposition 4.1 over a region of a plane: in what share of it the inequality holds, and in what share it is promised. */

import {
  BadInput,
  refuse,
  requireFinite,
  requireLength,
  requireOptions,
  requireSize,
  requireVector,
} from '../checks.js';
import { requireOptimizee } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';
import { type PropositionAt, propositionAt } from './proposition.js';

/** Two coordinates, each with its range; the others stay where they are. */
export interface PropositionRegion {
  readonly axes: readonly [first: number, second: number];
  readonly ranges: readonly [readonly [low: number, high: number], readonly [low: number, high: number]];
  /** The other coordinates are those of this point. */
  readonly through: Vector;
  /** Points along each axis; 61 by default. */
  readonly resolution?: number;
}

/** What was found on the grid. */
export interface PropositionShares {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** L; row j belongs to y[j]; NaN where there is none. */
  readonly value: readonly (readonly number[])[];
  /** The sign of the derivative of ‖∇L‖² along v⊥; 0 where it is zero to rounding or not defined. */
  readonly derivativeSign: readonly (readonly number[])[];
  /** 1 where the Hessian is positive definite, −1 where it is indefinite or negative definite, 0 where it is singular or absent. */
  readonly convexSign: readonly (readonly number[])[];
  /** Points of the grid. */
  readonly points: number;
  /** Points at which L has derivatives, a gradient and an invertible Hessian. */
  readonly defined: number;
  /** The share of these at which the inequality holds. */
  readonly holds: number;
  /** The share of these at which the premises are met. */
  readonly premises: number;
  /** Points at which the premises are met and the inequality fails: none, says the proposition. */
  readonly refuted: number;
}

const WHERE = 'propositionShares';

/** Proposition 4.1 on a grid. @throws on a region that is none. */
export function propositionShares(optimizee: Optimizee, region: PropositionRegion): PropositionShares {
  requireOptimizee(WHERE, optimizee);
  requireOptions(WHERE, region, ['axes', 'ranges', 'through', 'resolution'], 'region');
  const { axes, ranges, through, resolution = 61 } = region;
  requireLength(WHERE, 'axes', axes, 2);
  requireLength(WHERE, 'ranges', ranges, 2);
  for (const range of ranges) requireLength(WHERE, 'a range', range, 2);
  requireVector(WHERE, 'through', through, optimizee.dimension);
  requireSize(WHERE, 'resolution', resolution, 2000, 2);
  for (const axis of axes) {
    if (!(Number.isInteger(axis) && axis >= 0 && axis < optimizee.dimension)) {
      refuse(WHERE, `an axis must be a coordinate from 0 to ${optimizee.dimension - 1}`, axis);
    }
  }
  if (axes[0] === axes[1]) refuse(WHERE, 'axes must differ', axes[0]);
  for (const [low, high] of ranges) {
    if (!(requireFinite(WHERE, 'a range', high) > requireFinite(WHERE, 'a range', low))) {
      refuse(WHERE, 'a range must go from low to high', [low, high]);
    }
  }
  const [x, y] = ranges.map(([low, high]) =>
    Array.from({ length: resolution }, (_, i) => low + ((high - low) * i) / (resolution - 1)),
  );
  const found = y.map((second) => x.map((first) => at(optimizee, through, axes, first, second)));
  const defined = found.flat().filter((point) => point?.holds !== undefined) as PropositionAt[];
  const share = (test: (point: PropositionAt) => boolean) => defined.filter(test).length / defined.length;
  return {
    x,
    y,
    value: found.map((row) => row.map((point) => point?.value ?? Number.NaN)),
    derivativeSign: found.map((row) =>
      row.map((point) => (point?.holds === undefined ? 0 : point.holds ? 1 : -1)),
    ),
    convexSign: found.map((row) => row.map(convexSign)),
    points: found.flat().length,
    defined: defined.length,
    holds: share((point) => point.holds!),
    premises: share((point) => point.premises),
    refuted: defined.filter((point) => point.premises && !point.holds).length,
  };
}

function at(
  optimizee: Optimizee,
  through: Vector,
  [i, j]: readonly [number, number],
  first: number,
  second: number,
) {
  const x = Float64Array.from(through);
  x[i] = first;
  x[j] = second;
  try {
    return propositionAt(optimizee, x);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

function convexSign(point: PropositionAt | undefined): number {
  if (!point || point.curvature === 'singular') return 0;
  return point.curvature === 'positive definite' ? 1 : -1;
}
