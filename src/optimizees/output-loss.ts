/**
 * What a network's output Z [outputs, N] is judged by, N examples in columns.
 *
 *     squared error    ℓ(Z) = ½‖Y − Z‖²                     ∇ℓ = Z − Y           ∇²ℓ R = R
 *     cross-entropy    ℓ(Z) = 1/N Σ_n (log Σ_c e^{Z_cn} − Z_{y_n n})
 *                      ∇ℓ = (P − E)/N,   ∇²ℓ R = (P∘R − P ∘ 1(1ᵀ(P∘R)))/N,   P = softmax by column, E one-hot.
 *
 * The cross-entropy is computed relative to each example's leading class, so that a classifier which is nearly
 * certain still has a loss, a gradient and a curvature with all their digits: log1p of what the others add, and
 * no 1 − P.
 */

import { refuse, requireCount, requireVector } from '../checks.js';
import type { Vector } from '../seams.js';

/** A convex function of the outputs. */
export interface OutputLoss {
  readonly name: string;
  readonly outputs: number;
  /** N. */
  readonly examples: number;
  /** ℓ(Z). */
  value(Z: Vector): number;
  /** ∇ℓ(Z). */
  gradient(Z: Vector, out: Vector): Vector;
  /** ∇²ℓ(Z) R. */
  hessianVector(Z: Vector, R: Vector, out: Vector): Vector;
}

/** ½‖Y − Z‖², Y row-major [outputs, examples]: the sum over examples, as in the paper. */
export function squaredError(Y: Vector, outputs: number): OutputLoss {
  requireCount('squaredError', 'outputs', outputs);
  const examples = requireCount('squaredError', 'examples', Y?.length / outputs);
  requireVector('squaredError', 'Y', Y, outputs * examples);
  return {
    name: 'squared error',
    outputs,
    examples,
    value: (Z) => {
      let total = 0;
      for (let i = 0; i < Z.length; i++) total += (Y[i] - Z[i]) * (Y[i] - Z[i]);
      return total / 2;
    },
    gradient: (Z, out) => {
      for (let i = 0; i < Z.length; i++) out[i] = Z[i] - Y[i];
      return out;
    },
    hessianVector: (_Z, R, out) => {
      out.set(R);
      return out;
    },
  };
}

/** Softmax cross-entropy, the mean over examples. @throws if a label is not one of 0 … classes − 1. */
export function crossEntropy(labels: ArrayLike<number>, classes: number): OutputLoss {
  requireCount('crossEntropy', 'classes', classes, 2);
  const N = requireCount('crossEntropy', 'examples', labels?.length);
  for (let n = 0; n < N; n++) {
    if (!Number.isInteger(labels[n]) || labels[n] < 0 || labels[n] >= classes) {
      refuse(
        'crossEntropy',
        `labels must be whole numbers from 0 to ${classes - 1}`,
        `${labels[n]} at index ${n}`,
      );
    }
  }
  const y = Int32Array.from(labels);
  const P = new Float64Array(classes * N);
  const leader = new Int32Array(N); // index of the largest output of each example

  return {
    name: 'cross-entropy',
    outputs: classes,
    examples: N,
    value: (Z) => {
      let total = 0;
      for (let n = 0; n < N; n++) {
        const rest = othersBesideLeader(Z, n);
        total += Z[leader[n]] - Z[y[n] * N + n] + Math.log1p(rest);
      }
      return total / N;
    },
    gradient: (Z, out) => {
      softmax(Z, out);
      for (let n = 0; n < N; n++) {
        const label = y[n] * N + n;
        let others = 0; // 1 − P at the label, without the cancellation
        for (let c = n; c < out.length; c += N) if (c !== label) others += out[c];
        out[label] = -others;
      }
      for (let i = 0; i < out.length; i++) out[i] /= N;
      return out;
    },
    hessianVector: (Z, R, out) => {
      softmax(Z, P);
      for (let n = 0; n < N; n++) {
        const origin = R[leader[n]]; // R − its mean under P is near zero at the leader: taken relative to it
        let mean = 0;
        for (let c = n; c < P.length; c += N) mean += P[c] * (R[c] - origin);
        for (let c = n; c < P.length; c += N) out[c] = (P[c] * (R[c] - origin - mean)) / N;
      }
      return out;
    },
  };

  function softmax(Z: Vector, out: Vector): void {
    for (let n = 0; n < N; n++) {
      const total = 1 + othersBesideLeader(Z, n);
      for (let c = n; c < Z.length; c += N) out[c] = Math.exp(Z[c] - Z[leader[n]]) / total;
    }
  }

  /** Σ_c exp(Z[c, n] − largest) over all classes but the one leading; notes which leads. */
  function othersBesideLeader(Z: Vector, n: number): number {
    let first = n;
    for (let c = n; c < Z.length; c += N) if (Z[c] > Z[first]) first = c;
    leader[n] = first;
    let total = 0;
    for (let c = n; c < Z.length; c += N) if (c !== first) total += Math.exp(Z[c] - Z[first]);
    return total;
  }
}
