/** Keeps two commands from filling the same folder at once. A lock whose process is gone was left by a kill. */

import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../checks.js';

/** Locks a folder for this process and returns how to unlock it. @throws if another process holds the lock. */
export function lockFolder(where: string, folder: string): () => void {
  const lock = join(folder, '.lock');
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid)); // a link to a written file: the lock never lacks its process id
  try {
    for (;;) {
      try {
        linkSync(own, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = Number(readFileSync(lock, 'utf8'));
      if (isRunning(holder))
        refuse(where, `no other command may use ${folder} at the same time`, `process ${holder}`);
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, and belongs to someone else
  }
}
