/**
 * Executed notebooks as the repository keeps them: small, without scripts, and with a mark by which one sees whether a cell
 * was changed after it was run.
 *
 *     figures        a PNG with a palette and a line of text; no plotly JSON, no HTML
 *     all else       as the kernel gave it: tables (HTML and text), Markdown, text
 *     metadata       `executed`, a digest of the source that gave the outputs
 */

import { createHash } from 'node:crypto';
import type { Figure } from '../../src/display/figure-style.js';
import { renderPng } from '../png/render-png.js';
import {
  type CellOutput,
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
} from './notebook-format.js';

/** Bytes that a picture, a notebook and all notebooks may take. */
export const LIMITS = { picture: 60_000, notebook: 700_000, all: 6_000_000 } as const;

/** Pixels to a CSS pixel, the first that keeps a picture within its limit. */
const RATIOS = [1.5, 1.25, 1, 0.75];

const PLOTLY = 'application/vnd.plotly.v1+json';

/** The first 16 hexadecimal digits of the SHA-256 of a cell's source. */
export function sourceDigest(cell: NotebookCell): string {
  return createHash('sha256').update(joinLines(cell.source)).digest('hex').slice(0, 16);
}

/** An executed notebook in the form that is kept; its pictures are as sharp as its size allows. */
export async function toStored(notebook: Notebook, ratios: readonly number[] = RATIOS): Promise<Notebook> {
  const cells: NotebookCell[] = [];
  for (const cell of notebook.cells) {
    if (cell.cell_type !== 'code') cells.push(cell);
    else {
      const outputs: CellOutput[] = [];
      for (const output of cell.outputs ?? []) outputs.push(await toStoredOutput(output, ratios));
      cells.push({ ...cell, outputs, metadata: { ...cell.metadata, executed: sourceDigest(cell) } });
    }
  }
  const stored = { ...notebook, cells };
  const isLarge = Buffer.byteLength(formatNotebook(stored)) > LIMITS.notebook;
  return isLarge && ratios.length > 1 ? toStored(notebook, ratios.slice(1)) : stored;
}

async function toStoredOutput(output: CellOutput, ratios: readonly number[]): Promise<CellOutput> {
  if (output.output_type !== 'display_data' || !(PLOTLY in output.data)) return output;
  const { [PLOTLY]: figure, 'text/plain': text } = output.data;
  const png = await smallPng(figure as Figure, ratios);
  return { ...output, data: { 'image/png': Buffer.from(png).toString('base64'), 'text/plain': text } };
}

async function smallPng(figure: Figure, ratios: readonly number[]): Promise<Uint8Array> {
  let png = new Uint8Array();
  for (const ratio of ratios) {
    png = Uint8Array.from(await renderPng(figure, ratio));
    if (png.length <= LIMITS.picture) break;
  }
  return png;
}

/** Numbers, as Jupyter shows them, of the code cells whose outputs are not those of their source: changed since, or never run. */
export function staleCells({ cells }: Notebook): number[] {
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .flatMap((cell, i) => (cell.metadata.executed === sourceDigest(cell) ? [] : [i + 1]));
}

/** Whether a notebook is kept without any outputs. */
export function hasNoOutputs({ cells }: Notebook): boolean {
  return cells.every(({ outputs = [], metadata }) => outputs.length === 0 && metadata.executed === undefined);
}

/** What a stored notebook has that it must not have: a sentence each. */
export function storageFaults(notebook: Notebook): string[] {
  const faults = notebook.cells.flatMap(({ outputs = [], execution_count }) =>
    outputs.flatMap((output) => faultsOf(output).map((fault) => `Cell [${execution_count}] ${fault}`)),
  );
  const size = Buffer.byteLength(formatNotebook(notebook));
  return size <= LIMITS.notebook ? faults : [...faults, `the notebook has ${size} bytes`];
}

function faultsOf(output: CellOutput): string[] {
  if (output.output_type === 'error') return ['holds an error'];
  if (output.output_type === 'stream') return [];
  const { 'image/png': png, 'text/html': html, [PLOTLY]: figure } = output.data;
  const bytes = typeof png === 'string' ? Buffer.byteLength(png, 'base64') : 0;
  return [
    ...(figure === undefined ? [] : ['holds plotly JSON']),
    ...(bytes === 0 && /^Figure.*\(\d+ traces?\)$/.test(String(output.data['text/plain']))
      ? ['holds a figure without its picture']
      : []),
    ...(typeof html === 'string' && /<script|<img/i.test(html)
      ? ['holds HTML with a script or a picture']
      : []),
    ...(bytes <= LIMITS.picture ? [] : [`holds a picture of ${bytes} bytes`]),
  ];
}
