/** Runs and stored results are drawn alike; diverged runs do not stretch an axis. */

import { expect, it } from 'vitest';
import { curves } from '../../../experiments/plots/curves.js';
import { drawnMethods, medianLoss } from '../../../experiments/plots/drawn-methods.js';
import { firstSteps } from '../../../experiments/plots/first-steps.js';
import { highlighted, visibleRange } from '../../../experiments/plots/highlights.js';
import { pairBetween, pairStatistics } from '../../../experiments/plots/statistics.js';
import { liveSeeds } from '../../../experiments/results/live-seeds.js';
import type { MethodResults } from '../../../experiments/results/results.js';

const bands = (median: number[], count: number[]) => ({ lower: median, median, upper: median, count });

const method = (name: string, median: number[], count = median.map(() => 10)): MethodResults => ({
  name,
  kind: 'learned',
  losses: bands(median, count),
  gradientNorms: bands(median, count),
  evaluations: median.map((_, t) => t),
  runs: [],
});

const run = (name: string, losses: number[]) => ({
  method: name,
  seed: 1,
  evaluation: {
    optimizer: name,
    configuration: {},
    steps: losses.length - 1,
    losses: [losses],
    gradientNorms: [losses],
    evaluations: [losses.map((_, t) => t)],
    teleports: [],
    divergences: [],
  },
});

it('the same numbers give the same figure, from runs and from results', () => {
  const statistic = 'median and quartiles over tasks and seeds';
  const fromRuns = curves([run('a', [4, 2, 1])], 'losses', statistic);
  const fromResults = curves({ methods: [method('a', [4, 2, 1], [1, 1, 1])] }, 'losses', statistic);
  expect(fromResults).toEqual(fromRuns);
  expect(() => curves({ methods: [] }, 'losses', 'mean over tasks, range over seeds')).toThrow(/from runs/);
});

it('results count what has diverged, and can be cut to their first steps', () => {
  const results = { methods: [method('a', [4, 2, 1], [10, 9, 7])] };
  expect(drawnMethods(results)[0]).toMatchObject({ diverged: 3, trajectories: 10 });
  expect(drawnMethods(firstSteps(results, 1))[0]).toMatchObject({ diverged: 1, losses: { line: [4, 2] } });
  expect(medianLoss(results, 'a', 2)).toBe(1);
  expect(() => firstSteps(results, 3)).toThrow(/at most 2/);
});

it('a method that diverges often does not stretch the axis', () => {
  const [calm, wild] = drawnMethods({
    methods: [method('calm', [10, 1]), method('wild', [10, 1e30], [10, 2])],
  }).map((one) => ({ ...one, ...one.losses }));
  const [low, high] = visibleRange([calm, wild])!;
  expect([low, high].map((end) => Math.round(end) + 0)).toEqual([0, 1]); // + 0 makes 0 of −0
});

it('of many methods the main ones are in front, else the first and the lowest', () => {
  const named = (names: string[]) =>
    drawnMethods({ methods: names.map((name, i) => method(name, [9, 9 - i])) });
  expect([...highlighted(named(['a', 'b']))]).toEqual(['a', 'b']);
  expect([...highlighted(named(['a', 'b', 'c', 'd', 'e']))]).toEqual(['a', 'e']);
  expect([...highlighted(named(['vanilla', 'b', 'c', 'd', 'e']))]).toEqual(['vanilla']);
});

it('a pair can be asked for either way around', () => {
  const runs = ['a', 'b'].flatMap((name, i) =>
    [1, 2, 3, 4, 5, 6].map((seed) => ({ ...run(name, [1, 10 ** -i * (1 + 0.01 * seed)]), seed })),
  );
  const { atTheEnd } = pairStatistics('test', runs);
  expect(pairBetween(atTheEnd, 'a', 'b')).toMatchObject({ outcome: 'lost' });
  expect(pairBetween(atTheEnd, 'b', 'a')).toMatchObject({ outcome: 'won', a: 'b', b: 'a' });
  expect(pairBetween(atTheEnd, 'b', 'a')!.difference.value).toBeCloseTo(-1);
  expect(pairBetween(atTheEnd, 'a', 'c')).toBeUndefined();
});

it('live seeds are the first few, unless the environment names others', () => {
  expect(liveSeeds(2, undefined)).toEqual([1, 2]);
  expect(liveSeeds(1, '3')).toEqual([1, 2, 3]);
  expect(liveSeeds(1, '2..4')).toEqual([2, 3, 4]);
  expect(liveSeeds(1, '2,5')).toEqual([2, 5]);
  for (const bad of ['0', 'x', '4..2', '1,,2']) expect(() => liveSeeds(1, bad)).toThrow(/SEEDS must be/);
});
