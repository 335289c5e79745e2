/**
 * Writes what `results/` holds, but for its pictures, from the runs that `reproduce` has left: all experiments, all at the
 * same seeds, all of one code on one kind of machine.
 */

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../../src/checks.js';
import type { Provenance } from '../../src/evaluation/provenance.js';
import { writeWhole } from '../../src/node/files.js';
import type { Claim } from '../claims/claim.js';
import { claims, type Results } from '../claims/claims.js';
import { configuration } from '../configuration.js';
import type { Run } from '../experiment.js';
import { experimentById, experiments } from '../registry.js';
import { codeDigest } from '../store/code-digest.js';
import { finishedRuns } from '../store/finished-runs.js';
import { firstDifference } from '../store/first-difference.js';
import { resultsPath } from './read-results.js';
import type { ResultsProvenance } from './results.js';
import { experimentResults } from './summarise.js';

export interface WriteResultsOptions {
  /** Where the runs are. */
  readonly runs: string;
  /** Seeds 1 … seeds. */
  readonly seeds: number;
  /** The digest of the code that made the runs, or several with commas between; that of this code unless told. */
  readonly code?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly makeClaims?: (results: Results) => Promise<readonly Claim[]>;
}

/** Significant digits of what is no whole number. */
const DIGITS = 5;

/** Nothing is written before all of it is there. @throws where runs are missing, are a quick look, or were not made alike. */
export async function writeResults(
  folder: string,
  options: WriteResultsOptions,
): Promise<'done' | 'interrupted'> {
  const { runs: from, seeds, code = codeDigest(), signal, onProgress, makeClaims = claims } = options;
  let reason = 'none';
  const onMessage = (message: string) => {
    reason = message;
  };
  const runsOf = (id: string) => finishedRuns(from, experimentById(id), { seeds, code, onMessage });
  const files = new Map<string, string>();
  let made: Provenance | undefined;
  let count = 0;
  for (const [index, experiment] of experiments.entries()) {
    const { id } = experiment;
    const found = runsOf(id);
    if (!found) {
      refuse('writeResults', `${from} must hold seeds 1 … ${seeds} of ${id}, of code ${code}`, reason);
    }
    const difference = firstDifference(found.configuration, configuration(experiment));
    if (difference !== undefined) {
      refuse('writeResults', `runs of ${id} must be no quick look`, `another ${difference}`);
    }
    made = commonProvenance(id, made, found.runs);
    count += found.runs.length;
    files.set(resultsPath(folder, id), compactJson(experimentResults(experiment, found.runs)));
    onProgress?.(index + 1, experiments.length + 1);
    await new Promise((resolve) => setImmediate(resolve)); // an interrupt has its turn
    if (signal?.aborted) return 'interrupted';
  }
  files.set(join(folder, 'claims.json'), readableJson(await makeClaims(runsOf)));
  if (signal?.aborted) return 'interrupted';
  onProgress?.(experiments.length + 1, experiments.length + 1);
  const provenance: ResultsProvenance = {
    ...made!,
    processor: processorName(),
    code,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    runs: count,
  };
  files.set(join(folder, 'provenance.json'), readableJson(provenance));
  mkdirSync(join(folder, 'experiments'), { recursive: true });
  for (const [path, text] of files) writeWhole(path, text);
  removeOthers(folder);
  return 'done';
}

/** The processor's name; 'unknown' where the system does not tell. */
export function processorName(): string {
  return cpus()[0]?.model.trim() || 'unknown';
}

function commonProvenance(id: string, made: Provenance | undefined, runs: readonly Run[]): Provenance {
  const common = made ?? runs[0].provenance;
  for (const { provenance, method, seed } of runs) {
    const difference = firstDifference(provenance, common);
    if (difference === undefined) continue;
    refuse('writeResults', `all runs must be made alike`, `${id}, ${method}, seed ${seed}: ${difference}`);
  }
  return common;
}

/** Results of experiments that there are no longer. */
function removeOthers(folder: string): void {
  const kept = new Set(experiments.map(({ id }) => `${id}.json`));
  for (const name of readdirSync(join(folder, 'experiments'))) {
    if (!kept.has(name)) rmSync(join(folder, 'experiments', name));
  }
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}

/** A line a method and a line a pair: a diff shows what has changed. */
function compactJson(content: object): string {
  return `${JSON.stringify(content, rounded).replaceAll(/(?<=[[,])\{"(name|a)":/g, '\n{"$1":')}\n`;
}

function readableJson(content: object): string {
  return `${JSON.stringify(content, rounded, 2)}\n`;
}
