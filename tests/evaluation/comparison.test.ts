/** Paired comparisons: by hand on small tables, and the interval's coverage by simulation. */

import { expect, test } from 'vitest';
import { commonBudget, type EvaluatedRun, finalLosses, lossesAtBudget } from '../../src/evaluation/budget.js';
import {
  bootstrapMean,
  compareAll,
  comparePair,
  LOG_FLOOR,
  type MethodLosses,
} from '../../src/evaluation/comparison.js';
import { Stream } from '../../src/random/stream.js';

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
  // Two seeds: a resample has mean D_1, D_2 or their mean, so the interval is from one to the other.
  expect(difference.interval![0]).toBeCloseTo(-7 / 3, 12);
  expect(difference.interval![1]).toBeCloseTo(0, 12);
});

test('a diverged run loses against one that has not, ties with one that has, and enters no mean', () => {
  const a = losses('a', [null, 1, null, 1]);
  const b = losses('b', [1, null, null, 100]);
  const comparison = comparePair(a, b, { stream: stream() });
  expect(comparison).toMatchObject({ wins: 2, ties: 1, losses: 1, divergedA: 2, divergedB: 2 });
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

test('the interval covers the truth about nine times in ten at ten seeds, as the docstring says', () => {
  const draws = stream().split('coverage');
  const trials = 600;
  let covered = 0;
  for (let k = 0; k < trials; k++) {
    const own = draws.split(k);
    const { interval } = bootstrapMean(Array.from(own.normals(10)), own.split('bootstrap'), 500);
    if (interval![0] < 0 && interval![1] > 0) covered++;
  }
  expect(covered / trials).toBeGreaterThan(0.86);
  expect(covered / trials).toBeLessThan(0.95);
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
