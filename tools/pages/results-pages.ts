/** Writes into README and docs what results say, so that no number there is typed by hand. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredResults } from '../../experiments/results/read-results.js';
import { writeWhole } from '../../src/node/files.js';
import { choiceBlocks } from './choice-blocks.js';
import { type Blocks, fillBlocks } from './page-blocks.js';
import { readmeBlocks } from './readme-blocks.js';

/** The pages, and who writes their parts. */
export const PAGES: Readonly<Record<string, (stored: StoredResults) => Blocks>> = {
  'README.md': readmeBlocks,
  'docs/reproducibility.md': readmeBlocks,
  'docs/how-to-choose.md': choiceBlocks,
};

/** A page as it must be with these results. */
export function filledPage(root: string, path: string, stored: StoredResults): string {
  return fillBlocks(path, readFileSync(join(root, path), 'utf8'), PAGES[path](stored));
}

/** Writes all pages anew; returns their paths. */
export function fillPages(root: string, stored: StoredResults): readonly string[] {
  const paths = Object.keys(PAGES);
  for (const path of paths) writeWhole(join(root, path), filledPage(root, path, stored));
  return paths;
}
