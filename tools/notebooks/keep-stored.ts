/** Notebooks that were only run stay as the repository has them. */

import { readFileSync, writeFileSync } from 'node:fs';
import { readNotebook, written } from './notebook-format.js';

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
