/**
 * How the LSTM's rows lie over the parameters of a task. The weights are the same in every row, the memory is the row's own.
 *
 *     task          one row, all n parameters side by side: the paper. It knows where it is, and is tied to n.
 *     coordinate    n rows, a parameter each (Andrychowicz et al. 2016): tied to no n, and blind to what it is a part of.
 *
 * A layout is where each parameter lies, and nothing else; inputs, heads and the unroll ask it. To add one (a row a hidden
 * neuron, say) add its places to {@link LAYOUTS}.
 */

import type { Numbers } from '../lstm/engine.js';
import type { Vector } from '../seams.js';

/** What has a row of its own. */
export type LayoutName = 'task' | 'coordinate';

/** The place of every parameter of ℝⁿ among the rows of a task. */
export interface Layout {
  /** Rows of the LSTM's batch that a task takes. */
  readonly rows: number;
  /** Columns of a row that a vector of parameters fills. */
  readonly width: number;
  /** The row of each parameter. [n] */
  readonly row: Int32Array;
  /** Its column in that row. [n] */
  readonly column: Int32Array;
}

const LAYOUTS: Readonly<Record<LayoutName, (n: number) => Layout>> = {
  task: (n) => ({
    rows: 1,
    width: n,
    row: new Int32Array(n),
    column: Int32Array.from({ length: n }, (_, i) => i),
  }),
  coordinate: (n) => ({
    rows: n,
    width: 1,
    row: Int32Array.from({ length: n }, (_, i) => i),
    column: new Int32Array(n),
  }),
};

/** The names of all layouts. */
export const layoutNames = Object.keys(LAYOUTS) as readonly LayoutName[];

/** The layout of n parameters. */
export function layoutOf(name: LayoutName, n: number): Layout {
  return LAYOUTS[name](n);
}

/** Where a task's rows begin in an engine's numbers, and how far apart they are. */
export interface Rows {
  readonly at: number;
  readonly stride: number;
}

/** Writes `each` numbers a parameter, v [n · each], into the columns from `first` on. */
export function scatter(
  { row, column }: Layout,
  v: Vector,
  each: number,
  into: Numbers,
  { at, stride }: Rows,
  first: number,
): void {
  for (let i = 0; i < row.length; i++) {
    const place = at + row[i] * stride + first + column[i] * each;
    for (let k = 0; k < each; k++) into[place + k] = v[i * each + k];
  }
}

/** Reads what {@link scatter} writes. */
export function gather(
  { row, column }: Layout,
  from: Numbers,
  each: number,
  { at, stride }: Rows,
  first: number,
  out: Vector,
): Vector {
  for (let i = 0; i < row.length; i++) {
    const place = at + row[i] * stride + first + column[i] * each;
    for (let k = 0; k < each; k++) out[i * each + k] = from[place + k];
  }
  return out;
}

/** Sets the first `count` columns to zero, in every row. */
export function clearRows({ rows }: Layout, into: Numbers, { at, stride }: Rows, count: number): void {
  for (let r = 0; r < rows; r++) into.fill(0, at + r * stride, at + r * stride + count);
}
