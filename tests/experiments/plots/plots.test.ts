/** Plots of runs: what lies on what, where a line breaks, what the legend says. */

import { expect, test } from 'vitest';
import { curves, networkCurves } from '../../../experiments/plots/curves.js';
import { publishedAgainstCorrected, publishedInWords } from '../../../experiments/plots/published-curves.js';
import { againstReference } from '../../../experiments/plots/reference-in-words.js';
import { trajectoryTraces } from '../../../experiments/plots/trajectory-traces.js';
import { bandedLines } from '../../../src/display/bands.js';
import type { Data } from '../../../src/display/figure-types.js';
import { levelSets } from '../../../src/display/level-sets.js';
import type { Evaluation } from '../../../src/evaluation/evaluate.js';
import { ellipse, FIXED_ELLIPSE, FIXED_ELLIPSE_START } from '../../../src/optimizees/ellipse.js';

type Trace = Data;

const run = (method: string, losses: (number | null)[][]) => ({
  method,
  seed: 1,
  evaluation: {
    optimizer: method,
    configuration: {},
    steps: losses[0].length - 1,
    losses,
    gradientNorms: losses,
    evaluations: losses,
    teleports: [],
    divergences: losses.flatMap((curve, task) =>
      curve.includes(null) ? [{ task, step: curve.indexOf(null), reason: 'loss not finite' as const }] : [],
    ),
  } satisfies Evaluation,
});

test('all bands lie below all lines', () => {
  const { data } = curves(
    ['a', 'b', 'c'].map((name) => run(name, [[4, 2, 1]])),
    'losses',
    'median and quartiles over tasks and seeds',
  );
  const isBand = (data as Trace[]).map(({ fill }) => fill === 'toself');
  expect(isBand).toEqual([true, true, true, false, false, false]);
});

test('the grey and the black band have outlines of different colours', () => {
  const flat = { line: [1], low: [1], high: [1] };
  const [grey, black] = bandedLines(
    ['#7f7f7f', '#000000'].map((color) => ({ name: '', color, ...flat })),
  ) as Trace[];
  expect(grey.line!.width).toBeGreaterThan(0);
  expect(grey.line!.color).not.toBe(black.line!.color);
});

test('a line breaks where it has no number, and a band without an upper end goes to the top', () => {
  const [first, second, line] = bandedLines([
    {
      name: 'a',
      color: '#0072b2',
      line: [4, Number.POSITIVE_INFINITY, null, 1],
      low: [3, 2, null, 1],
      high: [9, Number.POSITIVE_INFINITY, null, 2],
    },
  ]) as Trace[];
  expect([first.x, first.y]).toEqual([
    [0, 1, 1, 0],
    [9, 9, 2, 3],
  ]);
  expect([second.x, second.y]).toEqual([
    [3, 3],
    [2, 1],
  ]);
  expect(line.y).toEqual([4, null, null, 1]);
  expect(line.connectgaps).toBe(false);
});

test('the legend counts what has diverged', () => {
  const statistic = 'median and quartiles over tasks and seeds';
  const { data } = curves(
    [
      run('a', [
        [1, 2],
        [1, null],
        [3, 4],
      ]),
      run('b', [[1, 2]]),
    ],
    'losses',
    statistic,
  );
  const names = (data as Trace[]).filter(({ fill }) => !fill).map(({ name }) => name);
  expect(names).toEqual(['a<br>(1 of 3 diverged)', 'b']);
});

test('a network’s curves speak of epochs and of L', () => {
  const { layout } = networkCurves([run('a', [[2, 1]])], 'losses', 'mean over tasks, range over seeds');
  expect([layout.xaxis?.title, layout.yaxis?.title]).toEqual([{ text: 'epoch' }, { text: 'loss L' }]);
});

const window = { x: [-2, 2], y: [-1, 1] } as const;
const flight = {
  iterates: [
    [0, 0],
    [1, 0.5],
    [1, -5],
    [0, 0],
  ],
  losses: [],
  gradientNorms: [],
  teleports: [{ step: 0, from: [0, 0.5], to: [1, 0.5] }],
};

test('a trajectory that leaves the picture has a diamond at the edge, and the legend says when', () => {
  const traces = trajectoryTraces('GD', flight, '#0072b2', window) as Trace[];
  const diamond = traces.find(({ marker }) => marker?.symbol === 'diamond-open')!;
  expect([diamond.x, diamond.y]).toEqual([[1], [-1]]);
  const entries = traces.filter(({ showlegend }) => showlegend);
  expect(entries.map(({ name, mode }) => [name, mode])).toEqual([
    ['GD<br>(◇ leaves at step 2)', 'lines+markers'],
  ]);
  const within = trajectoryTraces('GD', flight, '#0072b2', { x: [-9, 9], y: [-9, 9] }) as Trace[];
  expect(within.some(({ marker }) => marker?.symbol === 'diamond-open')).toBe(false);
});

test('updates are solid and teleports dotted', () => {
  const [solid, dotted] = trajectoryTraces('GD', flight, '#0072b2') as Trace[];
  expect(dotted.line!.dash).toBe('dot');
  expect(dotted.x).toEqual([0, 1, null]);
  expect(solid.x!.slice(0, 3)).toEqual([0, 0, null]);
});

test('the contour grid spans the window, and is finer at the minimum', () => {
  const { optimizee } = ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START);
  const [contour] = levelSets(optimizee, { x: [-8, 2], y: [-1, 5] }, []).data as Trace[];
  const xs = contour.x as number[];
  expect(xs[0]).toBeCloseTo(-8, 12);
  expect(xs.at(-1)).toBeCloseTo(2, 12);
  const gaps = xs.slice(1).map((x, i) => x - xs[i]);
  expect(Math.min(...gaps)).toBeGreaterThan(0);
  const atMinimum = gaps[xs.findIndex((x) => x > 1e-9) - 1];
  expect(atMinimum).toBeLessThan(10 / 80 / 4);
  expect(Math.max(...gaps)).toBeLessThan(10 / 80 + 1e-9); // nowhere coarser than evenly spaced
});

const seedsOf = (method: string, seeds: number, losses: (number | null)[]) =>
  Array.from({ length: seeds }, (_, i) => ({
    ...run(
      method,
      losses.map((loss) => [1, loss]),
    ),
    seed: i + 1,
  }));

test('an ablation in words: multiples of the reference, and no judgement by one seed', () => {
  const runs = [...seedsOf('never', 1, [0.2, 0.4, 0.8]), ...seedsOf('always', 1, [0.1, 0.2, null])];
  expect(againstReference(runs, 'never')).toBe(
    'Last median loss, ‘never’ 0.4; the others in multiples of it: ‘always’ 0.5 (diverged 1 of 3). Lowest: always. ' +
      'Which differences outlast a change of the training seed cannot be said: too few seeds (1; a verdict needs 5).',
  );
  expect(() => againstReference(runs, 'sometimes')).toThrow(/reference must be one of/);
});

test('an ablation in words judges by enough seeds', () => {
  const runs = [
    ...seedsOf('never', 6, [0.2, 0.4, 0.8]),
    ...seedsOf('always', 6, [0.1, 0.2, 0.4]),
    ...seedsOf('at times', 6, [0.3, 0.6, 0.9]),
  ];
  expect(againstReference(runs, 'never')).toMatch(
    /over 6 seeds, better: always; worse: at times; open: none\.$/,
  );
});

test('as published stands beside the same task and beside all tasks', () => {
  const published = { losses: [1, 8], gradientNorms: [1, 8] };
  const runs = [
    {
      ...run('a', [
        [1, 0.1],
        [1, 0.2],
        [1, 0.4],
      ]),
      asPublished: published,
    },
    {
      ...run('b', [
        [1, 0.3],
        [1, 0.5],
        [1, 0.6],
      ]),
      asPublished: { ...published, losses: [1, 4] },
    },
  ];
  const { data } = publishedAgainstCorrected(runs);
  const ofA = (data as Trace[]).filter(({ legendgroup }) => legendgroup === 'a');
  expect(ofA.map(({ y }) => y)).toEqual([
    [1, 0.4],
    [1, 8],
    [1, 0.2],
  ]);
  expect(ofA.map(({ line }) => line?.dash)).toEqual([undefined, 'dash', undefined]);
  expect(publishedInWords(runs)).toMatch(
    /a 8\.0, 0\.40, 0\.20; b 4\.0, 0\.60, 0\.50\..* Lowest as published: b; lowest of the corrected medians: a\./,
  );
});
