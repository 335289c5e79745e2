/** E1 to E3 follow the rule of `estimators.ts`, on results made up to meet each case. */

import { describe, expect, test } from 'vitest';
import { claims } from '../../../experiments/claims/claims.js';
import { estimatorClaims } from '../../../experiments/claims/estimator-claim.js';
import { estimatorExperiments } from '../../../experiments/estimators.js';
import type { Run } from '../../../experiments/experiment.js';
import { Stream } from '../../../src/random/stream.js';

/** Runs whose last log-loss is `level(method)` and a little noise; where it is null they diverge. */
const results =
  (level: (method: string) => number | null, seeds = 6) =>
  (id: string): Run[] => {
    const { methods } = estimatorExperiments.find((experiment) => experiment.id === id)!;
    return methods.flatMap(({ name: method }) =>
      Array.from({ length: seeds }, (_, s) => {
        const noise = Stream.fromSeed(s).split(id).split(method);
        const mean = level(method);
        const losses = Array.from({ length: 10 }, () => [
          mean === null ? null : 10 ** (mean + 0.01 * noise.normal()),
        ]);
        return { method, seed: s + 1, evaluation: { losses, steps: 0 } } as unknown as Run;
      }),
    );
  };
const isNoise = (method: string) => method === 'NRES';
const isWithout = (method: string) => /vanilla|without/.test(method);

describe('E1 to E3', () => {
  test('hold where one unbiased estimator wins and does not lose against none of teleports', () => {
    const found = estimatorClaims(results((method) => (isNoise(method) ? -1 : isWithout(method) ? -0.5 : 0)));
    expect(found.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['E1', 'reproduced'],
      ['E2', 'reproduced'],
      ['E3', 'reproduced'],
    ]);
    for (const { number, interval, quantity, finding, details } of found) {
      expect(number).toBeCloseTo(-1, 1);
      expect(interval![0]).toBeLessThan(-1 + 0.02);
      expect(interval![1]).toBeGreaterThan(-1 - 0.02);
      expect(quantity).toMatch(/NRES against truncated backpropagation, the best of [34] .* \(6 seeds\)/);
      expect(finding).toMatch(/^It is mended by NRES; /);
      expect(finding).toMatch(/NRES won and won/);
      expect(details!.join('\n')).toMatch(/NRES against truncated backpropagation: −1\.00 .*: won/);
    }
    expect(found.map(({ details }) => details!.length)).toEqual([8, 8, 6]);
  });

  test('do not where it loses against the one without teleports, or where all are open or worse', () => {
    for (const level of [
      (method: string) => (isNoise(method) ? -1 : isWithout(method) ? -2 : 0),
      (method: string) => (isWithout(method) || /truncated b/.test(method) ? 0 : 1),
    ]) {
      const found = estimatorClaims(results(level));
      expect(found.map(({ verdict }) => verdict)).toEqual(['not', 'not', 'not']);
      expect(found[0].finding).toMatch(/^None mends it; /);
    }
  });

  test('count divergences: what survives where its rival diverges wins, and has no number', () => {
    const found = estimatorClaims(results((method) => (/^truncated b/.test(method) ? null : 0)));
    expect(found.map(({ verdict }) => verdict)).toEqual(['reproduced', 'reproduced', 'reproduced']);
    expect(found[0].number).toBeUndefined();
    expect(found[0].details![0]).toMatch(
      /no pair survives, diverged 0 and 60 of 60 \(60 pairs left out\): won/,
    );
  });

  test('are not judged of two seeds, and not checked without runs', async () => {
    const few = estimatorClaims(results(() => 0, 2));
    expect(few.map(({ verdict }) => verdict)).toEqual(Array(3).fill('not yet checked'));
    expect(few[0].finding).toMatch(/too few seeds \(2; a verdict needs/);
    const none = await claims(() => undefined, []);
    const asked = none.filter(({ id }) => id.startsWith('E'));
    expect(asked.map(({ verdict }) => verdict)).toEqual(Array(3).fill('not yet checked'));
    expect(asked[2].notebook).toBe('orbit-l2o reproduce --experiment estimators-figure-7');
  });
});
