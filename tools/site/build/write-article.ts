/** The page `explain.html` of the site: the article, its style and its programs. */

import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../src/node/files.js';
import { projectRoot } from '../../../src/node/project-root.js';
import { claimsHtml, tallyHtml } from '../../pages/claims-html.js';
import { figureHtml } from '../../pages/figure-files.js';
import { pageShell } from '../../pages/page-shell.js';
import type { StoredResults } from '../../pages/stored-results.js';
import { articleHtml, articleText } from './article-html.js';
import { writeBundles } from './bundles.js';
import { withFirstNumbers } from './first-numbers.js';
import { formulaFonts } from './formula-fonts.js';
import { WIDGETS } from './widgets-html.js';

/** The article's address on the site. */
export const ARTICLE = 'explain.html';

/** The paper's figures that section 5 shows, and what is seen in them. */
const FIGURES: Readonly<Record<string, string>> = {
  'figure-3': 'Figure 3: the fixed ellipse',
  'figure-4': 'Figure 4: varied ellipses',
  'figure-5': 'Figure 5: the fixed Rosenbrock function',
  'figure-6': 'Figure 6: varied Rosenbrock functions',
  'figure-7': 'Figure 7: a two-layer network',
};

export interface ArticleParts {
  /** The notebooks that have a page. */
  readonly notebooks: readonly { readonly name: string; readonly title: string }[];
  readonly results?: StoredResults;
  readonly footer: string;
}

/** Writes the article into a folder of pages, whose assets are there already. */
export async function writeArticle(
  folder: string,
  { notebooks, results, footer }: ArticleParts,
): Promise<void> {
  const assets = join(folder, 'assets');
  const program = await writeBundles(assets);
  const style = readFileSync(join(projectRoot, 'tools', 'site', 'article.css'));
  writeWhole(join(assets, 'article.css'), style);
  writeWhole(join(assets, 'article-fonts.js'), formulaFonts());
  const names = new Set(notebooks.map(({ name }) => name));
  const none = () => '<p>No results are stored yet.</p>';
  const { html, headings } = articleHtml(articleText(), {
    ...WIDGETS,
    claims: results ? () => tallyHtml(results.claims) + claimsHtml(results.claims, names) : none,
    figures: results ? () => figuresHtml(folder, results, names) : none,
    notebooks: () =>
      `<ul class="links">${notebooks.map(({ name, title }) => `<li><a href="${name}.html">${title}</a></li>`).join('')}</ul>`,
  });
  const page = pageShell({
    title: 'Teleports along symmetries, and learning them · orbit-l2o',
    main: html,
    headings: headings.filter(({ level }) => level === 2),
    ways: [{ href: 'index.html', html: 'Results' }],
    formulas: true,
    footer,
    styles: ['assets/article.css'],
    early: ['assets/article-fonts.js'],
    scripts: ['assets/article.js'],
  });
  writeWhole(join(folder, ARTICLE), await withFirstNumbers(page, program));
}

/** Those that are stored; each leads to its notebook. */
function figuresHtml(
  folder: string,
  { figures, figuresFolder }: StoredResults,
  names: ReadonlySet<string>,
): string {
  const shown = Object.entries(FIGURES).filter(([name]) => figures.includes(name));
  const parts = shown.map(([name, text]) => {
    const own = `results-${name}`;
    const target = join(folder, 'figures', `${own}.png`);
    copyFileSync(join(figuresFolder, `${name}.png`), target);
    const more = names.has(name) ? ` <a href="${name}.html">More</a>` : '';
    const size = { width: 1040, height: 860 };
    return figureHtml({
      name: own,
      alt: `${text}: median loss by step`,
      live: false,
      size,
      caption: text + more,
    });
  });
  return `<div class="pictures small">${parts.join('\n')}</div>`;
}
