/**
 * The ellipse family (generalized Booth): f(x) = ‖A x + b‖², with SO(2) acting through h(x) = A x + b.
 *
 * Its level sets are ellipses whose axes are the singular directions of A; the longest gradient on one of them
 * is met where it crosses its shorter axis (paper, Appendix B).
 */

import { refuse, requireOptions, requireVector } from '../checks.js';
import type { Stream } from '../random/stream.js';
import type { Task, TaskFamily, Vector } from '../seams.js';
import { affineMap } from '../symmetry/affine-map.js';
import { rotationThrough } from '../symmetry/rotation.js';
import { squaredNorm } from './squared-norm.js';

/** A and b of f(x) = ‖A x + b‖². */
export interface EllipseParameters {
  /** Two rows of two numbers, invertible. */
  readonly A: readonly (readonly number[])[];
  /** Two numbers; 0 by default. */
  readonly b?: readonly number[];
}

/** The paper's fixed ellipse: f = x₁²/4 + 9x₂², of condition number 36. */
export const FIXED_ELLIPSE: EllipseParameters = { A: [[0.5, 0], [0, 3]], b: [0, 0] }; // biome-ignore format: a matrix

/** The start of its trajectory plots (public code). */
export const FIXED_ELLIPSE_START: Vector = Float64Array.of(-5, 3.5);

/** Booth's function (x₁ + 2x₂ − 7)² + (2x₁ + x₂ − 5)² (arXiv 2205.10637), of condition number 9. */
export const BOOTH: EllipseParameters = { A: [[1, 2], [2, 1]], b: [-7, -5] }; // biome-ignore format: a matrix

/** The ellipse task with these parameters. @throws if A is singular, a length wrong, or a number not finite. */
export function ellipse(parameters: EllipseParameters, start: Vector): Task {
  requireOptions('ellipse', parameters, ['A', 'b'], 'parameters');
  const { A, b } = parameters;
  if (A?.length !== 2) refuse('ellipse', 'A must have 2 rows', A?.length);
  requireVector('ellipse', 'start', start, 2);
  const h = affineMap(A, b);
  return {
    optimizee: squaredNorm('ellipse', h),
    action: rotationThrough(h),
    start: Float64Array.from(start),
  };
}

const theFixedEllipse = ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START);

/** The fixed ellipse from random starts x₀ ~ N(0, I). */
export const ellipseFixed: TaskFamily = {
  name: 'ellipse-fixed',
  dimension: 2,
  algebraDimension: 1,
  configuration: { ...FIXED_ELLIPSE, start: 'N(0, I)' },
  sample: (stream) => ({ ...theFixedEllipse, start: stream.normals(2) }),
};

/** Ellipses with A_ij, b_i ~ N(0, 1), A redrawn while it is singular, from x₀ ~ N(0, I). */
export const ellipseVaried: TaskFamily = {
  name: 'ellipse-varied',
  dimension: 2,
  algebraDimension: 1,
  configuration: { A: 'N(0, 1)', b: 'N(0, 1)', start: 'N(0, I)' },
  sample: (stream) => {
    const A = invertibleNormalMatrix(stream);
    return ellipse({ A, b: Array.from(stream.normals(2)) }, stream.normals(2));
  },
};

function invertibleNormalMatrix(stream: Stream): number[][] {
  for (;;) {
    const [a, b, c, d] = stream.normals(4);
    if (Math.abs(a * d - b * c) > SMALLEST_DETERMINANT) return [[a, b], [c, d]]; // biome-ignore format: a matrix
  }
}

/** Below this |det A| a drawn A counts as singular; it happens about once in 10⁹ draws. */
const SMALLEST_DETERMINANT = 1e-9;
