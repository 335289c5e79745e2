/** The verdict on C7 follows its rule, on runs of constant loss. */

import { describe, expect, it } from 'vitest';
import { networkClaim, networkComparisons } from '../../../experiments/claims/network-claim.js';
import type { Run } from '../../../experiments/experiment.js';
import {
  figure7,
  figure7Classifier,
  figure7Longer,
  figure7Update,
  NETWORK_METHOD,
} from '../../../experiments/network-figures.js';

const { gd, publishedGd, rate, rateTeleport, rateMomentum, rateTeleportMomentum } = NETWORK_METHOD;

/** Runs whose loss is a constant a method, the seed and task aside. */
function constantRuns(levels: Readonly<Record<string, number>>, seeds: readonly number[]): Run[] {
  return Object.entries(levels).flatMap(([method, level]) =>
    seeds.map((seed) => {
      const losses = [0, 1].map((task) =>
        Array.from({ length: 301 }, () => level * (1 + 0.01 * seed + 0.1 * task)),
      );
      return { method, seed, evaluation: { losses, steps: 300 } } as unknown as Run;
    }),
  );
}

describe('networkClaim', () => {
  const seeds = [1, 2, 3, 4, 5];
  const others = { [publishedGd]: 5, [rate]: 5, [rateMomentum]: 5 };
  const claimFor = (levels: Readonly<Record<string, number>>, ofSeeds = seeds) =>
    networkClaim((id) => (id === 'figure-7' ? constantRuns({ ...others, ...levels }, ofSeeds) : undefined));

  it('is reproduced where all four comparisons are won', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 });
    expect(claim).toMatchObject({ id: 'C7', verdict: 'reproduced' });
    expect(claim.number).toBeCloseTo(-1, 9); // against the nearer rival
    expect(claim.quantity).toContain(`against ${rateTeleport} after 30 epochs`);
    expect(claim.quantity).toContain('5 seeds');
  });

  it('is partly so where some are open', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 1 });
    expect(claim.verdict).toBe('partly');
    expect(claim.number).toBeCloseTo(0, 9);
  });

  it('is not where gradient descent wins as often as it loses to it', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 0.1 });
    expect(claim.verdict).toBe('not');
    expect(claim.number).toBeCloseTo(1, 9);
    expect(claim.finding).toContain('wins 2 and loses 2 of the 4 comparisons that decide');
    expect(claim.details!.filter((line) => line.startsWith('decides: '))).toHaveLength(4);
    expect(claim.details!.filter((line) => /^decides: .*: lost$/.test(line))).toHaveLength(2);
    expect(claim.details).toHaveLength(10); // all that figure-7 has runs for
  });

  it('is not checked by fewer than five seeds, nor without the runs that decide', () => {
    const levels = { [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    for (const few of [[1], [1, 2, 3, 4]]) {
      const [claim] = claimFor(levels, few);
      expect(claim.verdict).toBe('not yet checked');
      expect(claim.finding).toContain(`too few seeds (${few.length}; a verdict needs 5)`);
      expect(claim.interval).toBeUndefined();
    }
    expect(claimFor(levels, [1, 2, 3, 4, 5])[0].verdict).toBe('reproduced');
    expect(claimFor({ [rateTeleportMomentum]: 1, [gd]: 100 })).toEqual([]);
    expect(networkClaim(() => undefined)).toEqual([]);
  });

  it('compares on the other experiments beside', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    const comparisons = networkComparisons(() => constantRuns(levels, seeds));
    const beside = comparisons.filter(({ decides }) => !decides).map(({ experiment }) => experiment);
    expect(new Set(beside)).toEqual(new Set([figure7, figure7Longer, figure7Classifier].map(({ id }) => id)));
  });

  it('compares learned updates with gradient descent in Figure 7, at the seeds that both have', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    const updates = { 'LSTM(update)': 1, 'LSTM(update, tele)': 10 };
    const comparisons = networkComparisons((id) => {
      if (id === figure7.id) return constantRuns(levels, seeds);
      return id === figure7Update.id ? constantRuns(updates, [3, 4, 5, 6, 7, 8]) : undefined;
    });
    const ofUpdates = comparisons.filter(({ experiment }) => experiment === figure7Update.id);
    expect(ofUpdates.map(({ b, epoch, seeds: common }) => [b, epoch, common])).toEqual(
      [30, 100, 300].flatMap((epoch) => [
        ['LSTM(update)', epoch, 6],
        [gd, epoch, 3],
      ]),
    );
    expect(ofUpdates[0].difference.value).toBeCloseTo(1, 9);
    expect(ofUpdates[1].difference.value).toBeCloseTo(-2, 9);
  });

  it('says what more meta-training makes of it, and what is left beside the same without teleports', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 0.1 };
    const longer = { ...levels, [gd]: 100, [rateMomentum]: 1 };
    const [claim] = networkClaim((id) => {
      if (id === figure7.id) return constantRuns(levels, seeds);
      return id === figure7Longer.id ? constantRuns(longer, seeds) : undefined;
    });
    expect(claim.verdict).toBe('not');
    expect(claim.finding).toContain(
      'With more meta-training it wins 4 and loses 0 of 4 with the same rivals',
    );
    expect(claim.finding).toContain('itself without teleports: open after 30 epochs, open after 300 epochs.');
    expect(claim.finding).not.toContain('classifier');
  });
});
