/** The verdict on C7 with a momentum that learns follows its rule, on runs of constant loss. */

import { describe, expect, it } from 'vitest';
import { mendedClaim, mendedComparisons } from '../../../experiments/claims/mended-claim.js';
import type { Run } from '../../../experiments/experiment.js';
import { NETWORK_METHOD } from '../../../experiments/network-figures.js';
import { figure7Momentum, TUNED_MOMENTUM } from '../../../experiments/network-mended.js';

const { gd, rate, rateTeleport, rateMomentum, rateTeleportMomentum } = NETWORK_METHOD;
const STEPS = 60;

/** A loss that falls tenfold every ten steps, times a level a method; a teleport every ten steps costs as told. */
function runs(levels: Readonly<Record<string, number>>, seeds: readonly number[], price = 0.5): Run[] {
  return Object.entries(levels).flatMap(([method, level]) =>
    seeds.map((seed) => {
      const row = (at: (t: number) => number) =>
        [0, 1].map(() => Array.from({ length: STEPS + 1 }, (_, t) => at(t)));
      const losses = row((t) => level * (1 + 0.01 * seed) * 10 ** (-t / 10));
      const evaluations = row((t) => t + (method.includes('tele') ? price * Math.floor(t / 10) : 0));
      return { method, seed, evaluation: { losses, evaluations, steps: STEPS } } as unknown as Run;
    }),
  );
}

describe('mendedClaim', () => {
  const seeds = [1, 2, 3, 4, 5];
  const base = { [gd]: 50, [rate]: 50, [rateTeleport]: 50, [rateMomentum]: 10, [TUNED_MOMENTUM.name]: 10 };
  const claimFor = (levels: Readonly<Record<string, number>>, ofSeeds = seeds, price?: number) =>
    mendedClaim((id) =>
      id === figure7Momentum.id ? runs({ ...base, ...levels }, ofSeeds, price) : undefined,
    );

  it('is reproduced where both rivals are beaten', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1 });
    expect(claim).toMatchObject({ id: 'C7 mended', verdict: 'reproduced', notebook: 'momentum' });
    expect(claim.finding).toContain('Momentum learns once the meta-gradient is clipped');
    expect(claim.details!.filter((line) => /^decides: .*: won$/.test(line))).toHaveLength(2);
    expect(claim.details!.filter((line) => line.startsWith('premise: '))).toHaveLength(1);
    expect(claim.details).toHaveLength(14);
  });

  it('pays for the teleports: equal losses by step are lost at an equal budget', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 10 }, seeds, 1);
    expect(claim.verdict).toBe('not');
    expect(claim.number).toBeCloseTo(0.5, 9); // 60 gradients buy 55 steps and 5 teleports; the rival's 5 steps more are half a decade
    expect(claim.quantity).toContain('at a budget of 60 gradients');
  });

  it('is not where one is beaten and the other beats it', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [TUNED_MOMENTUM.name]: 0.01 });
    expect(claim.verdict).toBe('not');
    expect(claim.quantity).toContain(`against ${TUNED_MOMENTUM.name}`);
  });

  it('is partly so where one is open', () => {
    const all = runs({ ...base, [rateTeleportMomentum]: 1 }, seeds, 0);
    const even = all.map((run) =>
      run.method === rateMomentum
        ? {
            ...run,
            evaluation: {
              ...run.evaluation,
              losses: run.evaluation.losses.map((row) => row.map((f) => f! / (run.seed % 2 ? 5 : 20))),
            },
          }
        : run,
    );
    const [claim] = mendedClaim(() => even as Run[]);
    expect(claim.verdict).toBe('partly');
    expect(claim.finding).toContain(`against ${rateMomentum}: open; against ${TUNED_MOMENTUM.name}: won`);
  });

  it('has nothing to judge where momentum does not learn', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rate]: 10 });
    expect(claim.verdict).toBe('not yet checked');
    expect(claim.finding).toContain('Momentum does not learn here either');
    expect(claimFor({ [rateTeleportMomentum]: 1, [rate]: 1 })[0].verdict).toBe('not yet checked');
  });

  it('is not checked by fewer than five seeds, nor without a method', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1 }, [1, 2, 3, 4]);
    expect(claim.verdict).toBe('not yet checked');
    expect(claim.finding).toContain('too few seeds (4; a verdict needs 5)');
    expect(claimFor({})).toEqual([]);
    expect(mendedClaim(() => undefined)).toEqual([]);
  });

  it('compares the same pairs at the budget of the shown epochs, beside', () => {
    const comparisons = mendedComparisons(runs({ ...base, [rateTeleportMomentum]: 1 }, seeds));
    const pairs = (budget: number) =>
      comparisons.filter((one) => one.budget === budget).map(({ a, b }) => `${a}, ${b}`);
    expect(pairs(30)).toEqual(pairs(STEPS));
    expect(comparisons.filter(({ budget, role }) => budget === 30 && role !== 'beside')).toEqual([]);
  });
});
