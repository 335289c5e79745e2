/**
 * The article's text, `tools/site/text/*.md` in order, as HTML. Beside Markdown and formulas it knows
 *
 *     [[orbit.value]]    a number that the program writes and keeps up to date
 *     {{orbit}}          on a line of its own: a widget, or a part that is made of results
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../../src/checks.js';
import { projectRoot } from '../../../src/node/project-root.js';
import { type MarkdownHtml, markdownHtml } from '../../pages/markdown-html.js';
import { livePlace } from './controls-html.js';

const TEXTS = join(projectRoot, 'tools', 'site', 'text');

/** The parts of the text, one after the other. */
export function articleText(): string {
  const files = readdirSync(TEXTS).filter((name) => name.endsWith('.md'));
  return files
    .sort()
    .map((name) => readFileSync(join(TEXTS, name), 'utf8'))
    .join('\n\n');
}

/** @param parts what stands for {{NAME}}. @throws on a name that is not among them. */
export function articleHtml(text: string, parts: Readonly<Record<string, () => string>>): MarkdownHtml {
  const { html, headings } = markdownHtml(text);
  const placed = html
    .replace(/<p>\{\{([\w-]+)\}\}<\/p>/g, (_, name: string) => {
      if (!Object.hasOwn(parts, name))
        refuse('articleHtml', `a part must be one of ${Object.keys(parts)}`, name);
      return parts[name]();
    })
    .replace(/\[\[([^\]]+)\]\]/g, (_, name: string) => livePlace(name));
  return { html: placed, headings };
}
