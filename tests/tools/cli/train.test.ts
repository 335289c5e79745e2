/** `orbit-l2o train` and `evaluate`: checkpoints that go on bit for bit. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCheckpoint } from '../../../src/node/checkpoint.js';
import { idx } from '../../support/idx-file.js';
import { runCli, startCli } from './run-cli.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-train-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const SMALL = ['--family', 'ellipse-varied', '--method', 'tel sched', '--seed', '3', '--hidden', '8'];
const train = (...args: string[]) => runCli('train', ...args);
const file = (name: string) => join(root, name);

test('20 trajectories and 20 more are 40, byte for byte; and evaluate runs the result', async () => {
  await train(...SMALL, '--trajectories', '20', '--out', file('half'));
  const half = readFileSync(file('half'));
  expect(loadCheckpoint(file('half')).stream).toBe('3/ellipse-varied'); // that of the experiments at seed 3
  const more = ['--resume', file('half'), '--trajectories', '40', '--out', file('resumed')];
  expect((await train(...more)).code).toBe(0);
  await train(...SMALL, '--trajectories', '40', '--out', file('whole'));
  expect(readFileSync(file('resumed')).equals(readFileSync(file('whole')))).toBe(true);
  expect(readFileSync(file('half')).equals(half)).toBe(true);

  const args = ['--checkpoint', file('whole'), '--tasks', '10', '--steps', '3', '--json', file('numbers')];
  const { code, stdout } = await runCli('evaluate', ...args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^tel sched, trained for 40 trajectories on ellipse-varied .*, on 10 tasks/);
  const { evaluation } = JSON.parse(readFileSync(file('numbers'), 'utf8'));
  expect(evaluation.losses).toHaveLength(10);
  expect(evaluation.losses[0]).toHaveLength(4);
  const elsewhere = await runCli(
    'evaluate',
    '--checkpoint',
    file('whole'),
    '--family',
    'mixed',
    '--tasks',
    '5',
  );
  expect(elsewhere.stdout).toMatch(/on 5 tasks of mixed/);
});

test.each([
  ['mlp-regression', 'LSTM(lr, tele, momentum)', 300, 5],
  ['moons', 'LSTM(lr, tele)', 200, 20],
  ['idx', 'LSTM(lr)', 200, 20],
])('on the networks of %s too', async (family, method, steps, tasks) => {
  writeFileSync(
    file('images'),
    idx(
      8,
      [12, 2, 2],
      Uint8Array.from({ length: 48 }, (_, i) => 5 * i),
    ),
  );
  writeFileSync(
    file('labels'),
    idx(
      8,
      [12],
      Uint8Array.from({ length: 12 }, (_, i) => i % 10),
    ),
  );
  const data = family === 'idx' ? ['--images', file('images'), '--labels', file('labels')] : [];
  const begin = ['--family', family, '--method', method, '--hidden', '4', ...data, '--trajectories'];
  const [half, whole] = await Promise.all([
    train(...begin, '1', '--out', file('half')),
    train(...begin, '2', '--out', file('whole')),
  ]);
  expect([half.code, whole.code, half.stderr]).toEqual([0, 0, '']);
  await train('--resume', file('half'), ...data, '--trajectories', '2', '--out', file('half'));
  expect(readFileSync(file('half')).equals(readFileSync(file('whole')))).toBe(true);
  const checkpoint = ['evaluate', '--checkpoint', file('whole')];
  const { code, stdout } = await runCli(...checkpoint, ...data);
  expect(code).toBe(0);
  expect(stdout).toContain(`on ${tasks} tasks of ${family}\n`);
  const shown = stdout.split('\n').map((line) => Number(line.trim().split(/\s/)[0]));
  expect(shown.filter((step) => step > 0)).toContain(steps);
  expect(shown.length).toBeLessThan(20);
  if (family !== 'idx') return;
  const without = await runCli(...checkpoint);
  expect(without.code).toBe(2);
  expect(without.stderr).toMatch(/the family must be known, or images and labels those of it/);
});

test('an estimator of the meta-gradient goes into the checkpoint, and on from it', async () => {
  const estimator = ['--estimator', 'persistent-evolution', '--sigma', '0.05', '--pairs', '2'];
  await train(...SMALL, ...estimator, '--trajectories', '2', '--out', file('half'));
  const by = { by: 'persistent-evolution', sigma: 0.05, pairs: 2, antithetic: true };
  expect(loadCheckpoint(file('half')).options.estimator).toEqual(by);
  await train('--resume', file('half'), '--trajectories', '4', '--out', file('resumed'));
  await train(...SMALL, ...estimator, '--trajectories', '4', '--out', file('whole'));
  expect(readFileSync(file('resumed')).equals(readFileSync(file('whole')))).toBe(true);
  const unknown = await train(...SMALL, '--estimator', 'es', '--out', file('none'));
  expect(unknown.stderr).toMatch(/estimator must be one of truncated-backpropagation, full-backpropagation/);
  const lone = await train(...SMALL, '--sigma', '0.1', '--out', file('none'));
  expect(lone.stderr).toMatch(/--sigma and --pairs go with an --estimator by evolution, got 'none'/);
});

test('interrupted, it leaves a checkpoint from which it ends up the same', async () => {
  const whole = ['--trajectories', '3000', '--out'];
  const { child, result } = startCli(['train', ...SMALL, ...whole, file('a')]);
  while (!existsSync(file('a'))) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGINT');
  const { code, stderr } = await result;
  expect(code).toBe(130);
  expect(stderr).toMatch(/To go on: orbit-l2o train --resume/);
  const { done } = loadCheckpoint(file('a'));
  expect(done).toBeLessThan(3000);
  expect((await train('--resume', file('a'), '--out', file('a'))).code).toBe(0);
  await train(...SMALL, ...whole, file('b'));
  expect(readFileSync(file('a')).equals(readFileSync(file('b')))).toBe(true);
});

test('fewer trajectories than are done, and a damaged checkpoint, are refused', async () => {
  await train(...SMALL, '--trajectories', '5', '--out', file('a'));
  const fewer = await train('--resume', file('a'), '--trajectories', '4', '--out', file('a'));
  expect(fewer).toMatchObject({
    code: 2,
    stderr: 'train: --trajectories must be at least the 5 that are done, got 4\n',
  });
  const bytes = readFileSync(file('a'));
  writeFileSync(file('short'), bytes.subarray(0, bytes.length - 100));
  const short = await train('--resume', file('short'), '--out', file('short'));
  expect(short.code).toBe(2);
  expect(short.stderr).toMatch(/cut short/);
  expect(readFileSync(file('short')).length).toBe(bytes.length - 100);
});

test('a training with staggered starts goes on byte for byte too', async () => {
  const staggered = ['--staggered', '--batch', '3'];
  await train(...SMALL, ...staggered, '--trajectories', '2', '--out', file('early'));
  expect(loadCheckpoint(file('early')).options.staggered).toBe(true);
  await train('--resume', file('early'), '--trajectories', '4', '--out', file('later'));
  await train(...SMALL, ...staggered, '--trajectories', '4', '--out', file('at once'));
  expect(readFileSync(file('later')).equals(readFileSync(file('at once')))).toBe(true);
  const single = await train(...SMALL, '--staggered', '--out', file('none'));
  expect(single.stderr).toMatch(/staggered goes with a batch of at least 2, got 1/);
});

/** Images of 16 bits from −300 to 298, at which every trajectory diverges. */
function wideImages(): string[] {
  const pixels = new Uint8Array(2 * 40 * 16);
  const view = new DataView(pixels.buffer);
  for (let i = 0; i < 40 * 16; i++) view.setInt16(2 * i, ((i * 37) % 300) * 2 - 300);
  writeFileSync(file('wide'), idx(0x0b, [40, 4, 4], pixels));
  writeFileSync(
    file('classes'),
    idx(
      0x08,
      [40],
      Uint8Array.from({ length: 40 }, (_, i) => i % 10),
    ),
  );
  return ['--images', file('wide'), '--labels', file('classes')];
}

test('a training in which every trajectory diverges fails, and says so by one line', async () => {
  const args = [
    '--family',
    'idx',
    '--method',
    'LSTM(lr)',
    '--trajectories',
    '4',
    '--hidden',
    '8',
    ...wideImages(),
  ];
  const { code, stderr, stdout } = await train(...args, '--out', file('wide.safetensors'));
  expect(stdout).toMatch(/^4 of 4 trajectories done/);
  expect(stderr).toMatch(
    /^train: nothing is learned, 4 of 4 trajectories diverged, \d+ of \d+ windows left out: .* Remedy: .*\n$/,
  );
  expect(code).toBe(1);
});

test('a training says how many trajectories diverged, and what it found', async () => {
  const { code, stdout } = await train(...SMALL, '--trajectories', '60', '--out', file('told'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n0 of 60 trajectories diverged, 0 of 240 windows left out\n {2}\S/);
});
