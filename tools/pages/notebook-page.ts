/** One notebook as a page. */

import { escapeHtml } from '../../src/display/table-format.js';
import { joinLines, type Notebook } from '../notebooks/notebook-format.js';
import type { FigureFiles } from './figure-files.js';
import { markdownHtml } from './markdown-html.js';
import { notebookHtml } from './notebook-html.js';
import { pageShell, type Way } from './page-shell.js';

/** A notebook, and what became of it. */
export interface ExecutedNotebook {
  readonly name: string;
  /** With its outputs as far as it came; absent where it did not start. */
  readonly notebook?: Notebook;
  /** How long it ran, where that is known. */
  readonly seconds?: number;
  readonly error?: string;
}

/** A page, and what the front page tells of it. */
export interface NotebookPage {
  readonly html: string;
  /** The title as HTML, formulas among it. */
  readonly title: string;
  /** The first sentence as HTML. */
  readonly line: string;
  readonly figures: readonly FigureFiles[];
}

export interface PageSurroundings {
  /** All notebooks with a page, in order: the bar leads to those before and after, and prose that names one to it. */
  readonly names: readonly string[];
  readonly footer: string;
}

/** The page of a notebook; where it failed, with what it said. */
export function notebookPage(executed: ExecutedNotebook, { names, footer }: PageSurroundings): NotebookPage {
  const { name, notebook, error } = executed;
  const { html, headings, figures } = notebook
    ? notebookHtml(name, notebook)
    : { html: `<h1>${escapeHtml(name)}</h1>`, headings: [], figures: [] };
  const failure = error === undefined ? '' : `<pre class="error">${escapeHtml(error)}</pre>\n`;
  const page = pageShell({
    title: `${name} · orbit-l2o`,
    main: failure + linked(html, name, new Set(names)),
    headings: headings.filter(({ level }) => level === 2 || level === 3),
    ways: waysFrom(name, names),
    formulas: true,
    footer,
  });
  const title = headings.find(({ level }) => level === 1)?.html ?? escapeHtml(name);
  return { html: page, title, line: notebook ? firstSentence(notebook) : '', figures };
}

/** To the notebooks before and after. */
function waysFrom(name: string, names: readonly string[]): Way[] {
  const at = names.indexOf(name);
  const [before, after] = [names[at - 1], names[at + 1]];
  const named = (text: string) => `<span class="name">${escapeHtml(text)}</span>`;
  return [
    ...(before ? [{ href: `${before}.html`, html: `← ${named(before)}`, label: `before: ${before}` }] : []),
    ...(after ? [{ href: `${after}.html`, html: `${named(after)} →`, label: `next: ${after}` }] : []),
  ];
}

/** `NAME` in prose leads to the page of that notebook. */
function linked(html: string, own: string, names: ReadonlySet<string>): string {
  return html.replace(/(?<!<(?:pre|a)[^>]*>)<code>([\w-]+)<\/code>/g, (code, name: string) =>
    name !== own && names.has(name) ? `<a href="${name}.html">${code}</a>` : code,
  );
}

/** Of the paragraph after the title, as far as its first full stop outside of formulas and code. */
function firstSentence({ cells }: Notebook): string {
  const prose = cells.find(({ cell_type }) => cell_type === 'markdown');
  const text = prose ? joinLines(prose.source).replace(/^#.*\n+/, '') : '';
  const paragraph = text.split(/\n\s*\n/)[0];
  const sentence = /^(?:\$[^$]*\$|`[^`]*`|[^$`.?!]|[.?!](?!\s|$))*[.?!]/.exec(paragraph)?.[0] ?? paragraph;
  return markdownHtml(sentence.replace(/[:,]$/, '.')).html.replace(/^<p>|<\/p>\s*$/g, '');
}
