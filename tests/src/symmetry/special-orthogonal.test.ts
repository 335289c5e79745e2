import { describe, expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { rotationThrough } from '../../../src/symmetry/rotation.js';
import { shearMap } from '../../../src/symmetry/shear-map.js';
import { specialOrthogonalThrough } from '../../../src/symmetry/special-orthogonal.js';
import { relativeError } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(42).split('special orthogonal');

describe('specialOrthogonalThrough', () => {
  it('is the rotation of the plane for n = 2', () => {
    const h = shearMap({ a: 1, b: -1, c: -2, d: [0, 0, 0.4] });
    const [general, plane] = [specialOrthogonalThrough(h), rotationThrough(h)];
    for (const angle of [-3, 0.1, 1, 7]) {
      const [x, w] = [stream.normals(2), stream.normals(2)];
      const xi = Float64Array.of(angle);
      expect(relativeError(general.act(xi, x), plane.act(xi, x))).toBeLessThan(1e-13);
      expect(relativeError(general.generator(xi, x), plane.generator(xi, x))).toBeLessThan(1e-13);
      expect(relativeError(general.vjp(xi, x, w).xi, plane.vjp(xi, x, w).xi)).toBeLessThan(1e-12);
      expect(relativeError(general.vjp(xi, x, w).x, plane.vjp(xi, x, w).x)).toBeLessThan(1e-12);
    }
  });

  it('refuses the line', () => {
    expect(() => specialOrthogonalThrough(affineMap([[2]]))).toThrow(
      'k must be a whole number of at least 2, got 1',
    );
  });
});
