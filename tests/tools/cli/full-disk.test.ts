/** A disk that fills under `reproduce`: one line, nothing of what was kept is lost, and the same command goes on once there is room. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRunFile } from '../../../experiments/store/run-file.js';
import { runCli } from './run-cli.js';

const SMALL = '--figure 3 --seeds 3 --trajectories 5 --tasks 20 --hidden 4 --jobs 2'.split(' ');
const RUNS = 3 * 7;
/** Kilobytes of the disk. */
const ROOM = 256;
/** When there is room: for the page too, which brings its plotly. */
const LATER = 32_768;

/** Mounts, or with `remount` resizes, a file system of so many kilobytes in memory; whether it could. */
const mount = (folder: string, kilobytes: number, remount = '') =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `${remount}size=${kilobytes}k`, 'tmpfs', folder]).status === 0;

let root: string;
let disk: string;
let isMounted = false;

const probe = mkdtempSync(join(tmpdir(), 'orbit-mount-'));
const canMount = mount(probe, 64);
if (canMount) spawnSync('umount', [probe]);
else console.log('Skipped: no small disk can be mounted (that takes root, and a system that allows it).');
rmSync(probe, { recursive: true });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-full-'));
  disk = mkdtempSync(join(root, 'disk-'));
  isMounted = canMount && mount(disk, ROOM);
});
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  rmSync(root, { recursive: true });
});

const runs = (folder: string) => readFileSync(join(folder, 'runs', 'figure-3.jsonl'), 'utf8');
const reproduce = (folder: string, ...more: string[]) =>
  runCli('reproduce', ...SMALL, '--out', folder, ...more);

function expectFull({ code, stderr }: { code: number | null; stderr: string }, file: RegExp) {
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(file);
  expect(stderr).toMatch(/ could not be written: the disk is full; what it held before is kept\n$/);
  expect(code).toBe(1);
}

test.skipIf(!canMount)(
  'a full disk is said in a line, keeps the runs that were done, and the rest follows',
  async () => {
    await reproduce(join(root, 'whole'), '--no-figures');
    const expected = runs(join(root, 'whole'));
    expect(expected.length).toBeGreaterThan(ROOM * 1024); // more than there is room for

    expectFull(await reproduce(disk, '--no-figures'), /figure-3\.jsonl could not/);
    const kept = parseRunFile('test', 'kept', runs(disk));
    expect(kept.torn).toBe(0);
    expect(kept.runs.length).toBeGreaterThan(0);
    expect(kept.runs.length).toBeLessThan(RUNS);
    expectFull(await reproduce(disk, '--no-figures'), /figure-3\.jsonl could not/); // and again, with the disk as full
    expect(parseRunFile('test', 'kept', runs(disk)).runs.length).toBeGreaterThanOrEqual(kept.runs.length);

    expect(mount(disk, LATER, 'remount,')).toBe(true);
    const { code, stdout } = await reproduce(disk, '--no-figures');
    expect(code).toBe(0);
    const [, done, found] = /^(\d+) runs done in .* s, (\d+) found done/.exec(stdout)!.map(Number);
    expect(done + found).toBe(RUNS);
    expect(found).toBeGreaterThanOrEqual(kept.runs.length);
    expect(runs(disk)).toBe(expected);

    writeFileSync(join(disk, 'filler'), Buffer.alloc(LATER * 1024 - 2 * expected.length)); // no room for the figures
    expectFull(await reproduce(disk), /could not/);
    expect(runs(disk)).toBe(expected);
    rmSync(join(disk, 'filler'));
    expect((await reproduce(disk)).stdout).toMatch(/^0 runs done in .*\nFigures and claims: /);
  },
  300_000,
);
