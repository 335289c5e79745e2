/** Runs units into files of their own: what one of many machines does. `reproduce` puts them together. */

import { existsSync } from 'node:fs';
import { experimentById } from '../registry.js';
import { scaled } from '../scaled.js';
import { runHeader, runsPath } from './reproduce.js';
import { type RunFileHeader, scanRuns } from './run-file.js';
import { requireSameHeader } from './run-store.js';
import { readUnit, writeUnit } from './unit-file.js';
import { workOfUnits } from './units.js';
import { type PoolOptions, runUnits, type Unit } from './worker-pool.js';

export interface RunUnitsOptions extends Pick<PoolOptions, 'jobs' | 'signal' | 'leave' | 'onProgress'> {
  readonly units: readonly Unit[];
  readonly folder: string;
}

export interface RanUnits {
  readonly outcome: 'done' | 'interrupted';
  readonly found: number;
  readonly done: number;
}

/** @throws before any work on files that hold other results; on a failed unit or write, keeping all else. */
export async function runIntoUnitFiles({ units, folder, ...pool }: RunUnitsOptions): Promise<RanUnits> {
  const headers = new Map<string, RunFileHeader>();
  const assembled = new Map<string, ReadonlySet<string>>();
  const keyOf = ({ experiment, scale }: Unit) => JSON.stringify([experiment, scale]);
  for (const unit of units) {
    if (headers.has(keyOf(unit))) continue;
    const header = runHeader(scaled(experimentById(unit.experiment), unit.scale));
    headers.set(keyOf(unit), header);
    assembled.set(keyOf(unit), assembledRuns(folder, header));
  }
  const isKept = (unit: Unit) =>
    assembled.get(keyOf(unit))!.has(nameOf(unit)) ||
    readUnit(folder, headers.get(keyOf(unit))!, unit) !== undefined;
  const missing = units.filter((unit) => !isKept(unit));
  const found = units.length - missing.length;
  let done = 0;
  const outcome = await runUnits(missing, {
    ...pool,
    workOf: workOfUnits(),
    onRecord: (record, unit) => {
      writeUnit(folder, headers.get(keyOf(unit))!, record);
      done++;
    },
    onProgress: (now, _, share) => pool.onProgress?.(found + now, units.length, share),
  });
  return { outcome, found, done };
}

const nameOf = ({ method, seed }: Pick<Unit, 'method' | 'seed'>) => JSON.stringify([method, seed]);

/** What `reproduce` has put together already, or run itself. It may be at work: a torn last line is one that it writes now. */
function assembledRuns(folder: string, header: RunFileHeader): ReadonlySet<string> {
  const path = runsPath(folder, header.experiment);
  if (!existsSync(path)) return new Set();
  const names = new Set<string>();
  const found = scanRuns('runUnits', path, (run) => names.add(nameOf(run)));
  requireSameHeader(path, header, found.header);
  return names;
}
