import { expect, it } from 'vitest';
import type { PairComparison } from '../../../src/evaluation/comparison.js';
import { comparisonText } from '../../../src/evaluation/comparison-text.js';

const comparison = {
  seeds: 10,
  pairs: 2000,
  difference: { value: -0.214, interval: [-0.301, 0.118] },
  divergedA: 0,
  divergedB: 0,
  leftOut: 0,
  outcome: 'open',
} as unknown as PairComparison;

it('says the difference, its interval, what is left out, and the outcome', () => {
  expect(comparisonText(comparison)).toBe('−0.21 [−0.30, +0.12]: open');
  expect(comparisonText({ ...comparison, divergedA: 3, divergedB: 1, leftOut: 4, outcome: 'won' })).toBe(
    '−0.21 [−0.30, +0.12], diverged 3 and 1 of 2000 (4 pairs left out): won',
  );
  const few = { ...comparison, seeds: 3, difference: { value: 0.5, interval: null } };
  expect(comparisonText({ ...few, outcome: 'too few seeds' })).toBe(
    '+0.50: too few seeds (3; a verdict needs 5)',
  );
  const none = { value: null, interval: null };
  expect(comparisonText({ ...comparison, difference: none })).toBe('no pair survives: open');
});
