/**
 * What a killed process leaves behind: files and folders on their way, whose names say which process of which host made them.
 *
 *     .NAME.HOST-PID            a file that is being written, or a lock that is being laid
 *     NAME.HOST-PID.abcdef      a folder of a kernel
 *
 * Those of processes of this host that run no more are removed by whoever next works in the same folder.
 */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const HOST = hostname()
  .replaceAll(/[^\w-]/g, '_')
  .slice(0, 40);

/** The end of a name that says whose it is. */
export const OWN_MARK = `.${HOST}-${process.pid}`;

/** A file system takes 255 bytes; a mark is shorter than 55. */
const LONGEST_STEM = 200;

/** The name, beside a file of that name, of what is on its way to it. */
export function onItsWay(name: string): string {
  const bytes = Buffer.from(name);
  const stem = bytes.length <= LONGEST_STEM ? name : bytes.subarray(0, LONGEST_STEM).toString('latin1').replaceAll(/[^\w.-]/g, '_'); // biome-ignore format: one idea
  return `.${stem}${OWN_MARK}`;
}

const swept = new Set<string>();

/** Removes what processes that are gone have left in a folder, once a process and folder. Never throws. */
export function removeLeftovers(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  const marked = new RegExp(`\\.${HOST}-(\\d+)(\\.\\w{6})?$`);
  try {
    for (const name of readdirSync(folder)) {
      const pid = Number(marked.exec(name)?.[1]);
      if (!(pid > 0) || pid === process.pid || isRunning(pid)) continue;
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // a folder that cannot be read, or a file that is another user's, is no reason to stop
  }
}

/** Whether a process of that number runs on this host. */
export function isRunning(pid: number): boolean {
  if (['Z', 'X'].includes(statOf(pid)[0])) return false; // it has ended, and its parent has not asked how
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, and belongs to someone else
  }
}

/** What Linux says of a process, from the third field on, its state; nothing elsewhere, or of a process that is not there. */
export function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the second field, a command's name, may hold spaces
  } catch {
    return [];
  }
}
