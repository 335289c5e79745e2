/**
 * What a notebook cell shows: figures, tables, progress, Markdown, formulas.
 *
 * In a cell of the project's kernel each is one output in several forms, of which the notebook's viewer picks one.
 * Outside a kernel (a script, a test) its text form is printed.
 */

import { refuse, requirePositive } from '../checks.js';
import { figureToJson, pictureSize } from './figure-json.js';
import { type Figure, figureTitle } from './figure-style.js';
import { type DisplayWriter, displayWriter, pictureMaker, underServer, unfinishedBars } from './kernel.js';
import { pinnedLine } from './pinned-line.js';
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
 * Shows a plotly figure; await it. Its picture is stored for readers without script, and its data once: in a page that
 * loads plotly from a notebook's server, else by itself, which VS Code and other readers draw by themselves.
 */
export async function show(figure: Figure): Promise<void> {
  if (!Array.isArray(figure?.data)) refuse('show', 'figure must have an array of traces as data', figure);
  const text = describe(figure);
  if (!displayWriter()) return write({ 'text/plain': text });
  const json = figureToJson(figure);
  const size = pictureSize(figure);
  const picture = await pictureMaker()?.(figure);
  write(
    {
      ...(underServer()
        ? { 'text/html': figureToHtml(json, picture?.preview, text, size) }
        : { 'application/vnd.plotly.v1+json': JSON.parse(json) }),
      ...(picture && { 'image/png': picture.png }),
      'text/plain': text,
    },
    { metadata: picture ? { 'image/png': size } : {} },
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
/** The time left is told once there is enough to tell it by. */
const ESTIMATE_AFTER_MS = 1000;
let bars = 0;

/** What is left of a loop that is `done` after some time, and how to stop it. */
function outlook(done: number, total: number, milliseconds: number): string {
  if (done <= 0 || milliseconds < ESTIMATE_AFTER_MS) return '';
  const seconds = ((milliseconds / 1000) * (total - done)) / done;
  const left = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
  return `(${left} left; interrupt the kernel to stop)`;
}

/**
 * Shows a bar that a loop of `total` steps moves, as one output that is updated in place, and under a notebook server at the page's
 * upper edge too while it moves. Where the cell is interrupted or fails, the bar says how far it came.
 *
 * @throws by `update`, where the bar's cell was stopped: an interrupt ends a cell that awaits, not its loop, which ends by this.
 */
export function progress(label: string, total: number): ProgressBar {
  requirePositive('progress', 'total', total);
  const id = `progress-${++bars}`;
  const inKernel = displayWriter() !== undefined;
  const unfinished = unfinishedBars();
  const began = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  let stopped = false;
  let now = 0;
  const draw = (moving: boolean, ...remarks: string[]) => {
    const filled = Math.round((BAR_WIDTH * Math.min(now, total)) / total);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const line = [label, bar, `${now}/${total}`, ...remarks].filter((word) => word !== '').join(' ');
    const live = inKernel && underServer() ? { 'text/html': pinnedLine(id, line, moving) } : {};
    write({ ...live, 'text/plain': line }, { id, update: shown });
    drawnAt = performance.now();
    shown = true;
  };
  const stop = () => {
    stopped = true;
    draw(false, 'stopped here; what was done is kept');
  };
  if (inKernel) draw(true);
  unfinished?.add(stop);
  return {
    update(done, remark = '') {
      if (stopped) throw new Error(`progress: the cell of '${label}' was stopped, and its loop ends here`);
      now = done;
      if (!inKernel || performance.now() - drawnAt < REDRAW_INTERVAL_MS) return;
      draw(true, remark, outlook(done, total, performance.now() - began));
    },
    finish(remark = '') {
      now = total;
      unfinished?.delete(stop);
      draw(false, remark);
    },
  };
}
