import { describe, expect, it } from 'vitest';
import { type Activation, leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import { network } from '../../../src/networks/network.js';
import { norm, scaled, unitVector } from '../../../src/numerics/vector.js';
import type { MlpOptimizee } from '../../../src/optimizees/mlp.js';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction, Vector } from '../../../src/seams.js';
import { scaledToNorm } from '../../../src/symmetry/element-norm.js';
import { generalLinear, specialOrthogonal } from '../../../src/symmetry/linear-network.js';
import { type PermutationAction, permutation } from '../../../src/symmetry/permutation.js';
import { positiveScaling, type UnitActionOptions } from '../../../src/symmetry/positive-scaling.js';
import { thetaGradient } from '../../../src/symmetry/theta-gradient.js';
import { directional, relativeError } from '../../support/finite-differences.js';
import { classifier, paperRegression } from '../../support/networks.js';

const stream = Stream.fromSeed(41).split('network actions');

interface Kind {
  readonly name: string;
  readonly of: (options: UnitActionOptions) => GroupAction;
  readonly activations: readonly Activation[];
}

const KINDS: readonly Kind[] = [
  { name: 'positive scaling', of: positiveScaling, activations: [leakyRelu(), relu, linear] },
  { name: 'GL(k) on linear networks', of: generalLinear, activations: [linear] },
  { name: 'SO(k) on linear networks', of: specialOrthogonal, activations: [linear] },
];
const lossChange = (f: MlpOptimizee, from: Vector, to: Vector) => Math.abs(f.value(to) / f.value(from) - 1);

describe('actions on the units of a network', () => {
  it.each(KINDS)(
    'keep the loss over 1,000 random elements and 100 teleports in a row to 1e-9: $name',
    (kind) => {
      const { net, f } = paperRegression(kind.activations[0], stream.split('invariance'));
      const action = kind.of({ network: net });
      const start = stream.split('start').uniforms(net.dimension);
      const element = (i: number) =>
        scaledToNorm(stream.split(`${kind.name} ${i}`).normals(action.algebraDimension), 2);
      let worst = 0;
      for (let i = 0; i < 1000; i++)
        worst = Math.max(worst, lossChange(f, start, action.act(element(i), start)));
      expect(worst).toBeLessThan(1e-9);
      let x: Vector = start;
      for (let i = 0; i < 100; i++) x = action.act(scaled(0.1, element(i)), x);
      expect(lossChange(f, start, x)).toBeLessThan(1e-9);
      expect(relativeError(x, start)).toBeGreaterThan(0.1);
    },
  );

  it('SO(k) and permutations never change the gradient norm; scaling and GL(k) do', () => {
    const { net, f } = paperRegression(linear, stream.split('norms'));
    const start = stream.split('norms start').uniforms(net.dimension);
    const before = norm(f.gradient(start));
    const change = (action: GroupAction, size: number) => {
      const xi = scaledToNorm(stream.split('norms xi').normals(action.algebraDimension), size);
      const moved = action.act(xi, start);
      expect(relativeError(moved, start)).toBeGreaterThan(0.01);
      return Math.abs(norm(f.gradient(moved)) / before - 1);
    };
    expect(change(specialOrthogonal({ network: net }), 2)).toBeLessThan(1e-12);
    expect(change(permutation({ network: net }), 100)).toBeLessThan(1e-12);
    expect(change(positiveScaling({ network: net }), 1)).toBeGreaterThan(1e-3);
    expect(change(generalLinear({ network: net }), 1)).toBeGreaterThan(1e-3);
    const rotations = specialOrthogonal({ network: net });
    const tau = thetaGradient(f, rotations, start, f.gradient(start));
    const size = norm(f.hessianVector(start, f.gradient(start))) * norm(start);
    expect(norm(tau)).toBeLessThan(1e-12 * size);
  });

  it('SO(2) turns a pair of units by its angle', () => {
    const net = network({ sizes: [1, 2, 1], activation: linear });
    const quarter = specialOrthogonal({ network: net }).act(
      Float64Array.of(Math.PI / 2),
      Float64Array.of(1, 2, 3, 4),
    );
    expect(relativeError(quarter, Float64Array.of(-2, 1, -4, 3))).toBeLessThan(1e-15);
  });

  it('positive scaling multiplies what makes a unit and divides what reads it', () => {
    const net = network({ sizes: [1, 2, 1], activation: relu, bias: true });
    const scaling = positiveScaling({ network: net });
    const x = Float64Array.of(1, 2, /* b₁ */ 3, 4, /* W₂ */ 5, 6, /* b₂ */ 7);
    const moved = scaling.act(Float64Array.of(Math.log(2), 0), x);
    expect(relativeError(moved, Float64Array.of(2, 2, 6, 4, 2.5, 6, 7))).toBeLessThan(1e-15);
  });

  const shapes = { sizes: [3, 4, 2] };
  it.each([
    [
      () => positiveScaling({ network: network({ ...shapes, activation: tanh }) }),
      "positiveScaling: the activation must be positively homogeneous, got 'tanh'",
    ],
    [
      () => positiveScaling({ network: network({ ...shapes, activation: relu }), hidden: 2 }),
      "positiveScaling: hidden must be one of the network's 1 hidden layers, counted from 1, got 2",
    ],
    [
      () => generalLinear({ network: network({ ...shapes, activation: relu }) }),
      "generalLinear: the activation must be linear, got 'relu'",
    ],
    [
      () => specialOrthogonal({ network: network({ ...shapes, activation: tanh }) }),
      "specialOrthogonal: the activation must be linear, got 'tanh'",
    ],
    [
      () => specialOrthogonal({ network: network({ sizes: [2, 1, 2], activation: linear }) }),
      'specialOrthogonalAlgebra: k must be a whole number of at least 2, got 1',
    ],
    [
      () => permutation({ network: network({ ...shapes, activation: tanh }), hidden: 3 }),
      'permutation: hidden must be one of',
    ],
    [
      () => permutation({ network: network({ ...shapes, activation: tanh }), temperature: 0 }),
      'permutation: temperature must be positive, got 0',
    ],
    [
      () => permutation({ network: network({ ...shapes, activation: tanh }), relaxation: 'gumbel' as never }),
      "permutation: relaxation must be one of sinkhorn, none, got 'gumbel'",
    ],
  ])('refuse what they cannot act on %#', (build, message) => {
    expect(build).toThrow(message);
  });
});

describe('permutation', () => {
  const { net, f } = classifier(tanh, stream.split('permutation'));
  const point = () => stream.normals(net.dimension);
  const scores = (action: PermutationAction) => scaled(3, stream.normals(action.algebraDimension));

  it('keeps the loss exactly over 1,000 elements and 100 in a row', () => {
    const action = permutation({ network: net });
    const start = point();
    let worst = 0;
    let x = start;
    for (let i = 0; i < 1000; i++)
      worst = Math.max(worst, lossChange(f, start, action.act(scores(action), start)));
    for (let i = 0; i < 100; i++) x = action.act(scores(action), x);
    expect(Math.max(worst, lossChange(f, start, x))).toBeLessThan(1e-14);
  });

  it('moves whole units', () => {
    const small = network({ sizes: [1, 2, 1], activation: relu, bias: true });
    const action = permutation({ network: small });
    const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7);
    const swap = Float64Array.of(0, 3, 3, 0);
    expect(Array.from(action.permutation(swap))).toEqual([1, 0]);
    expect(Array.from(action.act(swap, x))).toEqual([2, 1, 4, 3, 6, 5, 7]);
    expect(action.act(Float64Array.of(0, 0.4, 0.4, 0), x)).toEqual(x); // not enough to outweigh staying put
  });

  it('gives, straight through, the derivative of the soft action', () => {
    for (const hidden of [1, 2]) {
      const action = permutation({ network: net, hidden, temperature: 0.8 });
      const [x, xi, w] = [point(), scores(action), stream.normals(net.dimension)];
      const pulled = action.vjp(xi, x, w);
      for (let i = 0; i < 5; i++) {
        const zeta = stream.normals(action.algebraDimension);
        const along = directional((z) => action.actSoftly(z, x), xi, zeta);
        const expected = along.reduce((total, a, at) => total + a * w[at], 0);
        const found = pulled.xi.reduce((total, p, at) => total + p * zeta[at], 0);
        expect(Math.abs(found - expected)).toBeLessThan(1e-6 * norm(pulled.xi) * norm(zeta));
      }
      expect(norm(pulled.xi)).toBeGreaterThan(0);
    }
  });

  it('is soft towards the same permutation when cold', () => {
    const action = permutation({ network: net, temperature: 0.01 });
    const x = point();
    const clear = action.compose(scores(action), new Float64Array(action.algebraDimension)); // P − I: 1 against 0
    expect(relativeError(action.actSoftly(clear, x), action.act(clear, x))).toBeLessThan(1e-12);
  });

  it('can be told to move one unit by one score', () => {
    const action = permutation({ network: net });
    const swapped = scaled(9, unitVector(36, 1)); // unit 0 from unit 1
    expect(action.permutation(swapped)[0]).toBe(1);
  });
});
