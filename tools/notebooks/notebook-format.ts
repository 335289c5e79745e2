/**
 * Notebook files: the part of nbformat 4.5 that is needed to run them, and writing them so that the same notebook
 * gives the same bytes.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../../src/checks.js';
import { writeWhole } from '../../src/node/files.js';
import { parseJson } from '../../src/parse-json.js';

/** Text that nbformat keeps as one string or as a list of lines. */
export type MultilineText = string | string[];

/** Representations of one output by MIME type; JSON types hold values, all others text. */
export type MimeBundle = Record<string, unknown>;

/** What a cell put out. */
export type CellOutput =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: MultilineText }
  | { output_type: 'display_data'; data: MimeBundle; metadata: Record<string, unknown> }
  | {
      output_type: 'execute_result';
      data: MimeBundle;
      metadata: Record<string, unknown>;
      execution_count: number | null;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** A cell; `outputs` and `execution_count` are a code cell's. */
export interface NotebookCell {
  id: string;
  cell_type: 'code' | 'markdown' | 'raw';
  source: MultilineText;
  metadata: Record<string, unknown> & { tags?: string[] };
  outputs?: CellOutput[];
  execution_count?: number | null;
}

/** A notebook, nbformat 4.5. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

/** The text of a `source` or of a stream, in one string. */
export function joinLines(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('');
}

/** A list of lines that each keep their newline, as nbformat writes long text. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Whether a cell carries a tag. */
export function hasTag(cell: NotebookCell, tag: string): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes(tag);
}

/** What a person writes into a notebook: the cells without their outputs. */
export function written({ cells }: Notebook): string {
  return JSON.stringify(cells.map(({ cell_type, source }) => [cell_type, joinLines(source)]));
}

/** An id for a cell that has none, the same for the same notebook. */
function cellId(index: number, source: string): string {
  return createHash('sha256').update(`${index}\n${source}`).digest('hex').slice(0, 8);
}

/** Reads a notebook of nbformat 4; the result is 4.5, with an id on every cell. */
export function readNotebook(path: string): Notebook {
  const text = readFileSync(path, 'utf8');
  const notebook = parseJson('readNotebook', path, text) as Notebook;
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    refuse('readNotebook', `${path} must be a notebook of nbformat 4`, notebook?.nbformat);
  }
  const cells = notebook.cells.map((cell, index) => ({
    ...cell,
    id: cell.id ?? cellId(index, joinLines(cell.source)),
    metadata: cell.metadata ?? {},
  }));
  return {
    cells,
    metadata: notebook.metadata ?? {},
    nbformat: 4,
    nbformat_minor: Math.max(5, notebook.nbformat_minor),
  };
}

/** Keys in alphabetical order, all the way down, as Jupyter writes them. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

function normalizeOutput(output: CellOutput): CellOutput {
  if (output.output_type === 'stream') return { ...output, text: splitLines(joinLines(output.text)) };
  return output;
}

/** The notebook's file: sorted keys, text as lists of lines, one space of indentation, as Jupyter writes it. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    const source = splitLines(joinLines(cell.source));
    if (cell.cell_type !== 'code') return { ...cell, source };
    return {
      ...cell,
      source,
      execution_count: cell.execution_count ?? null,
      outputs: (cell.outputs ?? []).map(normalizeOutput),
    };
  });
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

/** Writes a notebook beside its place and moves it there, so that a file is either the old one or the new one. */
export function writeNotebook(path: string, notebook: Notebook): void {
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, formatNotebook(notebook));
}
