/**
 * Keeps two commands from filling the same folder, or writing the same file, at once. A lock whose process is gone was left by a kill.
 *
 * A process number alone does not tell: in a container the next run often has the number of the one that was killed.
 * So the lock also holds when its process was started, where the system says so (Linux), and its machine: of a process on another
 * machine nothing is known but that it renews its lock. One that has not for long is taken to be gone, and that is said.
 */

import { createHash } from 'node:crypto';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { refuse } from '../../src/checks.js';
import { writeFailure } from '../../src/node/files.js';
import { isRunning, onItsWay, removeLeftovers, statOf } from '../../src/node/leftovers.js';

/** How often a lock is written anew, and how long without that it counts as left behind, by the clock of the file system. */
const RENEWED_EVERY_MS = 30_000;
const LEFT_AFTER_MS = 600_000;

/** Locks a folder for this process and returns how to unlock it. @throws if another process holds the lock. */
export function lockFolder(where: string, folder: string): () => void {
  return lay(where, folder, join(folder, '.lock'));
}

/** Locks a file that is to be written. @throws as {@link lockFolder}. */
export function lockFile(where: string, path: string): () => void {
  return lay(where, path, join(dirname(path), `.${shortened(basename(path))}.lock`));
}

/** A file system takes names of 255 bytes. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= 180) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function lay(where: string, what: string, lock: string): () => void {
  removeLeftovers(dirname(lock));
  const own = join(dirname(lock), onItsWay(basename(lock)));
  const ownContent = `${process.pid} ${startOf(process.pid)}\n${hostname()}`;
  try {
    writeFileSync(own, ownContent); // a link to a written file: the lock is never half there
  } catch (error) {
    rmSync(own, { force: true });
    throw writeFailure(lock, error);
  }
  try {
    for (;;) {
      try {
        linkSync(own, lock);
        const stopRenewing = renew(lock, ownContent);
        return () => {
          stopRenewing();
          rmSync(lock, { force: true });
        };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw writeFailure(lock, error);
      }
      const content = contentOf(where, lock);
      const holder = hostOf(content) === hostname() ? liveHolder(content) : elsewhere(lock, own, content);
      if (holder !== undefined) {
        refuse(
          where,
          `no other command may use ${what} at the same time`,
          `process ${holder}; if that is not one, remove ${lock}`,
        );
      }
      removeStale(lock, content);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Writes the same bytes anew now and then: through a handle, so that they never go into the lock of another process. */
function renew(lock: string, content: string): () => void {
  const file = openSync(lock, 'r+');
  const timer = setInterval(() => {
    try {
      writeSync(file, content, 0);
    } catch {} // a server that is away for a while
  }, RENEWED_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    closeSync(file);
  };
}

/** A lock without a machine is one of this machine. */
function hostOf(content: string): string {
  return content.split('\n')[1] ?? hostname();
}

/** The holder on another machine, in words; undefined, and said, if it has not renewed its lock for long. */
function elsewhere(lock: string, own: string, content: string): string | undefined {
  const renewed = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (renewed === undefined) return undefined;
  const seconds = Math.round((statSync(own).mtimeMs - renewed) / 1000);
  const name = `${content.split(' ')[0]} on ${hostOf(content)}, which renewed its lock ${seconds} s ago`;
  if (seconds * 1000 < LEFT_AFTER_MS) return name;
  console.error(`${lock} is taken over: it is of process ${name}`);
  return undefined;
}

/**
 * Removes a lock that holds nothing any more. It is moved away first: two that find it at once cannot both take it, and
 * one that has meanwhile been laid anew is put back.
 */
function removeStale(lock: string, content: string): void {
  const away = join(dirname(lock), onItsWay(`${basename(lock)}.stale`));
  try {
    renameSync(lock, away);
    if (readFileSync(away, 'utf8') !== content) linkSync(away, lock);
    rmSync(away);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** The number of the process that a lock's content names; undefined if it is gone, or if no lock was ever written so. */
function liveHolder(content: string): number | undefined {
  const [, digits, start] = /^(\d+) (.*)(?:\n.*)?$/.exec(content) ?? [];
  const pid = Number(digits);
  if (!(pid > 0) || pid === process.pid || !isRunning(pid)) return undefined;
  const startNow = startOf(pid);
  return start === '' || startNow === '' || start === startNow ? pid : undefined;
}

/** Empty if it has been unlocked meanwhile. */
function contentOf(where: string, lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    return refuse(where, `${lock} must be a file, such as a command lays`, (error as Error).message);
  }
}

/** When a process was started, in clock ticks since which boot; empty where the system does not say. */
export function startOf(pid: number): string {
  const ticks = statOf(pid)[22 - 3];
  if (ticks === undefined) return '';
  try {
    return `${ticks} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return '';
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
