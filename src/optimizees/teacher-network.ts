/**
 * Regression on what another network says: L = ½‖W₂*σ(W₁*X) − W₂σ(W₁X)‖², σ = LeakyReLU(0.1), no biases, so that the optimum is known. It
 * is no point: L = 0 on the whole orbit of (W₁*, W₂*) under positive scaling and permutations of the hidden units, and `minimum.nearest`
 * gives that of its points which is nearest. Across the orbit L is strictly convex near it, where examples are enough.
 *
 * X ~ N(0, 1); teacher and start have entries from N(0, 1/inputs of the layer). Positive scaling is the action.
 */

import { requireCount, requireOptions } from '../checks.js';
import { leakyRelu } from '../networks/activation.js';
import { type Network, network } from '../networks/network.js';
import { networkPass } from '../networks/network-pass.js';
import type { Stream } from '../random/stream.js';
import type { TaskFamily, Vector } from '../seams.js';
import { positiveScaling } from '../symmetry/positive-scaling.js';
import { nearestOnScalingOrbit } from '../symmetry/scaling-orbit.js';
import { mlp } from './mlp.js';
import { squaredError } from './output-loss.js';

/** Options of {@link teacherNetworks}. */
export interface TeacherNetworksOptions {
  /** Features, hidden width, outputs; [4, 3, 2] by default. */
  readonly sizes?: readonly [number, number, number];
  /** Examples; 20 by default. */
  readonly examples?: number;
}

/** @throws on sizes that make no network. */
export function teacherNetworks(options: TeacherNetworksOptions = {}): TaskFamily {
  requireOptions('teacherNetworks', options, ['sizes', 'examples']);
  const { sizes = [4, 3, 2], examples = 20 } = options;
  requireCount('teacherNetworks', 'examples', examples);
  const net = network({ sizes, activation: leakyRelu(0.1) });
  const [features, hidden, outputs] = sizes;
  const action = positiveScaling({ network: net });
  return {
    name: 'teacher-networks',
    dimension: net.dimension,
    algebraDimension: hidden,
    configuration: {
      sizes: [...sizes],
      examples,
      activation: net.activation.name,
      action: 'positive-scaling',
      X: 'N(0, 1)',
      'teacher, start': 'N(0, 1/inputs)',
    },
    sample: (stream) => {
      const inputs = stream.split('X').normals(features * examples);
      const teacher = weights(net, stream.split('teacher'));
      const targets = Float64Array.from(networkPass(net, inputs, examples).forward(teacher));
      const minimum = { value: 0, point: teacher, nearest: nearestOnScalingOrbit(net, teacher) };
      return {
        optimizee: { ...mlp({ network: net, inputs, loss: squaredError(targets, outputs) }), minimum },
        action,
        start: weights(net, stream.split('start')),
      };
    },
  };
}

function weights(net: Network, stream: Stream): Vector {
  const x = stream.normals(net.dimension);
  for (const { inputs, weight, end } of net.layers) {
    for (let at = weight; at < end; at++) x[at] /= Math.sqrt(inputs);
  }
  return x;
}
