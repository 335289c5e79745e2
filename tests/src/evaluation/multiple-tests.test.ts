import { expect, test } from 'vitest';
import { holm } from '../../../src/evaluation/multiple-tests.js';
import { Stream } from '../../../src/random/stream.js';

test('Holm’s correction of four p-values, by hand', () => {
  // Sorted 0.005, 0.01, 0.03, 0.04: 4·0.005, 3·0.01, 2·0.03, then not below the one before.
  const corrected = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
    expect(corrected[i]).toBeCloseTo(p, 12);
  });
  expect(holm([0.4, 0.9])).toEqual([0.8, 0.9]);
  expect(holm([0.7, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test('of many true hypotheses any is rejected about as seldom as the level says', () => {
  const stream = Stream.fromSeed(11);
  const families = Array.from({ length: 2000 }, () => Array.from({ length: 10 }, () => stream.uniform()));
  const any = (correct: (p: number[]) => number[]) =>
    families.filter((p) => correct(p).some((value) => value < 0.05)).length / families.length;
  expect(any((p) => p)).toBeGreaterThan(0.35); // 1 − 0.95¹⁰ = 0.40
  expect(any(holm)).toBeLessThan(0.065);
  expect(any(holm)).toBeGreaterThan(0.035);
});

test('what is no probability is refused', () => {
  expect(() => holm([0.5, 1.2])).toThrow('holm: p-values must be in [0, 1], got 1.2');
  expect(() => holm([Number.NaN])).toThrow(/p-values/);
});
