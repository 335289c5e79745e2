/** The verdict on Q1 follows its rule, on results made up to meet each case. */

import { describe, expect, test } from 'vitest';
import { questionOneClaim } from '../../../experiments/claims/question-1-claim.js';
import type { Run } from '../../../experiments/experiment.js';
import { atLambda, LAMBDAS, questionOne, TELEPORTING } from '../../../experiments/question-1.js';
import { vanilla } from '../../../src/metaoptimizer/methods.js';
import { Stream } from '../../../src/random/stream.js';

const TASKS = 20;
const TELEPORTS = 100;

/** Runs whose share of harm is `share(experiment, lambda)`, up to a percent of noise by seed. */
function runsOf(share: (experiment: string, lambda: number) => number, seeds = 6) {
  const run = (id: string, method: string, lambda: number, seed: number, teleports: number): Run => {
    const noise = Stream.fromSeed(seed).split(id).split(method);
    const harmful = Math.round(TELEPORTS * share(id, lambda) + noise.integer(2));
    const losses = Array.from({ length: TASKS }, () => [1, 10 ** (-1 + 0.1 * noise.normal())]);
    return {
      method,
      seed,
      evaluation: { losses, evaluations: losses.map(() => [0, 1]), steps: 1 },
      harm: {
        teleports: losses.map(() => teleports),
        harmful: losses.map(() => (teleports > 0 ? harmful : 0)),
        logFactors: losses.map(() => null),
      },
    } as unknown as Run;
  };
  return (id: string) =>
    Array.from({ length: seeds }, (_, s) => [
      run(id, atLambda(vanilla.name, 0), 0, s + 1, 0),
      ...TELEPORTING.flatMap(({ name }) =>
        [0, ...LAMBDAS].map((lambda) => run(id, atLambda(name, lambda), lambda, s + 1, TELEPORTS)),
      ),
    ]).flat();
}

const verdict = (share: (experiment: string, lambda: number) => number) =>
  questionOneClaim(runsOf(share))[0].verdict;

describe('Q1', () => {
  test('is reproduced where one λ lessens all the harm to a tenth', () => {
    const [claim] = questionOneClaim(runsOf((_, lambda) => (lambda === 1 ? 0.02 : 0.5)));
    expect(claim).toMatchObject({ id: 'Q1', verdict: 'reproduced', notebook: 'question-1' });
    expect(claim.details).toHaveLength(24);
    expect(claim.number).toBeGreaterThanOrEqual(8 / 24);
    expect(claim.finding).toMatch(/λ = 1: mended 8, worse 0 of 8, harm 50 % before and [23] % after/);
  });

  test('is so in part where harm is lessened and not prevented, or on some families alone', () => {
    expect(verdict((_, lambda) => (lambda > 0 ? 0.3 : 0.5))).toBe('partly');
    const [one] = questionOne;
    expect(verdict((id, lambda) => (lambda > 0 && id !== one.id ? 0.01 : 0.5))).toBe('partly');
  });

  test('is not where it makes more worse than it mends', () => {
    expect(verdict((_, lambda) => (lambda > 0 ? 0.7 : 0.5))).toBe('not');
    const half = questionOne.slice(0, 2).map(({ id }) => id);
    expect(verdict((id, lambda) => (lambda === 0 ? 0.5 : half.includes(id) ? 0.4 : 0.6))).toBe('not');
  });

  test('is not yet checked with too few seeds, and says nothing without runs', () => {
    const [claim] = questionOneClaim(runsOf(() => 0.5, 4));
    expect(claim.verdict).toBe('not yet checked');
    expect(claim.number).toBeUndefined();
    expect(questionOneClaim(() => undefined)).toEqual([]);
    const all = runsOf(() => 0.5);
    expect(questionOneClaim((id) => (id === questionOne[2].id ? undefined : all(id)))).toEqual([]);
  });
});
