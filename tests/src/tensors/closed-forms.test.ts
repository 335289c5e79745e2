/** Every closed form in `optimizees/` and `symmetry/` against automatic differentiation of the formula itself. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { lawTolerance } from '../../../src/laws.js';
import { norm, sum } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { thetaGradient, thetaGradientVjp } from '../../../src/symmetry/theta-gradient.js';
import type { TensorAction } from '../../../src/tensors/action.js';
import { loadTensors, type Tensors } from '../../../src/tensors/load.js';
import type { TensorOptimizee } from '../../../src/tensors/optimizee.js';
import type { Tensor, Tensor1D } from '../../../src/tensors/tfjs-types/index.js';
import { namedCases, type PlaneCase, planeCases } from '../../support/tasks.js';

/** Half of the digits of float32, relative to the larger side: the other half goes to cancellation in h and h⁻¹. */
const TOLERANCE = lawTolerance('values', 'float32');

let tensors: Tensors;
beforeAll(async () => {
  tensors = await loadTensors();
});

/** f = ‖h‖² and g_θ = h⁻¹ ∘ R(θ) ∘ h written down once more, in TensorFlow.js. */
function inTensors({ parameters }: PlaneCase): { optimizee: TensorOptimizee; action: TensorAction } {
  const { tf } = tensors;
  const part = (v: Tensor1D, k: number) => tf.slice(v, k, 1);
  let h: (x: Tensor1D) => Tensor1D;
  let inverse: (u: Tensor1D) => Tensor1D;
  if ('ellipse' in parameters) {
    const { A, b = [0, 0] } = parameters.ellipse;
    const [[a11, a12], [a21, a22]] = A;
    const det = a11 * a22 - a12 * a21;
    const backward = [[a22 / det, -a12 / det], [-a21 / det, a11 / det]]; // biome-ignore format: a matrix
    h = (x) => tf.dot(A as number[][], x).add(b) as Tensor1D;
    inverse = (u) => tf.dot(backward, tf.sub(u, b)) as Tensor1D;
  } else {
    const { a, b, c, d } = parameters.rosenbrock;
    const polynomial = (t: Tensor) => t.square().mul(d[2]).add(t.mul(d[1])).add(d[0]);
    h = (x) =>
      tf.concat1d([
        part(x, 1)
          .mul(c)
          .add(polynomial(part(x, 0))) as Tensor1D,
        part(x, 0).mul(a).add(b) as Tensor1D,
      ]);
    inverse = (u) => {
      const x1 = part(u, 1).sub(b).div(a) as Tensor1D;
      return tf.concat1d([x1, part(u, 0).sub(polynomial(x1)).div(c) as Tensor1D]);
    };
  }
  const rotated = (xi: Tensor1D, u: Tensor1D) => {
    const [cos, sin] = [tf.cos(xi), tf.sin(xi)];
    const [u1, u2] = [part(u, 0), part(u, 1)];
    return tf.concat1d([cos.mul(u1).sub(sin.mul(u2)) as Tensor1D, sin.mul(u1).add(cos.mul(u2)) as Tensor1D]);
  };
  return {
    optimizee: tensors.optimizeeFromTensors({ name: 'f', dimension: 2, value: (x) => h(x).square().sum() }),
    action: tensors.actionFromTensors({
      name: 'g',
      algebraDimension: 1,
      dimension: 2,
      abelian: true,
      act: (xi, x) => inverse(rotated(xi, h(x))),
    }),
  };
}

/** Quantity → distance of the closed form from automatic differentiation, relative to the larger. */
function distances(plane: PlaneCase, seed: number): Record<string, number> {
  const { optimizee: f, action: g } = plane.task;
  const { optimizee: fT, action: gT } = inTensors(plane);
  const draws = Stream.fromSeed(seed);
  const exact = (name: string, n: number) =>
    Float64Array.from(Float32Array.from(draws.split(name).normals(n)));
  const [x, u, v, w] = ['x', 'u', 'v', 'w'].map((name) => exact(name, 2));
  const xi = exact('xi', 1);
  const apart = (a: Vector, b: Vector, scale = 0) => {
    const size = Math.max(norm(a), norm(b), scale);
    return size === 0 ? 0 : norm(sum(a, -1, b)) / size;
  };
  const moved = norm(g.act(xi, x));
  const gradient = f.gradient(x);
  const hg = f.hessianVector(x, gradient);
  const swing = norm(hg) * norm(g.generator(xi, x)); // what τ would be without cancellation
  const third = norm(f.thirdDerivative!(x, g.generator(xi, x), gradient));
  const flow = third + norm(g.generatorVjp!(xi, x, hg)) + swing;
  return {
    value: apart(Float64Array.of(f.value(x)), Float64Array.of(fT.value(x))),
    gradient: apart(gradient, fT.gradient(x)),
    hessianVector: apart(f.hessianVector(x, v), fT.hessianVector(x, v)),
    thirdDerivative: apart(f.thirdDerivative!(x, u, v), fT.thirdDerivative(x, u, v)),
    act: apart(g.act(xi, x), gT.act(xi, x)),
    'vjp by xi': apart(g.vjp(xi, x, w).xi, gT.vjp(xi, x, w).xi, norm(w) * moved),
    'vjp by x': apart(g.vjp(xi, x, w).x, gT.vjp(xi, x, w).x),
    generator: apart(g.generator(xi, x), gT.generator(xi, x)),
    generatorVjp: apart(g.generatorVjp!(xi, x, w), gT.generatorVjp(xi, x, w), norm(w)),
    thetaGradient: apart(
      thetaGradient(f, g, x, gradient),
      thetaGradient(fT, gT, x, fT.gradient(x)),
      swing / norm(xi),
    ),
    thetaGradientVjp: apart(
      thetaGradientVjp(f, g, x, gradient, xi),
      thetaGradientVjp(fT, gT, x, fT.gradient(x), xi),
      flow,
    ),
  };
}

function expectClose(plane: PlaneCase, seed: number): void {
  const far = Object.entries(distances(plane, seed)).filter(([, distance]) => !(distance <= TOLERANCE));
  expect(Object.fromEntries(far), plane.name).toEqual({});
}

describe('closed forms agree with automatic differentiation', () => {
  it.each(namedCases)('$name', (plane) => {
    for (let seed = 0; seed < 3; seed++) expectClose(plane, seed);
  });

  it('whatever the coefficients', () => {
    fc.assert(
      fc.property(planeCases, fc.nat(), (plane, seed) => expectClose(plane, seed)),
      { numRuns: 15 },
    );
  });

  it('and a wrong one does not', () => {
    const [, booth, , rosenbrock] = namedCases;
    expect(distances({ ...booth, task: rosenbrock.task }, 0).gradient).toBeGreaterThan(0.01);
  });
});
