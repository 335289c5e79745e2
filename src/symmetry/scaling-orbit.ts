/**
 * The nearest point of an orbit under all symmetries of a two-layer network with a positively homogeneous activation: positive scaling of
 * its hidden units (`positive-scaling.ts`) and their permutations (`permutation.ts`), together.
 *
 *     min over s > 0 and p of   Σ_i ‖w_i − s_i w*_{p(i)}‖² + ‖v_i − v*_{p(i)} / s_i‖²,
 *
 * w_i the weights (and bias) into unit i and v_i those out of it. For a pair of units the best s is a root of ‖w*‖² s⁴ − ⟨w, w*⟩ s³ +
 * ⟨v, v*⟩ s − ‖v*‖², where the least is taken over all positive roots (up to three). Then p is an assignment problem. Both are exact, to rounding.
 */

import { refuse } from '../checks.js';
import type { Network } from '../networks/network.js';
import { bestAssignment } from '../numerics/assignment.js';
import { rootsBetween } from '../numerics/polynomial.js';
import { dot, squaredNorm } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

/** Where the parameters of a unit lie: into it, and out of it. */
interface Unit {
  readonly into: readonly number[];
  readonly outOf: readonly number[];
}

/** x ↦ the point nearest to x of the orbit of `point`; NaN where x is not finite, or too large to tell. @throws unless there is one hidden layer with a homogeneous activation. */
export function nearestOnScalingOrbit(net: Network, point: Vector): (x: Vector) => Vector {
  const where = 'nearestOnScalingOrbit';
  if (net.layers.length !== 2) refuse(where, 'the network must have one hidden layer', net.layers.length - 1);
  if (!net.activation.homogeneous) {
    refuse(where, 'the activation must be positively homogeneous', net.activation.name);
  }
  if (net.bias) refuse(where, 'the network must have no biases: the last ones belong to no unit', net.bias);
  const [lower, upper] = net.layers;
  const k = lower.outputs;
  const units = Array.from(
    { length: k },
    (_, i): Unit => ({
      into: Array.from({ length: lower.inputs }, (_, j) => lower.weight + i * lower.inputs + j),
      outOf: Array.from({ length: upper.outputs }, (_, r) => upper.weight + r * k + i),
    }),
  );
  const part = (x: Vector, indices: readonly number[]) => Float64Array.from(indices, (at) => x[at]);
  const stars = units.map(({ into, outOf }) => ({ w: part(point, into), v: part(point, outOf) }));

  return (x) => {
    const scales = new Float64Array(k * k);
    const gains = new Float64Array(k * k);
    for (let i = 0; i < k; i++) {
      const [w, v] = [part(x, units[i].into), part(x, units[i].outOf)];
      stars.forEach((star, j) => {
        const best = bestScale(w, v, star.w, star.v);
        scales[i * k + j] = best.s;
        gains[i * k + j] = -best.cost;
      });
    }
    const nearest = new Float64Array(x.length);
    if (!gains.every(Number.isFinite)) return nearest.fill(Number.NaN);
    bestAssignment(gains, k).forEach((j, i) => {
      const s = scales[i * k + j];
      units[i].into.forEach((at, c) => {
        nearest[at] = s * stars[j].w[c];
      });
      units[i].outOf.forEach((at, c) => {
        nearest[at] = stars[j].v[c] / s;
      });
    });
    return nearest;
  };
}

/** The s > 0 with the least ‖w − s w*‖² + ‖v − v* / s‖², and that. */
function bestScale(w: Vector, v: Vector, wStar: Vector, vStar: Vector): { s: number; cost: number } {
  const [a, b, c, e] = [squaredNorm(wStar), dot(w, wStar), dot(v, vStar), squaredNorm(vStar)];
  // Beyond this bound (Cauchy's) the first term of the quartic outweighs all others.
  const bound = 1 + Math.max(Math.abs(b), Math.abs(c), e) / a;
  const cost = (s: number) => a * s * s - 2 * b * s + e / (s * s) - (2 * c) / s;
  const rest = squaredNorm(w) + squaredNorm(v);
  return rootsBetween([-e, c, 0, -b, a], 0, bound)
    .map((s) => ({ s, cost: cost(s) + rest }))
    .reduce((best, one) => (one.cost < best.cost ? one : best), {
      s: Number.NaN,
      cost: Number.POSITIVE_INFINITY,
    });
}
