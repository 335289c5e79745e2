/** Objectives written in TensorFlow.js: derivatives up to the third, the traps of second order, memory, bad input. */

import { beforeAll, describe, expect, it } from 'vitest';
import { checkOptimizee } from '../../../src/optimizees/check-optimizee.js';
import { Stream } from '../../../src/random/stream.js';
import { loadTensors, type Tensors } from '../../../src/tensors/load.js';
import type { TensorObjective } from '../../../src/tensors/optimizee.js';
import type { Tensor1D } from '../../../src/tensors/tfjs-types/index.js';
import { trapFunctions } from '../../support/functions.js';
import { expectLawful } from '../../support/laws.js';

const at = (...x: number[]) => Float64Array.of(...x);

let tensors: Tensors;
beforeAll(async () => {
  tensors = await loadTensors();
});

/** Booth's function. */
function booth(): TensorObjective {
  const { tf } = tensors;
  return {
    name: 'Booth',
    dimension: 2,
    value: (x) => tf.dot([[1, 2], [2, 1]], x).sub([7, 5]).square().sum(), // biome-ignore format: a matrix
    minimum: { value: 0, point: [1, 3] },
  };
}

describe('optimizeeFromTensors', () => {
  it('gives value, gradient, Hessian and minimum of Booth’s function', () => {
    const f = tensors.optimizeeFromTensors(booth());
    expect(f).toMatchObject({
      name: 'Booth',
      dimension: 2,
      dtype: 'float32',
      higherDerivatives: 'not yet asked for',
    });
    expect(f.minimum).toEqual({ value: 0, point: at(1, 3) });
    expect(f.value(at(0, 0))).toBe(74);
    expect([...f.gradient(at(0, 0))]).toEqual([-34, -38]);
    expect([...f.hessianVector(at(5, -5), at(1, 0))]).toEqual([10, 8]);
    expect(f.higherDerivatives).toBe('automatic');
    expectLawful(checkOptimizee(f, Stream.fromSeed(1), { samples: 5 }));
  });

  it('gives zero where a derivative vanishes everywhere', () => {
    const line = tensors.optimizeeFromTensors({
      name: 'line',
      dimension: 2,
      value: (x) => x.mul([3, -1]).sum(),
    });
    expect([...line.gradient(at(1, 2))]).toEqual([3, -1]);
    expect([...line.hessianVector(at(1, 2), at(1, 1))]).toEqual([0, 0]);
    const f = tensors.optimizeeFromTensors(booth());
    expect([...f.thirdDerivative(at(1, 2), at(1, 1), at(0, 2))]).toEqual([0, 0]);
  });

  it.each(trapFunctions)('differentiates $name three times', ({ name, value, byDifference }) => {
    const f = tensors.optimizeeFromTensors({ name, dimension: 3, value: value(tensors.tf) });
    const x = at(0.5, 0.9, 1.4);
    f.hessianVector(x, at(1, -0.5, 0.3));
    expect(f.higherDerivatives).toBe(byDifference ? 'central difference' : 'automatic');
    // Away from the kinks of elu, leakyRelu, max and max pooling, differences see one smooth piece.
    const point = (stream: Stream) => stream.uniforms(3, -0.05, 0.05).map((noise, k) => x[k] + noise);
    expectLawful(checkOptimizee(f, Stream.fromSeed(2), { samples: 3, point }));
  });

  it('frees every tensor, also where it falls back or throws', () => {
    const { tf } = tensors;
    const { value } = trapFunctions.find(({ byDifference }) => byDifference)!;
    const smooth = tensors.optimizeeFromTensors(booth());
    const pooled = tensors.optimizeeFromTensors({ name: 'pooled', dimension: 3, value: value(tf) });
    const broken = tensors.optimizeeFromTensors({
      name: 'broken',
      dimension: 2,
      value: (x) => {
        x.square();
        throw new Error('half-way');
      },
    });
    const before = tf.memory().numTensors;
    for (let k = 0; k < 3; k++) {
      smooth.value(at(1, 2));
      smooth.gradient(at(1, 2));
      smooth.hessianVector(at(1, 2), at(1, 0));
      smooth.thirdDerivative(at(1, 2), at(1, 0), at(0, 1));
      pooled.hessianVector(at(1, 2, 3), at(1, 0, 0));
      pooled.thirdDerivative(at(1, 2, 3), at(1, 0, 0), at(0, 1, 0));
      expect(() => broken.value(at(1, 2))).toThrow('half-way');
      expect(() => broken.gradient(at(1, 2))).toThrow('half-way');
      expect(() => broken.hessianVector(at(1, 2), at(1, 0))).toThrow('half-way');
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  const where = 'optimizeeFromTensors';
  const objective = { name: 'f', dimension: 2, value: (x: Tensor1D) => x.square().sum() };
  it.each<[string, () => unknown, string]>([
    [
      'no dimension',
      () => make({ dimension: 0 }),
      `${where}: dimension must be a whole number of at least 1, got 0`,
    ],
    [
      'no function',
      () => make({ value: 3 as never }),
      `${where}: value must be a function of a tensor, got 3`,
    ],
    [
      'a misspelt option',
      () => make({ minimun: 0 } as never),
      `${where}: options are name, dimension, value, minimum, got 'minimun'`,
    ],
    [
      'a minimum of another dimension',
      () => make({ minimum: { value: 0, point: [1] } }),
      `${where}: minimum.point must hold 2 numbers, got `,
    ],
    [
      'a minimum that is not finite',
      () => make({ minimum: { value: Number.NaN } }),
      `${where}: minimum.value must be finite, got NaN`,
    ],
    ['a point of another dimension', () => make({}).value(at(1)), `${where}: x must hold 2 numbers, got `],
    [
      'a direction of another dimension',
      () => make({}).hessianVector(at(1, 2), at(1)),
      `${where}: v must hold 2 numbers, got `,
    ],
    [
      'a value of many numbers',
      () => make({ value: (x) => x.square() }).value(at(1, 2)),
      `${where}: value must return one number, got 'shape [2]'`,
    ],
    [
      'a value that is no tensor',
      () => make({ value: (x) => x.dataSync()[0] as never }).value(at(1, 2)),
      `${where}: value must return a tensor, got 'number'`,
    ],
    [
      'a value computed outside TensorFlow.js',
      () => make({ value: (x) => tensors.tf.scalar(x.dataSync()[0] ** 2) }).gradient(at(1, 2)),
      `${where}: value must depend on x through differentiable operations, got 'f: Cannot compute gradient`,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  function make(options: Partial<TensorObjective>) {
    return tensors.optimizeeFromTensors({ ...objective, ...options });
  }
});
