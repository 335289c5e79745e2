/**
 * SO(n) acting through a map h of ℝⁿ: the symmetry of f(x) = ‖h(x)‖² in any dimension; `rotation.ts` is n = 2.
 *
 *     g·x = h⁻¹(R h(x)),   R = exp(T),   T skew-symmetric,   f(g·x) = ‖R h(x)‖² = f(x).
 *
 * ξ lists T's n(n − 1)/2 entries in the order of `matrix-algebra.ts`. It is `block-rotations.ts` with one block, where its derivatives are.
 */

import type { GroupAction } from '../seams.js';
import { blockRotationsThrough } from './block-rotations.js';
import { type Diffeomorphism, requireDiffeomorphism } from './diffeomorphism.js';

/** SO(n), n = h's dimension. @throws for n = 1, whose only rotation is the identity. */
export function specialOrthogonalThrough(h: Diffeomorphism): GroupAction {
  requireDiffeomorphism('specialOrthogonalThrough', h);
  return blockRotationsThrough(h, [h.dimension]);
}
