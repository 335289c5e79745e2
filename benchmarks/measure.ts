/** Timing that stands noise: rounds in alternation, medians, and the spread beside them. */

export interface Timing {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

export function summarise(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0], slowest: sorted[sorted.length - 1] };
}

/** Milliseconds of one call, on average over `calls`. */
export function time(run: () => void, calls: number): number {
  const started = performance.now();
  for (let i = 0; i < calls; i++) run();
  return (performance.now() - started) / calls;
}

/** Times several contestants in alternated rounds, so that a slow minute of the machine meets all of them. */
export async function alternate(
  contestants: readonly (() => number | Promise<number>)[],
  rounds: number,
): Promise<Timing[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, measure] of contestants.entries()) times[i].push(await measure());
  }
  return times.map(summarise);
}

/** Fixed-width table on the console; the first row is the head. */
export function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
  console.log();
}

/** The same as a table in Markdown, numbers to the right. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...body.map(line)].join('\n');
}

/** A number of milliseconds for people. */
export function ms(value: number): string {
  return value.toPrecision(3);
}

export function megabytes(bytes: number): number {
  return bytes / 2 ** 20;
}
