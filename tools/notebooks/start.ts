/**
 * `npm start`: runs every notebook on the real kernel and leaves, in one folder, the executed notebooks, their
 * figures as PNG, and a page that shows them.
 *
 *     OUT/index.html      the page          OUT/figures/NAME-1.png …    the figures
 *     OUT/notebooks/      executed notebooks
 */

import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { requireCount } from '../../src/checks.js';
import { writableFolder, writeWhole } from '../../src/node/files.js';
import { projectRoot } from '../../src/node/project-root.js';
import { tensorBackend } from '../../src/tensors/load.js';
import { type PageEntry, summaryPage } from '../pages/summary-page.js';
import { type NotebookOutcome, type NotebookProgress, runNotebooks } from './executor.js';
import { figuresOf } from './notebook-figures.js';
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
  for (const part of ['figures', 'notebooks']) writableFolder('start', 'out', join(folder, part));
  const paths = notebookPaths();
  const backend = await tensorBackend();
  console.log(
    `TensorFlow.js backend: ${backend.name}${backend.fallbackReason ? ` (${backend.fallbackReason})` : ''}`,
  );
  console.log(
    `Running ${paths.length} notebooks, ${jobs} at a time; results go to ${relative('', folder) || '.'}`,
  );
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort(new Error('interrupted'));
  process.once('SIGINT', onInterrupt);
  const outcomes = await runNotebooks(paths, {
    outputFolder: join(folder, 'notebooks'),
    parallel: jobs,
    onProgress: report(),
    signal: interrupt.signal,
  });
  process.removeListener('SIGINT', onInterrupt);
  const entries = outcomes.map((outcome, i) => pageEntry(folder, paths[i], outcome));
  writeWhole(join(folder, 'index.html'), summaryPage(entries, backend));
  for (const { name, error } of entries) if (error) console.error(`${name} failed: ${error}`);
  console.log(`Page with all figures: ${join(folder, 'index.html')}`);
  return entries.some(({ error }) => error) ? 1 : 0;
}

/** The project's notebooks: the two for a newcomer first, then by name. */
export function notebookPaths(): string[] {
  const folder = join(projectRoot, 'notebooks');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  const first = ['tour.ipynb', 'from-scratch.ipynb'];
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).map((name) => join(folder, name));
}

/** One line a finished notebook and, at least 10 seconds apart, one for those that are still at it. */
function report(): (progress: NotebookProgress) => void {
  let spoke = performance.now();
  return ({ path, done, total, seconds, message }) => {
    const finished = done === total;
    if (!finished && performance.now() - spoke < 10_000) return;
    spoke = performance.now();
    const state = finished ? 'done' : `cell ${done + 1} of ${total}`;
    console.log(`  ${basename(path)}: ${state}, ${seconds.toFixed(1)} s${finished ? '' : ` ${message}`}`);
  };
}

function pageEntry(folder: string, path: string, outcome: NotebookOutcome): PageEntry {
  const name = basename(path, '.ipynb');
  const failed = 'error' in outcome;
  const output = failed ? outcome.error.output : outcome.run.output;
  const notebook = existsSync(output) ? readNotebook(output) : undefined;
  const pictures = (notebook ? figuresOf(notebook) : []).map(({ png }, i) => {
    const file = `figures/${name}-${i + 1}.png`;
    writeWhole(join(folder, file), png);
    return file;
  });
  return failed
    ? { name, notebook, pictures, error: outcome.error.message }
    : { name, notebook, pictures, seconds: outcome.run.seconds };
}
