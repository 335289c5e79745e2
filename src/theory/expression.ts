/**
 * Formulas: a string such as `(x+2y-7)^2 + (2x+y-5)^2`, parsed by mathjs, checked, and read into a graph whose leaves
 * are the coordinates of ℝⁿ.
 *
 * A name is a number, a vector or a parameter. Greek letters and subscripts are letters of a name (α, θ_1, x₁, which is
 * x1). Names are looked up in maps, so `constructor` is a name like any other.
 */

import type { AccessorNode, ConstantNode, FunctionNode, IndexNode, MathNode, SymbolNode } from 'mathjs';
import { refuse, requireOptions } from '../checks.js';
import type { Vector } from '../seams.js';
import { functionCode } from './formula/functions.js';
import { Graph, GraphFull } from './formula/graph.js';
import { CONSTANTS, constantAt, Reader } from './formula/reader.js';
import { AGGREGATES, column, isScalar, type Shaped, scalar, shapeText } from './formula/shapes.js';
import { plainName, plainText, requireExactLiterals } from './literals.js';
import { mathjs } from './mathjs.js';

/** A number, a vector or a matrix by its rows. */
export type ParameterValue = number | readonly number[] | readonly (readonly number[])[];

/** What the names of a formula stand for. */
export interface ExpressionOptions {
  /** The names of the coordinates in their order; by default those that occur, sorted (x2 before x10). */
  readonly variables?: readonly string[];
  /** The dimensions of variables that are vectors, such as `{ x: 3 }`; by default the largest index that occurs. */
  readonly vectors?: Readonly<Record<string, number>>;
  /** Values of the names that are no variables, such as `{ a: 1, b: 100, Q: [[2, 1], [1, 2]] }`. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/** The keys of {@link ExpressionOptions}. */
export const EXPRESSION_OPTIONS: readonly string[] = ['variables', 'vectors', 'parameters'];

/** A formula that was read. */
export interface Expression {
  readonly text: string;
  readonly tree: MathNode;
  /** The coordinates in their order; those of a vector x are x[1], x[2], … */
  readonly variables: readonly string[]; // [n]
  readonly graph: Graph;
  /** The entries of what the formula gives: one, for a number. */
  readonly value: Shaped;
  /** Reads another formula of the same names into the same graph. */
  readonly also: (text: string) => Shaped;
  /** The names and what they stand for at a point, as mathjs takes them. */
  readonly scope: (x: Vector) => Map<string, unknown>;
}

const LONGEST = 2_000_000;

/** Names that are numbers or words elsewhere. */
const RESERVED = new Set(['i', 'Infinity', 'NaN', 'true', 'false', 'null', 'undefined', 'LN2', 'E', 'PI']);

/**
 * Reads a formula that gives one number.
 *
 * @param where the name of the public function that was called, for its errors.
 * @throws on a string that does not parse, an unknown function or name, and anything beyond the grammar.
 */
export function parseExpression(where: string, text: string, options: ExpressionOptions = {}): Expression {
  const expression = readExpression(where, text, options);
  if (!isScalar(expression.value))
    refuse(where, 'expression must be made of numbers and give one', shapeText(expression.value));
  return expression;
}

/** Reads a formula that may give a vector. */
export function readExpression(where: string, text: string, options: ExpressionOptions = {}): Expression {
  requireOptions(where, options, EXPRESSION_OPTIONS);
  const tree = parseTree(where, text);
  const parameters = new Map(Object.entries(options.parameters ?? {}).map(([name, value]) => [plainName(name), value])); // biome-ignore format: one idea
  const lengths = new Map(Object.entries(options.vectors ?? {}).map(([name, n]) => [plainName(name), n]));
  for (const [name, n] of lengths) {
    if (!Number.isInteger(n) || n < 1) refuse(where, `the dimension of ${name} must be a whole number`, n);
  }
  const found = namesIn(where, tree);
  for (const name of parameters.keys()) found.delete(name);
  for (const [name, n] of found) if (n > 0 && !lengths.has(name)) lengths.set(name, n);
  const order =
    options.variables?.map(plainName) ?? sorted([...new Set([...found.keys(), ...lengths.keys()])]);
  if (new Set(order).size !== order.length) refuse(where, 'variables must differ', [...order]);
  for (const name of [...order, ...parameters.keys()]) requireName(where, name);
  for (const name of order) if (parameters.has(name)) refuse(where, 'a parameter must be no variable', name);

  const coordinates = order.flatMap((name) => coordinatesOf(name, lengths.get(name)));
  const graph = new Graph(coordinates);
  const names = new Map<string, Shaped>();
  let next = 0;
  for (const name of order) {
    const n = lengths.get(name);
    const entries = Array.from({ length: n ?? 1 }, (_, k) => graph.variable(next + k));
    next += entries.length;
    names.set(name, n === undefined ? scalar(entries[0]) : column(entries));
  }
  for (const [name, value] of parameters) names.set(name, parameter(where, graph, name, value));
  const read = (formula: MathNode) => {
    try {
      return new Reader(where, graph, names).read(formula);
    } catch (error) {
      if (error instanceof GraphFull) refuse(where, 'expression must be shorter', error.message);
      throw error;
    }
  };
  const value = read(tree);
  if (order.length === 0) refuse(where, 'expression must have a variable', text);
  const scope = (x: Vector) => {
    const bound = new Map<string, unknown>(parameters);
    let from = 0;
    for (const name of order) {
      const n = lengths.get(name);
      bound.set(name, n === undefined ? x[from] : Array.from(x.subarray(from, from + n)));
      from += n ?? 1;
    }
    return bound;
  };
  const also = (other: string) => read(parseTree(where, other));
  return { text, tree, variables: coordinates, graph, value, also, scope };
}

/** The value of a formula without variables, such as `pi/2` or `[1, 2; 3, 4]`. */
export function constantValue(where: string, text: string): ParameterValue {
  const graph = new Graph([]);
  const { rows, columns, entries } = new Reader(where, graph, new Map()).read(parseTree(where, text));
  const numbers = entries.map((node) => {
    const value = constantAt(graph, node);
    return value ?? refuse(where, 'a value must be made of numbers', text);
  });
  if (columns > 1)
    return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
  return text.trimStart().startsWith('[') || rows > 1 ? numbers : numbers[0];
}

function parseTree(where: string, text: string): MathNode {
  if (typeof text !== 'string' || text.trim() === '') refuse(where, 'expression must be a formula', text);
  if (text.length > LONGEST) refuse(where, `expression must have at most ${LONGEST} characters`, text.length);
  const plain = plainText(text);
  requireExactLiterals(where, plain);
  try {
    return mathjs().parse(plain);
  } catch (error) {
    if (error instanceof RangeError)
      refuse(where, 'expression must be nested less deeply', `${text.slice(0, 40)}…`);
    return refuse(
      where,
      `expression must parse (${(error as Error).message.slice(0, 200)})`,
      text.replaceAll(/\s+/g, ' '),
    );
  }
}

/** The names in a tree that are no constants, each with the largest index that it is used with, 0 for none. */
function namesIn(where: string, root: MathNode): Map<string, number> {
  const found = new Map<string, number>();
  const open: MathNode[] = [root];
  const note = (name: string, index: number) => {
    if (CONSTANTS.has(name)) return;
    if (isReserved(name)) refuse(where, 'a variable must be no constant and no function', name);
    found.set(name, Math.max(index, found.get(name) ?? 0));
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'ConstantNode') requireNumber(where, node as ConstantNode);
    else if (node.type === 'SymbolNode') note((node as SymbolNode).name, 0);
    else if (node.type === 'FunctionNode') open.push(...(node as FunctionNode).args);
    else if (node.type === 'AccessorNode' && (node as AccessorNode).object.type === 'SymbolNode') {
      const { object, index } = node as AccessorNode;
      const [first] = (index as IndexNode).dimensions;
      const value = first?.type === 'ConstantNode' ? Number((first as ConstantNode).value) : 0;
      note((object as SymbolNode).name, Number.isInteger(value) && value <= 10_000 ? value : 0);
      for (const child of (index as IndexNode).dimensions) if (child !== first) open.push(child);
    } else node.forEach((child) => void open.push(child));
  }
  return found;
}

function requireNumber(where: string, { value }: ConstantNode): void {
  if (typeof value !== 'number') refuse(where, 'a constant must be a number', String(value));
  if (!Number.isFinite(value)) refuse(where, 'a constant must be a finite number', value);
}

function parameter(where: string, graph: Graph, name: string, value: ParameterValue): Shaped {
  const entry = (number: unknown, label: string): number => {
    if (typeof number !== 'number' || !Number.isFinite(number))
      refuse(where, `${label} must be finite`, number);
    return graph.parameter(label, number);
  };
  if (!Array.isArray(value)) return scalar(entry(value, name));
  if (value.length === 0) refuse(where, `${name} must have an entry`, value);
  if (!Array.isArray(value[0])) return column(value.map((number, i) => entry(number, `${name}[${i + 1}]`)));
  const columns = value[0].length;
  const entries = (value as number[][]).flatMap((row, i) => {
    if (row?.length !== columns) refuse(where, `the rows of ${name} must be of one length`, row?.length);
    return row.map((number, j) => entry(number, `${name}[${i + 1}, ${j + 1}]`));
  });
  return { rows: value.length, columns, entries };
}

function coordinatesOf(name: string, n: number | undefined): string[] {
  return n === undefined ? [name] : Array.from({ length: n }, (_, k) => `${name}[${k + 1}]`);
}

function sorted(names: string[]): string[] {
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function requireName(where: string, name: string): void {
  if (!/^[\p{L}_][\p{L}_0-9]*$/u.test(name) || isReserved(name)) {
    refuse(where, 'a variable must be a plain name that is no constant and no function', name);
  }
}

function isReserved(name: string): boolean {
  return RESERVED.has(name) || CONSTANTS.has(name) || functionCode(name) !== undefined || Object.hasOwn(AGGREGATES, name); // biome-ignore format: one idea
}
