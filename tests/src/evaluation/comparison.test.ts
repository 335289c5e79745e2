/** Paired comparisons: by hand on small tables, and the interval's coverage by simulation. */

import { mean, quantileSorted } from 'simple-statistics';
import { expect, test } from 'vitest';
import { bootstrapMean, FEWEST_SEEDS } from '../../../src/evaluation/bootstrap.js';
import {
  commonBudget,
  type EvaluatedRun,
  finalLosses,
  lossesAtBudget,
} from '../../../src/evaluation/budget.js';
import { compareAll, comparePair, LOG_FLOOR, type MethodLosses } from '../../../src/evaluation/comparison.js';
import { Stream } from '../../../src/random/stream.js';

const stream = () => Stream.fromSeed(11);

function losses(method: string, ...ofSeeds: (number | null)[][]): MethodLosses {
  return { method, seeds: ofSeeds.map((_, s) => s + 1), losses: ofSeeds };
}

test('the difference is the mean over seeds of means over tasks of log10 a - log10 b', () => {
  const a = losses('a', [1, 10, 100], [1, 1, 1]);
  const b = losses('b', [10, 10, 10], [10, 10, 1e5]);
  const {
    difference,
    differenceOfSeeds,
    medianDifference,
    wins,
    ties,
    losses: lost,
    pairs,
  } = comparePair(a, b, { stream: stream() });
  expect(differenceOfSeeds[0]).toBeCloseTo((-1 + 0 + 1) / 3, 12);
  expect(differenceOfSeeds[1]).toBeCloseTo((-1 - 1 - 5) / 3, 12);
  expect(difference.value).toBeCloseTo(-7 / 6, 12);
  expect(medianDifference.value).toBeCloseTo((0 - 1) / 2, 12);
  expect({ wins, ties, lost, pairs }).toEqual({ wins: 4, ties: 1, lost: 1, pairs: 6 });
  expect(difference.interval).toBeNull(); // of two seeds
});

test('a diverged run loses against one that has not, ties with one that has, and enters no mean', () => {
  const a = losses('a', [null, 1, null, 1]);
  const b = losses('b', [1, null, null, 100]);
  const comparison = comparePair(a, b, { stream: stream() });
  expect(comparison).toMatchObject({ wins: 2, ties: 1, losses: 1, divergedA: 2, divergedB: 2, leftOut: 3 });
  expect(comparison.difference).toEqual({ value: -2, interval: null });
});

test('where no pair survives there is no difference', () => {
  const { difference, differenceOfSeeds } = comparePair(losses('a', [null], [null]), losses('b', [1], [1]), {
    stream: stream(),
  });
  expect(difference).toEqual({ value: null, interval: null });
  expect(differenceOfSeeds).toEqual([null, null]);
});

test('a loss of exactly zero counts as the floor, and two of them tie', () => {
  const { difference, wins, ties } = comparePair(losses('a', [0, 0]), losses('b', [1, LOG_FLOOR / 10]), {
    stream: stream(),
  });
  expect(difference.value).toBeCloseTo(Math.log10(LOG_FLOOR) / 2, 9);
  expect({ wins, ties }).toEqual({ wins: 1, ties: 1 });
});

test('exchanging the methods turns every sign', () => {
  const draws = stream().split('losses');
  const table = () => [1, 2, 3].map(() => Array.from(draws.normals(20), (z) => (z > 1.5 ? null : 10 ** z)));
  const [a, b] = [losses('a', ...table()), losses('b', ...table())];
  const [ab, ba] = [comparePair(a, b, { stream: stream() }), comparePair(b, a, { stream: stream() })];
  expect(ba.difference.value).toBeCloseTo(-ab.difference.value!, 12);
  expect([ba.wins, ba.ties, ba.losses]).toEqual([ab.losses, ab.ties, ab.wins]);
  expect([ba.divergedA, ba.divergedB]).toEqual([ab.divergedB, ab.divergedA]);
});

test('the same stream gives the same interval, and all pairs come once', () => {
  const methods = ['a', 'b', 'c'].map((name, i) => losses(name, [1 + i, 2], [3, 4 + i], [5, 6]));
  const all = compareAll(methods, { stream: stream() });
  expect(all.map(({ a, b }) => a + b)).toEqual(['ab', 'ac', 'bc']);
  expect(all).toEqual(compareAll(methods, { stream: stream() }));
});

test('the interval covers the truth about 95 times in 100 at ten seeds, where plain percentiles do about 90', () => {
  const draws = stream().split('coverage');
  const trials = 1500;
  const covered = { expanded: 0, plain: 0 };
  for (let k = 0; k < trials; k++) {
    const own = draws.split(k);
    const values = Array.from(own.normals(10));
    const { interval } = bootstrapMean(values, own.split('bootstrap'), 500);
    if (interval![0] < 0 && interval![1] > 0) covered.expanded++;
    const resample = own.split('bootstrap'); // the same resamples
    const means = Array.from({ length: 500 }, () => mean(values.map(() => values[resample.integer(10)])));
    means.sort((x, y) => x - y);
    if (quantileSorted(means, 0.025) < 0 && quantileSorted(means, 0.975) > 0) covered.plain++;
  }
  // The standard error of a share near 0.94 is 0.006.
  expect(covered.expanded / trials).toBeGreaterThan(0.925);
  expect(covered.expanded / trials).toBeLessThan(0.965);
  expect(covered.plain / trials).toBeLessThan(0.92);
});

test('fewer than five seeds have no interval, and a comparison of them no outcome', () => {
  expect(bootstrapMean([], stream())).toEqual({ value: null, interval: null });
  const better = (seeds: number) =>
    comparePair(
      losses('a', ...Array.from({ length: seeds }, (_, s) => [1, 1 + s])),
      losses('b', ...Array.from({ length: seeds }, () => [100, 100])),
      { stream: stream() },
    );
  for (let seeds = 1; seeds < FEWEST_SEEDS; seeds++) {
    expect(better(seeds)).toMatchObject({ outcome: 'too few seeds', difference: { interval: null } });
    expect(better(seeds).difference.value).toBeLessThan(-1);
  }
  expect(better(FEWEST_SEEDS)).toMatchObject({ outcome: 'won' });
  expect(better(FEWEST_SEEDS).difference.interval![1]).toBeLessThan(-1);
});

test('the outcome heeds divergence: better on what survives and worse in what does is open', () => {
  const outcome = (a: (number | null)[], b: (number | null)[]) => {
    const seeds = [1, 2, 3, 4, 5, 6];
    const table = (name: string, row: (number | null)[]) => losses(name, ...seeds.map(() => row));
    return comparePair(table('a', a), table('b', b), { stream: stream() }).outcome;
  };
  expect(outcome([1, 1], [10, 10])).toBe('won');
  expect(outcome([10, 10], [1, 1])).toBe('lost');
  expect(outcome([1, 1], [1, 1])).toBe('open');
  expect(outcome([1, null], [10, 10])).toBe('open');
  expect(outcome([1, null], [10, null])).toBe('won');
  expect(outcome([1, 1], [1, null])).toBe('won');
  expect(outcome([null, null], [1, 1])).toBe('lost');
  expect(outcome([null, null], [null, null])).toBe('open');
});

test('tasks of one seed do not narrow the interval: what the seeds have in common is not averaged away', () => {
  const draws = stream().split('clusters');
  const effects = Array.from(draws.normals(10));
  const b = losses('b', ...effects.map(() => new Array<number>(200).fill(1)));
  const a = losses('a', ...effects.map((effect) => new Array<number>(200).fill(10 ** effect)));
  const [low, high] = comparePair(a, b, { stream: stream() }).difference.interval!;
  expect(high - low).toBeGreaterThan(0.6); // about 2 · 1.96 · 1/√10; resampled tasks would give a quarter of it
});

test('bad tables are refused', () => {
  const options = { stream: stream() };
  const one = losses('a', [1, 2]);
  expect(() => comparePair(one, losses('b', [1, 2], [1, 2]), options)).toThrow(/must have the seeds of a/);
  expect(() => comparePair(one, losses('b', [1]), options)).toThrow(/must have 2 tasks as a, got 1/);
  expect(() => comparePair(one, losses('b', [1, Number.NaN]), options)).toThrow(/finite and not negative/);
  expect(() => comparePair(one, losses('b', [1, -1]), options)).toThrow(
    /finite and not negative, or null, got -1/,
  );
  expect(() => comparePair(one, one, { ...options, resamples: 0 })).toThrow(/resamples/);
  expect(() => comparePair(one, one, { ...options, floor: 0 })).toThrow(/floor must be positive/);
});

function run(
  method: string,
  seed: number,
  losses: (number | null)[][],
  evaluations: (number | null)[][],
): EvaluatedRun {
  return { method, seed, evaluation: { losses, evaluations, steps: losses[0].length - 1 } };
}

test('at a budget each run counts with the last step it could afford', () => {
  const cheap = run('cheap', 1, [[8, 4, 2, 1]], [[0, 1, 2, 3]]);
  const dear = run('dear', 1, [[8, 3, 1, 0.1]], [[0, 2.5, 5, 7.5]]);
  expect(commonBudget([cheap, dear])).toBe(3);
  expect(lossesAtBudget([cheap, dear], 3).map(({ losses }) => losses)).toEqual([[[1]], [[3]]]);
  expect(lossesAtBudget([cheap, dear], 2).map(({ losses }) => losses)).toEqual([[[2]], [[8]]]);
  expect(finalLosses([cheap, dear]).map(({ losses }) => losses)).toEqual([[[1]], [[0.1]]]);
});

test('a run that has diverged counts as diverged from the last step it survived', () => {
  const runs = [run('m', 1, [[8, 4, null, null]], [[0, 1, null, null]])];
  expect(lossesAtBudget(runs, 0.5)[0].losses).toEqual([[8]]);
  expect(lossesAtBudget(runs, 1)[0].losses).toEqual([[null]]);
  expect(finalLosses(runs)[0].losses).toEqual([[null]]);
  expect(() => commonBudget(runs)).toThrow(/some run must reach its end/);
});

test('runs are grouped by method and put in order of seed', () => {
  const [first] = finalLosses([run('m', 2, [[1, 20]], [[0, 1]]), run('m', 1, [[1, 10]], [[0, 1]])]);
  expect(first).toEqual({ method: 'm', seeds: [1, 2], losses: [[10], [20]] });
});
