import { expect, it } from 'vitest';
import { theoryClaims } from '../../../experiments/theory/claims.js';

it('gives a verdict on every claim of theory, each with a number and a notebook', async () => {
  const claims = await theoryClaims({ trainingRuns: 8 });
  const verdicts = Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
  expect(verdicts).toEqual({
    C1: 'reproduced',
    C2: 'reproduced',
    C3: 'partly', // true of the whole step for α ≤ 1/λ_max, false of the gradient's direction
    C4: 'reproduced', // the example: α < 2/tr H
    C5: 'reproduced',
    C8: 'reproduced',
    Q2: 'partly',
  });
  for (const { number, interval, quantity, notebook, finding } of claims) {
    expect(quantity).toMatch(/share of \d+ |exactly/);
    expect(number).toEqual(expect.any(Number));
    expect(number).not.toBeNaN();
    expect(finding).not.toContain('NaN');
    expect(finding).not.toMatch(/not proved/i);
    expect(['proposition-4-1', 'convexity-break', 'learning-the-symmetry', 'non-convex']).toContain(notebook);
    if (interval) expect(interval[0] <= number! && number! <= interval[1]).toBe(true);
  }
});
