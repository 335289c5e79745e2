/** The verdict on C6 follows its rule, on results made up to meet each case. */

import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../experiments/claims/claim.js';
import { claims } from '../../../experiments/claims/claims.js';
import {
  twoDimensionalClaim,
  vanillaComparisons,
} from '../../../experiments/claims/two-dimensional-claim.js';
import { configuration } from '../../../experiments/configuration.js';
import type { Run, Scale } from '../../../experiments/experiment.js';
import { experimentById, experimentsOfFigures } from '../../../experiments/registry.js';
import { scaled } from '../../../experiments/scaled.js';
import { paperMethods } from '../../../src/metaoptimizer/methods.js';
import { Stream } from '../../../src/random/stream.js';

const FAMILIES = ['figure-3', 'figure-4', 'figure-5', 'figure-6', 'mixed'];

/** Runs whose last log-loss is `level(experiment, method)` and a little noise of seeds and tasks. */
function results(
  level: (experiment: string, method: string) => number | null,
  seeds = 5,
  figures = FAMILIES,
) {
  const all = new Map<string, Run[]>();
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
        return { method: name, seed: s + 1, evaluation: { losses, steps: 1 } } as unknown as Run;
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

/** Levels at which vanilla wins every comparison, loses it, or neither; by experiment. */
type Sign = 'wins' | 'loses' | 'open';
const levels = (sign: (experiment: string) => Sign) => (experiment: string, method: string) =>
  method === 'vanilla' ? -1 : { wins: 0, loses: -2, open: -1 }[sign(experiment)];
const verdict = (sign: (experiment: string) => Sign) =>
  only(twoDimensionalClaim(results(levels(sign)))).verdict;

describe('C6', () => {
  test('is reproduced where vanilla wins most comparisons of all families', () => {
    const claim = only(twoDimensionalClaim(results(levels(() => 'wins'))));
    expect(claim).toMatchObject({ id: 'C6', verdict: 'reproduced', number: 1 });
    expect(claim.quantity).toMatch(/15 of 15 \(5 families × 3 teleporting methods, 5 seeds\)/);
    expect(claim.finding).toMatch(/Vanilla wins 15 and loses 0 of 15 comparisons/);
    expect(claim.details).toHaveLength(15);
    expect(claim.details![0]).toMatch(
      /^the fixed ellipse, vanilla against tel sched: −\d\.\d\d \[.*\]: won$/,
    );
  });

  test('is not where vanilla loses, or nothing can be told apart', () => {
    expect(verdict(() => 'loses')).toBe('not');
    expect(verdict(() => 'open')).toBe('not');
    const few = (one: string): Sign => (one === 'figure-5' ? 'wins' : one === 'mixed' ? 'open' : 'loses');
    expect(verdict(few)).toBe('not');
  });

  test('is so in part where it depends on the family, and says which', () => {
    const rosenbrock = (one: string): Sign =>
      one === 'figure-5' || one === 'figure-6' ? 'wins' : one === 'mixed' ? 'open' : 'loses';
    const claim = only(twoDimensionalClaim(results(levels(rosenbrock))));
    expect(claim.verdict).toBe('partly');
    expect(claim.number).toBeCloseTo(6 / 15, 12);
    expect(claim.finding).toContain(
      'mostly better on the fixed Rosenbrock function (3 won, 0 lost of 3), varied Rosenbrock functions (3 won, 0 lost of 3); ' +
        'mostly worse on the fixed ellipse (0 won, 3 lost of 3), varied ellipses (0 won, 3 lost of 3); ' +
        'neither on the mixed family',
    );
    // More than half won, yet one family against it.
    expect(verdict((one) => (one === 'figure-4' ? 'loses' : 'wins'))).toBe('partly');
    expect(verdict((one) => (one === 'mixed' ? 'loses' : 'wins'))).toBe('partly');
    expect(verdict((one) => (one === 'figure-3' ? 'wins' : 'open'))).toBe('partly');
    // Open families do not stand against it, as long as most comparisons are won.
    expect(verdict((one) => (one === 'figure-3' ? 'open' : 'wins'))).toBe('reproduced');
  });

  test('is not yet checked while a family is missing, the mixed one included', () => {
    const runs = results(
      levels(() => 'wins'),
      5,
      FAMILIES.filter((id) => id !== 'mixed'),
    );
    const claim = only(twoDimensionalClaim(runs));
    expect(claim).toMatchObject({ verdict: 'not yet checked', finding: 'Runs of mixed are missing.' });
    expect(claim.number).toBeUndefined();
    expect(experimentsOfFigures(['all']).map(({ id }) => id)).toEqual(expect.arrayContaining(FAMILIES));
  });

  test('is not yet checked with fewer than five seeds, or none', () => {
    const claim = only(
      twoDimensionalClaim(
        results(
          levels(() => 'wins'),
          4,
        ),
      ),
    );
    expect(claim.verdict).toBe('not yet checked');
    expect(claim.finding).toBe('There are too few seeds (4; a verdict needs 5).');
    expect(claim.interval).toBeUndefined();
    expect(twoDimensionalClaim(() => undefined)).toEqual([]);
  });

  test('counts diverged runs and averages none of them', () => {
    const runsOf = results((_, method) => (method === 'theta grad' ? null : method === 'vanilla' ? -2 : -1));
    const diverged = vanillaComparisons(runsOf).filter(({ b }) => b === 'theta grad');
    expect(diverged).toHaveLength(5);
    for (const { outcome, wins, pairs, divergedB, leftOut, difference } of diverged) {
      expect({ outcome, wins, divergedB, leftOut, value: difference.value }).toEqual({
        outcome: 'won',
        wins: pairs,
        divergedB: pairs,
        leftOut: pairs,
        value: null,
      });
    }
    expect(only(twoDimensionalClaim(runsOf)).details!.join()).toMatch(
      /theta grad: no pair survives, diverged 0 and 100 of 100 \(100 pairs left out\): won/,
    );
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
    ['C7 mended', 'not yet checked'],
    ['C8', 'partly'],
    ['C10', 'partly'],
    ['E1', 'not yet checked'],
    ['E2', 'not yet checked'],
    ['E3', 'not yet checked'],
    ['Q1', 'not yet checked'],
    ['Q3', 'not yet checked'],
  ]);
});

test('a claim that rests on a quick look is not yet checked, and says why', async () => {
  const runsOf = results(levels(() => 'wins'));
  const ask = (scale: Scale, seeds = 5) =>
    claims(
      (id) => {
        const runs = runsOf(id);
        return runs && { runs, configuration: configuration(scaled(experimentById(id), scale)) };
      },
      [(of) => twoDimensionalClaim((id) => of(id)?.runs.filter(({ seed }) => seed <= seeds))],
    );
  expect((await ask({}))[0].verdict).toBe('reproduced');
  const [quick] = await ask({ trajectories: 2, tasks: 3 });
  expect(quick.verdict).toBe('not yet checked');
  expect(quick.finding).toMatch(
    /^Quick look: figure-3 was run with another training\.trajectories: 2, not none; figure-4 /,
  );
  expect((await ask({ hidden: 4 }))[0].finding).toMatch(
    /another methods\[0\]\.description\.hidden: 4, not 100/,
  );
});
