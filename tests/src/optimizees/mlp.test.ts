import { describe, expect, it } from 'vitest';
import { leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import { type NetworkOptions, network } from '../../../src/networks/network.js';
import { type MlpOptimizee, mlp } from '../../../src/optimizees/mlp.js';
import { crossEntropy, type OutputLoss, squaredError } from '../../../src/optimizees/output-loss.js';
import { Stream } from '../../../src/random/stream.js';

const stream = Stream.fromSeed(30).split('mlp');
const EXAMPLES = 7;

function lossFor(kind: string, outputs: number): OutputLoss {
  if (kind === 'squared error') return squaredError(stream.normals(outputs * EXAMPLES), outputs);
  return crossEntropy(
    Array.from({ length: EXAMPLES }, () => stream.integer(outputs)),
    outputs,
  );
}

function problem(options: NetworkOptions, kind: string): MlpOptimizee {
  const net = network(options);
  const inputs = stream.normals(options.sizes[0] * EXAMPLES);
  return mlp({ network: net, inputs, loss: lossFor(kind, net.sizes[net.sizes.length - 1]) });
}

describe('mlp', () => {
  it('is the formula of the paper, written out for one hidden layer', () => {
    const net = network({ sizes: [2, 2, 1], activation: leakyRelu(0.1) });
    const X = Float64Array.of(1, 2, 3, -1); // examples (1, 3) and (2, −1)
    const f = mlp({ network: net, inputs: X, loss: squaredError(Float64Array.of(1, -1), 1) });
    const x = Float64Array.of(1, 0, -1, 1, /* W₂ */ 2, -3);
    // W₁X = [[1, 2], [2, −3]], σ = [[1, 2], [2, −0.3]], W₂σ = [−4, 4.9]
    expect(Array.from(f.predict(x))).toEqual([-4, 4.9]);
    expect(f.value(x)).toBeCloseTo(0.5 * (5 ** 2 + 5.9 ** 2), 12);
  });

  it('lays biases after the weights of their layer', () => {
    const net = network({ sizes: [1, 2, 1], activation: linear, bias: true });
    expect(net.dimension).toBe(7);
    expect(net.layers.map(({ weight, bias, end }) => [weight, bias, end])).toEqual([[0, 2, 4], [4, 6, 7]]); // biome-ignore format: pairs
    const f = mlp({ network: net, inputs: Float64Array.of(2), loss: squaredError(Float64Array.of(0), 1) });
    expect(f.predict(Float64Array.of(1, 3, /* b₁ */ 10, 20, /* W₂ */ 1, 100, /* b₂ */ 5))[0]).toBe(2617);
  });

  it('writes every entry of out, and the same numbers twice', () => {
    const f = problem({ sizes: [3, 4, 2], activation: tanh, bias: true }, 'cross-entropy');
    const x = stream.normals(f.dimension);
    const v = stream.normals(f.dimension);
    const dirty = () => new Float64Array(f.dimension).fill(Number.NaN);
    expect(f.gradient(x, dirty())).toEqual(f.gradient(x));
    expect(f.hessianVector(x, v, dirty())).toEqual(f.hessianVector(x, v));
  });

  it('keeps the digits of the cross-entropy of a classifier that is nearly certain', () => {
    const loss = crossEntropy([0], 2);
    for (const margin of [1, 20, 50, 300]) {
      const Z = Float64Array.of(0, -margin);
      const [p, R, out] = [Math.exp(-margin), Float64Array.of(1, 3), () => new Float64Array(2)];
      expect(loss.value(Z) / Math.log1p(p)).toBeCloseTo(1, 14);
      const g = loss.gradient(Z, out()); // (−q, q), q = p/(1 + p)
      expect(
        [(g[0] * (1 + p)) / -p, (g[1] * (1 + p)) / p].map((ratio) => Math.abs(ratio - 1) < 1e-14),
      ).toEqual([true, true]);
      const h = loss.hessianVector(Z, R, out()); // q(1 − q)(R₀ − R₁) and its negative
      const expected = (p / (1 + p) ** 2) * (1 - 3);
      expect([h[0] / expected, h[1] / -expected].map((ratio) => Math.abs(ratio - 1) < 1e-14)).toEqual([
        true,
        true,
      ]);
    }
  });

  it('does not overflow in the softmax', () => {
    const f = problem({ sizes: [3, 2], activation: linear }, 'cross-entropy');
    const x = new Float64Array(f.dimension).map((_, i) => (i % 2 ? -1e3 : 1e3));
    expect(Number.isFinite(f.value(x))).toBe(true);
    expect(f.gradient(x).every(Number.isFinite)).toBe(true);
  });

  it.each([
    [
      () => network({ sizes: [3], activation: relu }),
      'network: sizes must name at least the features and the outputs',
    ],
    [
      () => network({ sizes: [3, 0, 1], activation: relu }),
      'network: sizes[1] must be a whole number of at least 1, got 0',
    ],
    [() => leakyRelu(0), 'leakyRelu: slope must be positive, got 0'],
    [
      () => squaredError(new Float64Array(5), 2),
      'squaredError: examples must be a whole number of at least 1, got 2.5',
    ],
    [() => squaredError(Float64Array.of(Number.NaN), 1), 'squaredError: Y must be finite'],
    [
      () => crossEntropy([0, 3], 3),
      "crossEntropy: labels must be whole numbers from 0 to 2, got '3 at index 1'",
    ],
    [
      () => crossEntropy([0, -1], 3),
      "crossEntropy: labels must be whole numbers from 0 to 2, got '-1 at index 1'",
    ],
    [() => crossEntropy([], 3), 'crossEntropy: examples must be a whole number of at least 1, got 0'],
    [
      () =>
        mlp({
          network: network({ sizes: [3, 2], activation: relu }),
          inputs: new Float64Array(8),
          loss: squaredError(new Float64Array(6), 2),
        }),
      "mlp: inputs of 3 features × 3 examples must hold 9 numbers, got '8 of them'",
    ],
    [
      () =>
        mlp({
          network: network({ sizes: [3, 4], activation: relu }),
          inputs: new Float64Array(9),
          loss: squaredError(new Float64Array(6), 2),
        }),
      "mlp: the network's last size must be the 2 outputs of the loss, got 4",
    ],
  ])('refuses bad input %#', (build, message) => {
    expect(build).toThrow(message);
  });
});
