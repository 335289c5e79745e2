/**
 * Activation functions σ: ℝ → ℝ, entry by entry, with what a network's derivatives and symmetries need of them.
 *
 *     name          σ(z)               σ⁻¹                σ(cz) = cσ(z), c > 0
 *     leaky-relu    max(z, 0) + a min(z, 0)   leaky-relu(1/a)    yes      (a > 0; the paper: a = 0.1)
 *     relu          max(z, 0)          none               yes
 *     linear        z                  itself             yes
 *     tanh          tanh z             none on all of ℝ   no
 *
 * Piecewise linear ones have σ″ = 0 almost everywhere; at the kink z = 0 the slope is that of z < 0, as in
 * PyTorch and TensorFlow.js. tanh counts as having no inverse: artanh covers (−1, 1) only, and a group element
 * may move a hidden value out of it.
 */

import { requirePositive } from '../checks.js';
import type { Vector } from '../seams.js';

/** σ with its derivative, its inverse where it has one, and whether it is positively homogeneous. */
export interface Activation {
  readonly name: string;
  /** σ(c z) = c σ(z) for all c > 0, which positive scaling needs. */
  readonly homogeneous: boolean;
  /** σ″ = 0 almost everywhere. */
  readonly piecewiseLinear: boolean;
  /** σ⁻¹, present if σ maps ℝ one to one onto ℝ, which GL(k) through the data needs. */
  readonly inverse?: Activation;
  /** out ← σ(z); out may be z. */
  map(z: Vector, out: Vector): Vector;
  /** out ← w σ′(z); out may be w. */
  timesSlope(z: Vector, w: Vector, out: Vector): Vector;
  /** out ← w σ″(z); out may be w. */
  timesCurvature(z: Vector, w: Vector, out: Vector): Vector;
}

/** max(z, 0) + a min(z, 0). @throws if the slope a is not positive (for a = 0 there is {@link relu}). */
export function leakyRelu(slope = 0.1): Activation {
  requirePositive('leakyRelu', 'slope', slope);
  return {
    ...piecewise(`leaky-relu(${slope})`, slope),
    get inverse() {
      return piecewise(`leaky-relu(${1 / slope})`, 1 / slope);
    },
  };
}

/** max(z, 0). */
export const relu: Activation = piecewise('relu', 0);

/** z: a linear network. */
export const linear: Activation = {
  ...piecewise('linear', 1),
  get inverse() {
    return linear;
  },
};

/** tanh z, σ′ = 1 − σ², σ″ = −2σ(1 − σ²). */
export const tanh: Activation = {
  name: 'tanh',
  homogeneous: false,
  piecewiseLinear: false,
  map: (z, out) => {
    for (let i = 0; i < z.length; i++) out[i] = Math.tanh(z[i]);
    return out;
  },
  timesSlope: (z, w, out) => {
    for (let i = 0; i < z.length; i++) {
      const t = Math.tanh(z[i]);
      out[i] = w[i] * (1 - t * t);
    }
    return out;
  },
  timesCurvature: (z, w, out) => {
    for (let i = 0; i < z.length; i++) {
      const t = Math.tanh(z[i]);
      out[i] = -2 * w[i] * t * (1 - t * t);
    }
    return out;
  },
};

/** Slope 1 above zero and `below` from zero down. */
function piecewise(name: string, below: number): Activation {
  return {
    name,
    homogeneous: true,
    piecewiseLinear: true,
    map: (z, out) => {
      for (let i = 0; i < z.length; i++) out[i] = z[i] > 0 ? z[i] : below * z[i];
      return out;
    },
    timesSlope: (z, w, out) => {
      for (let i = 0; i < z.length; i++) out[i] = z[i] > 0 ? w[i] : below * w[i];
      return out;
    },
    timesCurvature: (_z, _w, out) => out.fill(0),
  };
}
