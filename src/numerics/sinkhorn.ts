/**
 * Sinkhorn normalisation: from scores S to a (nearly) doubly stochastic matrix, a soft permutation.
 *
 *     L₀ = S/τ,   L ← L − log Σ_j exp L_ij  (rows),   L ← L − log Σ_i exp L_ij  (columns),   repeated;   result exp L.
 *
 * As τ → 0 it tends to the permutation with the largest ⟨P, S⟩ (Mena et al. 2018, "Learning latent permutations with
 * Gumbel-Sinkhorn networks"; here without the Gumbel noise). Each half-step subtracts a log-sum-exp, whose
 * derivative is the softmax, here exp of the half-step's own result M: backwards, L̄ ← M̄ − exp(M) ∘ Σ M̄, the sum
 * over the row or the column that was normalised.
 */

import type { Vector } from '../seams.js';

/**
 * Rounds of rows and columns, as in Mena et al. The last half-step is by columns: they sum to 1 exactly, rows nearly;
 * of scores that are close in ⟨P, S⟩ but far apart in units of τ, not even nearly.
 */
const ROUNDS = 20;

export interface Sinkhorn {
  /** out ← the soft permutation of S [k, k]. */
  normalize(S: Vector, out: Vector): Vector;
  /** S̄ from the covector on the last result. */
  pullBack(resultBar: Vector, out: Vector): Vector;
}

/** Of k × k scores at temperature τ. */
export function sinkhorn(k: number, temperature: number): Sinkhorn {
  const steps = Array.from({ length: 2 * ROUNDS }, () => new Float64Array(k * k)); // L after each half-step
  const bar = new Float64Array(k * k);

  /** Visits every line, a row (even half-step) or a column, as start and stride. */
  const forEachLine = (halfStep: number, visit: (start: number, stride: number) => void): void => {
    for (let i = 0; i < k; i++) halfStep % 2 === 0 ? visit(i * k, 1) : visit(i, k);
  };

  return {
    normalize: (S, out) => {
      let before: Vector = out;
      for (let i = 0; i < k * k; i++) out[i] = S[i] / temperature;
      steps.forEach((after, halfStep) => {
        forEachLine(halfStep, (start, stride) => {
          const log = logSumExp(before, start, stride, k);
          for (let c = 0, at = start; c < k; c++, at += stride) after[at] = before[at] - log;
        });
        before = after;
      });
      for (let i = 0; i < k * k; i++) out[i] = Math.exp(before[i]);
      return out;
    },
    pullBack: (resultBar, out) => {
      const last = steps[steps.length - 1];
      for (let i = 0; i < k * k; i++) bar[i] = resultBar[i] * Math.exp(last[i]);
      for (let halfStep = steps.length - 1; halfStep >= 0; halfStep--) {
        const after = steps[halfStep];
        forEachLine(halfStep, (start, stride) => {
          let total = 0;
          for (let c = 0, at = start; c < k; c++, at += stride) total += bar[at];
          for (let c = 0, at = start; c < k; c++, at += stride) bar[at] -= Math.exp(after[at]) * total;
        });
      }
      for (let i = 0; i < k * k; i++) out[i] = bar[i] / temperature;
      return out;
    },
  };
}

function logSumExp(L: Vector, start: number, stride: number, k: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0, at = start; c < k; c++, at += stride) largest = Math.max(largest, L[at]);
  let total = 0;
  for (let c = 0, at = start; c < k; c++, at += stride) total += Math.exp(L[at] - largest);
  return largest + Math.log(total);
}
