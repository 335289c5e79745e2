/**
 * The Rosenbrock family: f(x) = (c x₂ + d₂x₁² + d₁x₁ + d₀)² + (a x₁ + b)², with SO(2) acting through the
 * quadratic shear h (see `../symmetry/shear-map.ts`). Not convex, with one minimum, f = 0.
 */

import { requireVector } from '../checks.js';
import type { Stream } from '../random/stream.js';
import type { Task, TaskFamily, Vector } from '../seams.js';
import { rotationThrough } from '../symmetry/rotation.js';
import { type ShearParameters, shearMap } from '../symmetry/shear-map.js';
import { squaredNorm } from './squared-norm.js';

/** The paper's fixed Rosenbrock task: f = (0.4x₁² − 2x₂)² + (x₁ − 1)². */
export const FIXED_ROSENBROCK: ShearParameters = { a: 1, b: -1, c: -2, d: [0, 0, 0.4] };

/** The start of its trajectory plots (public code). */
export const FIXED_ROSENBROCK_START: Vector = Float64Array.of(-6, -2);

/** Rosenbrock's function 100(x₁² − x₂)² + (x₁ − 1)² (arXiv 2205.10637). */
export const CLASSICAL_ROSENBROCK: ShearParameters = { a: 1, b: -1, c: -10, d: [0, 0, 10] };

/** The Rosenbrock task with these parameters. @throws if a or c is zero, or a number is not finite. */
export function rosenbrock(parameters: ShearParameters, start: Vector): Task {
  requireVector('rosenbrock', 'start', start, 2);
  const h = shearMap(parameters);
  return {
    optimizee: squaredNorm('rosenbrock', h),
    action: rotationThrough(h),
    start: Float64Array.from(start),
  };
}

const theFixedRosenbrock = rosenbrock(FIXED_ROSENBROCK, FIXED_ROSENBROCK_START);

/** The fixed Rosenbrock function from random starts x₀ ~ N(0, I). */
export const rosenbrockFixed: TaskFamily = {
  name: 'rosenbrock-fixed',
  dimension: 2,
  algebraDimension: 1,
  configuration: { ...FIXED_ROSENBROCK, start: 'N(0, I)' },
  sample: (stream) => ({ ...theFixedRosenbrock, start: stream.normals(2) }),
};

/**
 * Rosenbrock functions with a, b, c, d₀, d₁, d₂ ~ N(0, 1) from x₀ ~ N(0, I).
 *
 * Heavy-tailed: h⁻¹ divides by a and c, which can be as near to zero as they like, so read medians and
 * quantiles beside means.
 */
export const rosenbrockVaried: TaskFamily = {
  name: 'rosenbrock-varied',
  dimension: 2,
  algebraDimension: 1,
  configuration: { 'a, b, c, d': 'N(0, 1)', start: 'N(0, I)' },
  sample: sampleVaried,
};

function sampleVaried(stream: Stream): Task {
  const [a, b, c, d0, d1, d2] = stream.normals(6);
  return rosenbrock({ a, b, c, d: [d0, d1, d2] }, stream.normals(2));
}
