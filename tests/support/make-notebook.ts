import { writeFileSync } from 'node:fs';

/** A cell's source, alone or with tags and the outputs that the file holds. */
export type CellSpecification =
  | string
  | { source: string; tags?: string[]; printed?: string; timeout?: number };

/** Writes a notebook of code cells. */
export function makeNotebook(path: string, cells: readonly CellSpecification[]): string {
  const all = cells.map((cell) => {
    const { source, tags, printed, timeout }: Exclude<CellSpecification, string> =
      typeof cell === 'string' ? { source: cell } : cell;
    return {
      cell_type: 'code',
      metadata: { ...(tags ? { tags } : {}), ...(timeout ? { timeout } : {}) },
      source,
      outputs: printed === undefined ? [] : [{ output_type: 'stream', name: 'stdout', text: printed }],
      execution_count: null,
    };
  });
  writeFileSync(path, JSON.stringify({ cells: all, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return path;
}
