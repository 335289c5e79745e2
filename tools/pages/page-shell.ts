/** What all pages share: head, bar, contents that stay in sight, footer. Every address is relative to the page's folder. */

import { escapeHtml } from '../../src/display/table-format.js';
import { PLOTLY_FILE } from './page-assets.js';

/** An entry of the contents. */
export interface Heading {
  /** 2 for a section, 3 for a part of one. */
  readonly level: number;
  readonly id: string;
  /** As HTML, formulas among it. */
  readonly html: string;
}

/** A link in the bar. */
export interface Way {
  readonly href: string;
  /** As HTML; what has the class `name` is left out on a phone. */
  readonly html: string;
  /** In words, where the HTML alone would not do. */
  readonly label?: string;
}

export interface PageParts {
  readonly title: string;
  readonly main: string;
  /** The contents; without them the page has one column. */
  readonly headings?: readonly Heading[];
  /** Links at the right end of the bar. */
  readonly ways?: readonly Way[];
  /** Whether there are formulas, which need KaTeX's style. */
  readonly formulas?: boolean;
  /** Addresses of further styles and programs: early ones run before the first paint, the others when the page has been read. */
  readonly styles?: readonly string[];
  readonly early?: readonly string[];
  readonly scripts?: readonly string[];
  /** In plain text. */
  readonly footer: string;
}

/** A point on its orbit. Within the page, so that no browser asks the host for an icon. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><ellipse cx="16" cy="16" rx="13" ry="7" fill="none" stroke="#0072b2" stroke-width="3"/><circle cx="24" cy="11" r="4.5" fill="#d55e00"/></svg>',
)}`;

/** A whole page. */
export function pageShell(parts: PageParts): string {
  const {
    title,
    main,
    headings = [],
    ways = [],
    formulas,
    styles = [],
    early = [],
    scripts = [],
    footer,
  } = parts;
  const links = ways.map(({ href, html, label }) => {
    const words = label === undefined ? '' : ` aria-label="${escapeHtml(label)}"`;
    return `<a href="${escapeHtml(href)}"${words}>${html}</a>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
${formulas ? '<link rel="stylesheet" href="assets/katex.css">\n' : ''}<link rel="stylesheet" href="assets/page.css">
${styles.map((address) => `<link rel="stylesheet" href="${escapeHtml(address)}">\n`).join('')}<script src="assets/page.js"></script>
${early.map((address) => `<script src="${escapeHtml(address)}"></script>\n`).join('')}${scripts.map((address) => `<script defer src="${escapeHtml(address)}"></script>\n`).join('')}</head>
<body data-plotly="${PLOTLY_FILE}">
<header class="bar"><a class="home" href="index.html">orbit-l2o</a><nav class="ways">${links.join('')}</nav></header>
<div class="frame${headings.length > 0 ? ' with-contents' : ''}">
${contentsHtml(headings)}<main class="prose">
${main}
</main>
</div>
<div class="frame"><footer>${escapeHtml(footer)}</footer></div>
</body>
</html>
`;
}

function contentsHtml(headings: readonly Heading[]): string {
  if (headings.length === 0) return '';
  const entries = headings.map(
    ({ level, id, html }) =>
      `<li${level > 2 ? ' class="sub"' : ''}><a href="#${escapeHtml(id)}">${html}</a></li>`,
  );
  return `<details class="contents"><summary>Contents</summary><ol>\n${entries.join('\n')}\n</ol></details>\n`;
}
