/**
 * Forward, backward and second-order passes through a network on fixed data.
 *
 * Reverse mode, with δ_l = ∂/∂Z_l and Ā_l = ∂/∂A_l of whatever is differentiated:
 *
 *     W̄_l = δ_l A_{l−1}ᵀ,   b̄_l = δ_l 1,   Ā_{l−1} = W_lᵀ δ_l,   δ_{l−1} = Ā_{l−1} ∘ σ′(Z_{l−1}).
 *
 * Pearlmutter's R-operator (1994) differentiates all of it along a direction v = (V_l, c_l) of the parameters:
 *
 *     RZ_l = W_l RA_{l−1} + V_l A_{l−1} + c_l 1ᵀ,       RA_l = σ′(Z_l) ∘ RZ_l,   RA₀ = 0
 *     RW̄_l = Rδ_l A_{l−1}ᵀ + δ_l RA_{l−1}ᵀ,            Rb̄_l = Rδ_l 1
 *     RĀ_{l−1} = W_lᵀ Rδ_l + V_lᵀ δ_l
 *     Rδ_{l−1} = RĀ_{l−1} ∘ σ′(Z_{l−1}) + Ā_{l−1} ∘ σ″(Z_{l−1}) ∘ RZ_{l−1}.
 *
 * The passes share work space and so come in order: forward, backward, tangent, backwardTangent, all at one x.
 */

import { multiply, multiplyABt, multiplyAtB } from '../numerics/dense.js';
import { addScaled } from '../numerics/vector.js';
import type { Vector } from '../seams.js';
import { type Network, weightsOf } from './network.js';

export interface NetworkPass {
  /** Z_l and A_l of the last forward pass, by l; A_0 is the data. [n_l, N] */
  readonly preactivations: readonly Vector[];
  readonly activations: readonly Vector[];
  /** Z_D, D the depth of the pass. [n_D, N] */
  forward(x: Vector): Vector;
  /** Given δ_D = ∂ℓ/∂Z_D, writes ∂ℓ/∂x for the first D layers; other entries of `out` stay as they are. */
  backward(x: Vector, delta: Vector, out: Vector): Vector;
  /** RZ_D, the derivative of Z_D along v. [n_D, N] */
  tangent(x: Vector, v: Vector): Vector;
  /** Given Rδ_D, writes the derivative of `backward`'s result along v. */
  backwardTangent(x: Vector, v: Vector, rDelta: Vector, out: Vector): Vector;
}

/** Passes through the first `depth` layers (all unless told) on X [n₀, examples]. */
export function networkPass(
  net: Network,
  X: Vector,
  examples: number,
  depth: number = net.layers.length,
): NetworkPass {
  const { activation, layers } = net;
  const N = examples;
  const perLayer = (): Vector[] => net.sizes.map((n, l) => new Float64Array(l > 0 && l <= depth ? n * N : 0));
  const Z = perLayer();
  const A = perLayer();
  A[0] = X;
  const [rZ, rA, delta, aBar, rDelta, scratch] = Array.from({ length: 6 }, perLayer);
  const weightScratch = layers.map(({ inputs, outputs }) => new Float64Array(inputs * outputs));

  return {
    preactivations: Z,
    activations: A,
    forward: (x) => {
      for (let l = 1; l <= depth; l++) {
        const { inputs, outputs, bias } = layers[l - 1];
        multiply(weightsOf(net, x, l), A[l - 1], outputs, inputs, N, Z[l]);
        if (net.bias) addToRows(Z[l], x, bias, outputs);
        if (l < layers.length) activation.map(Z[l], A[l]);
      }
      return Z[depth];
    },
    backward: (x, given, out) => {
      delta[depth].set(given);
      for (let l = depth; l >= 1; l--) {
        const { inputs, outputs, bias } = layers[l - 1];
        multiplyABt(delta[l], A[l - 1], outputs, N, inputs, weightsOf(net, out, l));
        if (net.bias) sumRows(delta[l], out, bias, outputs);
        if (l === 1) break;
        multiplyAtB(weightsOf(net, x, l), delta[l], inputs, outputs, N, aBar[l - 1]);
        activation.timesSlope(Z[l - 1], aBar[l - 1], delta[l - 1]);
      }
      return out;
    },
    tangent: (x, v) => {
      for (let l = 1; l <= depth; l++) {
        const { inputs, outputs, bias } = layers[l - 1];
        multiply(weightsOf(net, v, l), A[l - 1], outputs, inputs, N, rZ[l]);
        if (net.bias) addToRows(rZ[l], v, bias, outputs);
        if (l > 1)
          addScaled(rZ[l], 1, multiply(weightsOf(net, x, l), rA[l - 1], outputs, inputs, N, scratch[l]));
        if (l < layers.length) activation.timesSlope(Z[l], rZ[l], rA[l]);
      }
      return rZ[depth];
    },
    backwardTangent: (x, v, given, out) => {
      rDelta[depth].set(given);
      for (let l = depth; l >= 1; l--) {
        const { inputs, outputs, bias } = layers[l - 1];
        const rWeight = multiplyABt(rDelta[l], A[l - 1], outputs, N, inputs, weightsOf(net, out, l));
        if (net.bias) sumRows(rDelta[l], out, bias, outputs);
        if (l === 1) break; // RA₀ = 0
        addScaled(rWeight, 1, multiplyABt(delta[l], rA[l - 1], outputs, N, inputs, weightScratch[l - 1]));
        const rABar = multiplyAtB(weightsOf(net, x, l), rDelta[l], inputs, outputs, N, rDelta[l - 1]);
        addScaled(rABar, 1, multiplyAtB(weightsOf(net, v, l), delta[l], inputs, outputs, N, scratch[l - 1]));
        activation.timesSlope(Z[l - 1], rABar, rDelta[l - 1]);
        if (activation.piecewiseLinear) continue;
        const curvature = activation.timesCurvature(Z[l - 1], aBar[l - 1], scratch[l - 1]);
        for (let i = 0; i < curvature.length; i++) rDelta[l - 1][i] += curvature[i] * rZ[l - 1][i];
      }
      return out;
    },
  };

  /** M[i, ·] += from[at + i]. */
  function addToRows(M: Vector, from: Vector, at: number, rows: number): void {
    for (let i = 0; i < rows; i++) for (let n = 0; n < N; n++) M[i * N + n] += from[at + i];
  }

  /** out[at + i] ← Σ_n M[i, n]. */
  function sumRows(M: Vector, out: Vector, at: number, rows: number): void {
    for (let i = 0; i < rows; i++) {
      let total = 0;
      for (let n = 0; n < N; n++) total += M[i * N + n];
      out[at + i] = total;
    }
  }
}
