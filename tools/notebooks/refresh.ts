/**
 * `npm run notebooks`: runs the notebooks on the real kernel and keeps what they put out in `notebooks/*.ipynb`, small enough
 * for a repository. A notebook that fails stays as it is.
 */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { requireCount } from '../../src/checks.js';
import { OWN_MARK, removeLeftovers } from '../../src/node/leftovers.js';
import { type NotebookOutcome, runNotebooks } from './executor.js';
import { notebookByName } from './kernelspec.js';
import { formatNotebook, writeNotebook } from './notebook-format.js';
import { notebookPaths, report } from './start.js';
import { LIMITS, storageFaults, toStored } from './stored-outputs.js';

/** What is refreshed. */
export interface RefreshOptions {
  /** Names of notebooks; default: all. */
  readonly notebooks?: readonly string[];
  /** Notebooks that run at a time. */
  readonly jobs: number;
}

/** Runs and stores notebooks; 0 if all ran and are within their limits, else 1. @throws on an unknown name. */
export async function refreshNotebooks({ notebooks = [], jobs }: RefreshOptions): Promise<number> {
  requireCount('notebooks', 'jobs', jobs);
  const all = notebookPaths();
  const names = all.map((path) => basename(path, '.ipynb'));
  const wanted = new Set(
    notebooks.map((name) => basename(notebookByName('notebooks', name, names), '.ipynb')),
  );
  const paths = all.filter((_, i) => wanted.size === 0 || wanted.has(names[i]));
  removeLeftovers(tmpdir());
  const scratch = mkdtempSync(join(tmpdir(), `orbit-l2o-notebooks${OWN_MARK}.`));
  try {
    const outcomes = await runNotebooks(paths, {
      outputFolder: scratch,
      parallel: jobs,
      onProgress: report(),
    });
    const faults: string[] = [];
    for (const [i, outcome] of outcomes.entries()) faults.push(...(await store(paths[i], outcome)));
    const size = all.reduce((sum, path) => sum + statSync(path).size, 0);
    if (size > LIMITS.all) faults.push(`all notebooks have ${size} bytes`);
    for (const fault of faults) console.error(fault);
    console.log(`All notebooks together: ${kilobytes(size)}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Stores one notebook; the sentences say what is wrong with it. */
async function store(path: string, outcome: NotebookOutcome): Promise<string[]> {
  const name = basename(path);
  if ('error' in outcome) return [`${name} stays as it is: ${outcome.error.message}`];
  const stored = await toStored(outcome.run.notebook);
  writeNotebook(path, stored);
  const size = Buffer.byteLength(formatNotebook(stored));
  console.log(`  ${name}: ${outcome.run.seconds.toFixed(1)} s, ${kilobytes(size)}`);
  return storageFaults(stored).map((fault) => `${name}: ${fault}`);
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
