/** Networks and what acts on them against automatic differentiation of the formulas in TensorFlow.js. */

import { beforeAll, describe, expect, it } from 'vitest';
import { lawTolerance } from '../../../src/laws.js';
import { leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import { type Network, network } from '../../../src/networks/network.js';
import { pseudoInverse } from '../../../src/numerics/pseudo-inverse.js';
import { mlp } from '../../../src/optimizees/mlp.js';
import { crossEntropy, squaredError } from '../../../src/optimizees/output-loss.js';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction, Vector } from '../../../src/seams.js';
import { generalLinearThroughData } from '../../../src/symmetry/general-linear.js';
import { generalLinearFirstOrder } from '../../../src/symmetry/general-linear-first-order.js';
import { positiveScaling } from '../../../src/symmetry/positive-scaling.js';
import type { TensorAction } from '../../../src/tensors/action.js';
import { loadTensors, type Tensors } from '../../../src/tensors/load.js';
import type { Tensor, Tensor1D, Tensor2D } from '../../../src/tensors/tfjs-types/index.js';
import { relativeError } from '../../support/finite-differences.js';

/** Half of the digits of float32. */
const TOLERANCE = lawTolerance('values', 'float32');

let tensors: Tensors;
beforeAll(async () => {
  tensors = await loadTensors();
});

const stream = Stream.fromSeed(80).split('tensors');

/** Normal numbers that float32 holds exactly. */
const exact = (name: string, n: number): Vector =>
  Float64Array.from(Float32Array.from(stream.split(name).normals(n)));

const EXAMPLES = 6;
const ACTIVATIONS = [
  { activation: leakyRelu(0.125), tensor: (z: Tensor) => z.leakyRelu(0.125) },
  { activation: relu, tensor: (z: Tensor) => z.relu() },
  { activation: linear, tensor: (z: Tensor) => z },
  { activation: tanh, tensor: (z: Tensor) => z.tanh() },
];

/** W_l and b_l of the flat vector, as tensors. */
function layers(net: Network, x: Tensor1D): { W: Tensor2D; b: Tensor | undefined }[] {
  const { tf } = tensors;
  return net.layers.map(({ inputs, outputs, weight, bias }) => ({
    W: tf.reshape(tf.slice(x, weight, inputs * outputs), [outputs, inputs]) as Tensor2D,
    b: net.bias ? tf.reshape(tf.slice(x, bias, outputs), [outputs, 1]) : undefined,
  }));
}

describe('mlp against TensorFlow.js', () => {
  const losses = ['squared error', 'cross-entropy'];
  const cases = ACTIVATIONS.flatMap((each) =>
    losses.flatMap((kind) =>
      [true, false].map((bias) => ({ ...each, kind, bias, name: each.activation.name })),
    ),
  );

  it.each(cases)('value, gradient and Hessian product: $name, $kind, biases $bias', (each) => {
    const { tf, optimizeeFromTensors } = tensors;
    const net = network({ sizes: [4, 5, 3, 3], activation: each.activation, bias: each.bias });
    const X = exact('X', 4 * EXAMPLES);
    const Y = exact('Y', 3 * EXAMPLES);
    const labels = [0, 1, 2, 2, 1, 0];
    const squared = each.kind === 'squared error';
    const closed = mlp({
      network: net,
      inputs: X,
      loss: squared ? squaredError(Y, 3) : crossEntropy(labels, 3),
    });
    const automatic = optimizeeFromTensors({
      name: 'mlp',
      dimension: net.dimension,
      value: (x) => {
        let A: Tensor = tf.tensor2d(Float32Array.from(X), [4, EXAMPLES]);
        layers(net, x).forEach(({ W, b }, l) => {
          const Z = b ? tf.matMul(W, A as Tensor2D).add(b) : tf.matMul(W, A as Tensor2D);
          A = l + 1 < net.layers.length ? each.tensor(Z) : Z;
        });
        if (squared)
          return tf
            .sub(tf.tensor2d(Float32Array.from(Y), [3, EXAMPLES]), A)
            .square()
            .sum()
            .mul(0.5);
        const oneHot = tf.transpose(tf.oneHot(labels, 3));
        return tf.logSumExp(A, 0).sub(A.mul(oneHot).sum(0)).mean();
      },
    });
    const x = exact('x', net.dimension);
    const v = exact('v', net.dimension);
    expect(Math.abs(closed.value(x) / automatic.value(x) - 1)).toBeLessThan(TOLERANCE);
    expect(relativeError(closed.gradient(x), automatic.gradient(x))).toBeLessThan(TOLERANCE);
    expect(relativeError(closed.hessianVector(x, v), automatic.hessianVector(x, v))).toBeLessThan(TOLERANCE);
  });
});

describe('actions on networks against TensorFlow.js', () => {
  const K = 4;
  const net = network({ sizes: [5, K, 3], activation: leakyRelu(0.125) });
  const X = exact('data', 5 * K); // 5 features, 4 examples
  const P = pseudoInverse(X, 5, K).matrix;

  /** exp T by its series: 16 terms for ‖T‖ near 1. */
  const series = (T: Tensor2D): Tensor2D => {
    const { tf } = tensors;
    let term = tf.eye(K);
    let total = tf.eye(K);
    for (let i = 1; i <= 16; i++) {
      term = tf.matMul(term, T).div(i);
      total = total.add(term);
    }
    return total;
  };

  function throughData(elements: (T: Tensor2D) => [Tensor2D, Tensor2D]): TensorAction {
    const { tf, actionFromTensors } = tensors;
    return actionFromTensors({
      name: 'through the data',
      algebraDimension: K * K,
      dimension: net.dimension,
      abelian: false,
      act: (xi, x) => {
        const [g, gInverse] = elements(tf.reshape(xi, [K, K]) as Tensor2D);
        const [{ W }, { W: V }] = layers(net, x);
        const Z = tf.matMul(W, tf.tensor2d(Float32Array.from(X), [5, K]));
        const image = tf.matMul(g, Z.leakyRelu(0.125)).leakyRelu(8) as Tensor2D;
        const moved = W.add(tf.matMul(image.sub(Z), tf.tensor2d(Float32Array.from(P), [K, 5])));
        return tf.concat([moved.flatten(), tf.matMul(V, gInverse).flatten()]);
      },
    });
  }

  function compare(closed: GroupAction, automatic: TensorAction): void {
    const x = exact('point', net.dimension);
    const xi = exact('element', closed.algebraDimension).map((z) => z / 8);
    const w = exact('covector', net.dimension);
    expect(relativeError(closed.act(xi, x), automatic.act(xi, x))).toBeLessThan(TOLERANCE);
    const [ours, theirs] = [closed.vjp(xi, x, w), automatic.vjp(xi, x, w)];
    expect(relativeError(ours.xi, theirs.xi)).toBeLessThan(TOLERANCE);
    expect(relativeError(ours.x, theirs.x)).toBeLessThan(TOLERANCE);
    expect(relativeError(closed.generator(xi, x), automatic.generator(xi, x))).toBeLessThan(TOLERANCE);
  }

  it('GL(k) through the data', () => {
    const automatic = throughData((T) => [series(T), series(T.neg() as Tensor2D)]);
    compare(generalLinearThroughData({ network: net, inputs: X }), automatic);
  });

  it('GL(k) through the data, first order', () => {
    const { tf } = tensors;
    const automatic = throughData((T) => [tf.eye(K).add(T), tf.eye(K).sub(T)]);
    compare(generalLinearFirstOrder({ network: net, inputs: X }), automatic);
  });

  it('positive scaling', () => {
    const { tf, actionFromTensors } = tensors;
    const automatic = actionFromTensors({
      name: 'scaling',
      algebraDimension: K,
      dimension: net.dimension,
      abelian: true,
      act: (xi, x) => {
        const [{ W }, { W: V }] = layers(net, x);
        const D = tf.reshape(tf.exp(xi), [K, 1]);
        return tf.concat([W.mul(D).flatten(), V.div(tf.reshape(D, [1, K])).flatten()]);
      },
    });
    compare(positiveScaling({ network: net }), automatic);
  });
});
