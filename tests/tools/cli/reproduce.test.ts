/** `orbit-l2o reproduce`, killed and interrupted: what is finished is kept, and the same command ends at the same bytes. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRunFile } from '../../../experiments/store/run-file.js';
import { runCli, startCli } from './run-cli.js';

const SMALL = [
  '--figure',
  '3',
  '--seeds',
  '3',
  '--trajectories',
  '100',
  '--tasks',
  '10',
  '--hidden',
  '8',
  '--no-figures',
];
const RUNS = 3 * 7;

let root: string;
let expected: string;
const command = (name: string) => ['reproduce', ...SMALL, '--jobs', '2', '--out', join(root, name)];
const results = (name: string) => join(root, name, 'runs', 'figure-3.jsonl');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-cli-'));
  const { code, stdout, stderr } = await runCli(...command('whole'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(`${RUNS} runs done`);
  expected = readFileSync(results('whole'), 'utf8');
});
afterAll(() => rmSync(root, { recursive: true }));

/** Waits until a file has that many whole lines. */
async function untilLines(path: string, lines: number): Promise<void> {
  const count = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0);
  while (count() < lines) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function stop(name: string, how: NodeJS.Signals, lines: number) {
  const { child, result } = startCli(command(name));
  await untilLines(results(name), lines);
  child.kill(how);
  return result;
}

describe('reproduce', () => {
  test('by two processes gives the same bytes', async () => {
    await runCli(...command('again'));
    expect(readFileSync(results('again'), 'utf8')).toBe(expected);
  });

  test('killed twice on its way, and taken up again, gives the same bytes', async () => {
    for (const lines of [1, 9]) {
      const { code, signal } = await stop('killed', 'SIGKILL', lines);
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
      const { runs, complete } = parseRunFile('test', 'killed', readFileSync(results('killed'), 'utf8'));
      expect(runs.length).toBeGreaterThanOrEqual(lines - 1);
      expect(runs.length).toBeLessThan(RUNS);
      expect(complete).toBe(false);
    }
    const { code, stdout } = await runCli(...command('killed'));
    expect(code).toBe(0);
    const [, done, found] = /^(\d+) runs done in .* s, (\d+) found done, of 21/.exec(stdout)!.map(Number);
    expect(found).toBeGreaterThanOrEqual(8);
    expect(done + found).toBe(RUNS);
    expect(readFileSync(results('killed'), 'utf8')).toBe(expected);
  });

  test('at SIGINT keeps what is finished and says how to go on', async () => {
    const { code, stderr, stdout } = await stop('interrupted', 'SIGINT', 5);
    expect(code).toBe(130);
    expect(stderr).toMatch(/Interrupted\. What is finished is kept; the same command goes on from there/);
    const done = Number(/^(\d+) runs done/.exec(stdout)![1]);
    expect(done).toBeGreaterThanOrEqual(4);
    expect(done).toBeLessThan(RUNS);
    const { runs } = parseRunFile('test', 'interrupted', readFileSync(results('interrupted'), 'utf8'));
    expect(runs).toHaveLength(done);
    expect((await runCli(...command('interrupted'))).code).toBe(0);
    expect(readFileSync(results('interrupted'), 'utf8')).toBe(expected);
  });

  test('with another configuration is refused, and nothing is overwritten', async () => {
    const { code, stderr } = await runCli(...command('whole'), '--tasks', '11');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /must hold runs of the same configuration, got 'another evaluation\.tasks: 10, not 11;/,
    );
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(results('whole'), 'utf8')).toBe(expected);
  });

  test('in a folder that another process is filling is refused', async () => {
    const { child, result } = startCli(command('shared'));
    await untilLines(results('shared'), 2);
    child.kill('SIGSTOP'); // or it might be done before the other has begun
    const { code, stderr } = await runCli(...command('shared'));
    child.kill('SIGCONT');
    child.kill('SIGINT');
    await result;
    expect(code).toBe(2);
    expect(stderr).toMatch(/no other command may use .* at the same time/);
    expect((await runCli(...command('shared'))).code).toBe(0);
    expect(readFileSync(results('shared'), 'utf8')).toBe(expected);
  });
});
