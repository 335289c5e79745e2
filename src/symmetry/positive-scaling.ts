/**
 * Positive scaling of a hidden layer's units, for positively homogeneous activations, σ(c z) = c σ(z) for c > 0:
 *
 *     W ↦ D W,   b ↦ D b,   V ↦ V D⁻¹,     D = diag(exp ξ₁, …, exp ξ_k),
 *
 * W, b the layer that makes the k units and V the one that reads them. Exact, free of the data, and commutative:
 * exp(ξ) exp(η) = exp(ξ + η). With covectors (W̄′, b̄′, V̄′) at the image (W′, b′, V′), row i and column i of unit i:
 *
 *     generator   Ẇ_i = ξ_i W_i,   ḃ_i = ξ_i b_i,   V̇_i = −ξ_i V_i
 *     vjp         ξ̄_i = ⟨W̄′_i, W′_i⟩ + b̄′_i b′_i − ⟨V̄′_i, V′_i⟩,   W̄ = D W̄′,   b̄ = D b̄′,   V̄ = V̄′ D⁻¹.
 */

import { refuse, requireOptions } from '../checks.js';
import { layerPair, type Network } from '../networks/network.js';
import { scaled, sum } from '../numerics/vector.js';
import type { GroupAction, Vector } from '../seams.js';

/** The network, and the hidden layer whose units are acted on. */
export interface UnitActionOptions {
  /** The network of the optimizee acted on. */
  readonly network: Network;
  /** The hidden layer acted on, from 1, the default. */
  readonly hidden?: number;
}

/** @throws if the activation is not positively homogeneous, or the network has no such layer. */
export function positiveScaling(options: UnitActionOptions): GroupAction {
  requireOptions('positiveScaling', options, ['network', 'hidden']);
  const { network: net, hidden = 1 } = options;
  const [lower, upper] = layerPair('positiveScaling', net, hidden);
  const { activation, dimension } = net;
  if (!activation.homogeneous) {
    refuse('positiveScaling', 'the activation must be positively homogeneous', activation.name);
  }
  const k = lower.outputs;
  const factors = new Float64Array(k);
  const inverseFactors = new Float64Array(k);

  const scaleBy = (xi: Vector, x: Vector, out: Vector): Vector => {
    for (let i = 0; i < k; i++) {
      factors[i] = Math.exp(xi[i]);
      inverseFactors[i] = Math.exp(-xi[i]);
    }
    out.set(x);
    forEachParameter((at, unit, sign) => {
      out[at] *= sign > 0 ? factors[unit] : inverseFactors[unit];
    });
    return out;
  };
  /** A covector or point times ±ξ, entry by entry: the generator, and its own transpose. */
  const generator = (xi: Vector, x: Vector, out: Vector = new Float64Array(dimension)): Vector => {
    out.fill(0);
    forEachParameter((at, unit, sign) => {
      out[at] = sign * xi[unit] * x[at];
    });
    return out;
  };

  return {
    name: `positive scaling of ${k} units`,
    algebraDimension: k,
    dimension,
    invariance: 'exact',
    act: (xi, x, out = new Float64Array(dimension)) => scaleBy(xi, x, out),
    vjp: (xi, x, w, out = { xi: new Float64Array(k), x: new Float64Array(dimension) }) => {
      scaleBy(xi, w, out.x); // D is diagonal: its own transpose
      out.xi.fill(0);
      forEachParameter((at, unit, sign) => {
        out.xi[unit] += sign * out.x[at] * x[at]; // ⟨w, D x⟩ = ⟨D w, x⟩
      });
      return out;
    },
    generator,
    generatorVjp: (xi, _x, w, out) => generator(xi, w, out),
    compose: (xi, eta) => sum(xi, 1, eta),
    inverse: (xi) => scaled(-1, xi),
  };

  /** Visits what belongs to unit i: W_i and b_i with sign 1, V's column i with sign −1. */
  function forEachParameter(visit: (at: number, unit: number, sign: 1 | -1) => void): void {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < lower.inputs; j++) visit(lower.weight + i * lower.inputs + j, i, 1);
      if (net.bias) visit(lower.bias + i, i, 1);
    }
    for (let r = 0; r < upper.outputs; r++) {
      for (let i = 0; i < k; i++) visit(upper.weight + r * k + i, i, -1);
    }
  }
}
