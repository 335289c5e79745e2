/**
 * How long runs took, from the log that `reproduce` keeps beside its results. It is no result: the same command gives
 * other times, and a line that cannot be read is passed over.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, Timing } from '../../experiments/experiment.js';

/** The runs, each with its timing where that is known. */
export function withTimings(folder: string, runs: readonly Run[]): readonly Run[] {
  const path = join(folder, 'timings.jsonl');
  if (!existsSync(path)) return runs;
  const key = ({ experiment, method, seed }: Pick<Run, 'experiment' | 'method' | 'seed'>) =>
    JSON.stringify([experiment, method, seed]);
  const timings = new Map<string, Timing>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = parsed(line);
    if (entry) timings.set(key(entry), entry); // a run that was done again has its last time
  }
  return runs.map((run) => ({ ...run, timing: timings.get(key(run)) }));
}

type Entry = Timing & Pick<Run, 'experiment' | 'method' | 'seed'>;

function parsed(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Entry;
    return Number.isFinite(entry.evaluation) ? entry : undefined;
  } catch {
    return undefined;
  }
}
