import { describe, expect, it } from 'vitest';
import { squaredNorm } from '../../../src/optimizees/squared-norm.js';
import { Stream } from '../../../src/random/stream.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { blockRotationsThrough } from '../../../src/symmetry/block-rotations.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { specialOrthogonalThrough } from '../../../src/symmetry/special-orthogonal.js';
import { relativeError } from '../../support/finite-differences.js';
import { expectLawful } from '../../support/laws.js';

const stream = Stream.fromSeed(7).split('block rotations');

/** A dense affine map of ℝⁿ. */
function map(n: number) {
  const A = Array.from({ length: n }, (_, i) =>
    Array.from(stream.normals(n), (v, j) => v + (i === j ? 3 : 0)),
  );
  return affineMap(A, stream.normals(n));
}

describe('blockRotationsThrough', () => {
  it.each([[[2]], [[3]], [[5]], [[2, 2]], [[3, 2]]])(
    'obeys the laws of a group that keeps f, blocks %j of ℝ⁵',
    (sizes) => {
      const h = map(5);
      expectLawful(
        checkAction(squaredNorm('f', h), blockRotationsThrough(h, sizes), stream.split(sizes.join())),
      );
    },
  );

  it('is SO(n) for one block of n', () => {
    const h = map(4);
    const [blocks, whole] = [blockRotationsThrough(h, [4]), specialOrthogonalThrough(h)];
    const [x, w, xi] = [stream.normals(4), stream.normals(4), stream.normals(6)];
    expect(relativeError(blocks.act(xi, x), whole.act(xi, x))).toBeLessThan(1e-13);
    expect(relativeError(blocks.vjp(xi, x, w).xi, whole.vjp(xi, x, w).xi)).toBeLessThan(1e-12);
    expect(relativeError(blocks.generator(xi, x), whole.generator(xi, x))).toBeLessThan(1e-13);
  });

  it('leaves coordinates of h(x) after the last block where they are', () => {
    const h = map(5);
    const x = stream.normals(5);
    const [before, after] = [h.map(x), h.map(blockRotationsThrough(h, [3]).act(stream.normals(3), x))];
    expect(relativeError(after.subarray(3), before.subarray(3))).toBeLessThan(1e-12);
    expect(Math.abs(after[0] - before[0])).toBeGreaterThan(1e-3);
  });

  it('refuses blocks that do not fit', () => {
    expect(() => blockRotationsThrough(map(3), [2, 2])).toThrow('3 in all at most');
    expect(() => blockRotationsThrough(map(3), [])).toThrow('one block or more');
    expect(() => blockRotationsThrough(map(3), [1])).toThrow('at least 2');
  });
});
