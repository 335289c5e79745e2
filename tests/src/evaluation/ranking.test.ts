import { expect, it } from 'vitest';
import type { EvaluatedRun } from '../../../src/evaluation/budget.js';
import { rankedText, rankMethods } from '../../../src/evaluation/ranking.js';

function run(method: string, last: (number | null)[], seed = 1): EvaluatedRun {
  const losses = last.map((loss) => [9, loss]);
  return { method, seed, evaluation: { losses, evaluations: losses.map(() => [0, 1]), steps: 1 } };
}

it('ranks by the median, in which a diverged run counts as infinite', () => {
  const runs = [
    run('always breaks', [null, null, null, null]),
    run('breaks', [1e-9, null, null, null]),
    run('steady', [2, 2, 2, 2]),
    run('good', [1, 1, 1, null]),
    run('good', [1, 1, 1, 1], 2),
  ];
  const ranked = rankMethods(runs);
  expect(ranked.map(({ method }) => method)).toEqual(['good', 'steady', 'breaks', 'always breaks']);
  expect(ranked.map(rankedText)).toEqual([
    '1, diverged 1 of 8',
    '2',
    'no median, diverged 3 of 4',
    'no median, diverged 4 of 4',
  ]);
});

it.each([
  [1.84e-5, '1.8e-5'],
  [0.00123, '0.0012'],
  [92.4, '92'],
  [45678, '4.6e+4'],
])('says a median of %d as %s', (median, text) => {
  expect(rankedText({ method: 'a', median, diverged: 0, runs: 1 })).toBe(text);
});
