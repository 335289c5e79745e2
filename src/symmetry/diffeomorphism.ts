/**
 * A smooth invertible map h: ℝⁿ → ℝⁿ with its Jacobian J = Dh.
 *
 * The paper's two-dimensional objectives are f(x) = ‖h(x)‖²; whatever acts on ℝⁿ and keeps norms then acts on x
 * through h and keeps f (see `rotation.ts` and `../optimizees/squared-norm.ts`). Both need h and J only through
 * the products below, so a new family of objectives with its exact symmetry is one new map.
 */

import { requireCount } from '../checks.js';
import { requireMethods } from '../seam-checks.js';
import type { Vector } from '../seams.js';

/** h with its inverse and the products with its derivatives that objectives and actions need. */
export interface Diffeomorphism {
  readonly name: string;
  readonly dimension: number;
  /** h(x). */
  map(x: Vector, out?: Vector): Vector;
  /** h⁻¹(u). */
  inverse(u: Vector, out?: Vector): Vector;
  /** J(x) v. */
  jvp(x: Vector, v: Vector, out?: Vector): Vector;
  /** J(x)ᵀ w. */
  vjp(x: Vector, w: Vector, out?: Vector): Vector;
  /** J(x)⁻¹ w. */
  inverseJvp(x: Vector, w: Vector, out?: Vector): Vector;
  /** J(x)⁻ᵀ v. */
  inverseVjp(x: Vector, v: Vector, out?: Vector): Vector;
  /** D²h(x)[u, v], the second derivative along u and v. */
  second(x: Vector, u: Vector, v: Vector, out?: Vector): Vector;
  /** Σᵢ wᵢ ∇²hᵢ(x) v, the derivative of J(x)ᵀ w along v. */
  secondVjp(x: Vector, w: Vector, v: Vector, out?: Vector): Vector;
  /** Σᵢ wᵢ D³hᵢ(x)[u, v, ·]; absent where h is at most quadratic. */
  thirdVjp?(x: Vector, w: Vector, u: Vector, v: Vector, out?: Vector): Vector;
}

/** Requires a map with the products that are used everywhere. */
export function requireDiffeomorphism(where: string, h: Diffeomorphism): void {
  requireMethods(where, 'h', h, ['map', 'inverse', 'jvp', 'vjp']);
  requireCount(where, 'h.dimension', h.dimension);
}
