/** Markdown with $inline$ and $$displayed$$ formulas as HTML; headings have ids, tables a frame in which they scroll. */

import { createHash } from 'node:crypto';
import katex from 'katex';
import MarkdownIt from 'markdown-it';
import type { Heading } from './page-shell.js';

const renderer = new MarkdownIt({ html: false, linkify: false });
renderer.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
renderer.renderer.rules.table_close = () => '</table></div>\n';

/** Code, in which a dollar is a dollar; or one of the two kinds of formulas. */
const CODE_OR_FORMULA = /(```[\s\S]*?```|`[^`\n]+`)|\$\$([\s\S]+?)\$\$|\$([^$\s](?:[^$]*?[^$\s])??)\$/g;

/** What a piece of Markdown became. */
export interface MarkdownHtml {
  readonly html: string;
  /** Its headings in order, the title of level 1 too. */
  readonly headings: readonly Heading[];
}

/** @param takenIds - ids that the page has already; those of new headings are added. */
export function markdownHtml(text: string, takenIds: Set<string> = new Set()): MarkdownHtml {
  // Stands for a formula while Markdown is read, which leaves letters and digits alone; no text holds its own digest.
  const mark = `FORMULA${createHash('sha256').update(text).digest('hex').slice(0, 24)}N`;
  const marks = new RegExp(`${mark}(\\d+)END`, 'g');
  const formulas: string[] = [];
  const keep = (formula: string, displayMode: boolean) => {
    formulas.push(katex.renderToString(formula, { displayMode, throwOnError: false }));
    return `${mark}${formulas.length - 1}END`;
  };
  const withoutFormulas = text.replace(
    CODE_OR_FORMULA,
    (_, code?: string, shown?: string, inline?: string) =>
      code !== undefined ? code : keep(shown ?? inline!, shown !== undefined),
  );
  // A word joiner keeps a comma or a hyphen on the line of its formula.
  const putBack = (html: string) =>
    html.replace(
      new RegExp(`${marks.source}(?=([^\\s<])?)`, 'g'),
      (_, index: string, next?: string) => formulas[Number(index)] + (next === undefined ? '' : '\u2060'),
    );

  const tokens = renderer.parse(withoutFormulas, {});
  const headings: Heading[] = [];
  tokens.forEach((token, i) => {
    if (token.type !== 'heading_open') return;
    const { content, children } = tokens[i + 1];
    const id = freeId(content.replace(marks, ''), takenIds);
    token.attrSet('id', id);
    const html = renderer.renderer.render(children ?? [], renderer.options, {});
    headings.push({ level: Number(token.tag.slice(1)), id, html: putBack(html) });
  });
  return { html: putBack(renderer.renderer.render(tokens, renderer.options, {})), headings };
}

/** A heading's words with hyphens, and a number where they were taken. */
function freeId(words: string, taken: Set<string>): string {
  const stem =
    words
      .toLowerCase()
      .match(/[\p{L}\d]+/gu)
      ?.join('-') ?? 'section';
  let id = stem;
  for (let n = 2; taken.has(id); n++) id = `${stem}-${n}`;
  taken.add(id);
  return id;
}
