/**
 * A multilayer perceptron as a map of its parameters: where each weight lies in the one parameter vector.
 *
 *     A₀ = X,   Z_l = W_l A_{l−1} + b_l 1ᵀ,   A_l = σ(Z_l) for l < L,   output Z_L (no activation).
 *
 * Examples are columns: X is [n₀, N]. The parameter vector holds, layer by layer from the first, W_l row-major
 * [n_l, n_{l−1}] and then, if the network has biases, b_l [n_l].
 */

import { refuse, requireBoolean, requireCount, requireObject, requireOptions } from '../checks.js';
import { requireMethods } from '../seam-checks.js';
import type { Vector } from '../seams.js';
import type { Activation } from './activation.js';

/** Options of {@link network}. */
export interface NetworkOptions {
  /** n₀, n₁, …, n_L: features, the hidden layers' widths, outputs. */
  readonly sizes: readonly number[];
  readonly activation: Activation;
  /** Whether layers have biases; the paper's have none, the default. */
  readonly bias?: boolean;
}

/** Where one layer's parameters lie. */
export interface LayerLayout {
  /** n_{l−1}. */
  readonly inputs: number;
  /** n_l. */
  readonly outputs: number;
  /** Index of W_l[0, 0]. */
  readonly weight: number;
  /** Index of b_l[0]; equal to `end` without biases. */
  readonly bias: number;
  /** Index after the layer's last parameter. */
  readonly end: number;
}

/** The shape of a multilayer perceptron: where each weight lies in the parameter vector. */
export interface Network {
  readonly sizes: readonly number[];
  readonly activation: Activation;
  readonly bias: boolean;
  /** L layers; `layers[0]` is the paper's W₁. */
  readonly layers: readonly LayerLayout[];
  /** The number of parameters. */
  readonly dimension: number;
}

/** Of more a single vector takes more than 80 MB, and an optimizer keeps several. */
const MOST_PARAMETERS = 10_000_000;

/** Requires what {@link network} makes. */
export function requireNetwork(where: string, net: Network): void {
  requireObject(where, 'network', net);
  if (!Array.isArray(net.layers) || !Array.isArray(net.sizes)) {
    refuse(where, 'network must be one that `network` makes', net);
  }
  requireCount(where, 'network.dimension', net.dimension);
}

/** @throws if there are fewer than two sizes, or one is not a whole number above 0, or they make more than 10,000,000 parameters. */
export function network(options: NetworkOptions): Network {
  requireOptions('network', options, ['sizes', 'activation', 'bias']);
  const { sizes, activation, bias = false } = options;
  requireMethods('network', 'activation', activation, ['map', 'timesSlope', 'timesCurvature']);
  requireBoolean('network', 'bias', bias);
  if (!Array.isArray(sizes) || sizes.length < 2)
    refuse('network', 'sizes must name at least the features and the outputs', sizes);
  sizes.forEach((size, l) => {
    requireCount('network', `sizes[${l}]`, size);
  });
  const layers: LayerLayout[] = [];
  let weight = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [inputs, outputs] = [sizes[l - 1], sizes[l]];
    const biasAt = weight + inputs * outputs;
    const end = biasAt + (bias ? outputs : 0);
    layers.push({ inputs, outputs, weight, bias: biasAt, end });
    weight = end;
  }
  if (weight > MOST_PARAMETERS) {
    refuse('network', `sizes must make at most ${MOST_PARAMETERS} parameters`, `${weight} of them`);
  }
  return { sizes: [...sizes], activation, bias, layers, dimension: weight };
}

/** A view of W_l, l from 1. [n_l, n_{l−1}] */
export function weightsOf(net: Network, x: Vector, l: number): Vector {
  const { weight, bias } = net.layers[l - 1];
  return x.subarray(weight, bias);
}

/** A view of b_l, l from 1; empty without biases. [n_l] */
export function biasesOf(net: Network, x: Vector, l: number): Vector {
  const { bias, end } = net.layers[l - 1];
  return x.subarray(bias, end);
}

/** The two neighbouring layers of hidden layer h (from 1): W_h makes it, W_{h+1} reads it. @throws if there is no such layer. */
export function layerPair(where: string, net: Network, hidden: number): readonly [LayerLayout, LayerLayout] {
  requireNetwork(where, net);
  const hiddenLayers = net.layers.length - 1;
  if (!Number.isInteger(hidden) || hidden < 1 || hidden > hiddenLayers) {
    refuse(
      where,
      `hidden must be one of the network's ${hiddenLayers} hidden layers, counted from 1`,
      hidden,
    );
  }
  return [net.layers[hidden - 1], net.layers[hidden]];
}
