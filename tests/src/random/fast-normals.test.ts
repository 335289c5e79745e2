import { expect, it } from 'vitest';
import { fastNormals } from '../../../src/random/fast-normals.js';
import { Stream } from '../../../src/random/stream.js';

const N = 1_000_000;
const draws = fastNormals(Stream.fromSeed(5), N);

/** Within five standard errors, whose squares are the variance of what is averaged, over N. */
function expectMean(of: (x: number) => number, expected: number, variance: number): void {
  let total = 0;
  for (const x of draws) total += of(x);
  expect(Math.abs(total / N - expected)).toBeLessThan(5 * Math.sqrt(variance / N));
}

it('has the moments of the standard normal distribution', () => {
  expectMean((x) => x, 0, 1);
  expectMean((x) => x ** 2, 1, 2);
  expectMean((x) => x ** 3, 0, 15);
  expectMean((x) => x ** 4, 3, 96);
});

// Φ at the edges of layers and in the tail, which is a way of its own: shares from tables of the normal distribution.
it.each([
  [0.5, 0.6170750774519738],
  [1, 0.31731050786291415],
  [2, 0.04550026389635842],
  [3.442619855899, 5.760887e-4],
  [4, 6.334248366623996e-5],
])('lies beyond ±%d as often as it should', (edge, share) => {
  expectMean((x) => Number(Math.abs(x) > edge), share, share * (1 - share));
});

it('has independent neighbours', () => {
  let total = 0;
  for (let i = 1; i < N; i++) total += draws[i - 1] * draws[i];
  expect(Math.abs(total / N)).toBeLessThan(5 / Math.sqrt(N));
});

it('gives the same numbers for the same stream, others for another, and writes where it is told', () => {
  const first = fastNormals(Stream.fromSeed(1).split('a'), 10);
  const out = new Float64Array(10);
  expect(fastNormals(Stream.fromSeed(1).split('a'), 10, out)).toBe(out);
  expect(out).toEqual(first);
  expect(fastNormals(Stream.fromSeed(1).split('b'), 10)).not.toEqual(first);
  expect(() => fastNormals(Stream.fromSeed(1), 0)).toThrow(
    'fastNormals: n must be a whole number of at least 1',
  );
});
