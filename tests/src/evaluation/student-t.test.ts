import { expect, it } from 'vitest';
import { normalProbability, studentQuantile } from '../../../src/evaluation/student-t.js';

it('gives the quantiles of the printed tables', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: 97.5 % and 99.5 %.
  const table = {
    1: [12.706, 63.657],
    2: [4.303, 9.925],
    4: [2.776, 4.604],
    9: [2.262, 3.25],
    30: [2.042, 2.75],
  };
  for (const [nu, [at95, at99]] of Object.entries(table)) {
    expect(studentQuantile(0.95, Number(nu))).toBeCloseTo(at95, 3);
    expect(studentQuantile(0.99, Number(nu))).toBeCloseTo(at99, 3);
  }
  expect(studentQuantile(0.95, 100_000)).toBeCloseTo(1.95999, 4);
});

it('gives the normal distribution in its tails too', () => {
  expect(normalProbability(0)).toBeCloseTo(0.5, 7);
  expect(normalProbability(-1.959963985)).toBeCloseTo(0.025, 6);
  expect(normalProbability(-3.1)).toBeCloseTo(9.676e-4, 6);
  expect(normalProbability(3.1)).toBeCloseTo(1 - 9.676e-4, 6);
});

it('refuses what has no quantile', () => {
  expect(() => studentQuantile(0.95, 0)).toThrow(/nu must be/);
  expect(() => studentQuantile(1, 3)).toThrow(/within must lie between 0 and 1, got 1/);
});
