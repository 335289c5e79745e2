/** Notebooks that were only run stay as the repository has them. */

import { readFileSync, writeFileSync } from 'node:fs';
import { joinLines, type Notebook, readNotebook } from './notebook-format.js';

/** What a person writes into a notebook: the cells without their outputs. */
function written({ cells }: Notebook): string {
  return JSON.stringify(cells.map(({ cell_type, source }) => [cell_type, joinLines(source)]));
}

/**
 * Remembers notebooks as they are. The function that it returns puts those back whose cells are still the same, and returns
 * their paths: new outputs of theirs are gone. Those with a changed cell stay as they were saved.
 */
export function keepStored(paths: readonly string[]): () => string[] {
  const before = paths.map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
    cells: written(readNotebook(path)),
  }));
  return () =>
    before.flatMap(({ path, text, cells }) => {
      try {
        if (readFileSync(path, 'utf8') === text || written(readNotebook(path)) !== cells) return [];
      } catch {
        return []; // removed, or half written: not ours to put back
      }
      writeFileSync(path, text);
      return [path];
    });
}
