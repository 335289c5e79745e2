/**
 * What a notebook cell shows: figures, tables, progress, Markdown, formulas.
 *
 * In a cell of the project's kernel each is one output in several forms, of which the notebook's viewer picks one.
 * Outside a kernel (a script, a test) its text form is printed.
 */

import { refuse, requirePositive } from '../checks.js';
import { figureToJson, pictureSize } from './figure-json.js';
import { type Figure, figureTitle } from './figure-style.js';
import { type DisplayWriter, displayWriter, isUnattended, pictureMaker } from './kernel.js';
import { figureToHtml } from './plotly-html.js';
import { formatTable, type TableOptions, type TableRow, tableToHtml } from './table-format.js';

/** Puts one output out in all its forms, or prints the text outside a kernel. */
const write: DisplayWriter = (data, options) => {
  const writer = displayWriter();
  if (writer) writer(data, options);
  else console.log(data['text/plain']);
};

/** A figure in words, for where no picture can be shown. */
function describe(figure: Figure): string {
  const title = figureTitle(figure);
  const traces = `${figure.data.length} trace${figure.data.length === 1 ? '' : 's'}`;
  return title === '' ? `Figure (${traces})` : `Figure: ${title} (${traces})`;
}

/**
 * Shows a plotly figure; await it. Under a person's notebook server the figure can be zoomed and read; a file that is
 * written without a person gets its data and a picture, and no script.
 */
export async function show(figure: Figure): Promise<void> {
  if (!Array.isArray(figure?.data)) refuse('show', 'figure must have an array of traces as data', figure);
  const text = describe(figure);
  const picture = pictureMaker();
  if (!picture) return write({ 'text/plain': text });
  const json = figureToJson(figure);
  const png = await picture(figure);
  write(
    {
      'application/vnd.plotly.v1+json': JSON.parse(json),
      ...(isUnattended() ? {} : { 'text/html': figureToHtml(json, png, text, pictureSize(figure)) }),
      'image/png': png,
      'text/plain': text,
    },
    { metadata: { 'image/png': pictureSize(figure) } },
  );
}

/** Shows rows of plain data as a table; columns are the keys of the first row, or `columns`. */
export function table(rows: readonly TableRow[], options: TableOptions = {}): void {
  const formatted = formatTable(rows, options);
  write({ 'text/html': tableToHtml(formatted), 'text/plain': formatted.text });
}

/** Shows Markdown, with formulas between $ signs. */
export function markdown(text: string): void {
  write({ 'text/markdown': text, 'text/plain': text });
}

/** Shows a displayed formula in LaTeX. */
export function latex(formula: string): void {
  write({ 'text/latex': `$$${formula}$$`, 'text/plain': formula });
}

/** A bar that {@link progress} shows. */
export interface ProgressBar {
  /** Moves the bar to `done`, with an optional remark beside it. */
  update(done: number, remark?: string): void;
  /** Moves the bar to its end. */
  finish(remark?: string): void;
}

const BAR_WIDTH = 30;
/** A bar is redrawn at most this often, whatever the pace of the loop that moves it. */
const REDRAW_INTERVAL_MS = 100;
let bars = 0;

/** Shows a bar that a loop of `total` steps moves, as one output that is updated in place. */
export function progress(label: string, total: number): ProgressBar {
  requirePositive('progress', 'total', total);
  const id = `progress-${++bars}`;
  const inKernel = displayWriter() !== undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  const draw = (done: number, remark: string) => {
    const filled = Math.round((BAR_WIDTH * Math.min(done, total)) / total);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    write({ 'text/plain': `${label} ${bar} ${done}/${total} ${remark}`.trimEnd() }, { id, update: shown });
    drawnAt = performance.now();
    shown = true;
  };
  if (inKernel) draw(0, '');
  return {
    update(done, remark = '') {
      if (inKernel && performance.now() - drawnAt >= REDRAW_INTERVAL_MS) draw(done, remark);
    },
    finish(remark = '') {
      draw(total, remark);
    },
  };
}
