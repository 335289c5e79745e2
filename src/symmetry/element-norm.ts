/**
 * Group elements of one size: T ↦ ρ T/‖T‖, as the public code scales what its LSTM emits (ρ = 0.01, Frobenius).
 *
 *     out = ρ ξ/‖ξ‖,   ξ̄ = ρ/‖ξ‖ (w − ⟨w, u⟩ u),   u = ξ/‖ξ‖.
 *
 * Only the direction of ξ is learned then, and there is no way to stay put. ξ = 0 has no direction: it maps to 0,
 * with derivative 0, where the public code divides by zero.
 */

import { dot, norm } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

/** ‖T‖_F of the public code's network experiments. */
export const PUBLISHED_ELEMENT_NORM = 0.01;

/** out ← ρ ξ/‖ξ‖, or 0 for ξ = 0. */
export function scaledToNorm(xi: Vector, rho: number, out: Vector = new Float64Array(xi.length)): Vector {
  const size = norm(xi);
  for (let i = 0; i < xi.length; i++) out[i] = size === 0 ? 0 : (rho * xi[i]) / size;
  return out;
}

/** Given w = ∂ℓ/∂(ρ ξ/‖ξ‖): ∂ℓ/∂ξ. */
export function scaledToNormVjp(
  xi: Vector,
  rho: number,
  w: Vector,
  out: Vector = new Float64Array(xi.length),
): Vector {
  const size = norm(xi);
  if (size === 0) return out.fill(0);
  const along = dot(w, xi) / size;
  for (let i = 0; i < xi.length; i++) out[i] = (rho / size) * (w[i] - (along * xi[i]) / size);
  return out;
}
