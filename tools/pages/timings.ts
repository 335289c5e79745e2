/**
 * How long runs took, from the log that `reproduce` keeps beside its results. It is no result: the same command gives
 * other times, and a line that cannot be read is passed over.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkRun } from '../../experiments/network.js';

/** The runs with their timing, if every one of them has one. */
export function withTimings(
  folder: string,
  runs: readonly Omit<NetworkRun, 'timing'>[],
): NetworkRun[] | undefined {
  const path = join(folder, 'timings.jsonl');
  if (!existsSync(path)) return undefined;
  const key = ({ experiment, method, seed }: { experiment: string; method: string; seed: number }) =>
    JSON.stringify([experiment, method, seed]);
  const timings = new Map<string, NetworkRun['timing']>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = parsed(line);
    if (entry) timings.set(key(entry), entry); // a run that was done again has its last time
  }
  const timed = runs.flatMap((run) => {
    const timing = timings.get(key(run));
    return timing ? [{ ...run, timing }] : [];
  });
  return timed.length === runs.length ? timed : undefined;
}

type Entry = NetworkRun['timing'] & { experiment: string; method: string; seed: number };

function parsed(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Entry;
    return Number.isFinite(entry.evaluation) ? entry : undefined;
  } catch {
    return undefined;
  }
}
