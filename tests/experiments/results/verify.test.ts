/** Whether runs made anew are those that are stored: by bytes, or by rank among the ten. */

import { describe, expect, test } from 'vitest';
import { experimentById } from '../../../experiments/registry.js';
import { areAlike, chanceOutside, rankAmong } from '../../../experiments/results/rank-test.js';
import type { StoredResults } from '../../../experiments/results/read-results.js';
import { experimentResults } from '../../../experiments/results/summarise.js';
import { machineDifferences, verify } from '../../../experiments/results/verify.js';
import { processorName } from '../../../experiments/results/write-results.js';
import type { runUnits } from '../../../experiments/store/worker-pool.js';
import { provenance } from '../../../src/evaluation/provenance.js';
import { evaluationOf, runRecord } from '../../support/run-records.js';

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('a rank among the ten', () => {
  test('is 1 below all of them and 11 above', () => {
    expect(rankAmong(0.9, ten)).toMatchObject({ rank: 1, of: 10 });
    expect(rankAmong(4.5, ten)).toEqual({ rank: 5, of: 10, outside: 0 });
    expect(rankAmong(11, ten).rank).toBe(11);
  });

  test('says how far outside a number is, in widths of the range of log₁₀', () => {
    expect(rankAmong(100, ten).outside).toBeCloseTo(1, 12);
    expect(rankAmong(0.01, ten).outside).toBeCloseTo(2, 12);
  });

  test('takes a diverged run for infinitely large, which is no news where others diverge', () => {
    expect(rankAmong(null, ten).outside).toBe(Number.POSITIVE_INFINITY);
    expect(rankAmong(null, [...ten, null]).outside).toBe(0);
    expect(rankAmong(1e9, [...ten, null]).outside).toBe(0);
  });

  test('forgives rounding where all ten agree', () => {
    expect(areAlike([rankAmong(2 * (1 + 1e-9), [2, 2, 2])])).toBe(true);
    expect(areAlike([rankAmong(2.1, [2, 2, 2])])).toBe(false);
  });

  test('at an end is likely for one run, and not for all of many', () => {
    const end = rankAmong(0.9, ten);
    expect(chanceOutside([end])).toBeCloseTo(2 / 11, 12);
    expect(chanceOutside([end, end, end])).toBeCloseTo((2 / 11) ** 3, 12);
    expect(areAlike([end, end, end])).toBe(true);
    expect(areAlike(new Array(7).fill(end))).toBe(false);
  });
});

describe('verify', () => {
  const experiment = { ...experimentById('figure-7-update') };
  const { id, methods } = experiment;
  const run = (method: string, seed: number, loss: number) =>
    runRecord(method, seed, {
      experiment: id,
      evaluation: { ...evaluationOf(method, [[1, loss]]), evaluations: [[0, 1]] },
    });
  const runs = methods.flatMap(({ name }) => ten.map((seed) => run(name, seed, seed / 100)));
  const here = { ...provenance(), processor: processorName() };
  const stored = (processor = here.processor): StoredResults => ({
    provenance: { ...here, processor, code: '0'.repeat(16), seeds: ten, runs: runs.length },
    claims: [],
    experiments: [experimentResults(experiment, runs)],
  });
  /** In place of the pool: every run's last loss is that one. */
  const giving =
    (loss: (seed: number) => number): typeof runUnits =>
    async (units, { onRecord }) => {
      for (const unit of units) onRecord(run(unit.method, unit.seed, loss(unit.seed)), unit);
      return 'done';
    };
  const outcome = async (loss: (seed: number) => number, processor?: string) => {
    const pool = giving(loss);
    const options = {
      stored: stored(processor),
      experiments: [experiment],
      seeds: [1, 2],
      jobs: 1,
      run: pool,
    };
    return (await verify(options))?.map((one) => one.outcome);
  };

  test('finds the same bytes', async () => {
    expect(await outcome((seed) => seed / 100)).toEqual(['same']);
    expect(await outcome((seed) => seed / 100, 'another')).toEqual(['same']);
  });

  test('wants the same bytes on the same kind of machine, and ranks elsewhere', async () => {
    expect(await outcome(() => 0.055)).toEqual(['differs']);
    expect(await outcome(() => 0.055, 'another')).toEqual(['alike']);
    expect(await outcome(() => 55, 'another')).toEqual(['differs']);
  });

  test('says what is other about the machine', () => {
    expect(machineDifferences(stored().provenance)).toEqual([]);
    const [difference] = machineDifferences(stored('Z80').provenance);
    expect(difference).toBe(`processor ${here.processor}, not Z80`);
  });

  test('refuses a seed that is not stored', async () => {
    const options = { stored: stored(), experiments: [experiment], seeds: [11], jobs: 1 };
    await expect(verify(options)).rejects.toThrow(/seeds must be of 1, .*, 10, got 11/);
  });
});
