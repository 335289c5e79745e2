/** Roots in an interval: those that a product of linear factors was made of, and no others. */

import { expect, it, describe as suite } from 'vitest';
import { rootsBetween } from '../../../src/numerics/polynomial.js';
import { Stream } from '../../../src/random/stream.js';

/** The coefficients of Π (s − root). */
const product = (roots: readonly number[]) =>
  roots.reduce((c, root) => [0].concat(c).map((above, i) => above - root * (c[i] ?? 0)), [1]);

suite('rootsBetween', () => {
  it('finds the roots of random quartics', () => {
    for (let i = 0; i < 100; i++) {
      const roots = [...Stream.fromSeed(i).normals(4)].sort((a, b) => a - b);
      const found = rootsBetween(product(roots), -100, 100);
      expect(found).toHaveLength(4);
      for (const [j, root] of found.entries()) expect(root).toBeCloseTo(roots[j], 6);
    }
  });

  it('keeps to the interval, and passes by where there is no change of sign', () => {
    expect(rootsBetween(product([-1, 2]), 0, 5)).toEqual([2]);
    expect(rootsBetween([1, 0, 1], -5, 5)).toEqual([]); // s² + 1
    expect(rootsBetween([7], 0, 1)).toEqual([]);
  });
});
