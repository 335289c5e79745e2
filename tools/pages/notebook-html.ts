/** The cells of a notebook as HTML: prose with formulas, code folded away, outputs, pictures that can become live figures. */

import type { Figure } from '../../src/display/figure-style.js';
import { figureTitle } from '../../src/display/figure-style.js';
import { escapeHtml } from '../../src/display/table-format.js';
import {
  type CellOutput,
  joinLines,
  type MimeBundle,
  type Notebook,
  type NotebookCell,
} from '../notebooks/notebook-format.js';
import { type FigureFiles, figureHtml } from './figure-files.js';
import { markdownHtml } from './markdown-html.js';
import type { Heading } from './page-shell.js';

/** A notebook as HTML, and what belongs to it. */
export interface NotebookHtml {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Its figures NAME-1, NAME-2, … in order, to be written beside the page. */
  readonly figures: readonly FigureFiles[];
}

/** All cells, one after the other. */
export function notebookHtml(name: string, { cells }: Notebook): NotebookHtml {
  const writer = new CellWriter(name);
  const html = cells.map((cell) => writer.cell(cell)).join('\n');
  return { html, headings: writer.headings, figures: writer.figures };
}

/** Keeps count of figures and headings on the way through the cells. */
class CellWriter {
  readonly headings: Heading[] = [];
  readonly figures: FigureFiles[] = [];
  private readonly ids = new Set<string>();

  constructor(private readonly name: string) {}

  cell(cell: NotebookCell): string {
    const source = joinLines(cell.source);
    if (cell.cell_type === 'markdown') return this.markdown(source);
    if (cell.cell_type !== 'code' || source.trim() === '') return '';
    const lines = source.trimEnd().split('\n').length;
    const code = `<details class="code"><summary>Code, ${lines} line${lines === 1 ? '' : 's'}</summary><pre tabindex="0"><code>${escapeHtml(source)}</code></pre></details>`;
    return [code, ...(cell.outputs ?? []).map((output) => this.output(output))].join('\n');
  }

  private markdown(text: string): string {
    const { html, headings } = markdownHtml(text, this.ids);
    this.headings.push(...headings);
    return html;
  }

  private output(output: CellOutput): string {
    switch (output.output_type) {
      case 'stream':
        return `<pre class="output" tabindex="0">${escapeHtml(joinLines(output.text))}</pre>`;
      case 'error':
        return `<pre class="error">${escapeHtml(`${output.ename}: ${output.evalue}`)}</pre>`;
      case 'display_data':
        return this.display(output.data, output.metadata);
      case 'execute_result':
        return this.display(output.data, output.metadata);
    }
  }

  private display(data: MimeBundle, metadata: Record<string, unknown>): string {
    const text = (type: string) => joinLines((data[type] ?? '') as string | string[]);
    if ('image/png' in data) return this.picture(data, metadata);
    if ('text/html' in data) return `<div class="scroll" tabindex="0">${text('text/html')}</div>`;
    if ('text/markdown' in data) return `<div class="output">${this.markdown(text('text/markdown'))}</div>`;
    if ('text/latex' in data) return this.markdown(text('text/latex'));
    return `<pre class="output" tabindex="0">${escapeHtml(text('text/plain'))}</pre>`;
  }

  private picture(data: MimeBundle, metadata: Record<string, unknown>): string {
    const name = `${this.name}-${this.figures.length + 1}`;
    const figure = data['application/vnd.plotly.v1+json'] as Figure | undefined;
    const png = Buffer.from(joinLines(data['image/png'] as string | string[]), 'base64');
    this.figures.push({ name, png, json: figure && JSON.stringify(figure) });
    const alt = (figure && figureTitle(figure)) || joinLines((data['text/plain'] ?? '') as string);
    const size = metadata['image/png'] as { width: number; height: number } | undefined;
    return figureHtml({ name, alt, live: figure !== undefined, size });
  }
}
