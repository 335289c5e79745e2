/** Whole reproductions of small experiments: the same command gives the same bytes, interrupted or not. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { experimentsOfFigures } from '../../../experiments/registry.js';
import { runMethod } from '../../../experiments/run-method.js';
import { scaled } from '../../../experiments/scaled.js';
import { type ReproduceOptions, reproduce, runsPath } from '../../../experiments/store/reproduce.js';
import { readRuns } from '../../../experiments/store/run-store.js';

const experiments = experimentsOfFigures(['5', '6']);
const scale = { trajectories: 10, tasks: 5, hidden: 8 };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-reproduce-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function run(name: string, options: Partial<ReproduceOptions> = {}) {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return reproduce({ experiments, seeds: 2, jobs: 2, scale, folder, ...options });
}

const bytes = (name: string) =>
  experiments.map(({ id }) => readFileSync(runsPath(join(root, name), id), 'utf8'));

test('the same command gives the same bytes, on one thread or two, again or interrupted at any run', async () => {
  expect(await run('a')).toEqual({ outcome: 'done', asked: 28, found: 0, done: 28 });
  await run('b', { jobs: 1 });
  expect(bytes('b')).toEqual(bytes('a'));
  expect(await run('a')).toEqual({ outcome: 'done', asked: 28, found: 28, done: 0 });
  expect(bytes('a')).toEqual(bytes('b'));

  let outcome = '';
  let turns = 0;
  while (outcome !== 'done') {
    const controller = new AbortController();
    const interrupted = await run('c', {
      signal: controller.signal,
      onProgress: (done, total) => {
        if (done > Math.min(10 * (turns + 1), total - 0.5) && turns < 2) controller.abort();
      },
    });
    expect(interrupted.found + interrupted.done).toBeGreaterThanOrEqual(10 * turns);
    outcome = interrupted.outcome;
    turns++;
  }
  expect(turns).toBe(3);
  expect(bytes('c')).toEqual(bytes('a'));
});

test('more seeds are added to those that are there, and give what all at once would have', async () => {
  await run('a', { seeds: 1 });
  expect(await run('a', { seeds: 2 })).toMatchObject({ found: 14, done: 14 });
  await run('b', { seeds: 2 });
  expect(bytes('a')).toEqual(bytes('b'));
  // Fewer seeds than are there ask for nothing and drop nothing.
  expect(await run('a', { seeds: 1 })).toMatchObject({ found: 14, done: 0 });
  expect(bytes('a')).toEqual(bytes('b'));
});

test('interrupted within a seed, and asked for fewer, it says so; with more it ends up as uninterrupted', async () => {
  const [figure5] = experiments;
  const path = runsPath(join(root, 'a'), figure5.id);
  const only = { experiments: [figure5], jobs: 1 };
  const controller = new AbortController();
  const { outcome, done } = await run('a', {
    ...only,
    seeds: 4,
    signal: controller.signal,
    onProgress: (now) => now >= 2 * 7 + 3 && controller.abort(), // in seed 3
  });
  expect(outcome).toBe('interrupted');
  expect(done).toBeGreaterThanOrEqual(2 * 7 + 3);
  expect(done).toBeLessThan(3 * 7);
  const ragged = readFileSync(path, 'utf8');

  const messages: string[] = [];
  const fewer = await run('a', { ...only, seeds: 2, onMessage: (message) => messages.push(message) });
  expect(fewer).toEqual({ outcome: 'done', asked: 14, found: 14, done: 0 });
  expect(messages).toEqual([expect.stringMatching(/figure-5\.jsonl also holds runs beyond seed 2/)]);
  expect(readFileSync(path, 'utf8')).toBe(ragged);
  expect(() => readRuns(path)).toThrow(/must have its end line/);

  await run('a', { ...only, seeds: 4 });
  await run('b', { ...only, seeds: 4 });
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(runsPath(join(root, 'b'), figure5.id), 'utf8'));
});

test('a file where a folder must be, and a folder where a file must be, are named', async () => {
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a', 'runs'), 'good');
  await expect(run('a')).rejects.toThrow(
    /^reproduce: the folder of runs must be a folder that can be written to, got .*a\/runs/,
  );
  expect(readFileSync(join(root, 'a', 'runs'), 'utf8')).toBe('good');
  mkdirSync(runsPath(join(root, 'b'), experiments[0].id), { recursive: true });
  await expect(run('b')).rejects.toThrow(
    /^RunStore: path must be a file that can be read, got .*figure-5\.jsonl \(EISDIR/,
  );
});

test('the results are those of the experiment at that seed', async () => {
  await run('a', { seeds: 1 });
  for (const experiment of experiments) {
    const { runs } = readRuns(runsPath(join(root, 'a'), experiment.id));
    const names = experiment.methods.map(({ name }) => name);
    expect(runs.map(({ method }) => method)).toEqual(names);
    const { timing: _, ...own } = runMethod(scaled(experiment, scale), names[2], 1);
    expect(runs[2]).toMatchObject(JSON.parse(JSON.stringify(own)));
  }
});

test('another configuration is refused before any work, and changes nothing', async () => {
  await run('a', { seeds: 1 });
  const before = bytes('a');
  await expect(run('a', { scale: { ...scale, trajectories: 11 } })).rejects.toThrow(
    /figure-5\.jsonl must hold runs of the same configuration, got 'another training\.trajectories: 10, not 11;/,
  );
  await expect(run('a', { scale: { ...scale, hidden: 9 } })).rejects.toThrow(
    /another methods\[0\]\.description\.hidden: 8, not 9;/,
  );
  expect(bytes('a')).toEqual(before);
});

test('how long runs took is kept beside the results', async () => {
  await run('a', { seeds: 1 });
  const lines = readFileSync(join(root, 'a', 'timings.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const timings = lines.map((line) => JSON.parse(line));
  expect(timings).toHaveLength(14);
  for (const { experiment, seed, total } of timings) {
    expect(experiment).toMatch(/^figure-[56]$/);
    expect(seed).toBe(1);
    expect(total).toBeGreaterThan(0);
  }
});
