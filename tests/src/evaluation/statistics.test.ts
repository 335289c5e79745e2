import { expect, it } from 'vitest';
import { summarise, summariseSteps } from '../../../src/evaluation/statistics.js';

it('counts a diverged run as an infinite loss: half of them leave no median', () => {
  const survivors = summarise([1, 2, 3]);
  expect(survivors).toMatchObject({ count: 3, diverged: 0, mean: 2, median: 2 });
  // Of five runs the third is the median: it is the largest survivor, not the middle one.
  expect(summarise([3, null, 1, null, 2])).toMatchObject({
    count: 3,
    diverged: 2,
    median: 3,
    mean: Number.NaN,
  });
  expect(summarise([1, null, 2, null])).toMatchObject({ median: Number.NaN, q25: expect.any(Number) });
  expect(summarise([1, 2, null, null, null])).toMatchObject({ median: Number.NaN, q25: 2 });
});

it('orders methods as they are: one that loses its hard tasks is not the better for it', () => {
  const steady = [1e-3, 1e-3, 1e-2, 1e-1, 1];
  const breaking = [1e-5, 1e-4, null, null, null];
  expect(summarise(breaking, { missing: 'left out' }).median).toBeLessThan(summarise(steady).median);
  expect(summarise(breaking).median).toBeNaN();
});

it('breaks a line at the step from which half of the runs have diverged, and the mean at the first', () => {
  const rows = [
    [4, 3, 2, 1],
    [4, 3, 2, null],
    [4, 3, null, null],
    [4, null, null, null],
  ];
  const steps = summariseSteps(rows);
  expect(steps.map(({ diverged }) => diverged)).toEqual([0, 1, 2, 3]);
  expect(steps.map(({ count }) => count)).toEqual([4, 3, 2, 1]);
  expect(steps.map(({ median }) => median)).toEqual([4, 3, Number.NaN, Number.NaN]);
  expect(steps.map(({ mean }) => mean)).toEqual([4, Number.NaN, Number.NaN, Number.NaN]);
});

it('leaves out what is no loss', () => {
  expect(summarise([1, null, 3, null], { missing: 'left out' })).toMatchObject({
    count: 2,
    mean: 2,
    median: 2,
  });
});

it('has no numbers of nothing', () => {
  expect(summarise([])).toMatchObject({ count: 0, mean: Number.NaN, median: Number.NaN });
  expect(() => summariseSteps([])).toThrow('summariseSteps: rows must be a list of at least 1, got []');
  expect(() => summarise([1, Number.NaN])).toThrow(/values must be finite, or null, got NaN/);
});
