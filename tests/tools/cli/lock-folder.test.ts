/** A lock holds while its process does, and no longer. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockFolder, startOf } from '../../../tools/cli/lock-folder.js';

let folder: string;
let lock: string;
const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-lock-'));
  lock = join(folder, '.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an unlocked folder has nothing of it left', () => {
  const unlock = lockFolder('test', folder);
  expect(readdirSync(folder)).toEqual(['.lock']);
  expect(readFileSync(lock, 'utf8')).toBe(`${process.pid} ${startOf(process.pid)}\n${hostname()}`);
  unlock();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that runs is respected, and the error says how to get rid of it', () => {
  const content = `${other.pid} ${startOf(other.pid!)}`;
  writeFileSync(lock, content);
  expect(() => lockFolder('test', folder)).toThrow(
    `test: no other command may use ${folder} at the same time, got 'process ${other.pid}; if that is not one, remove ${lock}'`,
  );
  expect(readFileSync(lock, 'utf8')).toBe(content);
  expect(readdirSync(folder)).toEqual(['.lock']);
});

test('the lock of a machine elsewhere is respected while it is renewed, whatever runs under its number here', () => {
  for (const pid of [other.pid!, process.pid, 2 ** 22 + 1]) {
    writeFileSync(lock, `${pid} 1 boot\nelsewhere`);
    expect(() => lockFolder('test', folder)).toThrow(
      new RegExp(
        `process ${pid} on elsewhere, which renewed its lock 0 s ago; if that is not one, remove ${lock}`,
      ),
    );
  }
  const ago = Date.now() / 1000 - 590;
  utimesSync(lock, ago, ago);
  expect(() => lockFolder('test', folder)).toThrow(/renewed its lock 59\d s ago/);
});

test('the lock of a machine elsewhere that was not renewed for long is taken over, in one line', () => {
  writeFileSync(lock, `${other.pid} 1 boot\nelsewhere`);
  const ago = Date.now() / 1000 - 3600;
  utimesSync(lock, ago, ago);
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  lockFolder('test', folder)();
  expect(said.mock.calls).toEqual([
    [
      expect.stringMatching(
        /\.lock is taken over: it is of process \d+ on elsewhere, which renewed its lock 360\d s ago$/,
      ),
    ],
  ]);
  said.mockRestore();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock is renewed, and one that was taken over meanwhile is not written to', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const unlock = lockFolder('test', folder);
  const content = readFileSync(lock, 'utf8');
  utimesSync(lock, 1, 1);
  vi.advanceTimersByTime(30_000);
  expect(statSync(lock).mtimeMs).toBeGreaterThan(1000); // no longer a second after 1970
  expect(readFileSync(lock, 'utf8')).toBe(content);
  renameSync(lock, `${lock}.away`);
  writeFileSync(lock, 'of another');
  vi.advanceTimersByTime(30_000);
  expect(readFileSync(lock, 'utf8')).toBe('of another');
  unlock();
  vi.useRealTimers();
});

test('where the system does not say when a process was started, its number decides', () => {
  writeFileSync(lock, `${other.pid} `);
  expect(() => lockFolder('test', folder)).toThrow(/no other command/);
});

test.each<[string, () => string]>([
  ['of this very process number, left by one that was killed', () => `${process.pid} 1 boot`],
  ['of a number that no process has', () => `${2 ** 22 + 1} 1 boot`],
  ['that is empty', () => ''],
  ['that holds something else', () => 'process'],
  ['of process 0', () => '0 '],
])('a lock %s is taken over', (_, content) => {
  writeFileSync(lock, content());
  lockFolder('test', folder)();
  expect(existsSync(lock)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a lock whose number has gone to a process started later is taken over',
  () => {
    const [ticks, boot] = startOf(other.pid!).split(' ');
    for (const start of [`${Number(ticks) - 1} ${boot}`, `${ticks} another-boot`]) {
      writeFileSync(lock, `${other.pid} ${start}`);
      lockFolder('test', folder)();
      expect(existsSync(lock)).toBe(false);
    }
  },
);

test.runIf(process.platform === 'linux')(
  'a lock whose process was killed is taken over, even while its parent has not noticed',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']); // the first becomes a child of the second
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(printed.toString());
    const statOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8');
    await expect.poll(() => statOf(parent.pid!)).toContain('(sleep)'); // the shell itself would notice
    writeFileSync(lock, `${child} ${startOf(child)}`);
    expect(() => lockFolder('test', folder)).toThrow(/no other command/);
    process.kill(child, 'SIGKILL');
    await expect.poll(() => statOf(child)).toContain(') Z ');
    lockFolder('test', folder)();
    expect(existsSync(lock)).toBe(false);
    parent.kill();
  },
);

test('a lock is taken over once its process has ended', async () => {
  writeFileSync(lock, `${other.pid} ${startOf(other.pid!)}`);
  other.kill();
  await once(other, 'exit');
  lockFolder('test', folder)();
  expect(existsSync(lock)).toBe(false);
});
