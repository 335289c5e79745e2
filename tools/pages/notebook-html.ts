/**
 * A notebook as HTML that needs nothing else: prose with formulas as MathML, code folded away, outputs, pictures.
 */

import katex from 'katex';
import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../../src/display/table-format.js';
import {
  type CellOutput,
  joinLines,
  type Notebook,
  type NotebookCell,
} from '../notebooks/notebook-format.js';

const renderer = new MarkdownIt({ html: false, linkify: false });

/**
 * The cells of a notebook, one after the other.
 *
 * @param pictureFile names the file of the n-th PNG that the notebook shows, counted from 0.
 */
export function notebookHtml({ cells }: Notebook, pictureFile: (n: number) => string): string {
  let pictures = 0;
  const nextPicture = () => pictureFile(pictures++);
  return cells.map((cell) => cellHtml(cell, nextPicture)).join('\n');
}

/** Markdown with $inline$ and $$displayed$$ formulas. */
export function markdownHtml(text: string): string {
  const formulas: string[] = [];
  const keep = (formula: string, displayMode: boolean) => {
    formulas.push(katex.renderToString(formula, { output: 'mathml', displayMode, throwOnError: false }));
    return `FORMULA${formulas.length - 1}END`; // Markdown leaves letters and digits alone
  };
  const withoutFormulas = text
    .replace(/\$\$([\s\S]+?)\$\$/g, (_, formula: string) => keep(formula, true))
    .replace(/\$([^$\n]+?)\$/g, (_, formula: string) => keep(formula, false));
  return renderer
    .render(withoutFormulas)
    .replace(/FORMULA(\d+)END/g, (_, index: string) => formulas[Number(index)]);
}

function cellHtml(cell: NotebookCell, nextPicture: () => string): string {
  const source = joinLines(cell.source);
  if (cell.cell_type === 'markdown') return markdownHtml(source);
  if (cell.cell_type !== 'code') return '';
  const code = `<details><summary>code</summary><pre>${escapeHtml(source)}</pre></details>`;
  return code + (cell.outputs ?? []).map((output) => outputHtml(output, nextPicture)).join('\n');
}

function outputHtml(output: CellOutput, nextPicture: () => string): string {
  switch (output.output_type) {
    case 'stream':
      return `<pre class="${output.name}">${escapeHtml(joinLines(output.text))}</pre>`;
    case 'error':
      return `<pre class="error">${escapeHtml(`${output.ename}: ${output.evalue}`)}</pre>`;
    case 'display_data': {
      const text = (type: string) => joinLines(output.data[type] as string | string[]);
      if ('image/png' in output.data) {
        return `<img loading="lazy" src="${escapeHtml(nextPicture())}" alt="${escapeHtml(text('text/plain'))}">`;
      }
      if ('text/html' in output.data) return text('text/html');
      if ('text/markdown' in output.data) return markdownHtml(text('text/markdown'));
      if ('text/latex' in output.data) return markdownHtml(text('text/latex'));
      return `<pre>${escapeHtml(text('text/plain'))}</pre>`;
    }
    default:
      return '';
  }
}
