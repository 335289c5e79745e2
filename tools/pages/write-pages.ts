/**
 * From executed notebooks and stored results to the pages:
 *
 *     FOLDER/index.html, explain.html, NAME.html     FOLDER/figures/NAME-1.png, NAME-1.js …     FOLDER/assets/
 */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder, writeWhole } from '../../src/node/files.js';
import { ARTICLE, writeArticle } from '../site/build/write-article.js';
import { writeFigureFiles } from './figure-files.js';
import { indexPage, type KeyFigure, type NotebookEntry } from './index-page.js';
import { type ExecutedNotebook, notebookPage } from './notebook-page.js';
import { writeAssets } from './page-assets.js';
import { KEY_FIGURES, type StoredResults } from './stored-results.js';

export interface PagesParts {
  /** In the order of the front page. */
  readonly notebooks: readonly ExecutedNotebook[];
  readonly results?: StoredResults;
  /** Under what it came about, in plain text. */
  readonly footer: string;
}

/** Writes all pages and what they need; the path of the front page. */
export async function writePages(
  folder: string,
  { notebooks, results, footer }: PagesParts,
): Promise<string> {
  writableFolder('writePages', 'the folder of figures', join(folder, 'figures'));
  await writeAssets(folder, { formulas: true, small: true });
  const names = notebooks.map(({ name }) => name);
  const entries = notebooks.map((executed): NotebookEntry => {
    const { name, seconds, error } = executed;
    const { html, title, line, figures } = notebookPage(executed, { names, footer });
    for (const figure of figures) writeFigureFiles(folder, figure);
    writeWhole(join(folder, `${name}.html`), html);
    return { name, title, line, thumbnail: figures[0]?.name, seconds, failed: error !== undefined };
  });
  const keyFigures = results ? copyKeyFigures(folder, results) : [];
  await writeArticle(folder, { notebooks: entries, results, footer });
  const page = join(folder, 'index.html');
  const parts = { article: ARTICLE, claims: results?.claims, keyFigures, notebooks: entries, footer };
  writeWhole(page, indexPage(parts));
  return page;
}

/** Those that are there; under names that no notebook's figure has. */
function copyKeyFigures(folder: string, { figures, figuresFolder }: StoredResults): KeyFigure[] {
  return KEY_FIGURES.filter(({ name }) => figures.includes(name)).map((figure) => {
    const name = `results-${figure.name}`;
    copyFileSync(join(figuresFolder, `${figure.name}.png`), join(folder, 'figures', `${name}.png`));
    return { ...figure, name };
  });
}
