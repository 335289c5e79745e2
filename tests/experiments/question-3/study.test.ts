/** Gains of made-up runs, the permutation baseline and the verdict's rule, both ways. */

import { describe, expect, it } from 'vitest';
import { question3ClaimOf } from '../../../experiments/claims/question-3-claim.js';
import { type Gain, gainOf, score } from '../../../experiments/question-3/gain.js';
import { type Measured, PREDICTORS } from '../../../experiments/question-3/predictors.js';
import {
  type FamilyRow,
  halves,
  isPredicted,
  predictGain,
  rankCorrelation,
  verdictOf,
} from '../../../experiments/question-3/study.js';
import { PLANNED, question3 } from '../../../experiments/question-3.js';
import type { EvaluatedRun } from '../../../src/evaluation/budget.js';
import { Stream } from '../../../src/random/stream.js';

const stream = Stream.fromSeed(2).split('study');

function gain(value: number, name = 'learned', seeds = 10): Gain {
  const planned = PLANNED.find((one) => one.name === name)!;
  const outcome = value > 0 ? 'helps' : 'harms';
  return {
    ...planned,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    gain: { value, interval: [value - 0.01, value + 0.01] },
    ofSeeds: [],
    divergedA: 0,
    divergedB: 0,
    runs: 1,
    outcome,
  };
}

/** Families with normal predictors and a gain that is a function of them. */
function families(count: number, of: (measured: Measured, noise: number) => number): FamilyRow[] {
  return Array.from({ length: count }, (_, i) => {
    const own = stream.split('families').split(i);
    const measured = Object.fromEntries(
      PREDICTORS.map((name) => [name, own.normal()]),
    ) as unknown as Measured;
    return { id: question3[i].id, measured, gain: gain(of(measured, own.normal())) };
  });
}

const told = families(64, (measured, noise) => 2 * measured.condition - measured.noise + 0.3 * noise);
const untold = families(64, (_, noise) => noise);

describe('gainOf', () => {
  /** Losses after 0, 1, 2 steps of one task, a step costing `price`. */
  const run = (method: string, seed: number, losses: (number | null)[], price: number): EvaluatedRun => ({
    method,
    seed,
    evaluation: {
      steps: 2,
      losses: [losses],
      evaluations: [losses.map((loss, t) => (loss === null ? null : price * t))],
    },
  });
  const planned = { name: 'x', a: 'tele', b: 'plain', budget: 2 };
  const seeds = [1, 2, 3, 4, 5];

  it('counts the price of a teleport: at a budget of 2 the dearer method has done one step', () => {
    const runs = seeds.flatMap((seed) => [
      run('plain', seed, [1, 1e-1, 1e-2], 1),
      run('tele', seed, [1, 1e-3, 1e-9], 1.5),
    ]);
    const found = gainOf('made-up', runs, planned)!;
    expect(found.gain.value).toBeCloseTo(1, 12);
    expect(found.outcome).toBe('helps');
    expect(gainOf('made-up', runs, { ...planned, budget: 1 })!.gain.value).toBeCloseTo(-1, 12);
  });

  it('counts a diverged run as the worst score, and beside it', () => {
    const runs = seeds.flatMap((seed) => [
      run('plain', seed, [1, 0.1, 0.1], 1),
      run('tele', seed, [1, null, null], 1),
    ]);
    expect(gainOf('made-up', runs, planned)).toMatchObject({
      divergedA: 5,
      divergedB: 0,
      runs: 5,
      outcome: 'harms',
    });
    expect(gainOf('made-up', runs, planned)!.gain.value).toBeCloseTo(-2, 12);
    expect([score(1e5, 1), score(null, 1), score(0, 1), score(0.01, 1)]).toEqual([1, 1, -12, -2]);
  });

  it('knows no outcome of too few seeds, and none without runs', () => {
    const runs = [run('plain', 1, [1, 0.1, 0.1], 1), run('tele', 1, [1, 1, 1], 1)];
    expect(gainOf('made-up', runs, planned)!.outcome).toBe('too few seeds');
    expect(gainOf('made-up', runs.slice(1), planned)).toBeUndefined();
  });
});

describe('predictGain', () => {
  it('predicts what depends on the predictors, and says so', () => {
    const { scores, decides, predicted, rule, training, heldOut } = predictGain('learned', told, 100);
    expect(decides).toBe('ridge');
    expect(scores.ridge.rank).toBeGreaterThan(0.9);
    expect(scores.ridge.r2).toBeGreaterThan(0.8);
    expect(scores.ridge.p).toBeCloseTo(1 / 101, 12);
    expect(predicted).toBe(true);
    expect(PREDICTORS[rule!.predictor]).toBe('condition');
    expect(training.length + heldOut.length).toBe(64);
  });

  it('has a rank correlation around 0 with shuffled gains', () => {
    for (const rows of [told, untold]) {
      const { shuffled } = predictGain('learned', rows, 200).scores.ridge;
      expect(Math.abs(shuffled.mean)).toBeLessThan(0.06); // 4 standard errors of 1/√31 over 200
      expect(shuffled.high).toBeGreaterThan(0.15);
      expect(shuffled.high).toBeLessThan(0.45);
    }
  });

  it('does not predict what is noise', () => {
    expect(predictGain('learned', untold, 100).predicted).toBe(false);
  });
});

it('splits into halves that are apart, the same for the same stream', () => {
  const [training, heldOut] = halves(9, stream.split('halves'));
  expect([training.length, heldOut.length]).toEqual([4, 5]);
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(halves(9, stream.split('halves'))).toEqual([training, heldOut]);
});

it('correlates ranks, ties sharing theirs, and a constant not at all', () => {
  expect(rankCorrelation([[1, 10], [2, 20], [3, 90]])).toBeCloseTo(1, 12); // biome-ignore format: pairs
  expect(rankCorrelation([[1, 3], [2, 2], [3, 1]])).toBeCloseTo(-1, 12); // biome-ignore format: pairs
  expect(rankCorrelation([[1, 3], [1, 2], [1, 1]])).toBe(0); // biome-ignore format: pairs
});

describe('the verdict', () => {
  it('is by how many gains are predicted', () => {
    expect(verdictOf([true, true], 10, 0)).toBe('reproduced');
    expect(verdictOf([true, false], 10, 0)).toBe('partly');
    expect(verdictOf([false, false], 10, 0)).toBe('not');
    expect(verdictOf([true, true], 4, 0)).toBe('not yet checked');
    expect(verdictOf([true, true], 10, 1)).toBe('not yet checked');
  });

  it('takes an interval above 0 and a p below 0.05, both', () => {
    expect(isPredicted({ interval: [0.1, 0.8], p: 0.01 })).toBe(true);
    expect(isPredicted({ interval: [-0.1, 0.8], p: 0.01 })).toBe(false);
    expect(isPredicted({ interval: [0.1, 0.8], p: 0.05 })).toBe(false);
  });

  const stored = (learned: readonly FamilyRow[], ascent: readonly FamilyRow[]) =>
    learned.map(({ id, measured, gain: own }, i) => ({
      id,
      measured,
      gains: [own, { ...gain(ascent[i].gain.gain.value!, 'ascent') }],
    }));

  it('is in the claim, with its number', () => {
    const claim = question3ClaimOf(stored(told, told));
    expect(claim).toMatchObject({ id: 'Q3', verdict: 'reproduced', notebook: 'question-3' });
    expect(claim.number).toBeGreaterThan(0.9);
    expect(
      claim.details!.some((detail) =>
        detail.startsWith('rule of thumb, learned: learned teleports help where'),
      ),
    ).toBe(true);
    expect(question3ClaimOf(stored(untold, untold)).verdict).toBe('not');
    expect(question3ClaimOf(stored(told, told).slice(1)).verdict).toBe('not yet checked');
  }, 120_000);
});
