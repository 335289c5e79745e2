/** Tables of plain data as aligned text and as HTML. */

import { refuse, requireObject, requireOptions } from '../checks.js';

/** One row: a value for each column. */
export type TableRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** How a table is shown. */
export interface TableOptions {
  /** The columns and their order; default: the keys of the first row. */
  readonly columns?: readonly string[];
  /** Significant digits of numbers that are no integers; default 4. */
  readonly digits?: number;
  /** A line above the table. */
  readonly caption?: string;
}

/** A table whose values are text. */
export interface FormattedTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether a column holds numbers only, and is set flush right. */
  readonly numeric: readonly boolean[];
  /** The whole table as aligned text. */
  readonly text: string;
}

function formatValue(value: TableRow[string], digits: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}

/** Turns values into text and aligns them. */
export function formatTable(rows: readonly TableRow[], options: TableOptions = {}): FormattedTable {
  if (!Array.isArray(rows) || rows.length === 0) {
    refuse('table', 'rows must be an array of at least one', rows);
  }
  for (const row of rows) requireObject('table', 'a row', row);
  requireOptions('table', options, ['columns', 'digits', 'caption']);
  const { columns = Object.keys(rows[0]), digits = 4, caption = '' } = options;
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    refuse('table', 'digits must be a whole number from 1 to 17', digits);
  }
  const unknown = columns.find((column) => !rows.some((row) => column in row));
  if (unknown !== undefined) refuse('table', 'columns must be keys of the rows', unknown);
  const cells = rows.map((row) => columns.map((column) => formatValue(row[column], digits)));
  const numeric = columns.map((column) =>
    rows.every((row) => row[column] === null || row[column] === undefined || typeof row[column] === 'number'),
  );
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  const line = (values: readonly string[]) =>
    values
      .map((value, i) => (numeric[i] ? value.padStart(widths[i]) : value.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const text = [...(caption === '' ? [] : [caption]), line(columns), rule, ...cells.map(line)].join('\n');
  return { caption, columns, rows: cells, numeric, text };
}

/** Text as it must be written in HTML, also within an attribute. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** The table as HTML without styles of its own but the alignment of numbers. */
export function tableToHtml({ caption, columns, rows, numeric }: FormattedTable): string {
  const line = (kind: 'th' | 'td', values: readonly string[]) =>
    values
      .map((value, i) => {
        const align = numeric[i] ? 'right' : 'left';
        return `<${kind} style="text-align: ${align}">${escapeHtml(value)}</${kind}>`;
      })
      .join('');
  const title = caption === '' ? '' : `<caption>${escapeHtml(caption)}</caption>`;
  const body = rows.map((row) => `<tr>${line('td', row)}</tr>`).join('\n');
  return `<table>${title}\n<thead><tr>${line('th', columns)}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}
