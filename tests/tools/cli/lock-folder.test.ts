/** A lock holds while its process does, and no longer. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  expect(readFileSync(lock, 'utf8')).toBe(`${process.pid} ${startOf(process.pid)}`);
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
