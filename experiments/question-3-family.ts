/**
 * From a point of the design to its family of tasks: f(x) = ‖h(x)‖² with
 *
 *     h(x) = diag(σ) s(U x),   s(z)_i = z_i for odd i,   s(z)_i = z_i + (γ/2) z_{i−1}² for even i      (counted from 1)
 *
 * σ from κ^{−1/4} to κ^{1/4}, even in the logarithm, in the order that the point gives, so the Hessian at the minimum has condition
 * number κ. U turns the axes by `rotation`, anew for every task. s is the identity for γ = 0; else f has bent valleys as
 * Rosenbrock's, and is not convex. Blocks of coordinates of h(x) are rotated among each other: the group keeps f.
 * Starts are x₀ = distance · √(2/n) · N(0, I), as the paper's at n = 2 and distance 1.
 *
 * Noise is a fixed random field, so that a gradient is a function of x, as everything else here relies on:
 *
 *     ∇f(x) + ε(x),   ε_i(x) = a √2 cos(⟨ω_i, x⟩ + φ_i),   a = noise · ‖∇f(x₀)‖/√n,   ω_i ~ N(0, (2π/ℓ)² I),
 *
 * drawn anew for every task, ℓ = {@link CORRELATION_LENGTH} · ‖x₀‖: nearly independent from step to step. The value and Hessian–vector products
 * carry none.
 */

import { identity, multiply } from '../src/numerics/dense.js';
import { norm } from '../src/numerics/vector.js';
import { squaredNorm } from '../src/optimizees/squared-norm.js';
import type { Stream } from '../src/random/stream.js';
import type { Optimizee, TaskFamily, Vector } from '../src/seams.js';
import { blockRotationsThrough } from '../src/symmetry/block-rotations.js';
import type { Diffeomorphism } from '../src/symmetry/diffeomorphism.js';
import type { FamilyPoint } from './question-3-design.js';

/** ℓ in units of the start's distance. */
const CORRELATION_LENGTH = 0.1;

/** Of pairs of coordinates that are turned: each axis comes to mix with three others at most. */
const ROUNDS = 2;

/** The family of a point. */
export function familyOf(point: FamilyPoint): TaskFamily {
  const { id, dimension: n, blocks, noise, distance, rotation, bend, conditionNumber, order } = point;
  const sigma = Float64Array.from(order, (place) => conditionNumber ** (place / (2 * (n - 1)) - 0.25));
  return {
    name: id,
    dimension: n,
    algebraDimension: blocks.reduce((m, k) => m + (k * (k - 1)) / 2, 0),
    configuration: { ...point },
    sample: (stream) => {
      const h = bentMap(sigma, turned(n, rotation, stream.split('axes')), bend);
      const start = stream
        .split('start')
        .normals(n)
        .map((z) => z * distance * Math.sqrt(2 / n));
      const clean = squaredNorm(id, h);
      const optimizee = noise === 0 ? clean : noisyGradient(clean, start, noise, stream.split('noise'));
      return { optimizee, action: blockRotationsThrough(h, blocks), start };
    },
  };
}

/**
 * An orthogonal matrix that turns the axes by `angle`, root mean square: {@link ROUNDS} rounds of rotations by ± angle/√rounds in random pairs
 * of coordinates. n² operations, where an exponential would take n³ for every task. [n, n]
 */
export function turned(n: number, angle: number, stream: Stream): Vector {
  const U = identity(n);
  const [c, s] = [Math.cos(angle / Math.sqrt(ROUNDS)), Math.sin(angle / Math.sqrt(ROUNDS))];
  for (let round = 0; round < ROUNDS; round++) {
    const order = stream.permutation(n);
    for (let k = 0; k + 1 < n; k += 2) {
      const sine = stream.uniform() < 0.5 ? s : -s;
      const [p, q] = [order[k] * n, order[k + 1] * n];
      for (let j = 0; j < n; j++) {
        const [a, b] = [U[p + j], U[q + j]];
        U[p + j] = c * a - sine * b;
        U[q + j] = sine * a + c * b;
      }
    }
  }
  return U;
}

/** h(x) = diag(σ) s(U x). @param U orthogonal, [n, n]. */
export function bentMap(sigma: Vector, U: Vector, bend: number): Diffeomorphism {
  const n = sigma.length;
  const [z, w] = [new Float64Array(n), new Float64Array(n)];
  const vector = () => new Float64Array(n);
  const turn = (x: Vector, out: Vector) => multiply(U, x, n, n, 1, out);
  /** out ← Uᵀ v: v is a row. */
  const turnBack = (v: Vector, out: Vector) => multiply(v, U, 1, n, n, out);
  const bent = (i: number) => i % 2 === 1; // the second of each pair
  return {
    name: 'bent map',
    dimension: n,
    map: (x, out = vector()) => {
      turn(x, z);
      for (let i = 0; i < n; i++) out[i] = sigma[i] * (z[i] + (bent(i) ? (bend / 2) * z[i - 1] ** 2 : 0));
      return out;
    },
    inverse: (u, out = vector()) => {
      for (let i = 0; i < n; i++) z[i] = u[i] / sigma[i] - (bent(i) ? (bend / 2) * z[i - 1] ** 2 : 0);
      return turnBack(z, out);
    },
    jvp: (x, v, out = vector()) => {
      turn(x, z);
      turn(v, w);
      for (let i = 0; i < n; i++) out[i] = sigma[i] * (w[i] + (bent(i) ? bend * z[i - 1] * w[i - 1] : 0));
      return out;
    },
    vjp: (x, v, out = vector()) => {
      turn(x, z);
      for (let i = 0; i < n; i++) w[i] = sigma[i] * v[i];
      for (let i = 1; i < n; i += 2) w[i - 1] += bend * z[i - 1] * w[i];
      return turnBack(w, out);
    },
    inverseJvp: (x, v, out = vector()) => {
      turn(x, z);
      for (let i = 0; i < n; i++) w[i] = v[i] / sigma[i] - (bent(i) ? bend * z[i - 1] * w[i - 1] : 0);
      return turnBack(w, out);
    },
    inverseVjp: (x, v, out = vector()) => {
      turn(x, z);
      turn(v, w);
      for (let i = 1; i < n; i += 2) w[i - 1] -= bend * z[i - 1] * w[i];
      for (let i = 0; i < n; i++) out[i] = w[i] / sigma[i];
      return out;
    },
    second: (_x, u, v, out = vector()) => {
      turn(u, z);
      turn(v, w);
      for (let i = 0; i < n; i++) out[i] = bent(i) ? sigma[i] * bend * z[i - 1] * w[i - 1] : 0;
      return out;
    },
    secondVjp: (_x, c, v, out = vector()) => {
      turn(v, w);
      z.fill(0);
      for (let i = 1; i < n; i += 2) z[i - 1] = sigma[i] * c[i] * bend * w[i - 1];
      return turnBack(z, out);
    },
  };
}

/** The optimizee with a fixed random field on its gradient; the amplitude is that of the header. */
export function noisyGradient(clean: Optimizee, start: Vector, noise: number, stream: Stream): Optimizee {
  const n = clean.dimension;
  const amplitude = (noise * norm(clean.gradient(start)) * Math.SQRT2) / Math.sqrt(n);
  const frequency = (2 * Math.PI) / (CORRELATION_LENGTH * norm(start));
  const waves = stream.split('waves').normals(n * n);
  const phases = stream.split('phases').uniforms(n, 0, 2 * Math.PI);
  return {
    ...clean,
    name: `${clean.name} with noise`,
    noisy: true,
    gradient: (x, out = new Float64Array(n)) => {
      clean.gradient(x, out);
      for (let i = 0; i < n; i++) {
        let phase = 0;
        for (let j = 0; j < n; j++) phase += waves[i * n + j] * x[j];
        out[i] += amplitude * Math.cos(frequency * phase + phases[i]);
      }
      return out;
    },
  };
}
