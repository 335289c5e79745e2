/** Units over worker threads (the built ones, of dist). */

import { describe, expect, test } from 'vitest';
import type { Run } from '../../../experiments/experiment.js';
import { experimentById } from '../../../experiments/registry.js';
import { runMethod } from '../../../experiments/run-method.js';
import { scaled } from '../../../experiments/scaled.js';
import { runUnits, type Unit } from '../../../experiments/store/worker-pool.js';

const scale = { trajectories: 10, tasks: 5, hidden: 8 };
const unit = (method: string, seed: number): Unit => ({ experiment: 'figure-3', scale, method, seed });
const units = ['vanilla', 'theta grad', 'GD (tuned)'].flatMap((method) =>
  [1, 2].map((seed) => unit(method, seed)),
);

async function recordsOf(list: readonly Unit[], jobs: number): Promise<Map<string, object>> {
  const records = new Map<string, object>();
  await runUnits(list, {
    jobs,
    onRecord: ({ timing, ...record }) => {
      expect(timing!.total).toBeGreaterThan(0);
      records.set(`${record.method} ${record.seed}`, record);
    },
  });
  return records;
}

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe('runUnits', () => {
  test('gives the same records by one worker, by two and without any', async () => {
    const one = await recordsOf(units, 1);
    expect(one.size).toBe(units.length);
    const two = await recordsOf(units, 2);
    for (const { method, seed } of units) {
      const { timing: _, ...own } = runMethod(scaled(experimentById('figure-3'), scale), method, seed);
      expect(one.get(`${method} ${seed}`)).toEqual(own);
      expect(two.get(`${method} ${seed}`)).toEqual(own);
    }
  });

  test('tells progress that never falls and ends at the total', async () => {
    const told: number[] = [];
    await runUnits(units, {
      jobs: 2,
      onRecord: () => {},
      onProgress: (done, total) => told.push(done / total),
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  test('tells the share of the work, where units differ in it', async () => {
    const told: [number, number][] = [];
    const [first] = units;
    await runUnits(units, {
      jobs: 1,
      onRecord: () => {},
      workOf: (one) => (one === first ? 3 * (units.length - 1) : 1),
      onProgress: (done, _, share) => told.push([done, share]),
    });
    expect(told.find(([done]) => done === 1)![1]).toBeCloseTo(0.75);
    expect(told.at(-1)![1]).toBeCloseTo(1);
  });

  test('names the unit that failed', async () => {
    const failing = runUnits([units[0], unit('no such', 7)], { jobs: 2, onRecord: () => {} });
    await expect(failing).rejects.toThrow(
      /^figure-3, no such, seed 7 failed: runMethod: method must be one of/,
    );
  });

  test.each([
    [
      'ends',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
      /seed 1 failed: its worker ended with exit code 3/,
    ],
    [
      'throws',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('out of order'); });",
      /seed 1 failed: out of order/,
    ],
    ['does not start', 'this is no JavaScript', /seed 1 failed/],
  ])('names the unit whose worker %s', async (_, code, message) => {
    const failing = runUnits(units, { jobs: 1, onRecord: () => {}, worker: script(code) });
    await expect(failing).rejects.toThrow(message);
  });

  test('once interrupted hands out nothing more and gives up what is under way', async () => {
    const controller = new AbortController();
    const records: Run[] = [];
    const outcome = await runUnits(units, {
      jobs: 1,
      signal: controller.signal,
      onRecord: (record) => {
        records.push(record);
        controller.abort();
      },
    });
    expect(outcome).toBe('interrupted');
    expect(records.length).toBe(1);
  });

  test('does nothing if it is interrupted before it begins', async () => {
    const worker = script('process.exit(3)');
    const outcome = await runUnits(units, {
      jobs: 2,
      signal: AbortSignal.abort(),
      onRecord: () => {},
      worker,
    });
    expect(outcome).toBe('interrupted');
  });

  test('ends with what onRecord throws', async () => {
    const onRecord = () => {
      throw new Error('no room');
    };
    await expect(runUnits(units, { jobs: 2, onRecord })).rejects.toThrow('no room');
  });

  test('refuses a number of jobs that is none', async () => {
    for (const jobs of [0, 1.5, Number.NaN]) {
      await expect(runUnits(units, { jobs, onRecord: () => {} })).rejects.toThrow(
        /jobs must be a whole number/,
      );
    }
  });

  test('asked to leave begins nothing more, finishes what is nearly done and gives up what is not', async () => {
    // A worker whose units of seed 1 are half done in 200 ms and done in 1,000, while others say that they have hardly begun.
    const worker = script(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ method, seed }) => {
        setTimeout(() => parentPort.postMessage({ kind: 'progress', share: seed === 1 ? 0.5 : 1e-6 }), 200);
        setTimeout(() => parentPort.postMessage({ kind: 'done', record: { method, seed } }), seed === 1 ? 1000 : 60000);
      });`);
    const controller = new AbortController();
    const records: Run[] = [];
    const outcome = await runUnits([unit('vanilla', 1), unit('vanilla', 2), unit('vanilla', 3)], {
      jobs: 2,
      leave: controller.signal,
      onProgress: (done) => done >= 0.5 && controller.abort(),
      onRecord: (record) => records.push(record),
      worker,
    });
    expect(outcome).toBe('interrupted');
    expect(records.map(({ seed }) => seed)).toEqual([1]); // the others would be done a minute later
  });

  test('asked to leave with all but the last unit done, and that nearly so, is done', async () => {
    const controller = new AbortController();
    const outcome = await runUnits([units[0]], {
      jobs: 1,
      leave: controller.signal,
      onRecord: () => controller.abort(),
    });
    expect(outcome).toBe('done');
  });
});
