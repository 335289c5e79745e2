/** Arithmetic on {@link Vector}s that library calls would only slow down: a few lines each, no allocation. */

import type { Vector } from '../seams.js';

/** ⟨a, b⟩. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** ‖a‖². */
export function squaredNorm(a: Vector): number {
  return dot(a, a);
}

/** ‖a‖. */
export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

/** y ← y + s x. */
export function addScaled(y: Vector, s: number, x: Vector): Vector {
  for (let i = 0; i < y.length; i++) y[i] += s * x[i];
  return y;
}

/** s a. */
export function scaled(s: number, a: Vector, out: Vector = new Float64Array(a.length)): Vector {
  for (let i = 0; i < a.length; i++) out[i] = s * a[i];
  return out;
}

/** a + s b. */
export function sum(a: Vector, s: number, b: Vector, out: Vector = new Float64Array(a.length)): Vector {
  for (let i = 0; i < a.length; i++) out[i] = a[i] + s * b[i];
  return out;
}

/** Whether every entry is a finite number. */
export function isFiniteVector(a: Vector): boolean {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i])) return false;
  return true;
}

/** The i-th unit vector of ℝⁿ. */
export function unitVector(n: number, i: number): Vector {
  const e = new Float64Array(n);
  e[i] = 1;
  return e;
}
