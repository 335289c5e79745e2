import { describe, expect, it } from 'vitest';
import { bestAssignment } from '../../../src/numerics/assignment.js';
import { sinkhorn } from '../../../src/numerics/sinkhorn.js';
import { dot, norm } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { directional } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(50).split('assignment');

function permutationsOf(items: number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const worth = (S: Vector, k: number, p: ArrayLike<number>) =>
  Array.from(p).reduce((total, j, i) => total + S[i * k + j], 0);

describe('bestAssignment', () => {
  it.each([1, 2, 3, 5, 6])('is the best of all permutations of %i', (k) => {
    const all = permutationsOf(Array.from({ length: k }, (_, i) => i));
    for (let i = 0; i < 20; i++) {
      const S = stream.normals(k * k);
      const p = bestAssignment(S, k);
      expect(new Set(p).size).toBe(k);
      expect(worth(S, k, p)).toBeCloseTo(Math.max(...all.map((q) => worth(S, k, q))), 12);
    }
  });

  it('finds a hidden permutation of 60', () => {
    const hidden = stream.permutation(60);
    const S = stream.uniforms(3600, 0, 0.4);
    hidden.forEach((j, i) => {
      S[i * 60 + j] += 0.5;
    });
    expect(Array.from(bestAssignment(S, 60))).toEqual(Array.from(hidden));
  });

  it('keeps the identity on a tie of zeros', () => {
    expect(Array.from(bestAssignment(new Float64Array(16), 4))).toEqual([0, 1, 2, 3]);
  });
});

describe('sinkhorn', () => {
  it('is doubly stochastic, and near the best assignment when cold', () => {
    const k = 5;
    const S = stream.normals(k * k);
    const warm = sinkhorn(k, 1).normalize(S, new Float64Array(k * k));
    const cold = sinkhorn(k, 0.02).normalize(S, new Float64Array(k * k));
    for (let i = 0; i < k; i++) {
      const sumOver = (M: Vector, at: (c: number) => number) =>
        Array.from({ length: k }, (_, c) => M[at(c)]).reduce((a, b) => a + b);
      expect(sumOver(warm, (c) => c * k + i)).toBeCloseTo(1, 14);
      expect(sumOver(warm, (c) => i * k + c)).toBeCloseTo(1, 6);
    }
    bestAssignment(S, k).forEach((j, i) => {
      expect(cold[i * k + j]).toBeGreaterThan(0.9);
    });
  });

  it('pulls back what finite differences give', () => {
    for (const k of [2, 4, 7]) {
      const { normalize, pullBack } = sinkhorn(k, 0.7);
      const [S, W, E] = [stream.normals(k * k), stream.normals(k * k), stream.normals(k * k)];
      const out = () => new Float64Array(k * k);
      const along = dot(
        W,
        directional((T) => normalize(T, out()), S, E),
      );
      normalize(S, out());
      const pulled = pullBack(W, out());
      expect(Math.abs(dot(pulled, E) - along)).toBeLessThan(1e-7 * norm(pulled) * norm(E));
    }
  });
});
