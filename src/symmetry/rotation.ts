/**
 * Rotations acting through a map: the symmetry of f(x) = ‖h(x)‖² in the paper (Section 3, Appendix B).
 *
 *     g_θ·x = h⁻¹(R(θ) h(x)),   R(θ) = [[cos θ, −sin θ], [sin θ, cos θ]],   f(g_θ·x) = f(x).
 *
 * With y = h(x), r = R(θ) y, z = h⁻¹(r), S = [[0, −1], [1, 0]] and J = Dh:
 *
 *     generator        d/dθ z at θ = 0   = J(x)⁻¹ S y
 *     vector–Jacobian  r̄ = J(z)⁻ᵀ z̄,   θ̄ = ⟨r̄, S r⟩,   x̄ = J(x)ᵀ R(θ)ᵀ r̄.
 */

import { refuse } from '../checks.js';
import { into } from '../numerics/into.js';
import type { GroupAction } from '../seams.js';
import { type Diffeomorphism, requireDiffeomorphism } from './diffeomorphism.js';

/** SO(2) acting on the plane through h; ξ = (θ), an angle in radians. */
export function rotationThrough(h: Diffeomorphism): GroupAction {
  requireDiffeomorphism('rotationThrough', h);
  if (h.dimension !== 2)
    refuse('rotationThrough', 'h must be a map of the plane', `dimension ${h.dimension}`);
  const y = new Float64Array(2);
  const r = new Float64Array(2);
  const z = new Float64Array(2);
  const rBar = new Float64Array(2);
  const scratch = new Float64Array(2);

  return {
    name: `SO(2) through ${h.name}`,
    algebraDimension: 1,
    dimension: 2,
    invariance: 'exact',
    act: (xi, x, out = new Float64Array(2)) => {
      rotate(xi[0], h.map(x, y), r);
      return h.inverse(r, out);
    },
    vjp: (xi, x, w, out = { xi: new Float64Array(1), x: new Float64Array(2) }) => {
      rotate(xi[0], h.map(x, y), r);
      into(rBar, 'inverseVjp', h.inverseVjp(h.inverse(r, z), w, rBar));
      out.xi[0] = rBar[1] * r[0] - rBar[0] * r[1];
      into(out.x, 'vjp', h.vjp(x, rotate(-xi[0], rBar, scratch), out.x));
      return out;
    },
    generator: (xi, x, out = new Float64Array(2)) => {
      into(y, 'map', h.map(x, y));
      scratch[0] = -xi[0] * y[1];
      scratch[1] = xi[0] * y[0];
      return h.inverseJvp(x, scratch, out);
    },
    /** ⟨w, J⁻¹Sy⟩ along v: −⟨J⁻ᵀw, D²h[J⁻¹Sy, v]⟩ + ⟨J⁻ᵀw, S J v⟩, hence −secondVjp + Jᵀ Sᵀ J⁻ᵀ w. */
    generatorVjp: (xi, x, w, out = new Float64Array(2)) => {
      const covector = h.inverseVjp(x, w, rBar);
      into(y, 'map', h.map(x, y));
      scratch[0] = -xi[0] * y[1];
      scratch[1] = xi[0] * y[0];
      const direction = h.inverseJvp(x, scratch, z);
      const curvature = h.secondVjp(x, covector, direction, r);
      scratch[0] = xi[0] * covector[1];
      scratch[1] = -xi[0] * covector[0];
      into(out, 'vjp', h.vjp(x, scratch, out));
      out[0] -= curvature[0];
      out[1] -= curvature[1];
      return out;
    },
    compose: (xi, eta) => Float64Array.of(xi[0] + eta[0]),
    inverse: (xi) => Float64Array.of(-xi[0]),
  };
}

function rotate(angle: number, u: Float64Array, out: Float64Array): Float64Array {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  out[0] = cos * u[0] - sin * u[1];
  out[1] = sin * u[0] + cos * u[1];
  return out;
}
