/** SO(2) through a map: a symmetry of f = ‖h‖², and refused where it cannot be one. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { rotationThrough } from '../../../src/symmetry/rotation.js';
import { expectLawful } from '../../support/laws.js';
import { planeCases } from '../../support/tasks.js';

describe('rotationThrough', () => {
  it('keeps every objective of its kind, by any angle', () => {
    fc.assert(
      fc.property(
        planeCases,
        fc.nat(),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        ({ task }, seed, angle) => {
          const options = { samples: 2, algebraScale: angle };
          expectLawful(checkAction(task.optimizee, task.action, Stream.fromSeed(seed), options));
        },
      ),
    );
  });

  it('turns a quarter where h is the identity', () => {
    const action = rotationThrough(affineMap([[1, 0], [0, 1]])); // biome-ignore format: a matrix
    const [x1, x2] = action.act(Float64Array.of(Math.PI / 2), Float64Array.of(3, 1));
    expect(x1).toBeCloseTo(-1, 14);
    expect(x2).toBeCloseTo(3, 14);
    expect([...action.generator(Float64Array.of(1), Float64Array.of(3, 1))]).toEqual([-1, 3]);
  });

  it('refuses a map of another space than the plane', () => {
    expect(() => rotationThrough(affineMap([[2]]))).toThrow(
      /^rotationThrough: h must be a map of the plane, got 'dimension 1'$/,
    );
  });
});
