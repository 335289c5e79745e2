/**
 * Training a multilayer perceptron as an optimizee: f(x) = ℓ(Z_L(x; X)), x all weights (and biases) in one vector.
 *
 * The paper's instance is L = ½‖Y − W₂σ(W₁X)‖² (Section 5.2; `mlp-regression.ts`). Gradient by backpropagation,
 * Hessian–vector product by Pearlmutter's R-operator (see `../numerics/network-pass.ts`); where σ is piecewise
 * linear both hold almost everywhere, off the kinks.
 */

import { refuse, requireLength, requireOptions, requireVector } from '../checks.js';
import { type Network, requireNetwork } from '../networks/network.js';
import { networkPass } from '../networks/network-pass.js';
import { requireMethods } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';
import type { OutputLoss } from './output-loss.js';

/** Options of {@link mlp}. */
export interface MlpOptions {
  /** The layers; see `network`. */
  readonly network: Network;
  /** X, row-major [features, examples]. */
  readonly inputs: Vector;
  /** What the outputs are judged by; carries the targets. */
  readonly loss: OutputLoss;
  readonly name?: string;
}

export interface MlpOptimizee extends Optimizee {
  /** Z_L(x), the outputs on the training inputs or on others; a new vector. [outputs, examples] */
  predict(x: Vector, inputs?: Vector): Vector;
}

/** @throws if the network's sizes do not match the inputs or the loss. */
export function mlp(options: MlpOptions): MlpOptimizee {
  requireOptions('mlp', options, ['network', 'inputs', 'loss', 'name']);
  const { network: net, inputs, loss, name } = options;
  requireNetwork('mlp', net);
  requireMethods('mlp', 'loss', loss, ['value', 'gradient', 'hessianVector']);
  const features = net.sizes[0];
  const outputs = net.sizes[net.sizes.length - 1];
  const { examples } = loss;
  requireVector('mlp', `inputs of ${features} features × ${examples} examples`, inputs, features * examples);
  if (outputs !== loss.outputs) {
    refuse('mlp', `the network's last size must be the ${loss.outputs} outputs of the loss`, outputs);
  }
  const pass = networkPass(net, Float64Array.from(inputs), examples);
  const delta = new Float64Array(outputs * examples);
  const rDelta = new Float64Array(outputs * examples);
  const unused = new Float64Array(net.dimension);

  const forward = (x: Vector): Vector => {
    if (x.length !== net.dimension) requireLength('mlp', 'x', x, net.dimension);
    return pass.forward(x);
  };

  return {
    name: name ?? `mlp ${net.sizes.join('-')} ${net.activation.name}, ${loss.name}`,
    dimension: net.dimension,
    value: (x) => loss.value(forward(x)),
    gradient: (x, out = new Float64Array(net.dimension)) =>
      pass.backward(x, loss.gradient(forward(x), delta), out),
    hessianVector: (x, v, out = new Float64Array(net.dimension)) => {
      const Z = forward(x);
      if (v.length !== net.dimension) requireLength('mlp', 'v', v, net.dimension);
      pass.backward(x, loss.gradient(Z, delta), unused); // leaves every δ_l behind
      return pass.backwardTangent(x, v, loss.hessianVector(Z, pass.tangent(x, v), rDelta), out);
    },
    predict: (x, others = inputs) => {
      requireLength('mlp.predict', 'x', x, net.dimension);
      const count = others.length / features;
      requireVector('mlp.predict', 'inputs', others, features * Math.max(1, Math.floor(count)));
      return Float64Array.from(networkPass(net, others, count).forward(x));
    },
  };
}
