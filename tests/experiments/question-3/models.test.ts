/** Ridge regression, the tree and the rule of thumb against cases done by hand. */

import { describe, expect, it } from 'vitest';
import { fitTree } from '../../../experiments/question-3/regression-tree.js';
import { fitRidge } from '../../../experiments/question-3/ridge.js';
import { fitRule, says, scoreRule } from '../../../experiments/question-3/rule-of-thumb.js';

describe('fitRidge', () => {
  it('shrinks by hand: z = (−1, 1) twice, y = ±2, λ = 4 gives β = 8/(4 + 4)', () => {
    const rows = [[0], [2], [0], [2]];
    const { weights, penalty, predict } = fitRidge(rows, [-2, 2, -2, 2], [1]);
    expect(penalty).toBe(4);
    expect(weights[0]).toBeCloseTo(1, 12);
    expect(predict([2])).toBeCloseTo(1, 12);
    expect(predict([1])).toBeCloseTo(0, 12);
  });

  it('says the error of rows left out as leaving them out does', () => {
    const rows = [[0, 1], [1, 3], [2, 0], [3, 5], [5, 2], [8, 1]]; // biome-ignore format: rows
    const y = [1, 0, 4, 2, 7, 6];
    const nearlyUnpenalised = 1e-9; // then scaling without a row changes nothing
    const { leftOutError } = fitRidge(rows, y, [nearlyUnpenalised]);
    const residuals = y.map((v, i) => {
      const others = y.map((_, k) => k).filter((k) => k !== i);
      const { predict } = fitRidge(others.map((k) => rows[k]), others.map((k) => y[k]), [nearlyUnpenalised]); // biome-ignore format: short
      return v - predict(rows[i]);
    });
    const byHand = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / y.length);
    expect(leftOutError).toBeCloseTo(byHand, 5);
  });

  it('takes the penalty of least error, gives a constant predictor no weight, and refuses what is not finite', () => {
    const rows = Array.from({ length: 12 }, (_, i) => [i, 5]);
    const line = fitRidge(rows, rows.map(([x]) => 3 * x)); // biome-ignore format: short
    expect(line.penalty).toBeCloseTo(0.012, 12);
    expect(line.weights[1]).toBe(0);
    expect(() => fitRidge([[1], [Number.NaN], [2]], [1, 2, 3])).toThrow('must be finite');
    expect(() => fitRidge([[1], [2]], [1, 2])).toThrow('three rows');
  });
});

describe('fitTree', () => {
  it('splits where the sum of squares falls most, half-way between neighbours', () => {
    const rows = [[7, 1], [2, 2], [9, 3], [1, 10], [8, 11], [3, 12]]; // biome-ignore format: rows
    const { root, predict } = fitTree(rows, [0, 1, 2, 9, 10, 11], { depth: 1, least: 1 });
    expect(root).toEqual({
      predictor: 1,
      threshold: 6.5,
      below: { mean: 1, rows: 3 },
      above: { mean: 10, rows: 3 },
    });
    expect([predict([0, 6.5]), predict([0, 6.6])]).toEqual([1, 10]);
  });

  it('makes no split of equal values, nor one that leaves too few', () => {
    expect(fitTree([[1], [1], [1]], [0, 5, 10], { least: 1 }).root).toEqual({ mean: 5, rows: 3 });
    expect(fitTree([[1], [2], [3]], [0, 5, 10], { least: 2 }).root).toEqual({ mean: 5, rows: 3 });
    expect(fitTree([[1], [2], [3]], [4, 4, 4], { least: 1 }).root).toEqual({ mean: 4, rows: 3 });
  });
});

describe('fitRule', () => {
  const rows = [[0, 4], [0, 3], [1, 2], [0, 1]]; // biome-ignore format: rows
  const helped = [false, false, true, true];

  it('finds the predictor, the threshold and the side', () => {
    const rule = fitRule(rows, helped)!;
    expect(rule).toEqual({ predictor: 1, threshold: 2.5, side: 'below' });
    expect(rows.map((row) => says(rule, row))).toEqual(helped);
    expect(fitRule(rows, [true, true, true, true])).toBeUndefined();
  });

  it('is scored by hits beside those of the usual answer', () => {
    const score = scoreRule(
      { predictor: 1, threshold: 2.5, side: 'below' },
      rows,
      [false, true, true, true],
      helped,
    );
    expect(score.hits).toMatchObject({ successes: 3, trials: 4 });
    expect(score.balanced).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(score.constant.successes).toBe(1); // 'never', as half of the training did not
  });
});
