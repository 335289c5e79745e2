/**
 * SO(n) acting through a map h of ℝⁿ: the symmetry of f(x) = ‖h(x)‖² in any dimension; `rotation.ts` is n = 2.
 *
 *     g·x = h⁻¹(R h(x)),   R = exp(T),   T skew-symmetric,   f(g·x) = ‖R h(x)‖² = f(x).
 *
 * ξ lists T's n(n − 1)/2 entries in the order of `matrix-algebra.ts`. With y = h(x), r = R y, z = h⁻¹(r), J = Dh:
 *
 *     generator        J(x)⁻¹ T y
 *     vjp              r̄ = J(z)⁻ᵀ z̄,   T̄ = D exp(T)ᵀ (r̄ yᵀ),   x̄ = J(x)ᵀ Rᵀ r̄
 *     generatorVjp     with c = J⁻ᵀw and u = J⁻¹Ty:  JᵀTᵀc − Σᵢ cᵢ ∇²hᵢ u.
 */

import { multiply, multiplyAtB } from '../numerics/dense.js';
import { into } from '../numerics/into.js';
import { matrixExponential } from '../numerics/matrix-exponential.js';
import type { GroupAction, Vector } from '../seams.js';
import { type Diffeomorphism, requireDiffeomorphism } from './diffeomorphism.js';
import { specialOrthogonalAlgebra } from './matrix-algebra.js';

/** SO(n), n = h's dimension. @throws for n = 1, whose only rotation is the identity. */
export function specialOrthogonalThrough(h: Diffeomorphism): GroupAction {
  requireDiffeomorphism('specialOrthogonalThrough', h);
  const n = h.dimension;
  const { group, dimension, matrix, cotangent, compose, inverse } = specialOrthogonalAlgebra(n);
  const { exp, pullBack } = matrixExponential(n);
  const [T, R, RBar, TBar] = Array.from({ length: 4 }, () => new Float64Array(n * n));
  const [y, r, z, rBar, scratch] = Array.from({ length: 5 }, () => new Float64Array(n));

  const rotated = (xi: Vector, x: Vector): Vector => {
    exp(matrix(xi, T), R);
    return multiply(R, into(y, 'map', h.map(x, y)), n, n, 1, r);
  };

  return {
    name: `${group} through ${h.name}`,
    algebraDimension: dimension,
    dimension: n,
    invariance: 'exact',
    act: (xi, x, out = new Float64Array(n)) => h.inverse(rotated(xi, x), out),
    vjp: (xi, x, w, out = { xi: new Float64Array(dimension), x: new Float64Array(n) }) => {
      into(rBar, 'inverseVjp', h.inverseVjp(h.inverse(rotated(xi, x), z), w, rBar));
      multiply(rBar, y, n, 1, n, RBar);
      cotangent(pullBack(RBar, TBar), out.xi);
      into(out.x, 'vjp', h.vjp(x, multiplyAtB(R, rBar, n, n, 1, scratch), out.x));
      return out;
    },
    generator: (xi, x, out = new Float64Array(n)) => {
      multiply(matrix(xi, T), h.map(x, y), n, n, 1, scratch);
      return h.inverseJvp(x, scratch, out);
    },
    generatorVjp: (xi, x, w, out = new Float64Array(n)) => {
      multiply(matrix(xi, T), h.map(x, y), n, n, 1, scratch);
      const direction = h.inverseJvp(x, scratch, z); // u
      const covector = h.inverseVjp(x, w, rBar); // c
      into(out, 'vjp', h.vjp(x, multiplyAtB(T, covector, n, n, 1, scratch), out));
      const curvature = h.secondVjp(x, covector, direction, r);
      for (let i = 0; i < n; i++) out[i] -= curvature[i];
      return out;
    },
    compose,
    inverse,
  };
}
