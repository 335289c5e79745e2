/** The ellipse and Rosenbrock objectives and the families drawn from them. */

import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { norm } from '../../../src/numerics/vector.js';
import { checkOptimizee } from '../../../src/optimizees/check-optimizee.js';
import { BOOTH, ellipse, FIXED_ELLIPSE } from '../../../src/optimizees/ellipse.js';
import { familyNamed, familyNames } from '../../../src/optimizees/families.js';
import { CLASSICAL_ROSENBROCK, FIXED_ROSENBROCK, rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee } from '../../../src/seams.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { expectLawful } from '../../support/laws.js';
import { planeCases } from '../../support/tasks.js';

const at = (...x: number[]) => Float64Array.of(...x);

describe('objectives f = ‖h‖²', () => {
  it('keep what an optimizee promises, whatever their coefficients', () => {
    fc.assert(
      fc.property(planeCases, fc.nat(), ({ task }, seed) => {
        expectLawful(checkOptimizee(task.optimizee, Stream.fromSeed(seed), { samples: 3 }));
      }),
    );
  });
});

describe('known values', () => {
  it('Booth: f(1, 3) = 0, f(0, 0) = 74', () => {
    const { optimizee } = ellipse(BOOTH, at(5, -5));
    expect(optimizee.value(at(1, 3))).toBe(0);
    expect(optimizee.value(at(0, 0))).toBe(74);
    expect([...optimizee.gradient(at(0, 0))]).toEqual([-34, -38]);
    expectPoint(optimizee, [1, 3]);
    expect(conditionNumber(optimizee)).toBeCloseTo(9, 12);
  });

  it('the fixed ellipse: x₁²/4 + 9x₂², of condition number 36', () => {
    const { optimizee } = ellipse(FIXED_ELLIPSE, at(-5, 3.5));
    expect(optimizee.value(at(2, 1))).toBe(10);
    expect([...optimizee.gradient(at(2, 1))]).toEqual([1, 18]);
    expectPoint(optimizee, [0, 0]);
    expect(conditionNumber(optimizee)).toBeCloseTo(36, 12);
  });

  it('Rosenbrock: f(1, 1) = 0, f(−1, −1) = 404', () => {
    const { optimizee } = rosenbrock(CLASSICAL_ROSENBROCK, at(-1, -1));
    expect(optimizee.value(at(1, 1))).toBe(0);
    expect(optimizee.value(at(-1, -1))).toBe(404);
    expect([...optimizee.gradient(at(-1, -1))]).toEqual([-804, -400]);
    expectPoint(optimizee, [1, 1]);
  });

  it('the fixed Rosenbrock function: minimum at (1, 0.2)', () => {
    const { optimizee } = rosenbrock(FIXED_ROSENBROCK, at(-6, -2));
    expect(optimizee.value(at(-6, -2))).toBeCloseTo(18.4 ** 2 + 49, 10);
    expectPoint(optimizee, [1, 0.2]);
  });
});

describe('families', () => {
  it.each(familyNames)('%s: tasks of its dimensions, the same from the same stream, lawful', (name) => {
    const family = familyNamed(name);
    for (let k = 0; k < 20; k++) {
      const stream = () => Stream.fromSeed(31).split(k);
      const task = family.sample(stream());
      expect(task.start).toHaveLength(family.dimension);
      expect(task.optimizee.dimension).toBe(family.dimension);
      expect(task.action.dimension).toBe(family.dimension);
      expect(task.action.algebraDimension).toBe(family.algebraDimension);
      const again = family.sample(stream());
      expect(again.start).toEqual(task.start);
      expect(again.optimizee.value(at(0.3, -0.7))).toBe(task.optimizee.value(at(0.3, -0.7)));
      expectLawful(checkOptimizee(task.optimizee, stream().split('check'), { samples: 2 }));
      expectLawful(checkAction(task.optimizee, task.action, stream().split('check'), { samples: 2 }));
    }
  });

  it('mix both kinds half and half', () => {
    const family = familyNamed('mixed');
    const names = Array.from(
      { length: 400 },
      (_, k) => family.sample(Stream.fromSeed(1).split(k)).optimizee.name,
    );
    const ellipses = names.filter((name) => name === 'ellipse').length;
    expect(new Set(names)).toEqual(new Set(['ellipse', 'rosenbrock']));
    expect(Math.abs(ellipses - 200)).toBeLessThan(50); // five standard deviations of a fair coin
  });

  it('fixed families differ in the start alone', () => {
    for (const name of ['ellipse-fixed', 'rosenbrock-fixed']) {
      const [one, other] = [1, 2].map((seed) => familyNamed(name).sample(Stream.fromSeed(seed)));
      expect(one.optimizee.value(at(3, 4))).toBe(other.optimizee.value(at(3, 4)));
      expect(one.start).not.toEqual(other.start);
    }
  });
});

describe('bad input', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown family',
      () => familyNamed('ellipses'),
      /^familyNamed: name must be one of ellipse-fixed, .*, got 'ellipses'$/,
    ],
    ['three rows', () => ellipse({ A: [[1], [2], [3]] }, at(0, 0)), /^ellipse: A must have 2 rows, got 3$/],
    [
      'a singular A',
      () =>
        ellipse(
          {
            A: [
              [1, 1],
              [1, 1],
            ],
          },
          at(0, 0),
        ),
      /^affineMap: A must be invertible, got /,
    ],
    [
      'an A that is not finite',
      () =>
        ellipse(
          {
            A: [
              [Number.NaN, 1],
              [1, 1],
            ],
          },
          at(0, 0),
        ),
      /^affineMap: a row of A must be finite, got /,
    ],
    [
      'a = 0',
      () => rosenbrock({ ...FIXED_ROSENBROCK, a: 0 }, at(0, 0)),
      /^shearMap: a must not be zero, got 0$/,
    ],
    [
      'c = 0',
      () => rosenbrock({ ...FIXED_ROSENBROCK, c: 0 }, at(0, 0)),
      /^shearMap: c must not be zero, got 0$/,
    ],
    [
      'b = NaN',
      () => rosenbrock({ ...FIXED_ROSENBROCK, b: Number.NaN }, at(0, 0)),
      /^shearMap: b must be finite, got NaN$/,
    ],
    [
      'a start of three numbers',
      () => ellipse(BOOTH, at(1, 2, 3)),
      /^ellipse: start must hold 2 numbers, got /,
    ],
    [
      'a start that is not finite',
      () => rosenbrock(FIXED_ROSENBROCK, at(1, Number.NaN)),
      /^rosenbrock: start must be finite, got /,
    ],
  ])('%s is refused', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

function expectPoint({ minimum, value, gradient }: Optimizee, expected: number[]): void {
  expect(minimum?.value).toBe(0);
  expected.forEach((coordinate, k) => {
    expect(minimum?.point?.[k]).toBeCloseTo(coordinate, 14);
  });
  expect(value(minimum!.point!)).toBeLessThan(1e-28);
  expect(norm(gradient(minimum!.point!))).toBeLessThan(1e-13);
}

/** Of the constant Hessian of an ellipse. */
function conditionNumber(optimizee: Optimizee): number {
  const columns = [at(1, 0), at(0, 1)].map((e) => [...optimizee.hessianVector(at(0, 0), e)]);
  return new SingularValueDecomposition(new Matrix(columns)).condition;
}
