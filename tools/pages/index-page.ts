/** The front page: the claims with their verdicts, two figures, then the notebooks. */

import type { Claim } from '../../experiments/claims/claim.js';
import { claimsHtml, tallyHtml } from './claims-html.js';
import { figureHtml, pictureFile } from './figure-files.js';
import { pageShell } from './page-shell.js';

/** A notebook in the list. */
export interface NotebookEntry {
  readonly name: string;
  /** Both as HTML. */
  readonly title: string;
  readonly line: string;
  /** Name of the figure that stands for it. */
  readonly thumbnail?: string;
  readonly seconds?: number;
  readonly failed: boolean;
}

export interface KeyFigure {
  /** Its name among the page's figures. */
  readonly name: string;
  readonly text: string;
  readonly notebook: string;
}

export interface IndexParts {
  /** The address of the article that explains it all. */
  readonly article: string;
  /** Absent where there are no results yet. */
  readonly claims?: readonly Claim[];
  readonly keyFigures: readonly KeyFigure[];
  readonly notebooks: readonly NotebookEntry[];
  readonly footer: string;
}

const LEAD = `Points that a symmetry maps to each other share a loss but not a gradient. An LSTM that learns to optimize can
also learn to <em>teleport</em> along such an orbit before a step. This is a reproduction of
<a href="https://arxiv.org/abs/2504.15399">Improving Learning to Optimize Using Parameter Symmetries</a> (Zamir, Dokania, Zhao, Yu).`;

export function indexPage({ article, claims, keyFigures, notebooks, footer }: IndexParts): string {
  const names = new Set(notebooks.map(({ name }) => name));
  const main = `<h1>Learning to optimize with parameter-space symmetries</h1>
<p class="lead">${LEAD}</p>
<p class="lead"><a href="${article}">The idea, to be touched</a>: orbits and teleports that follow the pointer, and an optimizer that is trained
in the browser.</p>
${claims ? claimsPart(claims, names) : '<p>No results are stored yet, so that no claim is judged here.</p>'}
${keyFigures.length > 0 ? `<div class="pictures">\n${keyFigures.map((figure) => keyFigure(figure, names)).join('\n')}\n</div>` : ''}
<h2 id="notebooks">The notebooks</h2>
<ul class="notebooks">
${notebooks.map(notebookEntry).join('\n')}
</ul>`;
  const ways = [
    { href: article, html: 'Explained' },
    ...(claims ? [{ href: '#claims', html: 'Claims' }] : []),
    { href: '#notebooks', html: 'Notebooks' },
  ];
  return pageShell({ title: 'orbit-l2o: results', main, ways, formulas: true, footer });
}

function claimsPart(claims: readonly Claim[], names: ReadonlySet<string>): string {
  return `<h2 id="claims">What the paper says, and what was found</h2>
${tallyHtml(claims)}
${claimsHtml(claims, names)}`;
}

function keyFigure({ name, text, notebook }: KeyFigure, names: ReadonlySet<string>): string {
  const more = names.has(notebook) ? ` <a href="${notebook}.html">More</a>` : '';
  return figureHtml({ name, alt: text, live: false, caption: text + more });
}

function notebookEntry({ name, title, line, thumbnail, seconds, failed }: NotebookEntry): string {
  const picture = thumbnail ? `<img loading="lazy" src="${pictureFile(thumbnail)}" alt="">` : '';
  const time = seconds === undefined ? '' : `<span class="passed">passed</span> in ${seconds.toFixed(1)} s`;
  const state = failed ? '<b class="failed">failed</b>' : time;
  return `<li><a class="thumbnail" href="${name}.html" tabindex="-1" aria-hidden="true">${picture}</a><div>
<p class="title"><a href="${name}.html">${title}</a></p>
<p>${line}</p>
<p class="state"><code>${name}</code>${state && ` ${state}`}</p></div></li>`;
}
