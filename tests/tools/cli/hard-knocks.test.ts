/** What goes wrong around a command ends in one line, and leaves nothing behind. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../../../src/node/checkpoint.js';
import { writeWhole } from '../../../src/node/files.js';
import { lockFolder } from '../../../tools/cli/lock-folder.js';
import { type CliResult, runCli, startCli } from './run-cli.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-knocks-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = (name: string) => join(root, name);
const SMALL = ['--family', 'ellipse-varied', '--method', 'vanilla', '--hidden', '8'];
const train = (out: string, ...more: string[]) => runCli('train', ...SMALL, '--out', out, ...more);

function expectOneLine({ code, stdout, stderr }: CliResult, message: RegExp, expected = 2): void {
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect(stdout).toBe('');
  expect(code).toBe(expected);
}

test('a path below a file, and a name too long, are refused in one line', async () => {
  writeFileSync(file('FILE'), '');
  expectOneLine(
    await train(file('FILE/x')),
    /^train: (--out must be a file that can be written, got .*ENOTDIR|the folder of --out must be a folder .*EEXIST)/, // Node 20, 24
  );
  expectOneLine(await train(file('a'.repeat(300))), /^train: --out must be a file .*ENAMETOOLONG/);
});

test('a name of 250 characters is a name like any other', async () => {
  const name = 'ä'.repeat(120);
  expect((await train(file(name), '--trajectories', '1')).code).toBe(0);
  expect(readdirSync(root)).toEqual([name]);
});

describe('options that do not belong', () => {
  test('images with a checkpoint of the plane are refused before they are read', async () => {
    await train(file('ell'), '--trajectories', '1');
    const data = ['--images', file('none'), '--labels', file('none')];
    const message =
      /^(train|evaluate): --images and --labels go with a training on the family idx, got 'ellipse-varied'/;
    expectOneLine(await runCli('train', '--resume', file('ell'), '--out', file('ell'), ...data), message);
    expectOneLine(await runCli('evaluate', '--checkpoint', file('ell'), ...data), message);
    const evaluate = (...args: string[]) => runCli('evaluate', '--checkpoint', file('ell'), ...args);
    expectOneLine(await evaluate('--steps', '1000000'), /^evaluate: --steps must be at most 100000/);
    expectOneLine(
      await evaluate('--tasks', '1000000', '--steps', '100000'),
      /^evaluate: tasks, steps and parameters must make at most 100000000 numbers/,
    );
  });
});

test('a lock that is a folder, or cannot be laid, is said', () => {
  mkdirSync(file('.lock'));
  expect(() => lockFolder('reproduce', root)).toThrow(/^reproduce: .*\.lock must be a file, .*EISDIR/);
  expect(() => lockFolder('reproduce', file('nowhere'))).toThrow(
    expect.objectContaining({ name: 'WriteFailure' }),
  );
});

test.skipIf(!existsSync('/dev/full'))('a device is no file to read', () => {
  expect(() => loadCheckpoint('/dev/full')).toThrow(/path must be a file that can be read, got .*a device/);
});

test('what processes that are gone have left is removed, and nothing else', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  const host = hostname()
    .replaceAll(/[^\w-]/g, '_')
    .slice(0, 40);
  const others = [`.a.elsewhere-${gone.pid}`, `.b.${host}-${process.ppid}`, 'plain', `.old.${gone.pid}`];
  for (const name of [`.c.${host}-${gone.pid}`, ...others]) writeFileSync(file(name), '');
  mkdirSync(file(`orbit-l2o-kernel.${host}-${gone.pid}.abcdef`));
  writeWhole(file('new'), 'text');
  expect(readdirSync(root).sort()).toEqual([...others, 'new'].sort());
});

describe('a training under way', () => {
  const start = async () => {
    const running = startCli(['train', ...SMALL, '--trajectories', '1000000', '--out', file('long')]);
    for (let i = 0; i < 600 && !existsSync(file('long')); i++) await wait(100);
    return running;
  };

  test.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('keeps what it has learned on %s', async (signal) => {
    const { child, result } = await start();
    await wait(1500);
    child.kill(signal);
    expect((await result).code).toBe(130);
    expect(loadCheckpoint(file('long')).done).toBeGreaterThan(0);
    expect(readdirSync(root)).toEqual(['long']);
  });

  test('has its file to itself', async () => {
    const { child, result } = await start();
    const second = await train(file('long'));
    expectOneLine(second, /^train: no other command may use .*long at the same time, got 'process \d+/);
    child.kill('SIGTERM');
    await result;
  });
});

test('a training whose weights overflow says so, and leaves the last good ones', async () => {
  await train(file('a'), '--trajectories', '1');
  const checkpoint = loadCheckpoint(file('a'));
  const { encodeCheckpoint } = await import('../../../src/node/checkpoint-bytes.js');
  const options = { ...checkpoint.options, trajectories: 50, adam: { learningRate: 3e38 } };
  writeFileSync(file('a'), encodeCheckpoint({ ...checkpoint, options }));
  const ended = await runCli('train', '--resume', file('a'), '--out', file('a'));
  expectOneLine(ended, /^metaTrain: weights must stay finite, got an overflow in outer step \d+/, 1);
  const { done } = loadCheckpoint(file('a'));
  expect(ended.stderr).toContain(`outer step ${done} `);
});
