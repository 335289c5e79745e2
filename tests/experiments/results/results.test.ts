/** What is kept of runs, how it is written and read, and what is refused. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { experimentById } from '../../../experiments/registry.js';
import { readResults, results, resultsPath } from '../../../experiments/results/read-results.js';
import { experimentResults, runDigest, summariseRun } from '../../../experiments/results/summarise.js';
import { writeResults } from '../../../experiments/results/write-results.js';
import { evaluationOf, runRecord } from '../../support/run-records.js';

const experiment = experimentById('figure-7-update');
const { id } = experiment;

const made = (method: string, seed: number, last: (number | null)[]) => {
  const evaluation = evaluationOf(
    method,
    last.map((loss) => [1, loss]),
  );
  return runRecord(method, seed, {
    experiment: id,
    evaluation: { ...evaluation, evaluations: last.map((loss) => [0, loss && 1]) },
  });
};

const runs = [
  made('a', 1, [0.5, 0.25]),
  made('a', 2, [0.125, null]),
  made('b', 1, [1, 1]),
  made('b', 2, [1, 1]),
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-results-'));
  mkdirSync(join(folder, 'experiments'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: unknown) => writeFileSync(resultsPath(folder, id), JSON.stringify(content));

describe('results of an experiment', () => {
  const { methods, seeds, statistics } = experimentResults(experiment, runs);

  test('have quantiles over tasks and seeds, where a diverged run is above every number', () => {
    const [{ losses, runs: ofA }] = methods;
    expect(losses.median).toEqual([1, 0.375]);
    expect(losses.lower[1]).toBe(0.21875);
    expect(losses.upper).toEqual([1, null]);
    expect(losses.count).toEqual([4, 3]);
    expect(ofA.map(({ lastLosses }) => lastLosses)).toEqual([
      [0.25, 0.3125, 0.375, 0.4375, 0.5],
      [0.125, null, null, null, null],
    ]);
  });

  test('have seeds, methods and pairs', () => {
    expect(seeds).toEqual([1, 2]);
    expect(methods.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'learned'],
      ['b', 'learned'],
    ]);
    expect(statistics.atTheEnd).toHaveLength(1);
  });

  test('have a digest of each run’s numbers, not of where and when it ran', () => {
    const elsewhere = { ...runs[0].provenance, node: 'v0' };
    expect(runDigest({ ...runs[0], provenance: elsewhere, timing: undefined })).toBe(runDigest(runs[0]));
    expect(runDigest({ ...runs[0], seed: 3 })).not.toBe(runDigest(runs[0]));
    expect(summariseRun(runs[0]).digest).toMatch(/^[\da-f]{16}$/);
  });
});

describe('reading', () => {
  const stored = experimentResults(experiment, runs);

  test('gives what was written; nothing where nothing was', () => {
    expect(results(id, folder)).toBeUndefined();
    expect(readResults(folder)).toBeUndefined();
    write(stored);
    expect(results(id, folder)).toEqual(JSON.parse(JSON.stringify(stored)));
  });

  test.each<[string, unknown, RegExp]>([
    [
      'another configuration',
      { ...stored, configuration: '0'.repeat(16) },
      /must be of configuration .*npm run results/,
    ],
    [
      'a missing part',
      { ...stored, methods: [{ ...stored.methods[0], losses: {} }] },
      /got 'methods\[0\]\.losses\.lower: /,
    ],
    ['another experiment', { ...stored, id: 'figure-7' }, /must be of figure-7-update, got 'figure-7'/],
  ])('refuses %s in one line', (_, content, message) => {
    write(content);
    expect(() => results(id, folder)).toThrow(message);
    expect(() => results(id, folder)).not.toThrow(/\n/);
  });

  test('refuses a file that is cut short, and an unknown experiment', () => {
    writeFileSync(resultsPath(folder, id), JSON.stringify(stored).slice(0, 100));
    expect(() => results(id, folder)).toThrow(/must be JSON, got its end at character 101/);
    expect(() => results('figure-9', folder)).toThrow(/must be one of/);
  });
});

test('nothing is written from runs that are not all there', async () => {
  const options = { runs: folder, seeds: 2 };
  await expect(writeResults(join(folder, 'new'), options)).rejects.toThrow(
    /must hold seeds 1 … 2 of figure-3/,
  );
});
