/** The verdict on C6 follows its rule, on results made up to meet each case. */

import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/experiments/claim.js';
import { claims } from '../../src/experiments/claims.js';
import type { MethodRun } from '../../src/experiments/two-dimensional.js';
import { twoDimensionalClaim, vanillaComparisons } from '../../src/experiments/two-dimensional-claim.js';
import { paperMethods } from '../../src/metaoptimizer/methods.js';
import { Stream } from '../../src/random/stream.js';

const FIGURES = ['figure-3', 'figure-4', 'figure-5', 'figure-6'];

/** Runs whose last log-loss is `level(experiment, method)` and a little noise of seeds and tasks. */
function results(level: (experiment: string, method: string) => number | null, seeds = 5, figures = FIGURES) {
  const all = new Map<string, MethodRun[]>();
  for (const experiment of figures) {
    const runs = paperMethods.flatMap(({ name }) =>
      Array.from({ length: seeds }, (_, s) => {
        const noise = Stream.fromSeed(s).split(experiment).split(name);
        const shift = 0.1 * noise.normal();
        const mean = level(experiment, name);
        const losses = Array.from({ length: 20 }, () => [
          1,
          mean === null ? null : 10 ** (mean + shift + 0.5 * noise.normal()),
        ]);
        return { method: name, seed: s + 1, evaluation: { losses, steps: 1 } } as unknown as MethodRun;
      }),
    );
    all.set(experiment, runs);
  }
  return (experiment: string) => all.get(experiment);
}

const only = (found: readonly Claim[]): Claim => {
  expect(found).toHaveLength(1);
  return found[0];
};

describe('C6', () => {
  test('is reproduced where vanilla wins most comparisons of all four figures', () => {
    const claim = only(twoDimensionalClaim(results((_, method) => (method === 'vanilla' ? -2 : -1))));
    expect(claim).toMatchObject({ id: 'C6', verdict: 'reproduced' });
    expect(claim.number).toBeCloseTo(-1, 0);
    expect(claim.interval![0]).toBeLessThan(claim.number!);
    expect(claim.interval![1]).toBeGreaterThan(claim.number!);
    expect(claim.interval![1]).toBeLessThan(0);
    expect(claim.finding).toMatch(/Of 12 comparisons vanilla wins 12 and loses 0/);
  });

  test('is not where vanilla loses', () => {
    const claim = only(twoDimensionalClaim(results((_, method) => (method === 'vanilla' ? 0 : -1))));
    expect(claim).toMatchObject({ verdict: 'not' });
    expect(claim.number).toBeCloseTo(1, 0);
  });

  test('is not where nothing can be told apart', () => {
    const claim = only(twoDimensionalClaim(results(() => -1)));
    expect(['not', 'partly']).toContain(claim.verdict);
    expect(Math.abs(claim.number!)).toBeLessThan(0.2);
  });

  test('is reproduced in part where vanilla wins on some families only', () => {
    const level = (experiment: string, method: string) =>
      method !== 'vanilla' ? -1 : experiment === 'figure-3' || experiment === 'figure-4' ? -2 : -0.5;
    // Six comparisons won, six lost: as many lost as won.
    expect(only(twoDimensionalClaim(results(level))).verdict).toBe('not');
    const mixed = (experiment: string, method: string) =>
      experiment === 'figure-6'
        ? level('figure-3', method)
        : experiment === 'figure-5'
          ? -1
          : level(experiment, method);
    const partly = (experiment: string, method: string) =>
      experiment === 'figure-3' && method === 'vanilla' ? -2 : -1;
    expect(only(twoDimensionalClaim(results(mixed))).verdict).toBe('reproduced');
    expect(only(twoDimensionalClaim(results(partly))).verdict).toBe('partly');
  });

  test('is not yet checked while figures are missing', () => {
    const level = (_: string, method: string) => (method === 'vanilla' ? -2 : -1);
    expect(only(twoDimensionalClaim(results(level, 5, ['figure-3']))).verdict).toBe('not yet checked');
  });

  test('is not yet checked with one seed, or none', () => {
    const level = (_: string, method: string) => (method === 'vanilla' ? -2 : -1);
    const claim = only(twoDimensionalClaim(results(level, 1)));
    expect(claim.verdict).toBe('not yet checked');
    expect(claim.interval).toBeUndefined();
    expect(twoDimensionalClaim(() => undefined)).toEqual([]);
  });

  test('counts diverged runs and averages none of them', () => {
    const runsOf = results((_, method) => (method === 'theta grad' ? null : method === 'vanilla' ? -2 : -1));
    const diverged = vanillaComparisons(runsOf).filter(({ b }) => b === 'theta grad');
    for (const { outcome, wins, pairs, divergedB, difference } of diverged) {
      expect({ outcome, wins, divergedB, value: difference.value }).toEqual({
        outcome: 'vanilla wins',
        wins: pairs,
        divergedB: pairs,
        value: null,
      });
    }
    expect(only(twoDimensionalClaim(runsOf)).finding).toMatch(/theta grad none, diverged 0 and 100 of 100/);
  });
});

test('claims without results are not yet checked, and all come in order', async () => {
  const made = (id: string): Claim => ({
    id,
    statement: 's',
    verdict: 'partly',
    finding: 'f',
    notebook: 'n',
  });
  const found = await claims(() => undefined, [() => [made('C8'), made('C10')], async () => [made('C2')]]);
  expect(found.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['C2', 'partly'],
    ['C6', 'not yet checked'],
    ['C7', 'not yet checked'],
    ['C8', 'partly'],
    ['C10', 'partly'],
  ]);
});
