import { describe, expect, it } from 'vitest';
import { multiply } from '../../../src/numerics/dense.js';
import { matrixExponential } from '../../../src/numerics/matrix-exponential.js';
import { dot } from '../../../src/numerics/vector.js';
import { squaredNorm } from '../../../src/optimizees/squared-norm.js';
import { Stream } from '../../../src/random/stream.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { blockRotationsThrough } from '../../../src/symmetry/block-rotations.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { specialOrthogonalAlgebra } from '../../../src/symmetry/matrix-algebra.js';
import { specialOrthogonalThrough } from '../../../src/symmetry/special-orthogonal.js';
import { directional, relativeError } from '../../support/finite-differences.js';
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

  it('is SO(n) for one block of n: h⁻¹(exp(T) h(x))', () => {
    const h = map(4);
    const [x, xi] = [stream.normals(4), stream.normals(6)];
    const T = specialOrthogonalAlgebra(4).matrix(xi, new Float64Array(16));
    const R = matrixExponential(4).exp(T, new Float64Array(16));
    const turned = h.inverse(multiply(R, h.map(x), 4, 4, 1, new Float64Array(4)));
    expect(relativeError(specialOrthogonalThrough(h).act(xi, x), turned)).toBeLessThan(1e-12);
    expect(specialOrthogonalThrough(h).name).toBe(`SO(4) through ${h.name}`);
  });

  it.each([[[4]], [[2, 2]], [[3]]])('has the derivative of its generator, blocks %j of ℝ⁴', (sizes) => {
    const action = blockRotationsThrough(map(4), sizes);
    const [x, w, v] = [stream.normals(4), stream.normals(4), stream.normals(4)];
    const xi = stream.normals(action.algebraDimension);
    const along = directional((at) => action.generator(xi, at).slice(), x, v); // D generator(ξ, x) v
    const difference = dot(w, along) - dot(action.generatorVjp!(xi, x, w), v);
    expect(Math.abs(difference)).toBeLessThan(1e-8 * Math.abs(dot(w, along)));
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
