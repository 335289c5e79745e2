/**
 * k × k matrices acting on two neighbouring layers through the data (arXiv 2205.10637, equation 8; paper, Section 5.2).
 *
 * Hidden layer h has k units and reads H = A_{h−1} [d, N], d features of N examples; Z = W H, A = σ(Z). With g the
 * element that T stands for and g⁻¹ its inverse (or what is taken for them: see `general-linear.ts` and
 * `general-linear-first-order.ts`):
 *
 *     V ↦ V g⁻¹                       V = W_{h+1} [m, k], which reads the layer
 *     W ↦ W + (Z′ − Z) H⁺             W = W_h [k, d],   Z′ = σ⁻¹(g A)
 *
 * The next layer then receives V g⁻¹ σ(W′H) = V A, so that the output and the loss stay, provided that W′H = Z′,
 * that is (Z′ − Z) H⁺H = Z′ − Z for whatever Z′ comes. That holds if H has full column rank, H⁺H = I: as many
 * features as examples (the paper's 20 × 20, where W′ = Z′H⁻¹ as published) or more. With fewer features than
 * examples Z′ leaves the row space of H and the loss changes to first order already: such data are refused (a later
 * layer may still qualify, if the one below it is wider than there are examples). Where d > N, the published
 * W′ = Z′H⁺ drops the part of W that the data do not see; W + (Z′ − Z)H⁺ keeps it, so that the identity moves
 * nothing and W′ is the nearest solution to W. A bias counts as a feature that is always 1.
 *
 * With P = H⁺, covectors (W̄′, V̄′) at the image, and σ⁻¹ piecewise linear as every σ⁻¹ here is:
 *
 *     generator     Ẇ = (T A ∘ (σ⁻¹)′(A)) P,   V̇ = −V T
 *     vjp           B̄ = W̄′Pᵀ ∘ (σ⁻¹)′(gA),   Ā = gᵀB̄,   Z̄ = Ā ∘ σ′(Z) − W̄′Pᵀ,   W̄ = W̄′ + Z̄Hᵀ,   V̄ = V̄′(g⁻¹)ᵀ,
 *                   covectors on g and g⁻¹: B̄Aᵀ and VᵀV̄′;   on H and P: WᵀZ̄ and (Z′ − Z)ᵀW̄′ (`layer-input.ts`).
 */

import { refuse, requireOptions, requirePositive } from '../checks.js';
import { layerPair, type Network } from '../networks/network.js';
import { multiply, multiplyABt, multiplyAtB } from '../numerics/dense.js';
import { addScaled } from '../numerics/vector.js';
import type { GroupAction, Vector } from '../seams.js';
import { layerInput } from './layer-input.js';

/** The network, its data, and the hidden layer acted on. */
export interface ThroughDataOptions {
  /** The network of the optimizee acted on. */
  readonly network: Network;
  /** Its data X, row-major [features, examples]. */
  readonly inputs: Vector;
  /** The hidden layer whose units are mixed, from 1, the default. */
  readonly hidden?: number;
  /**
   * Data of a larger condition number are refused; 1e6 by default: the loss then changes by less than 1e-9 of
   * itself, some 1e6 · 2⁻⁵² times a small factor.
   */
  readonly largestConditionNumber?: number;
}

/** How T ∈ ℝ^{k × k} stands for a group element. */
export interface ElementMap {
  /** g and g⁻¹ (or what is taken for them). */
  element(T: Vector, g: Vector, gInverse: Vector): void;
  /** T̄ from the covectors on g and g⁻¹, at the T of the last `element`. */
  pullBack(gBar: Vector, gInverseBar: Vector, gInverse: Vector, out: Vector): Vector;
}

/** All of the action but the group law. */
export type ThroughData = Omit<GroupAction, 'name' | 'invariance' | 'compose' | 'inverse'>;

/**
 * @throws if σ has no inverse, the network no such layer, or the data more examples than features or too large a
 * condition number; for hidden > 1 the latter is checked at every use, since the layer's input moves.
 */
export function throughData(
  where: string,
  options: ThroughDataOptions,
  elementMap: (k: number) => ElementMap,
): ThroughData {
  requireOptions(where, options, ['network', 'inputs', 'hidden', 'largestConditionNumber']);
  const { network: net, inputs, hidden = 1, largestConditionNumber = 1e6 } = options;
  requirePositive(where, 'largestConditionNumber', largestConditionNumber);
  const [lower, upper] = layerPair(where, net, hidden);
  const { activation } = net;
  const inverse =
    activation.inverse ?? refuse(where, 'the activation must have an inverse on ℝ', activation.name);
  const input = layerInput(where, { network: net, inputs, hidden, largestConditionNumber });
  const { features: d, examples: N } = input;
  const k = lower.outputs;
  const m = upper.outputs;
  const { element, pullBack } = elementMap(k);

  const perUnit = () => new Float64Array(k * N);
  const [Z, A, B, ZNext, ZBar, BBar, ABar, scratch] = Array.from({ length: 8 }, perUnit);
  const [g, gInverse, gBar, gInverseBar] = Array.from({ length: 4 }, () => new Float64Array(k * k));
  const [W, WOut] = [new Float64Array(k * d), new Float64Array(k * d)]; // [W, b] where there are biases
  const HBar = new Float64Array(d * N);
  const PBar = new Float64Array(N * d);
  const reads = (x: Vector) => x.subarray(upper.weight, upper.bias); // V

  return {
    algebraDimension: k * k,
    dimension: net.dimension,
    act: (T, x, out = new Float64Array(net.dimension)) => {
      const { P } = image(T, x);
      out.set(x);
      addScaled(ZNext, -1, Z);
      addScaled(W, 1, multiply(ZNext, P, k, N, d, WOut));
      scatter(W, out);
      multiply(reads(x), gInverse, m, k, k, reads(out));
      return out;
    },
    vjp: (T, x, w, out = { xi: new Float64Array(k * k), x: new Float64Array(net.dimension) }) => {
      const { H, P } = image(T, x);
      const WBar = gather(w, WOut);
      out.x.set(w);
      multiplyABt(WBar, P, k, d, N, scratch); // W̄′Pᵀ
      inverse.timesSlope(B, scratch, BBar);
      multiplyAtB(g, BBar, k, k, N, ABar);
      activation.timesSlope(Z, ABar, ZBar);
      addScaled(ZBar, -1, scratch);
      if (!input.fixed) {
        multiplyAtB(W, ZBar, d, k, N, HBar);
        multiplyAtB(addScaled(ZNext, -1, Z), WBar, N, k, d, PBar);
        input.pullBack(x, HBar, PBar, out.x);
      }
      addScaled(WBar, 1, multiplyABt(ZBar, H, k, N, d, W));
      scatter(WBar, out.x);
      multiplyABt(reads(w), gInverse, m, k, k, reads(out.x));
      multiplyABt(BBar, A, k, N, k, gBar);
      multiplyAtB(reads(x), reads(w), k, m, k, gInverseBar);
      pullBack(gBar, gInverseBar, gInverse, out.xi);
      return out;
    },
    generator: (T, x, out = new Float64Array(net.dimension)) => {
      const { P } = hiddenLayer(x);
      out.fill(0);
      multiply(T, A, k, k, N, B);
      inverse.timesSlope(A, B, B);
      scatter(multiply(B, P, k, N, d, W), out);
      const moved = multiply(reads(x), T, m, k, k, reads(out));
      for (let i = 0; i < moved.length; i++) moved[i] = -moved[i];
      return out;
    },
    ...(input.fixed && { generatorVjp }),
  };

  /** The transpose of x ↦ generator(T, x) at w: Z̄ = Tᵀ(W̄Pᵀ ∘ (σ⁻¹)′(A)) ∘ σ′(Z), W-part Z̄Hᵀ, V-part −V̄Tᵀ. */
  function generatorVjp(
    T: Vector,
    x: Vector,
    w: Vector,
    out: Vector = new Float64Array(net.dimension),
  ): Vector {
    const { H, P } = hiddenLayer(x);
    out.fill(0);
    multiplyABt(gather(w, WOut), P, k, d, N, scratch);
    inverse.timesSlope(A, scratch, BBar);
    activation.timesSlope(Z, multiplyAtB(T, BBar, k, k, N, ABar), ZBar);
    scatter(multiplyABt(ZBar, H, k, N, d, W), out);
    const moved = multiplyABt(reads(w), T, m, k, k, reads(out));
    for (let i = 0; i < moved.length; i++) moved[i] = -moved[i];
    return out;
  }

  /** W, Z and A at x. */
  function hiddenLayer(x: Vector): { readonly H: Vector; readonly P: Vector } {
    const found = input.at(x);
    gather(x, W);
    multiply(W, found.H, k, d, N, Z);
    activation.map(Z, A);
    return found;
  }

  /** The same, with g, g⁻¹, B = gA and Z′. */
  function image(T: Vector, x: Vector): { readonly H: Vector; readonly P: Vector } {
    const found = hiddenLayer(x);
    element(T, g, gInverse);
    multiply(g, A, k, k, N, B);
    inverse.map(B, ZNext);
    return found;
  }

  /** [W_h, b_h], row-major [k, d], from a parameter vector. */
  function gather(x: Vector, out: Vector): Vector {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < lower.inputs; j++) out[i * d + j] = x[lower.weight + i * lower.inputs + j];
      if (net.bias) out[i * d + d - 1] = x[lower.bias + i];
    }
    return out;
  }

  function scatter(from: Vector, x: Vector): void {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < lower.inputs; j++) x[lower.weight + i * lower.inputs + j] = from[i * d + j];
      if (net.bias) x[lower.bias + i] = from[i * d + d - 1];
    }
  }
}
