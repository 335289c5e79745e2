/**
 * Runs experiments over methods and seeds into a folder, taking up where an earlier call was interrupted:
 *
 *     FOLDER/runs/figure-3.jsonl     the results, the same bytes for the same command
 *     FOLDER/units/figure-3/…        runs of other machines, a file each, which it takes up (`unit-file.ts`)
 *     FOLDER/timings.jsonl           how long each run took, as it came: the one file that is never the same twice
 *     FOLDER/checkpoints, findings   of an experiment of a reader's own: what was trained, and how that went
 */

import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requireCount } from '../../src/checks.js';
import { provenance } from '../../src/evaluation/provenance.js';
import { writableFolder } from '../../src/node/files.js';
import { configuration } from '../configuration.js';
import type { Experiment, Run, Scale } from '../experiment.js';
import { experimentById } from '../registry.js';
import { scaled } from '../scaled.js';
import { work } from '../work.js';
import { codeDigest } from './code-digest.js';
import type { RunFileHeader } from './run-file.js';
import { RunStore } from './run-store.js';
import { readUnit } from './unit-file.js';
import { unitsOf } from './units.js';
import { runUnits, type Unit } from './worker-pool.js';

export interface ReproduceOptions {
  readonly experiments: readonly Experiment[];
  /** The path of the file that they are from, where they are a reader's own: each thread loads it. */
  readonly file?: string;
  /** Training seeds 1 … seeds. */
  readonly seeds: number;
  readonly folder: string;
  readonly jobs: number;
  readonly scale?: Scale;
  readonly signal?: AbortSignal;
  /** Called with how many of the runs are done, parts included, and what share of the work is done that was left. */
  readonly onProgress?: (done: number, total: number, share: number) => void;
  /** Takes what there is to say about files that were found. */
  readonly onMessage?: (message: string) => void;
}

export interface Reproduced {
  readonly outcome: 'done' | 'interrupted';
  /** Runs that were asked for, those that were found done, and those done now. */
  readonly asked: number;
  readonly found: number;
  readonly done: number;
}

/** The file of an experiment's runs. */
export function runsPath(folder: string, experiment: string): string {
  return join(folder, 'runs', `${experiment}.jsonl`);
}

/** What stands before the runs of an experiment, made by this code. */
export function runHeader(experiment: Experiment): RunFileHeader {
  return {
    experiment: experiment.id,
    version: provenance().version,
    code: codeDigest(),
    configuration: JSON.parse(JSON.stringify(configuration(experiment))),
  };
}

/** @throws before any work on files that hold other results; on a failed unit or a failed write, keeping all else. */
export async function reproduce(options: ReproduceOptions): Promise<Reproduced> {
  const { experiments, file, seeds, folder, jobs, scale = {}, signal, onProgress, onMessage } = options;
  requireCount('reproduce', 'seeds', seeds);
  requireCount('reproduce', 'jobs', jobs);
  const asked = experiments.map((one) => scaled(one.file ? one : experimentById(one.id), scale));
  writableFolder('reproduce', 'the folder of runs', join(folder, 'runs'));
  const stores = new Map<string, RunStore>();
  for (const experiment of asked) {
    const store = new RunStore(runsPath(folder, experiment.id), runHeader(experiment));
    if (store.message) onMessage?.(store.message);
    stores.set(experiment.id, store);
  }
  const byId = new Map(asked.map((experiment) => [experiment.id, experiment]));
  const ownOf = (one: Experiment) =>
    one.file && file ? { ...one.file, path: resolve(file), folder: resolve(folder) } : undefined;
  const units = asked.flatMap((one) => unitsOf(one, seeds, scale, ownOf(one)));
  for (const experiment of asked) {
    const own = units.filter((unit) => unit.experiment === experiment.id);
    takeUp(folder, experiment, stores.get(experiment.id)!, own);
  }
  const missing = units.filter((unit) => !stores.get(unit.experiment)!.has(unit));
  const found = units.length - missing.length;
  let done = 0;
  const outcome = await runUnits(missing, {
    jobs,
    signal,
    onRecord: (record) => {
      stores.get(record.experiment)!.append(record);
      noteTiming(folder, record);
      done++;
    },
    workOf: ({ experiment, method }) => work(byId.get(experiment)!, method),
    onProgress: (now, _, share) => onProgress?.(found + now, units.length, share),
  });
  if (outcome === 'done') {
    for (const { id, methods } of asked) {
      const store = stores.get(id)!;
      if (store.finish(methods.map(({ name }) => name))) continue;
      onMessage?.(
        `${store.path} also holds runs beyond seed ${seeds}, of an interrupted command; it stays open for the rest`,
      );
    }
  }
  return { outcome, asked: units.length, found, done };
}

/** Runs of other machines are brought to the disk so many at a time; a run is 10 kB to 1 MB. */
const TAKEN_AT_ONCE = 50;

/** Adds what other machines have left in files of units to an experiment's file. */
function takeUp(folder: string, experiment: Experiment, store: RunStore, units: readonly Unit[]): void {
  const header = runHeader(experiment);
  for (let first = 0; first < units.length; first += TAKEN_AT_ONCE) {
    const some = units.slice(first, first + TAKEN_AT_ONCE);
    const kept = some.flatMap((unit) => (store.has(unit) ? [] : (readUnit(folder, header, unit) ?? [])));
    if (kept.length > 0) store.take(kept);
    for (const { run } of kept) noteTiming(folder, run);
  }
}

/** Timings are beside the results, and not worth giving these up where there is no room for them. */
function noteTiming(folder: string, { experiment, method, seed, timing }: Run): void {
  const line = JSON.stringify({ experiment, method, seed, ...timing });
  try {
    appendFileSync(join(folder, 'timings.jsonl'), `${line}\n`);
  } catch {}
}
