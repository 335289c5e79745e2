/**
 * The paper's network family (Section 5.2): L = ½‖Y − W₂ σ(W₁X)‖², σ = LeakyReLU(0.1), no biases, where
 * X, Y, W₁, W₂ are 20 × 20 with entries from U(0, 1), fresh for every task, and GL(20) acts through the data.
 *
 * X is redrawn while its condition number is above 10⁶, about once in ten thousand draws: W₁ ↦ … X⁻¹ would not
 * keep the loss to 1e-9 there. Other sizes and depths, other actions: see the options.
 */

import { requireList, requireOptions, requireSize } from '../checks.js';
import { type Activation, leakyRelu } from '../networks/activation.js';
import { network } from '../networks/network.js';
import { pseudoInverse } from '../numerics/pseudo-inverse.js';
import type { Stream } from '../random/stream.js';
import type { Task, TaskFamily, Vector } from '../seams.js';
import {
  type NetworkActionName,
  networkAction,
  networkAlgebraDimension,
} from '../symmetry/network-action.js';
import { mlp } from './mlp.js';
import { squaredError } from './output-loss.js';

/** Options of {@link mlpRegression}; the defaults are the paper’s. */
export interface MlpRegressionOptions {
  /** Features, hidden widths, outputs; [20, 20, 20] by default. */
  readonly sizes?: readonly number[];
  /** Examples; as many as features by default. */
  readonly examples?: number;
  /** LeakyReLU(0.1) by default. */
  readonly activation?: Activation;
  /** 'general-linear', exact, by default; 'general-linear-first-order' is as published. */
  readonly action?: NetworkActionName;
  /** The hidden layer acted on, from 1, the default. */
  readonly hidden?: number;
}

/** Above this condition number X is redrawn. */
const LARGEST_CONDITION_NUMBER = 1e6;

/** @throws if the sizes make no network, or do not suit the action (more examples than features, through the data). */
export function mlpRegression(options: MlpRegressionOptions = {}): TaskFamily {
  requireOptions('mlpRegression', options, ['sizes', 'examples', 'activation', 'action', 'hidden']);
  const {
    sizes = [20, 20, 20],
    activation = leakyRelu(0.1),
    action = 'general-linear',
    hidden = 1,
  } = options;
  requireList('mlpRegression', 'sizes', sizes, 2);
  const net = network({ sizes, activation });
  const [features, outputs] = [sizes[0], sizes[sizes.length - 1]];
  const { examples = features } = options;
  requireSize('mlpRegression', 'examples', examples, 100_000);
  const plan = { network: net, examples, hidden };
  const algebraDimension = networkAlgebraDimension('mlpRegression', action, plan);

  const sample = (stream: Stream): Task => {
    const inputs = wellConditioned(stream.split('X'), features, examples);
    const loss = squaredError(stream.split('Y').uniforms(outputs * examples), outputs);
    return {
      optimizee: mlp({ network: net, inputs, loss }),
      action: networkAction(action, { network: net, inputs, hidden }),
      start: stream.split('W').uniforms(net.dimension),
    };
  };
  return {
    name: 'mlp-regression',
    dimension: net.dimension,
    algebraDimension,
    configuration: {
      sizes: [...sizes],
      examples,
      activation: activation.name,
      action,
      hidden,
      'X, Y, W': 'U(0, 1)',
    },
    sample,
  };
}

function wellConditioned(stream: Stream, features: number, examples: number): Vector {
  for (;;) {
    const X = stream.uniforms(features * examples);
    if (pseudoInverse(X, features, examples).conditionNumber <= LARGEST_CONDITION_NUMBER) return X;
  }
}
