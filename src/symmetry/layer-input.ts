/**
 * What a hidden layer reads, and its pseudo-inverse: H [d, N] and P = H⁺ [N, d] for actions through the data.
 *
 * For the first hidden layer H = X is fixed. For a later one H = A_{h−1}(x) moves with the layers below, and a
 * covector on H and P is pulled back to them. With full column rank, P = (HᵀH)⁻¹Hᵀ and
 *
 *     dP = −P dH P + PPᵀ dHᵀ (I − HP),   hence   H̄ += −Pᵀ P̄ Pᵀ + (I − HP) P̄ᵀ PPᵀ.
 *
 * With biases H has a last row of ones, so that [W, b] H = W A + b 1ᵀ.
 */

import { refuse, requireObject, requireVector } from '../checks.js';
import type { Network } from '../networks/network.js';
import { networkPass } from '../networks/network-pass.js';
import { multiply, multiplyABt, multiplyAtB } from '../numerics/dense.js';
import { pseudoInverse } from '../numerics/pseudo-inverse.js';
import { addScaled } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

export interface LayerInput {
  /** d, biases counted. */
  readonly features: number;
  /** N. */
  readonly examples: number;
  /** Whether H depends on the parameters. */
  readonly fixed: boolean;
  /** Refreshes and returns H [d, N] and P [N, d]. @throws if H at x is too ill-conditioned. */
  at(x: Vector): { readonly H: Vector; readonly P: Vector };
  /** Adds to `out` what the covectors H̄ (overwritten) and P̄ on the last `at(x)` are at x; nothing if fixed. */
  pullBack(x: Vector, HBar: Vector, PBar: Vector, out: Vector): void;
}

export interface LayerInputOptions {
  readonly network: Network;
  /** X, row-major [features, examples]. */
  readonly inputs: Vector;
  /** Which hidden layer reads it, from 1. */
  readonly hidden: number;
  readonly largestConditionNumber: number;
}

/** @throws if the inputs do not fit the network, or H cannot have full column rank, or has not where it is fixed. */
export function layerInput(where: string, options: LayerInputOptions): LayerInput {
  const { network: net, inputs, hidden, largestConditionNumber } = options;
  requireObject(where, 'network', net);
  const N = inputs?.length / net.sizes[0];
  requireVector(
    where,
    `inputs of ${net.sizes[0]} features an example`,
    inputs,
    net.sizes[0] * Math.max(1, Math.floor(N || 1)),
  );
  const below = net.sizes[hidden - 1];
  const d = below + (net.bias ? 1 : 0);
  if (N > d) {
    refuse(
      where,
      `the input of hidden layer ${hidden} must have full column rank (no more examples than features${net.bias ? ' and bias' : ''})`,
      `${N} examples of ${d}`,
    );
  }
  const H = new Float64Array(d * N).fill(1); // the row of ones, if any, stays
  const checkedInverse = (): Vector => {
    const { matrix, conditionNumber } = pseudoInverse(H, d, N);
    if (!(conditionNumber <= largestConditionNumber)) {
      refuse(
        where,
        `the input of hidden layer ${hidden} must have a condition number of at most ${largestConditionNumber}`,
        conditionNumber,
      );
    }
    return matrix;
  };
  if (hidden === 1) {
    H.set(inputs);
    const fixed = { H, P: checkedInverse() };
    return { features: d, examples: N, fixed: true, at: () => fixed, pullBack: () => {} };
  }

  const depth = hidden - 1;
  const pass = networkPass(net, Float64Array.from(inputs), N, depth);
  const [Q, QPBarT] = [new Float64Array(d * d), new Float64Array(d * N)];
  const [C, NN] = [new Float64Array(N * N), new Float64Array(N * N)];
  const term = new Float64Array(d * N);
  const pulled = new Float64Array(net.dimension);
  let P: Vector = new Float64Array(N * d);

  return {
    features: d,
    examples: N,
    fixed: false,
    at: (x) => {
      pass.forward(x);
      H.set(pass.activations[depth]);
      P = checkedInverse();
      return { H, P };
    },
    pullBack: (x, HBar, PBar, out) => {
      multiplyAtB(P, multiplyABt(PBar, P, N, d, N, NN), d, N, N, term); // Pᵀ P̄ Pᵀ
      addScaled(HBar, -1, term);
      multiply(H, P, d, N, d, Q);
      for (let i = 0; i < d * d; i++) Q[i] = (i % (d + 1) === 0 ? 1 : 0) - Q[i]; // I − HP
      multiplyABt(P, P, N, d, N, C);
      multiply(multiplyABt(Q, PBar, d, d, N, QPBarT), C, d, N, N, term);
      addScaled(HBar, 1, term);
      const delta = HBar.subarray(0, below * N);
      net.activation.timesSlope(pass.preactivations[depth], delta, delta);
      addScaled(out, 1, pass.backward(x, delta, pulled));
    },
  };
}
