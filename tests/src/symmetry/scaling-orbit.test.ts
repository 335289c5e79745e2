/** The nearest point of a network's orbit: on the orbit, as near as a search finds, and the same from every point of the orbit. */

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, it, describe as suite } from 'vitest';
import { leakyRelu, tanh } from '../../../src/networks/activation.js';
import { network } from '../../../src/networks/network.js';
import { norm, squaredNorm, sum } from '../../../src/numerics/vector.js';
import { denseHessian } from '../../../src/optimizees/hessian.js';
import { teacherNetworks } from '../../../src/optimizees/teacher-network.js';
import { Stream } from '../../../src/random/stream.js';
import { permutation } from '../../../src/symmetry/permutation.js';
import { positiveScaling } from '../../../src/symmetry/positive-scaling.js';
import { nearestOnScalingOrbit } from '../../../src/symmetry/scaling-orbit.js';

const net = network({ sizes: [4, 3, 2], activation: leakyRelu(0.1) });
const [scaling, permuting] = [positiveScaling({ network: net }), permutation({ network: net })];
const draws = (name: string) => Stream.fromSeed(3).split(name);
const point = draws('point').normals(net.dimension);
const nearest = nearestOnScalingOrbit(net, point);

/** A point of the orbit of `point`. */
const onOrbit = (stream: Stream, scale = 0.7) =>
  permuting.act(
    stream
      .split('p')
      .normals(9)
      .map((z) => 3 * z),
    scaling.act(
      stream
        .split('s')
        .normals(3)
        .map((z) => scale * z),
      point,
    ),
  );

suite('nearestOnScalingOrbit', () => {
  it('brings a point of the orbit to itself, to rounding', () => {
    for (let i = 0; i < 50; i++) {
      const x = onOrbit(draws('self').split(i));
      expect(norm(sum(x, -1, nearest(x))) / norm(x)).toBeLessThan(1e-10);
    }
  });

  it('finds no farther point than a search over the orbit does', () => {
    for (let i = 0; i < 10; i++) {
      const x = draws('x').split(i).normals(net.dimension);
      const distance = norm(sum(x, -1, nearest(x)));
      for (let j = 0; j < 2000; j++) {
        const other = onOrbit(draws('search').split(i).split(j), 1);
        expect(distance).toBeLessThanOrEqual(norm(sum(x, -1, other)) * (1 + 1e-12));
      }
    }
  });

  it('has 2 (x − nearest(x)) as the gradient of the squared distance', () => {
    const x = draws('gradient').normals(net.dimension);
    const v = draws('direction').normals(net.dimension);
    const d = (s: number) => {
      const at = sum(x, s, v);
      return squaredNorm(sum(at, -1, nearest(at)));
    };
    const h = 1e-4;
    const gradient = sum(x, -1, nearest(x)).map((a) => 2 * a);
    const expected = gradient.reduce((total, g, i) => total + g * v[i], 0);
    expect((d(h) - d(-h)) / (2 * h)).toBeCloseTo(expected, 6);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200])('has no nearest point to one with %d', (far) => {
    const { optimizee, start } = teacherNetworks().sample(draws('far'));
    const x = start.slice();
    x[0] = far;
    expect(optimizee.minimum!.nearest!(x).every(Number.isNaN)).toBe(true);
  });

  it('refuses what has another orbit', () => {
    const deep = network({ sizes: [2, 2, 2, 2], activation: leakyRelu(0.1) });
    const biased = network({ sizes: [2, 2, 2], activation: leakyRelu(0.1), bias: true });
    const odd = network({ sizes: [2, 2, 2], activation: tanh });
    for (const [bad, line] of [[deep, 'hidden layer'], [biased, 'biases'], [odd, 'homogeneous']] as const) // biome-ignore format: a table
      expect(() => nearestOnScalingOrbit(bad, new Float64Array(bad.dimension))).toThrow(line);
  });
});

suite('teacherNetworks', () => {
  it('has its minimum on the whole orbit, and is strictly convex across it', () => {
    for (let i = 0; i < 20; i++) {
      const { optimizee, action, start } = teacherNetworks().sample(draws('task').split(i));
      const moved = optimizee.minimum!.nearest!(start);
      expect(optimizee.value(moved)).toBeLessThan(1e-24);
      expect(norm(optimizee.gradient(moved))).toBeLessThan(1e-11);
      const H = denseHessian(optimizee, moved);
      const n = optimizee.dimension;
      const rows = Array.from({ length: n }, (_, r) => Array.from(H.subarray(r * n, (r + 1) * n)));
      const values = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues;
      const sorted = [...values].sort((a, b) => a - b);
      const flat = sorted.filter((value) => Math.abs(value) < 1e-10 * sorted[n - 1]);
      expect(flat).toHaveLength(action.algebraDimension);
      expect(sorted[action.algebraDimension]).toBeGreaterThan(0);
    }
  });
});
