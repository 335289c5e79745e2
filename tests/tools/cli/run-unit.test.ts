/** `orbit-l2o units` and `run-unit`: shards on many machines, in any order and with any kills, give one process' bytes. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unitPath } from '../../../experiments/store/unit-file.js';
import { Stream } from '../../../src/random/stream.js';
import { runCli, runCliHere, startCli } from './run-cli.js';

vi.setConfig({ testTimeout: 180_000 }); // many processes one after the other

const SMALL = [
  '--figure',
  '3',
  '5',
  '--seeds',
  '2',
  '--trajectories',
  '100',
  '--tasks',
  '10',
  '--hidden',
  '8',
];
const UNITS = 2 * 2 * 7;
const SHARDS = 4;

let root: string;
let expected: readonly string[];
const out = (name: string) => ['--out', join(root, name)];
const results = (name: string) =>
  ['figure-3', 'figure-5'].map((id) => readFileSync(join(root, name, 'runs', `${id}.jsonl`), 'utf8'));
const together = (name: string) => runCli('reproduce', ...SMALL, '--no-figures', ...out(name));
const shard = (i: number, name: string) => ['run-unit', '--shard', `${i}/${SHARDS}`, ...SMALL, ...out(name)];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-units-'));
  expect((await together('whole')).code).toBe(0);
  expected = results('whole');
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

async function lines(...more: string[]): Promise<string[]> {
  const { stdout } = await runCli('units', ...SMALL, ...more);
  return stdout.trimEnd().split('\n');
}

describe('units', () => {
  test('are a line each, with all that defines them and their work', async () => {
    const units = await lines();
    expect(units).toHaveLength(UNITS);
    const scale = { trajectories: 100, tasks: 10, hidden: 8 };
    expect(JSON.parse(units[0])).toEqual({
      experiment: 'figure-3',
      method: 'vanilla',
      seed: 1,
      scale,
      work: expect.any(Number),
    });
  });

  test('are counted in shards of minutes, no more than there are units', async () => {
    const count = async (minutes: string) => Number(await lines('--minutes', minutes));
    expect(await count('100000')).toBe(1);
    const whole = await runCli('units', '--figure', 'all', '--seeds', '30', '--minutes', '30');
    expect(Number(whole.stdout)).toBeGreaterThan(1);
  });
});

describe('run-unit', () => {
  test('in random order and killed at random moments gives the bytes of one process', async () => {
    const finished = new Set<number>();
    const draws = Stream.fromSeed(17);
    let kills = 0;
    while (finished.size < SHARDS) {
      const left = Array.from({ length: SHARDS }, (_, i) => i + 1).filter((i) => !finished.has(i));
      const index = left[draws.integer(left.length)];
      const { child, result } = startCli(shard(index, 'killed'));
      const killer =
        kills < 8 ? setTimeout(() => child.kill('SIGKILL'), 300 + 900 * draws.uniform()) : undefined;
      const { code, signal } = await result;
      clearTimeout(killer);
      if (signal === 'SIGKILL') kills++;
      else expect(code).toBe(0);
      if (code === 0) finished.add(index);
    }
    expect(kills).toBeGreaterThan(0);
    const { code, stdout } = await together('killed');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^0 runs done in .* s, ${UNITS} found done, of ${UNITS}`));
    expect(results('killed')).toEqual(expected);
    expect(
      readFileSync(join(root, 'killed', 'timings.jsonl'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(UNITS);
  });

  test('that is done already is done at once, here or in the file that was put together', async () => {
    const path = unitPath(join(root, 'again'), { experiment: 'figure-3', method: 'vanilla', seed: 1 });
    const [unit] = await lines();
    expect((await runCli('run-unit', '--unit', unit, ...out('again'))).stdout).toMatch(/^1 units done/);
    const { mtimeMs } = statSync(path);
    expect((await runCli('run-unit', '--unit', unit, ...out('again'))).stdout).toMatch(
      /^0 units done in .* s, 1 found done, of 1/,
    );
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    await runCli('run-unit', '--unit', unit, ...out('whole'));
    expect(existsSync(join(root, 'whole', 'units'))).toBe(false);
  });

  test('takes the lines of stdin, and what is left over is done by reproduce', async () => {
    const units = await lines();
    const cli = fileURLToPath(new URL('../../../dist/tools/cli/main.js', import.meta.url));
    const child = spawn(process.execPath, [cli, 'run-unit', '--unit', '-', ...out('stdin')]);
    child.stdin.end(units.slice(3, 6).join('\n'));
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await together('stdin')).stdout).toMatch(`${UNITS - 3} runs done`);
    expect(results('stdin')).toEqual(expected);
  });

  test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGUSR2'] as const)(
    'at %s keeps what is finished, leaves no part of a file, and asks to be run again',
    async (signal) => {
      const long = ['--figure', '3', '--seeds', '1', '--trajectories', '3000'];
      const { child, result } = startCli(['run-unit', '--shard', '1/1', ...long, ...out(signal)]);
      const folder = join(root, signal, 'units', 'figure-3');
      await expect
        .poll(() => existsSync(folder) && readdirSync(folder).length > 0, { timeout: 50_000 })
        .toBe(true);
      child.kill(signal);
      const { code, stdout, stderr } = await result;
      expect(code).toBe(75);
      expect(stderr).toMatch(/Interrupted\. What is finished is kept/);
      const files = readdirSync(folder);
      expect(files.filter((name) => !/^figure-3.*\.jsonl$/.test(name))).toEqual([]);
      expect(stdout).toMatch(`${files.length} units done`);
      expect(files.length).toBeLessThan(7);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'warned while it is still being loaded, asks to be run again',
    async () => {
      for (const milliseconds of [150, 250, 350]) {
        const { child, result } = startCli(shard(1, 'early'));
        setTimeout(() => child.kill('SIGUSR2'), milliseconds);
        const { code, signal } = await result;
        // Before Node itself has read the first line the signal ends it as it ends any process.
        if (signal === null) expect(code).toBe(75);
        else expect(signal).toBe('SIGUSR2');
      }
    },
  );

  test('refuses a damaged file, and one of another configuration, by name', async () => {
    const path = unitPath(join(root, 'damaged'), { experiment: 'figure-3', method: 'vanilla', seed: 1 });
    const [unit] = await lines();
    await runCli('run-unit', '--unit', unit, ...out('damaged'));
    const other = JSON.stringify({ ...JSON.parse(unit), scale: { trajectories: 101, tasks: 10, hidden: 8 } });
    const refused = await runCliHere('run-unit', '--unit', other, ...out('damaged'));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /vanilla-seed-1\.jsonl must hold runs of the same configuration, got 'another training/,
    );
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"losses":[', '"losses":[1'));
    const { code, stderr } = await together('damaged');
    expect(code).toBe(2);
    expect(stderr).toMatch(/line 2 of .*vanilla-seed-1\.jsonl must have the checksum/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
