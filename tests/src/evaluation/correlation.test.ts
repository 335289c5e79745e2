import { describe, expect, it } from 'vitest';
import { correlate, ranks } from '../../../src/evaluation/correlation.js';
import { Stream } from '../../../src/random/stream.js';

const stream = Stream.fromSeed(1);

describe('correlate', () => {
  it('gives the textbook values of Anscombe’s first set', () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const { pearson, spearman } = correlate(x, y, { stream });
    expect(pearson.value).toBeCloseTo(0.81642, 5); // Anscombe 1973
    expect(spearman.value).toBeCloseTo(1 - (6 * 40) / (11 * 120), 10); // Σd² = 40, no ties
    expect(pearson.p).toBeLessThan(0.02);
  });

  it('has a Spearman correlation of 1 for any rising function', () => {
    const x = [...stream.normals(30)];
    const { pearson, spearman } = correlate(
      x,
      x.map((v) => Math.exp(3 * v)),
      { stream },
    );
    expect(spearman.value).toBeCloseTo(1, 12);
    expect(pearson.value).toBeLessThan(0.95);
  });

  it('finds independent pairs significant about as often as chance says', () => {
    const significant = Array.from({ length: 200 }, (_, i) => {
      const own = Stream.fromSeed(2).split(i);
      const [x, y] = ['x', 'y'].map((name) => [...own.split(name).normals(25)]);
      return correlate(x, y, { stream: own, shuffles: 199 }).pearson.p <= 0.05;
    }).filter(Boolean).length;
    expect(significant).toBeGreaterThan(1); // 10 expected, standard deviation 3
    expect(significant).toBeLessThan(22);
  });

  it('takes out what strata share', () => {
    const noise = [...stream.split('noise').normals(200)];
    const epoch = noise.map((_, i) => Math.floor(i / 10));
    const x = noise.map((v, i) => epoch[i] + v);
    const y = [...stream.split('other').normals(200)].map((v, i) => 2 * epoch[i] + v);
    expect(correlate(x, y, { stream }).pearson.p).toBeLessThan(0.01);
    const within = correlate(x, y, { stream, strata: epoch });
    expect(Math.abs(within.pearson.value)).toBeLessThan(0.2);
    expect(within.pearson.p).toBeGreaterThan(0.05);
  });

  it('does not take a task’s persistence for evidence when strata are shuffled together', () => {
    // Three tasks at 40 epochs; each task has its own constant x and y, plus a little noise.
    const levels = { x: [0, 1, 2], y: [0, 1, 3] };
    const pairs = Array.from({ length: 120 }, (_, i) => ({ task: i % 3, epoch: Math.floor(i / 3) }));
    const jitter = stream.split('jitter').normals(120);
    const x = pairs.map(({ task }, i) => levels.x[task] + 0.01 * jitter[i]);
    const y = pairs.map(({ task }) => levels.y[task]);
    const strata = pairs.map(({ epoch }) => epoch);
    expect(correlate(x, y, { stream, strata }).pearson.p).toBeLessThan(0.01);
    const together = correlate(x, y, { stream, strata, together: pairs.map(() => 0) });
    expect(together.pearson.p).toBeGreaterThan(0.1); // of three tasks there are six orders
  });

  it('has nothing to say of constant values', () => {
    const { pearson } = correlate([1, 1, 1], [1, 2, 3], { stream });
    expect(pearson.value).toBeNaN();
    expect(pearson.p).toBe(1);
  });

  it('refuses what it cannot pair', () => {
    expect(() => correlate([1, 2], [1, 2], { stream })).toThrow(
      'correlate: there must be at least three pairs, got 2',
    );
    expect(() => correlate([1, 2, 3], [1, 2], { stream })).toThrow('correlate: y must hold 3 values, got 2');
    expect(() => correlate([1, 2, Number.NaN], [1, 2, 3], { stream })).toThrow(
      'correlate: values must be finite, got NaN',
    );
    const uneven = { strata: [0, 0, 1], together: [0, 0, 0] };
    expect(() => correlate([1, 2, 3], [1, 2, 3], { stream, ...uneven })).toThrow(
      'correlate: strata shuffled together must be of one size, 2, got 1',
    );
  });
});

describe('ranks', () => {
  it('shares the mean rank among equals', () => {
    expect(ranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
  });
});
