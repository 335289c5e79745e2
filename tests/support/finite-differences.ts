/** Central differences in float64, to hold closed-form derivatives against. */

import { norm, sum } from '../../src/numerics/vector.js';
import type { Vector } from '../../src/seams.js';

/** Truncation and rounding error balance near ε^(1/3) for a central difference. */
const STEP = 6e-6;

/** d/ds F(x + s v) at s = 0. */
export function directional(F: (x: Vector) => Vector, x: Vector, v: Vector, step = STEP): Vector {
  const h = (step * Math.max(1, norm(x))) / Math.max(norm(v), 1e-300);
  const forward = Float64Array.from(F(sum(x, h, v)));
  const backward = F(sum(x, -h, v));
  return forward.map((value, i) => (value - backward[i]) / (2 * h));
}

/** ‖a − b‖ / max(‖a‖, ‖b‖), 0 for two zeros. */
export function relativeError(a: Vector, b: Vector): number {
  const scale = Math.max(norm(a), norm(b));
  return scale === 0 ? 0 : norm(sum(a, -1, b)) / scale;
}
