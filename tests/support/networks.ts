/** Small networks to hold objectives and actions against the laws on. */

import type { Activation } from '../../src/networks/activation.js';
import { type Network, type NetworkOptions, network } from '../../src/networks/network.js';
import { type MlpOptimizee, mlp } from '../../src/optimizees/mlp.js';
import { crossEntropy, squaredError } from '../../src/optimizees/output-loss.js';
import type { Stream } from '../../src/random/stream.js';
import type { Vector } from '../../src/seams.js';

/** The step of differences that seldom straddles a kink of ReLUs, for `checkDerivatives` and `checkAction`. */
export const BETWEEN_KINKS = 1e-6;

export type LossKind = 'squared error' | 'cross-entropy';

/** A network with its data and its loss. */
export interface NetworkProblem {
  readonly net: Network;
  readonly inputs: Vector;
  readonly f: MlpOptimizee;
}

/** Inputs and targets from N(0, 1), classes at random. */
export function networkProblem(
  options: NetworkOptions,
  kind: LossKind,
  examples: number,
  draws: Stream,
): NetworkProblem {
  const net = network(options);
  const outputs = net.sizes[net.sizes.length - 1];
  const inputs = draws.split('inputs').normals(net.sizes[0] * examples);
  const targets = draws.split('targets');
  const loss =
    kind === 'squared error'
      ? squaredError(targets.normals(outputs * examples), outputs)
      : crossEntropy(
          Array.from({ length: examples }, () => targets.integer(outputs)),
          outputs,
        );
  return { net, inputs, f: mlp({ network: net, inputs, loss }) };
}

/** Three weight layers, biases, more examples than features, classes to tell apart. */
export function classifier(activation: Activation, draws: Stream): NetworkProblem {
  return networkProblem({ sizes: [3, 6, 5, 3], activation, bias: true }, 'cross-entropy', 10, draws);
}

/** The paper's regression: 20 × 20, everything from U(0, 1). */
export function paperRegression(activation: Activation, draws: Stream): NetworkProblem {
  const net = network({ sizes: [20, 20, 20], activation });
  const inputs = draws.split('inputs').uniforms(400);
  const loss = squaredError(draws.split('targets').uniforms(400), 20);
  return { net, inputs, f: mlp({ network: net, inputs, loss }) };
}
