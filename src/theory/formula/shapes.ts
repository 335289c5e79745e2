/**
 * Numbers, vectors and matrices of nodes, and their operations. A vector is a column; `x'` is a row. Where the result
 * has one entry it is a number, as that of `x' * Q * x`.
 */

import { refuse } from '../../checks.js';
import { functionCode } from './functions.js';
import { type Graph, Op } from './graph.js';

/** Nodes in rows and columns, row-major; a number is 1 × 1. */
export interface Shaped {
  readonly rows: number;
  readonly columns: number;
  readonly entries: readonly number[];
}

export const scalar = (node: number): Shaped => ({ rows: 1, columns: 1, entries: [node] });
export const column = (entries: readonly number[]): Shaped => ({ rows: entries.length, columns: 1, entries });
export const isScalar = ({ entries }: Shaped): boolean => entries.length === 1;

export function transposed({ rows, columns, entries }: Shaped): Shaped {
  const flipped = entries.map((_, k) => entries[(k % rows) * columns + Math.floor(k / rows)]);
  return { rows: columns, columns: rows, entries: flipped };
}

/** Entry by entry; a number goes with every entry. */
export function elementwise(
  where: string,
  sign: string,
  u: Shaped,
  v: Shaped,
  f: (a: number, b: number) => number,
): Shaped {
  if (isScalar(u)) return { ...v, entries: v.entries.map((b) => f(u.entries[0], b)) };
  if (isScalar(v)) return { ...u, entries: u.entries.map((a) => f(a, v.entries[0])) };
  if (u.rows !== v.rows || u.columns !== v.columns) {
    refuse(where, `both sides of ${sign} must have one shape`, `${shapeText(u)} and ${shapeText(v)}`);
  }
  return { ...u, entries: u.entries.map((a, k) => f(a, v.entries[k])) };
}

/** The product of matrices; of a number and anything. */
export function product(where: string, graph: Graph, u: Shaped, v: Shaped): Shaped {
  const times = (a: number, b: number) => graph.node(Op.multiply, a, b);
  if (isScalar(u) || isScalar(v)) return elementwise(where, '*', u, v, times);
  if (u.columns !== v.rows) {
    refuse(
      where,
      'shapes must fit in a product (for two vectors use dot)',
      `${shapeText(u)} times ${shapeText(v)}`,
    );
  }
  const entries: number[] = [];
  for (let i = 0; i < u.rows; i++) {
    for (let j = 0; j < v.columns; j++) {
      const terms = Array.from({ length: u.columns }, (_, k) => times(u.entries[i * u.columns + k], v.entries[k * v.columns + j])); // biome-ignore format: one idea
      entries.push(sumOf(graph, terms));
    }
  }
  return { rows: u.rows, columns: v.columns, entries };
}

export function sumOf(graph: Graph, terms: readonly number[]): number {
  return terms.reduce((sum, term) => graph.node(Op.add, sum, term));
}

/** In halves, so that the depth of a maximum of many is small. */
export function extremumOf(graph: Graph, op: number, terms: readonly number[]): number {
  if (terms.length === 1) return terms[0];
  const half = terms.length >> 1;
  const [low, high] = [terms.slice(0, half), terms.slice(half)].map((part) => extremumOf(graph, op, part));
  return low === high ? low : graph.node(op, low, high);
}

/** Functions of whole vectors, or of several numbers. */
export const AGGREGATES: Readonly<
  Record<string, (where: string, graph: Graph, args: readonly Shaped[]) => Shaped>
> = {
  sum: (_where, graph, args) =>
    scalar(
      sumOf(
        graph,
        args.flatMap(({ entries }) => entries),
      ),
    ),
  prod: (_where, graph, args) =>
    scalar(args.flatMap(({ entries }) => entries).reduce((u, v) => graph.node(Op.multiply, u, v))),
  max: (_where, graph, args) =>
    scalar(
      extremumOf(
        graph,
        Op.max,
        args.flatMap(({ entries }) => entries),
      ),
    ),
  min: (_where, graph, args) =>
    scalar(
      extremumOf(
        graph,
        Op.min,
        args.flatMap(({ entries }) => entries),
      ),
    ),
  norm: (where, graph, args) => {
    requireArguments(where, 'norm', args, 1);
    if (args[0].rows > 1 && args[0].columns > 1)
      refuse(where, 'norm must be of a vector', shapeText(args[0]));
    const { entries } = args[0];
    if (entries.length === 1) return scalar(graph.node(functionCode('abs')!, entries[0]));
    const squares = entries.map((u) => graph.node(Op.power, u, graph.number(2)));
    return scalar(graph.node(functionCode('sqrt')!, sumOf(graph, squares)));
  },
  dot: (where, graph, args) => {
    requireArguments(where, 'dot', args, 2);
    const [u, v] = args.map(({ entries }) => column(entries));
    return scalar(sumOf(graph, elementwise(where, 'dot', u, v, (a, b) => graph.node(Op.multiply, a, b)).entries)); // biome-ignore format: one idea
  },
  transpose: (where, _graph, args) => {
    requireArguments(where, 'transpose', args, 1);
    return transposed(args[0]);
  },
  atan2: (where, graph, args) => {
    requireArguments(where, 'atan2', args, 2);
    return elementwise(where, 'atan2', args[0], args[1], (a, b) => graph.node(Op.atan2, a, b));
  },
};

export function requireArguments(where: string, name: string, args: readonly unknown[], count: number): void {
  if (args.length !== count) {
    const words = count === 1 ? 'one argument' : 'two arguments';
    refuse(where, `${name} must have ${words}`, `${args.length} of them`);
  }
}

export function shapeText({ rows, columns }: Shaped): string {
  return columns === 1 ? (rows === 1 ? 'a number' : `a vector of ${rows}`) : `${rows} × ${columns}`;
}
