/**
 * Group elements of a size that is given, or bounded.
 *
 *     given      out = ρ ξ/‖ξ‖,            ξ̄ = ρ/‖ξ‖ (w − ⟨w, u⟩ u),       u = ξ/‖ξ‖
 *     bounded    out = ρ ξ/√(1 + ‖ξ‖²),    ξ̄ = ρ/r (w − ⟨w, ξ⟩ ξ/r²),      r = √(1 + ‖ξ‖²)
 *
 * The first is what the public code does with what its LSTM emits (ρ = 0.01, Frobenius): only the direction of ξ is
 * learned then, and there is no way to stay put. ξ = 0 has no direction: it maps to 0, with derivative 0, where the
 * public code divides by zero. The second is smooth, near ρ ξ for a small ξ, and never as long as ρ.
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

/** out ← ρ ξ/√(1 + ‖ξ‖²). */
export function boundedByNorm(xi: Vector, rho: number, out: Vector = new Float64Array(xi.length)): Vector {
  const r = Math.hypot(1, norm(xi));
  for (let i = 0; i < xi.length; i++) out[i] = (rho * xi[i]) / r;
  return out;
}

/** Given w = ∂ℓ/∂(ρ ξ/√(1 + ‖ξ‖²)): ∂ℓ/∂ξ. */
export function boundedByNormVjp(
  xi: Vector,
  rho: number,
  w: Vector,
  out: Vector = new Float64Array(xi.length),
): Vector {
  const r = Math.hypot(1, norm(xi));
  const along = dot(w, xi) / r;
  for (let i = 0; i < xi.length; i++) out[i] = (rho / r) * (w[i] - (along * xi[i]) / r);
  return out;
}
