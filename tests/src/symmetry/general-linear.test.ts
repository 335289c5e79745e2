import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import { network } from '../../../src/networks/network.js';
import { identity, multiply } from '../../../src/numerics/dense.js';
import { matrixExponential } from '../../../src/numerics/matrix-exponential.js';
import { norm, scaled, sum } from '../../../src/numerics/vector.js';
import { type MlpOptimizee, mlp } from '../../../src/optimizees/mlp.js';
import { squaredError } from '../../../src/optimizees/output-loss.js';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction, Vector } from '../../../src/seams.js';
import { scaledToNorm, scaledToNormVjp } from '../../../src/symmetry/element-norm.js';
import { generalLinearThroughData } from '../../../src/symmetry/general-linear.js';
import { generalLinearFirstOrder } from '../../../src/symmetry/general-linear-first-order.js';
import { directional, relativeError } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(40).split('general linear');

interface Case {
  readonly sizes: readonly number[];
  readonly examples: number;
  readonly hidden?: number;
  readonly bias?: boolean;
  readonly slope?: number;
}

interface Problem {
  readonly f: MlpOptimizee;
  readonly exact: GroupAction;
  readonly firstOrder: GroupAction;
  point(stream: Stream): Vector;
}

/** A regression whose parameters and data have both signs. */
function problem({ sizes, examples, hidden = 1, bias = false, slope = 0.1 }: Case): Problem {
  const net = network({ sizes, activation: leakyRelu(slope), bias });
  const data = stream.split(JSON.stringify([sizes, examples]));
  const inputs = data.normals(sizes[0] * examples);
  const loss = squaredError(data.normals(sizes[sizes.length - 1] * examples), sizes[sizes.length - 1]);
  const options = { network: net, inputs, hidden };
  return {
    f: mlp({ network: net, inputs, loss }),
    exact: generalLinearThroughData(options),
    firstOrder: generalLinearFirstOrder(options),
    point: (draws) => draws.normals(net.dimension),
  };
}

/** The paper's regression: 20 × 20, everything from U(0, 1). */
function paperProblem(seed: number): Problem & { start: Vector } {
  const draws = stream.split(`paper ${seed}`);
  const net = network({ sizes: [20, 20, 20], activation: leakyRelu(0.1) });
  const inputs = draws.uniforms(400);
  const options = { network: net, inputs };
  return {
    f: mlp({ network: net, inputs, loss: squaredError(draws.uniforms(400), 20) }),
    exact: generalLinearThroughData(options),
    firstOrder: generalLinearFirstOrder(options),
    point: (from) => from.uniforms(800),
    start: draws.uniforms(800),
  };
}

const ofNorm = (draws: Stream, m: number, size: number) => scaledToNorm(draws.normals(m), size);
const lossChange = (f: MlpOptimizee, from: Vector, to: Vector) => Math.abs(f.value(to) / f.value(from) - 1);

const square = (n: number) => new Float64Array(n * n);

/** A random skew-symmetric matrix, whose exponential is a rotation. */
function skew(draws: Stream, n: number): Vector {
  const S = draws.normals(n * n);
  return S.map((s, at) => s - S[(at % n) * n + Math.floor(at / n)]);
}

describe('generalLinearThroughData', () => {
  it('keeps the loss of the paper’s network over 1,000 random elements to 1e-9', () => {
    let worst = 0;
    for (let seed = 0; seed < 10; seed++) {
      const { f, exact, start } = paperProblem(seed);
      for (let i = 0; i < 100; i++) {
        const size = [0.01, 0.1, 1][i % 3];
        const moved = exact.act(ofNorm(stream.split(`${seed} ${i}`), 400, size), start);
        expect(relativeError(moved, start)).toBeGreaterThan(size * 1e-3);
        worst = Math.max(worst, lossChange(f, start, moved));
      }
    }
    expect(worst).toBeLessThan(1e-9);
  });

  it('keeps it over 100 teleports in a row to 1e-9', () => {
    for (let seed = 0; seed < 3; seed++) {
      const { f, exact, start } = paperProblem(seed);
      let x = start;
      for (let i = 0; i < 100; i++) x = exact.act(ofNorm(stream.split(`row ${seed} ${i}`), 400, 0.1), x);
      expect(lossChange(f, start, x)).toBeLessThan(1e-9);
      expect(relativeError(x, start)).toBeGreaterThan(0.1);
    }
  });

  it('keeps the loss to 1e-9 for data just within the largest condition number allowed, 1e6', () => {
    const n = 8;
    const draws = stream.split('ill-conditioned');
    const rotation = () => matrixExponential(n).exp(skew(draws, n));
    const spread = identity(n).map((one, at) => one * 9e5 ** (-Math.floor(at / n) / (n - 1))); // κ = 9e5
    const inputs = multiply(multiply(rotation(), spread, n, n, n, square(n)), rotation(), n, n, n, square(n));
    const net = network({ sizes: [n, n, n], activation: leakyRelu(0.1) });
    const f = mlp({ network: net, inputs, loss: squaredError(draws.normals(n * n), n) });
    const action = generalLinearThroughData({ network: net, inputs });
    const start = draws.normals(net.dimension);
    for (let i = 0; i < 200; i++) {
      expect(lossChange(f, start, action.act(ofNorm(draws, n * n, 0.5), start))).toBeLessThan(1e-9);
    }
  });

  it('acts on a wide second layer where the data themselves have too many examples', () => {
    const net = network({ sizes: [2, 16, 3, 2], activation: leakyRelu(0.1), bias: true });
    const draws = stream.split('wide');
    const inputs = draws.normals(2 * 12);
    const f = mlp({ network: net, inputs, loss: squaredError(draws.normals(2 * 12), 2) });
    expect(() => generalLinearThroughData({ network: net, inputs })).toThrow('full column rank');
    const action = generalLinearThroughData({ network: net, inputs, hidden: 2 });
    const start = draws.normals(net.dimension);
    expect(lossChange(f, start, action.act(ofNorm(draws, 9, 1), start))).toBeLessThan(1e-9);
  });

  it('is W₂g⁻¹ and σ⁻¹(gσ(W₁X))X⁻¹ as published where X is square', () => {
    const net = network({ sizes: [1, 1, 1], activation: leakyRelu(0.5) });
    const action = generalLinearThroughData({ network: net, inputs: Float64Array.of(2) });
    const moved = action.act(Float64Array.of(Math.log(3)), Float64Array.of(-1, 5)); // Z = −2, A = −1, gA = −3
    expect(moved[0]).toBeCloseTo(-6 / 2, 14);
    expect(moved[1]).toBeCloseTo(5 / 3, 14);
  });

  it('leaves the part of the weights that the data do not see', () => {
    const net = network({ sizes: [2, 1, 1], activation: leakyRelu(0.1) });
    const action = generalLinearThroughData({ network: net, inputs: Float64Array.of(1, 0) }); // one example, x₂ = 0
    const moved = action.act(Float64Array.of(Math.log(2)), Float64Array.of(3, 7, 1));
    expect(Array.from(moved.map((w) => Math.round(w * 1e12) / 1e12))).toEqual([6, 7, 0.5]);
  });

  it.each([
    [{ activation: relu }, "generalLinearThroughData: the activation must have an inverse on ℝ, got 'relu'"],
    [{ activation: tanh }, "generalLinearThroughData: the activation must have an inverse on ℝ, got 'tanh'"],
    [{ examples: 5 }, 'must have full column rank (no more examples than features), got '],
    [{ examples: 6, bias: true }, 'no more examples than features and bias), got '],
    [{ hidden: 2 }, "generalLinearThroughData: hidden must be one of the network's 1 hidden layers"],
    [{ hidden: 0 }, 'counted from 1, got 0'],
    [{ sizes: [4, 2] }, "hidden must be one of the network's 0 hidden layers"],
    [
      { inputs: new Float64Array(7) },
      'generalLinearThroughData: inputs of 4 features an example must hold 4 numbers',
    ],
    [{ inputs: new Float64Array(16) }, 'must have a condition number of at most 1000000, got NaN'],
    [
      { inputs: Float64Array.of(1, 1, 2, 2, 3, 3, 4, 4) },
      'must have a condition number of at most 1000000, got ',
    ],
    [{ largestConditionNumber: -1 }, 'largestConditionNumber must be positive, got -1'],
    [{ sigma: 1 }, 'options are network, inputs, hidden, largestConditionNumber'],
  ])('refuses bad input %#', (change, message) => {
    const { activation, examples, bias, sizes, ...options } = {
      activation: leakyRelu(),
      examples: 4,
      bias: false,
      sizes: [4, 3, 2],
      ...change,
    };
    const given = {
      network: network({ sizes, activation, bias }),
      inputs: stream.normals(4 * examples),
      ...options,
    };
    expect(() => generalLinearThroughData(given)).toThrow(message);
  });

  it('refuses hidden data that have become ill-conditioned', () => {
    const net = network({ sizes: [2, 2, 2, 1], activation: leakyRelu() });
    const action = generalLinearThroughData({ network: net, inputs: Float64Array.of(1, 0, 0, 1), hidden: 2 });
    const x = new Float64Array(net.dimension).fill(1); // both units of the first hidden layer are the same
    expect(() => action.act(new Float64Array(4), x)).toThrow(
      'generalLinearThroughData: the input of hidden layer 2 must have a condition number of at most',
    );
  });

  it('would not keep the loss with more examples than features, which is why they are refused', () => {
    // the same formula by hand, one feature and two examples of different sign: Z′ is not a multiple of H
    const [h1, h2, w] = [1, -1, 1];
    const sigma = (z: number) => (z > 0 ? z : 0.1 * z);
    const inverse = (a: number) => (a > 0 ? a : 10 * a);
    const image = [inverse(-sigma(w * h1)), inverse(-sigma(w * h2))]; // g = −1
    const refitted = (image[0] * h1 + image[1] * h2) / 2;
    expect(Math.abs(refitted * h1 - image[0])).toBeGreaterThan(0.1);
  });
});

describe('generalLinearFirstOrder', () => {
  it('changes the loss by O(‖T‖²), the exact action does not', () => {
    const { f, exact, firstOrder, start } = paperProblem(1);
    const direction = ofNorm(stream.split('order'), 400, 1);
    const sizes = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];
    const points = sizes.map((size) => {
      const T = scaled(size, direction);
      expect(lossChange(f, start, exact.act(T, start))).toBeLessThan(1e-11);
      return [Math.log(size), Math.log(lossChange(f, start, firstOrder.act(T, start)))];
    });
    const { m: order } = linearRegression(points);
    expect(order).toBeGreaterThan(1.9);
    expect(order).toBeLessThan(2.1);
  });

  it('agrees with the exact action to first order', () => {
    const { exact, firstOrder, point } = problem({ sizes: [4, 5, 3], examples: 4 });
    const x = point(stream.split('agree'));
    const T = ofNorm(stream.split('agree T'), 25, 1e-5);
    const gap = norm(sum(exact.act(T, x), -1, firstOrder.act(T, x)));
    expect(gap).toBeLessThan(1e-4 * norm(sum(exact.act(T, x), -1, x)));
    expect(firstOrder.generator(T, x)).toEqual(exact.generator(T, x));
  });

  it('names itself in what it refuses', () => {
    const net = network({ sizes: [2, 2, 1], activation: relu });
    expect(() => generalLinearFirstOrder({ network: net, inputs: Float64Array.of(1, 0, 0, 1) })).toThrow(
      'generalLinearFirstOrder: the activation must have an inverse',
    );
  });
});

describe('scaledToNorm', () => {
  it('gives the size asked for, and 0 for 0', () => {
    const xi = stream.split('norm').normals(9);
    expect(norm(scaledToNorm(xi, 0.01))).toBeCloseTo(0.01, 15);
    expect(scaledToNorm(new Float64Array(3), 0.01)).toEqual(new Float64Array(3));
    expect(scaledToNormVjp(new Float64Array(3), 1, Float64Array.of(1, 2, 3))).toEqual(new Float64Array(3));
  });

  it('has the derivative of finite differences', () => {
    const draws = stream.split('norm derivative');
    const [xi, w, v] = [draws.normals(9), draws.normals(9), draws.normals(9)];
    const along = directional((z) => scaledToNorm(z, 0.7), xi, v);
    const pulled = scaledToNormVjp(xi, 0.7, w);
    const [expected, found] = [
      along.reduce((s, a, i) => s + a * w[i], 0),
      pulled.reduce((s, p, i) => s + p * v[i], 0),
    ];
    expect(found).toBeCloseTo(expected, 8);
  });
});

describe('activations', () => {
  it.each([leakyRelu(0.1), leakyRelu(3), linear])('$name is undone by its inverse', (activation) => {
    const z = stream.split('activation').normals(50);
    const there = activation.map(z, new Float64Array(50));
    expect(relativeError(activation.inverse!.map(there, new Float64Array(50)), z)).toBeLessThan(1e-15);
  });
});
