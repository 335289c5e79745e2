/**
 * `npm start`: runs every notebook on the real kernel and leaves, in one folder, the executed notebooks and pages that
 * show them, after the claims and what was found.
 *
 *     OUT/index.html      the front page          OUT/figures/NAME-1.png …    the figures
 *     OUT/NAME.html       a notebook's page       OUT/notebooks/              executed notebooks
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { requireCount } from '../../src/checks.js';
import { provenance } from '../../src/evaluation/provenance.js';
import { writableFolder } from '../../src/node/files.js';
import { projectRoot } from '../../src/node/project-root.js';
import { tensorBackend } from '../../src/tensors/load.js';
import { withInterrupt } from '../cli/interrupt.js';
import { inReadmeOrder } from '../pages/notebook-list.js';
import type { ExecutedNotebook } from '../pages/notebook-page.js';
import { storedResults } from '../pages/stored-results.js';
import { writePages } from '../pages/write-pages.js';
import { type NotebookOutcome, type NotebookProgress, runNotebooks } from './executor.js';
import { readNotebook } from './notebook-format.js';

export interface StartOptions {
  /** The folder for everything; it is made if need be. */
  readonly out: string;
  /** Notebooks that run at a time. */
  readonly jobs: number;
}

/** Runs all notebooks; 0 if all of them succeeded, else 1. @throws on a folder that cannot be written to. */
export async function runStart({ out, jobs }: StartOptions): Promise<number> {
  requireCount('start', 'jobs', jobs);
  const folder = writableFolder('start', 'out', out);
  writableFolder('start', 'out', join(folder, 'notebooks'));
  const paths = notebookPaths();
  const backend = await tensorBackend();
  console.log(
    `TensorFlow.js backend: ${backend.name}${backend.fallbackReason ? ` (${backend.fallbackReason})` : ''}`,
  );
  console.log(
    `Running ${paths.length} notebooks, ${jobs} at a time; results go to ${relative('', folder) || '.'}`,
  );
  const outcomes = await withInterrupt((signal) =>
    runNotebooks(paths, {
      outputFolder: join(folder, 'notebooks'),
      parallel: jobs,
      onProgress: report(),
      signal,
    }),
  );
  const executed = outcomes.map((outcome, i) => executedNotebook(paths[i], outcome));
  const page = await writePages(folder, {
    notebooks: sortedForReading(executed),
    results: storedResults(join(projectRoot, 'results')),
    footer: footer(backend.name),
  });
  for (const { name, error } of executed) if (error) console.error(`${name} failed: ${error}`);
  console.log(`Page with all figures: ${page}`);
  return executed.some(({ error }) => error) ? 1 : 0;
}

/** The project's notebooks: the two for a newcomer first, then by name. */
export function notebookPaths(): string[] {
  const folder = join(projectRoot, 'notebooks');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  const first = ['tour.ipynb', 'from-scratch.ipynb'];
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).map((name) => join(folder, name));
}

/** Says on the terminal how far the notebooks are: each that is done, and every ten seconds one that runs. */
export function report(): (progress: NotebookProgress) => void {
  let spoke = performance.now();
  return ({ path, done, total, seconds, message }) => {
    const finished = done === total;
    if (!finished && performance.now() - spoke < 10_000) return;
    spoke = performance.now();
    const state = finished ? 'done' : `Cell [${done + 1}] of ${total}`;
    console.log(`  ${basename(path)}: ${state}, ${seconds.toFixed(1)} s${finished ? '' : ` ${message}`}`);
  };
}

function executedNotebook(path: string, outcome: NotebookOutcome): ExecutedNotebook {
  const name = basename(path, '.ipynb');
  if ('run' in outcome) return { name, notebook: outcome.run.notebook, seconds: outcome.run.seconds };
  const { output, message } = outcome.error;
  return { name, notebook: existsSync(output) ? readNotebook(output) : undefined, error: message };
}

function sortedForReading(executed: readonly ExecutedNotebook[]): ExecutedNotebook[] {
  const byName = new Map(executed.map((one) => [one.name, one]));
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  return inReadmeOrder([...byName.keys()], readme).map((name) => byName.get(name)!);
}

function footer(tensors: string): string {
  const { version, node, platform } = provenance();
  return `orbit-l2o ${version}, Node ${node}, ${platform}; meta-optimizer on WebAssembly SIMD, TensorFlow.js on ${tensors}.`;
}
