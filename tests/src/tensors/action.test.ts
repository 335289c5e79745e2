/** Groups written in TensorFlow.js: laws, derivatives, what has to be given, memory, bad input. */

import { beforeAll, describe, expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import type { TensorAction, TensorGroup } from '../../../src/tensors/action.js';
import { loadTensors, type Tensors } from '../../../src/tensors/load.js';
import type { TensorOptimizee } from '../../../src/tensors/optimizee.js';
import type { Tensor1D } from '../../../src/tensors/tfjs-types/index.js';
import { broken, expectLawful } from '../../support/laws.js';

const at = (...x: number[]) => Float64Array.of(...x);
const COMPOSE_LAW = 'exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)';
const INVERSE_LAW = 'exp(inverse(ξ))·(exp(ξ)·x) = x';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await loadTensors();
});

/** Two numbers each way: (a, b) ↦ (eˢa, e⁻ˢb) keeps the products a ∘ b of a two-layer linear network. */
function scaling(): { optimizee: TensorOptimizee; group: TensorGroup } {
  const { tf } = tensors;
  const halves = (x: Tensor1D) => [tf.slice(x, 0, 2), tf.slice(x, 2, 2)];
  return {
    optimizee: tensors.optimizeeFromTensors({
      name: 'products',
      dimension: 4,
      value: (x) => {
        const [a, b] = halves(x);
        return a.mul(b).sub([1, -2]).square().sum();
      },
    }),
    group: {
      name: 'scaling',
      algebraDimension: 2,
      dimension: 4,
      abelian: true,
      act: (xi, x) => {
        const [a, b] = halves(x);
        return tf.concat1d([a.mul(tf.exp(xi)) as Tensor1D, b.mul(tf.exp(tf.neg(xi))) as Tensor1D]);
      },
    },
  };
}

/** SO(3) on ℝ³ by Rodrigues' formula: not abelian. */
function rotations(): { optimizee: TensorOptimizee; group: TensorGroup } {
  const { tf } = tensors;
  return {
    optimizee: tensors.optimizeeFromTensors({
      name: 'radial well',
      dimension: 3,
      value: (x) => x.square().sum().sub(2).square(),
    }),
    group: {
      name: 'SO(3)',
      algebraDimension: 3,
      dimension: 3,
      act: (xi, x) => {
        const angle = xi.square().sum().add(1e-12).sqrt(); // a floor, for the derivative at ξ = 0
        const turned = cross(xi, x);
        const twice = cross(xi, turned);
        const half = angle.mul(0.5);
        const sinc = tf.sin(angle).div(angle);
        const versine = tf.sin(half).div(angle).square().mul(2); // (1 − cos θ)/θ²
        return x.add(turned.mul(sinc)).add(twice.mul(versine));
      },
    },
  };

  function cross(a: Tensor1D, b: Tensor1D): Tensor1D {
    const roll = (v: Tensor1D, by: number) => tf.concat1d([tf.slice(v, by), tf.slice(v, 0, by)]);
    return roll(a, 1)
      .mul(roll(b, 2))
      .sub(roll(a, 2).mul(roll(b, 1))) as Tensor1D;
  }
}

describe('actionFromTensors', () => {
  it('makes a symmetry of an abelian group from its formula alone', () => {
    const { optimizee, group } = scaling();
    const action = tensors.actionFromTensors(group);
    expect(action).toMatchObject({
      dtype: 'float32',
      invariance: 'exact',
      higherDerivatives: 'not yet asked for',
    });
    const report = checkAction(optimizee, action, Stream.fromSeed(1), { samples: 5 });
    expectLawful(report);
    expect(report).toMatchObject({ dtype: 'float32', notChecked: [] });
    expect(action.higherDerivatives).toBe('automatic');
    expect([...action.generator(at(1, 2), at(1, 1, 1, 1))]).toEqual([1, 2, -1, -2]);
    expect([...action.compose(at(1, 2), at(3, -1))]).toEqual([4, 1]);
    expect([...action.inverse(at(1, -2))]).toEqual([-1, 2]);
  });

  it('leaves out the laws of composition of a group that cannot compose', () => {
    const { optimizee, group } = rotations();
    const action = tensors.actionFromTensors(group);
    const report = checkAction(optimizee, action, Stream.fromSeed(2), { samples: 5 });
    expectLawful(report);
    expect(report.notChecked.map(({ law }) => law)).toEqual([INVERSE_LAW, COMPOSE_LAW]);
    expect(() => action.compose(at(1, 0, 0), at(0, 1, 0))).toThrow(
      /^actionFromTensors: compose must be given unless the group is abelian: true, got 'SO\(3\)'$/,
    );
    expect(() => action.inverse(at(1, 0, 0))).toThrow(/^actionFromTensors: inverse must be given unless/);
  });

  it('takes compose and inverse where they are given', () => {
    const { optimizee, group } = rotations();
    const negated = (xi: Vector) => xi.map((component) => -component);
    const action = tensors.actionFromTensors({ ...group, compose: composeRotations, inverse: negated });
    const report = checkAction(optimizee, action, Stream.fromSeed(3), { samples: 5 });
    expectLawful(report);
    expect(report.notChecked).toEqual([]);
  });

  it('is found out where abelian: true is not so', () => {
    const { optimizee, group } = rotations();
    const action = tensors.actionFromTensors({ ...group, abelian: true });
    expect(Object.keys(broken(checkAction(optimizee, action, Stream.fromSeed(4), { samples: 5 })))).toEqual([
      COMPOSE_LAW,
    ]);
  });

  it('is found out where the formula is no symmetry', () => {
    const { optimizee, group } = scaling();
    const { tf } = tensors;
    const wrong = tensors.actionFromTensors({
      ...group,
      act: (xi, x) => x.mul(tf.exp(tf.concat1d([xi, xi]))), // b should shrink as a grows
    });
    expect(Object.keys(broken(checkAction(optimizee, wrong, Stream.fromSeed(5), { samples: 5 })))).toEqual([
      'f(exp(ξ)·x) = f(x)',
      '⟨∇f(x), generator(ξ, x)⟩ = 0',
    ]);
  });

  it('moves by a shift, whose generator does not depend on x', () => {
    const shift = tensors.actionFromTensors({
      name: 'shift',
      algebraDimension: 1,
      dimension: 2,
      abelian: true,
      act: (xi, x) => x.add(xi.mul([1, -1])),
    });
    expect([...shift.generator(at(2), at(5, 6))]).toEqual([2, -2]);
    expect([...shift.generatorVjp(at(2), at(5, 6), at(1, 3))]).toEqual([0, 0]);
    const along = tensors.optimizeeFromTensors({ name: 'sum', dimension: 2, value: (x) => x.sum().square() });
    expectLawful(checkAction(along, shift, Stream.fromSeed(6), { samples: 5 }));
  });

  it('takes differences where TensorFlow.js has no derivative of a derivative', () => {
    const { tf } = tensors;
    // x ↦ x (1 + ξ₁ + ξ₂), ξ going through max pooling over single numbers: what comes in, but only once derivable
    const pooled = (xi: Tensor1D) => tf.maxPool(tf.reshape(xi, [1, 2, 1]) as never, 1, 1, 'same');
    const action = tensors.actionFromTensors({
      name: 'pooled',
      algebraDimension: 2,
      dimension: 2,
      invariance: 'first-order',
      act: (xi, x) => x.mul(tf.sum(pooled(xi)).add(1)),
    });
    const [g1, g2] = action.generator(at(1, 0.5), at(2, -4));
    expect(action.higherDerivatives).toBe('central difference');
    expect(g1).toBeCloseTo(3, 3);
    expect(g2).toBeCloseTo(-6, 3);
    const [p1, p2] = action.generatorVjp(at(1, 0.5), at(2, -4), at(1, 2));
    expect(p1).toBeCloseTo(1.5, 3);
    expect(p2).toBeCloseTo(3, 3);
  });

  it('frees every tensor', () => {
    const { tf } = tensors;
    const { group } = scaling();
    const action = tensors.actionFromTensors(group);
    const [xi, x, w] = [at(0.1, 0.2), at(1, 2, 3, 4), at(1, 0, -1, 2)];
    const before = tf.memory().numTensors;
    for (let k = 0; k < 3; k++) {
      action.act(xi, x);
      action.vjp(xi, x, w);
      action.generator(xi, x);
      action.generatorVjp(xi, x, w);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  const where = 'actionFromTensors';
  it.each<[string, () => unknown, string]>([
    [
      'no algebra',
      () => make({ algebraDimension: 0 }),
      `${where}: algebraDimension must be a whole number of at least 1`,
    ],
    [
      'half a dimension',
      () => make({ dimension: 0.5 }),
      `${where}: dimension must be a whole number of at least 1, got 0.5`,
    ],
    [
      'no function',
      () => make({ act: undefined as never }),
      `${where}: act must be a function of two tensors, got undefined`,
    ],
    [
      'an unknown invariance',
      () => make({ invariance: 'rough' as never }),
      `${where}: invariance must be one of exact, first-order, got 'rough'`,
    ],
    ['a misspelt option', () => make({ abelain: true } as never), `${where}: options are name, `],
    ['too few numbers', () => make({}).act(at(1), at(1, 2, 3, 4)), `${where}: xi must hold 2 numbers, got `],
    [
      'a covector too long',
      () => make({}).vjp(at(1, 2), at(1, 2, 3, 4), at(1)),
      `${where}: w must hold 4 numbers, got `,
    ],
    [
      'a result of another size',
      () => make({ act: (xi) => xi }).act(at(1, 2), at(1, 2, 3, 4)),
      `${where}: act must return 4 numbers, got 'shape [2]'`,
    ],
    [
      'a result that is no tensor',
      () => make({ act: () => [1, 2, 3, 4] as never }).act(at(1, 2), at(1, 2, 3, 4)),
      `${where}: act must return a tensor, got 'object'`,
    ],
    [
      'an action that does not depend on ξ',
      () => make({ act: (_xi, x) => x.mul(2) }).vjp(at(1, 2), at(1, 2, 3, 4), at(1, 0, 0, 0)),
      `${where}: act must depend on xi and x through differentiable operations, got 'scaling: Cannot compute gradient`,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  function make(options: Partial<TensorGroup>): TensorAction {
    return tensors.actionFromTensors({ ...scaling().group, ...options });
  }
});

/** log(exp(ξ) exp(η)) in SO(3), by unit quaternions (cos θ/2, sin θ/2 · axis). */
function composeRotations(xi: Vector, eta: Vector): Vector {
  const quaternion = (v: Vector) => {
    const angle = Math.hypot(...v);
    const factor = angle === 0 ? 0.5 : Math.sin(angle / 2) / angle;
    return { real: Math.cos(angle / 2), imaginary: v.map((component) => factor * component) };
  };
  const [p, q] = [quaternion(xi), quaternion(eta)];
  const [a, b] = [p.imaginary, q.imaginary];
  const real = p.real * q.real - a[0] * b[0] - a[1] * b[1] - a[2] * b[2];
  const imaginary = Float64Array.from({ length: 3 }, (_, k) => {
    const [i, j] = [(k + 1) % 3, (k + 2) % 3];
    return p.real * b[k] + q.real * a[k] + a[i] * b[j] - a[j] * b[i];
  });
  const sine = Math.hypot(...imaginary);
  return imaginary.map((component) => (2 * Math.atan2(sine, real) * component) / sine);
}
