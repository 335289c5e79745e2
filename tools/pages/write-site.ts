/**
 * The static site: the pages of the stored notebooks and results, for a host of files such as GitHub Pages. Nothing is run.
 *
 * A stored notebook holds pictures alone, to be small in the repository. Where the last `npm start` left the same notebook
 * with the same cells, its outputs are taken, since their figures can become live.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { provenance } from '../../src/evaluation/provenance.js';
import { writableFolder, writeWhole } from '../../src/node/files.js';
import { hasTag, type Notebook, readNotebook, written } from '../notebooks/notebook-format.js';
import { inReadmeOrder } from './notebook-list.js';
import type { ExecutedNotebook } from './notebook-page.js';
import { storedResults } from './stored-results.js';
import { writePages } from './write-pages.js';

export interface SiteOptions {
  /** The repository, with `notebooks`, `results` and README. */
  readonly root: string;
  /** Executed notebooks of the last `npm start`, should there be any. */
  readonly run: string;
  /** The folder for the site. */
  readonly out: string;
}

/** What became of the site. */
export interface Site {
  readonly page: string;
  /** Notebooks that have outputs nowhere: their pages show prose and code. */
  readonly withoutOutputs: readonly string[];
}

/** Writes the site. @throws on a folder that cannot be written to. */
export async function writeSite({ root, run, out }: SiteOptions): Promise<Site> {
  const folder = writableFolder('site', 'out', out);
  const files = readdirSync(join(root, 'notebooks')).filter((name) => name.endsWith('.ipynb'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const names = inReadmeOrder(
    files.map((name) => basename(name, '.ipynb')),
    readme,
  );
  const notebooks = names.map((name): ExecutedNotebook => {
    const stored = readNotebook(join(root, 'notebooks', `${name}.ipynb`));
    const path = join(run, `${name}.ipynb`);
    return { name, notebook: existsSync(path) ? better(stored, readNotebook(path)) : stored };
  });
  const { version, node, platform } = provenance();
  const footer = `orbit-l2o ${version}; pages made with Node ${node}, ${platform}.`;
  const page = await writePages(folder, { notebooks, results: storedResults(join(root, 'results')), footer });
  writeWhole(join(folder, '.nojekyll'), ''); // GitHub Pages then serves the files as they are
  const withoutOutputs = notebooks.filter(({ notebook }) => !hasOutputs(notebook!)).map(({ name }) => name);
  return { page, withoutOutputs };
}

/** The run, if it is one of the stored notebook's cells, and did not fail. */
function better(stored: Notebook, run: Notebook): Notebook {
  return written(stored) === written(run) && hasOutputs(run) && !hasFailed(run) ? run : stored;
}

const outputsOf = ({ cells }: Notebook) => cells.flatMap(({ outputs = [] }) => outputs);

const hasOutputs = (notebook: Notebook) => outputsOf(notebook).length > 0;

/** An error that the cell is to raise has its tag. */
function hasFailed({ cells }: Notebook): boolean {
  const untagged = cells.filter((cell) => !hasTag(cell, 'raises-exception'));
  return untagged.some(({ outputs = [] }) => outputs.some(({ output_type }) => output_type === 'error'));
}
