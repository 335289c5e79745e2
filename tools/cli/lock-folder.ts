/**
 * Keeps two commands from filling the same folder, or writing the same file, at once. A lock whose process is gone was left by a kill.
 *
 * A process number alone does not tell: in a container the next run often has the number of the one that was killed.
 * So the lock also holds when its process was started, where the system says so (Linux).
 */

import { createHash } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refuse } from '../../src/checks.js';
import { writeFailure } from '../../src/node/files.js';
import { isRunning, onItsWay, removeLeftovers, statOf } from '../../src/node/leftovers.js';

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
  try {
    writeFileSync(own, `${process.pid} ${startOf(process.pid)}`); // a link to a written file: the lock is never half there
  } catch (error) {
    rmSync(own, { force: true });
    throw writeFailure(lock, error);
  }
  try {
    for (;;) {
      try {
        linkSync(own, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw writeFailure(lock, error);
      }
      const content = contentOf(where, lock);
      const holder = liveHolder(content);
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
  const [, digits, start] = /^(\d+) (.*)$/.exec(content) ?? [];
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
