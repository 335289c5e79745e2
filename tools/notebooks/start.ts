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
import { tensorBackends } from '../../src/tensors/load.js';
import { withInterrupt } from '../cli/interrupt.js';
import { INTERRUPTED } from '../cli/run-program.js';
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
  /** The notebooks; the project's own unless told. */
  readonly paths?: readonly string[];
}

/**
 * Runs all notebooks and says of each at once whether it failed; 0 if all of them succeeded, 1 if not, 130 if it was interrupted:
 * then the kernels are ended, and the pages are of the notebooks that were done.
 *
 * @throws on a folder that cannot be written to.
 */
export async function runStart({ out, jobs, paths = notebookPaths() }: StartOptions): Promise<number> {
  requireCount('start', 'jobs', jobs);
  const folder = writableFolder('start', 'out', out);
  writableFolder('start', 'out', join(folder, 'notebooks'));
  const { there, missing } = await tensorBackends();
  const tensors = there.map(({ name }) => name).join(', ');
  console.log(
    `TensorFlow.js backends: ${tensors}${missing.length > 0 ? ` (not ${missing.join('; ')})` : ''}`,
  );
  console.log(
    `Running ${paths.length} notebooks, ${jobs} at a time; results go to ${relative('', folder) || '.'}`,
  );
  let interrupted = false;
  const isAborted = (outcome: NotebookOutcome) => 'error' in outcome && outcome.error.ename === 'Aborted';
  const outcomes = await withInterrupt(async (signal) => {
    signal.addEventListener('abort', () => console.error('Interrupted: ending the kernels …'));
    const all = await runNotebooks(paths, {
      outputFolder: join(folder, 'notebooks'),
      parallel: jobs,
      onProgress: report(),
      onOutcome: (outcome, i) => {
        if (!('error' in outcome) || isAborted(outcome)) return;
        console.error(`${basename(paths[i], '.ipynb')} failed: ${outcome.error.message}`);
      },
      signal,
    });
    interrupted = signal.aborted;
    return all;
  });
  const ended = outcomes.flatMap((outcome, i) => (isAborted(outcome) ? [] : [[paths[i], outcome] as const]));
  const executed = ended.map(([path, outcome]) => executedNotebook(path, outcome));
  const page = await writePages(folder, {
    notebooks: sortedForReading(executed),
    results: storedResults(join(projectRoot, 'results')),
    footer: footer(tensors),
  });
  const failed = executed.filter(({ error }) => error).map(({ name }) => name);
  if (failed.length > 0) console.error(`${failed.length} of ${paths.length} failed: ${failed.join(', ')}`);
  if (interrupted) {
    console.error(
      `Interrupted. ${executed.length} of ${paths.length} notebooks are done, and on the page: ${page}`,
    );
    return INTERRUPTED;
  }
  console.log(`Page with all figures: ${page}`);
  return failed.length > 0 ? 1 : 0;
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
