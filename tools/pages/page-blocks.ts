/**
 * Parts of a Markdown page that are written from results, between comments that no reader sees:
 *
 *     <!-- results: NAME -->…<!-- end -->
 *
 * A part may be a table of its own or a few words within a line.
 */

import { refuse } from '../../src/checks.js';

const BLOCK = /<!-- results: ([\w.-]+) -->([\s\S]*?)<!-- end -->/g;

/** What stands for a part, by its name. */
export type Blocks = Readonly<Record<string, () => string>>;

/** The page with its parts written anew. @throws on a part that nobody writes. */
export function fillBlocks(path: string, text: string, blocks: Blocks): string {
  return text.replaceAll(BLOCK, (_, name: string) => {
    if (!(name in blocks))
      refuse('fillBlocks', `${path} must have no parts but ${Object.keys(blocks).join(', ')}`, name);
    const content = blocks[name]();
    const inner = content.includes('\n') ? `\n\n${content.trim()}\n\n` : content;
    return `<!-- results: ${name} -->${inner}<!-- end -->`;
  });
}

/** The names of a page's parts. */
export function blockNames(text: string): string[] {
  return [...text.matchAll(BLOCK)].map(([, name]) => name);
}

/** The text of a cell on one line; spaces that keep words together stay. */
const cellText = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/[^\S\u00a0]+/g, ' ');

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cellText).join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
