/**
 * Permutations of a hidden layer's units: exact for any activation and any data, but not a Lie group.
 *
 *     W ↦ P W,   b ↦ P b,   V ↦ V Pᵀ,     P = argmax ⟨P, I + Ξ⟩ over permutation matrices,
 *
 * with ξ = Ξ [k, k] row-major, scores added to those of staying put: ξ = 0, and any small ξ, is the identity. The
 * assignment is found exactly (`../numerics/assignment.ts`), so what is applied always is a permutation and the
 * loss stays to the order of its summation. `compose` and `inverse` give the scores P − I of their permutation. But
 * ξ is no exponential coordinate: sξ runs through no one-parameter subgroup, and −ξ is not the inverse of ξ.
 *
 * **What that means for learning.** P is piecewise constant in ξ: its generator is 0, and so is the true derivative
 * by ξ almost everywhere. With `relaxation: 'sinkhorn'` (the default) `vjp` therefore puts a *surrogate* in its
 * place, the straight-through estimator: the derivative by ξ of the soft action
 *
 *     W ↦ S W,   b ↦ S b,   V ↦ V Sᵀ,     S = Sinkhorn((I + Ξ)/τ) doubly stochastic (`../numerics/sinkhorn.ts`),
 *
 * taken at the covectors of the hard one. The derivative by x is exact. With `relaxation: 'none'` both are exact.
 * What is computed from the derivative at ξ = 0, the theta gradient and an ascent teleport's direction, is 0 with
 * 'none', as it should be, and the surrogate's with 'sinkhorn'.
 *
 * **What to expect.** P acts on the parameters by an orthogonal matrix, so ‖∇f‖ is the same all over the orbit, and
 * gradient descent commutes with it: a permutation cannot help gradient descent, nor any optimizer whose state is
 * permuted along. It only matters to an optimizer with per-coordinate state that stays where it was.
 */

import { requireOneOf, requireOptions, requirePositive } from '../checks.js';
import { layerPair } from '../networks/network.js';
import { bestAssignment } from '../numerics/assignment.js';
import { sinkhorn } from '../numerics/sinkhorn.js';
import type { GroupAction, Vector } from '../seams.js';
import type { UnitActionOptions } from './positive-scaling.js';

/** Options of {@link permutation}. */
export interface PermutationOptions extends UnitActionOptions {
  /** What stands in for the derivative by ξ; 'sinkhorn' by default. */
  readonly relaxation?: 'sinkhorn' | 'none';
  /** τ of the soft action; 0.5 by default. Small: near the hard one, with vanishing derivatives. */
  readonly temperature?: number;
}

export interface PermutationAction extends GroupAction {
  /** p with P[i, p(i)] = 1: the new unit i is the old unit p(i). */
  permutation(xi: Vector): Int32Array;
  /** The soft action by S, whose derivative by ξ `vjp` gives; it does not keep the loss. */
  actSoftly(xi: Vector, x: Vector): Vector;
}

/** @throws if the network has no such layer, or the temperature is not positive. */
export function permutation(options: PermutationOptions): PermutationAction {
  const where = 'permutation';
  requireOptions(where, options, ['network', 'hidden', 'relaxation', 'temperature']);
  const { network: net, hidden = 1, relaxation = 'sinkhorn', temperature = 0.5 } = options;
  requireOneOf(where, 'relaxation', relaxation, ['sinkhorn', 'none']);
  requirePositive(where, 'temperature', temperature);
  const [lower, upper] = layerPair(where, net, hidden);
  const { dimension } = net;
  const k = lower.outputs;
  const soft = sinkhorn(k, temperature);
  const [scores, S, SBar] = Array.from({ length: 3 }, () => new Float64Array(k * k));

  const shifted = (xi: Vector): Vector => {
    for (let i = 0; i < k * k; i++) scores[i] = xi[i] + (i % (k + 1) === 0 ? 1 : 0); // I + Ξ
    return scores;
  };
  const permutationOf = (xi: Vector): Int32Array => bestAssignment(shifted(xi), k);
  /** Where the parameters of unit i lie: each is a start, a stride and a count. */
  const stretches = [
    { start: lower.weight, perUnit: lower.inputs, stride: 1, count: lower.inputs },
    ...(net.bias ? [{ start: lower.bias, perUnit: 1, stride: 1, count: 1 }] : []),
    { start: upper.weight, perUnit: 1, stride: k, count: upper.outputs },
  ];
  /** Calls `visit` for each parameter of unit i beside its counterpart of unit j. */
  const forEachPair = (i: number, j: number, visit: (atI: number, atJ: number) => void): void => {
    for (const { start, perUnit, stride, count } of stretches) {
      for (let c = 0; c < count; c++)
        visit(start + i * perUnit + c * stride, start + j * perUnit + c * stride);
    }
  };

  return {
    name: `permutations of ${k} units`,
    algebraDimension: k * k,
    dimension,
    invariance: 'exact',
    permutation: permutationOf,
    act: (xi, x, out = new Float64Array(dimension)) => {
      out.set(x);
      permutationOf(xi).forEach((from, to) => {
        forEachPair(to, from, (atTo, atFrom) => {
          out[atTo] = x[atFrom];
        });
      });
      return out;
    },
    actSoftly: (xi, x) => {
      soft.normalize(shifted(xi), S);
      const out = Float64Array.from(x);
      for (let i = 0; i < k; i++) {
        forEachPair(i, i, (at) => {
          out[at] = 0;
        });
        for (let j = 0; j < k; j++) {
          forEachPair(i, j, (atI, atJ) => {
            out[atI] += S[i * k + j] * x[atJ];
          });
        }
      }
      return out;
    },
    vjp: (xi, x, w, out = { xi: new Float64Array(k * k), x: new Float64Array(dimension) }) => {
      out.x.set(w);
      permutationOf(xi).forEach((from, to) => {
        forEachPair(to, from, (atTo, atFrom) => {
          out.x[atFrom] = w[atTo];
        });
      });
      if (relaxation === 'none') {
        out.xi.fill(0);
        return out;
      }
      soft.normalize(shifted(xi), S);
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) {
          let total = 0; // ∂/∂S_ij: what unit i's covector is on unit j's parameters
          forEachPair(i, j, (atI, atJ) => {
            total += w[atI] * x[atJ];
          });
          SBar[i * k + j] = total;
        }
      }
      soft.pullBack(SBar, out.xi);
      return out;
    },
    generator: (_xi, _x, out = new Float64Array(dimension)) => out.fill(0),
    generatorVjp: (_xi, _x, _w, out = new Float64Array(dimension)) => out.fill(0),
    compose: (xi, eta) => {
      const [p, q] = [permutationOf(xi), permutationOf(eta)];
      return scoresOf(p.map((from) => q[from])); // first η acts: unit i comes from q(p(i))
    },
    inverse: (xi) => {
      const inverse = new Int32Array(k);
      permutationOf(xi).forEach((from, to) => {
        inverse[from] = to;
      });
      return scoresOf(inverse);
    },
  };
}

/** P − I, whose best assignment with I is P. */
function scoresOf(p: Int32Array): Vector {
  const k = p.length;
  const scores = new Float64Array(k * k);
  p.forEach((from, to) => {
    scores[to * k + to] -= 1;
    scores[to * k + from] += 1;
  });
  return scores;
}
