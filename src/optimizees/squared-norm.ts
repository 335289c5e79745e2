/**
 * f(x) = ‖h(x)‖² for an invertible map h, the form of every two-dimensional objective in the paper. With J = Dh:
 *
 *     ∇f      = 2 Jᵀ h
 *     ∇²f v   = 2 (Jᵀ J v + Σᵢ hᵢ ∇²hᵢ v)
 *     D³f[u, v, ·] = 2 (Jᵀ D²h[u, v] + Σᵢ (Ju)ᵢ ∇²hᵢ v + Σᵢ (Jv)ᵢ ∇²hᵢ u + Σᵢ hᵢ D³hᵢ[u, v, ·])
 *
 * Its minimum is 0, at h⁻¹(0).
 */

import { requireLength } from '../checks.js';
import { into } from '../numerics/into.js';
import type { Optimizee, Vector } from '../seams.js';
import { type Diffeomorphism, requireDiffeomorphism } from '../symmetry/diffeomorphism.js';

/** The optimizee f(x) = ‖h(x)‖². */
export function squaredNorm(name: string, h: Diffeomorphism): Optimizee {
  requireDiffeomorphism('squaredNorm', h);
  const n = h.dimension;
  const value = new Float64Array(n);
  const image = new Float64Array(n);
  const term = new Float64Array(n);

  return {
    name,
    dimension: n,
    minimum: { value: 0, point: h.inverse(new Float64Array(n)) },
    value: (x) => {
      if (x.length !== n) requireLength(name, 'x', x, n);
      const y = h.map(x, value);
      let total = 0;
      for (let i = 0; i < n; i++) total += y[i] * y[i];
      return total;
    },
    gradient: (x, out = new Float64Array(n)) => {
      if (x.length !== n) requireLength(name, 'x', x, n);
      return doubled(into(out, 'vjp', h.vjp(x, h.map(x, value), out)));
    },
    hessianVector: (x, v, out = new Float64Array(n)) => {
      if (x.length !== n) requireLength(name, 'x', x, n);
      if (v.length !== n) requireLength(name, 'v', v, n);
      into(out, 'vjp', h.vjp(x, h.jvp(x, v, image), out));
      add(out, h.secondVjp(x, h.map(x, value), v, term));
      return doubled(out);
    },
    thirdDerivative: (x, u, v, out = new Float64Array(n)) => {
      into(out, 'vjp', h.vjp(x, h.second(x, u, v, image), out));
      add(out, h.secondVjp(x, h.jvp(x, u, image), v, term));
      add(out, h.secondVjp(x, h.jvp(x, v, image), u, term));
      if (h.thirdVjp) add(out, h.thirdVjp(x, h.map(x, value), u, v, term));
      return doubled(out);
    },
  };
}

function add(out: Vector, term: Vector): void {
  for (let i = 0; i < out.length; i++) out[i] += term[i];
}

function doubled(out: Vector): Vector {
  for (let i = 0; i < out.length; i++) out[i] *= 2;
  return out;
}
