/** Lets one setup of this clone work at a time. */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './project.mjs';

/** In dist, since npm ci empties node_modules. */
const lockPath = inRoot('dist', '.setup-lock');

/** In place of a lock's text, where it was there and is gone. */
const NONE = Symbol('none');

/** Whether a process runs. */
export function isRunning(pid) {
  const stat = `/proc/${pid}/stat`; // Linux
  try {
    if (existsSync(stat) && readFileSync(stat, 'utf8').includes(') Z ')) return false; // ended, and not asked how
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // it runs, and belongs to someone else
  }
}

/** Whether a lock's text names another process that runs. In a container ours may bear the number of one that was killed. */
function isHeld(text) {
  const pid = Number(text);
  return pid > 0 && pid !== process.pid && isRunning(pid);
}

/** Creates the lock with our process id in it, in one step; the text of the lock if there is one. */
function tryLock() {
  const own = `${lockPath}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockPath);
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : NONE;
  } finally {
    rmSync(own);
  }
}

/**
 * Removes a lock whose holder was killed. The lock is moved away first: two that find it at once cannot both take it,
 * and one that has meanwhile been laid anew is put back.
 */
function removeStaleLock(text) {
  const away = `${lockPath}.${process.pid}.stale`;
  try {
    renameSync(lockPath, away);
    if (readFileSync(away, 'utf8') !== text) linkSync(away, lockPath);
    rmSync(away);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

/** Runs `work` while no other setup of this clone runs. */
export function withLock(work) {
  mkdirSync(dirname(lockPath), { recursive: true });
  let told = false;
  for (let holder = tryLock(); holder !== undefined; holder = tryLock()) {
    if (holder === NONE) continue;
    if (!isHeld(holder)) {
      removeStaleLock(holder);
      continue;
    }
    if (!told)
      console.log(`Waiting for another setup (process ${holder}; if that is none, remove ${lockPath}) …`);
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  try {
    return work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}
