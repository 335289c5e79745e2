/**
 * Reads a mathjs tree into a graph, term by term as it is written: nothing is simplified but what whole
 * numbers give exactly.
 */

import type {
  AccessorNode,
  ArrayNode,
  ConstantNode,
  FunctionNode,
  IndexNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  RangeNode,
  SymbolNode,
} from 'mathjs';
import { refuse } from '../../checks.js';
import { FUNCTIONS, functionCode } from './functions.js';
import { type Graph, Op } from './graph.js';
import { AGGREGATES, column, elementwise, isScalar, product, requireArguments, type Shaped, scalar, shapeText, transposed } from './shapes.js'; // biome-ignore format: names
import { evaluate, Tape } from './tape.js';

/** The named numbers. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['e', Math.E],
]);

/** Deeper parentheses than this would exhaust the stack. */
const DEEPEST = 400;
/** The longest vector by `1:n`. */
const LONGEST_RANGE = 10_000;

const GRAMMAR =
  'expression must be made of numbers, variables, + - * / ^ and functions (vectors: [a, b], x[1], .* ./ .^, transpose)';

/** Reads trees into one graph, with names bound to what they stand for. */
export class Reader {
  readonly #where: string;
  readonly #graph: Graph;
  readonly #names: ReadonlyMap<string, Shaped>;

  constructor(where: string, graph: Graph, names: ReadonlyMap<string, Shaped>) {
    this.#where = where;
    this.#graph = graph;
    this.#names = names;
  }

  read(node: MathNode, depth = 0): Shaped {
    if (depth > DEEPEST) refuse(this.#where, `expression must be nested at most ${DEEPEST} deep`, 'more');
    switch (node.type) {
      case 'ParenthesisNode':
        return this.read((node as ParenthesisNode).content, depth + 1);
      case 'ConstantNode':
        return scalar(this.#graph.number((node as ConstantNode).value as number));
      case 'SymbolNode':
        return this.#symbol((node as SymbolNode).name);
      case 'OperatorNode':
        return this.#chain(node as OperatorNode, depth);
      case 'FunctionNode':
        return this.#call(node as FunctionNode, depth);
      case 'ArrayNode':
        return this.#array(node as ArrayNode, depth);
      case 'AccessorNode':
        return this.#entry(node as AccessorNode, depth);
      case 'RangeNode':
        return this.#range(node as RangeNode, depth);
      default:
        return refuse(this.#where, GRAMMAR, node.toString().replaceAll(/\s+/g, ' '));
    }
  }

  /** A number that does not depend on variables. */
  constant(node: MathNode, what: string): number {
    const value = this.read(node);
    const number = isScalar(value) ? constantAt(this.#graph, value.entries[0]) : undefined;
    return number ?? refuse(this.#where, `${what} must be a number`, node.toString());
  }

  #symbol(name: string): Shaped {
    const named = this.#names.get(name);
    if (named) return named;
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return scalar(this.#graph.number(constant));
    if (this.#names.size === 0) refuse(this.#where, 'a value must be made of numbers', name);
    return refuse(this.#where, `variables are ${[...this.#names.keys()].join(', ')}`, name);
  }

  /** Long sums and products lean to the left, and are walked without recursion. */
  #chain(node: OperatorNode, depth: number): Shaped {
    const links: OperatorNode[] = [];
    let left: MathNode = node;
    while (left.type === 'OperatorNode' && (left as OperatorNode).args.length === 2) {
      links.push(left as OperatorNode);
      left = (left as OperatorNode).args[0];
    }
    let result = links.length === 0 ? this.#unary(node, depth) : this.read(left, depth + 1);
    for (const { op, args } of links.reverse()) {
      result = this.#binary(op, result, args[1], depth);
    }
    return result;
  }

  #unary({ op, args }: OperatorNode, depth: number): Shaped {
    if (op !== '-' && op !== '+' && op !== "'") return this.#refuseOperator(op);
    const value = this.read(args[0], depth + 1);
    if (op === "'") return transposed(value);
    if (op === '+') return value;
    return { ...value, entries: value.entries.map((u) => this.#folded(Op.negate, u)) };
  }

  #binary(op: string, left: Shaped, rightTree: MathNode, depth: number): Shaped {
    const where = this.#where;
    const right = this.read(rightTree, depth + 1);
    const each = (code: number) => elementwise(where, op, left, right, (a, b) => this.#folded(code, a, b));
    switch (op) {
      case '+':
        return each(Op.add);
      case '-':
        return each(Op.subtract);
      case '.*':
        return each(Op.multiply);
      case './':
        return each(Op.divide);
      case '.^':
        return elementwise(where, op, left, right, (a, b) => this.#power(a, b));
      case '*':
        return isScalar(left) && isScalar(right)
          ? each(Op.multiply)
          : product(where, this.#graph, left, right);
      case '/':
        if (!isScalar(right)) refuse(where, 'a divisor must be a number', shapeText(right));
        return each(Op.divide);
      case '^':
        if (!isScalar(left) || !isScalar(right)) {
          refuse(where, 'a power must be of a number (entry by entry: .^)', shapeText(left));
        }
        return scalar(this.#power(left.entries[0], right.entries[0]));
      default:
        return this.#refuseOperator(op);
    }
  }

  #power(base: number, exponent: number): number {
    const isE = this.#graph.numberAt(base) === Math.E;
    if (isE && this.#graph.numberAt(exponent) === undefined)
      return this.#graph.node(functionCode('exp')!, exponent);
    return this.#folded(Op.power, base, exponent);
  }

  #call(node: FunctionNode, depth: number): Shaped {
    const name = node.fn.toString();
    const args = node.args.map((argument) => this.read(argument, depth + 1));
    if (Object.hasOwn(AGGREGATES, name)) {
      if (args.length === 0) refuse(this.#where, `${name} must have an argument`, node.toString());
      return AGGREGATES[name](this.#where, this.#graph, args);
    }
    const code = functionCode(name);
    if (code === undefined) {
      const known = [...FUNCTIONS.map((f) => f.name), ...Object.keys(AGGREGATES)];
      return refuse(this.#where, `functions are ${known.join(', ')}`, name);
    }
    requireArguments(this.#where, name, args, 1);
    return { ...args[0], entries: args[0].entries.map((u) => this.#graph.node(code, u)) };
  }

  /** [a, b] and [a; b] are vectors, [a, b; c, d] and [[a, b], [c, d]] matrices. */
  #array({ items }: ArrayNode, depth: number): Shaped {
    const where = this.#where;
    if (items.length === 0) refuse(where, 'a vector must have an entry', '[]');
    if (items.every((item) => item.type !== 'ArrayNode')) {
      return column(items.map((item) => this.#number(item, depth)));
    }
    const rows = items.map((item) =>
      item.type === 'ArrayNode' ? (item as ArrayNode).items.map((entry) => this.#number(entry, depth)) : [],
    );
    const columns = rows[0].length;
    if (columns === 0 || rows.some((row) => row.length !== columns)) {
      refuse(where, 'rows of a matrix must be of one length', rows.map((row) => row.length).join(', '));
    }
    return { rows: rows.length, columns, entries: rows.flat() };
  }

  #number(item: MathNode, depth: number): number {
    const value = this.read(item, depth + 1);
    if (!isScalar(value)) refuse(this.#where, 'an entry must be a number', shapeText(value));
    return value.entries[0];
  }

  /** x[i] and Q[i, j], counted from one. */
  #entry(node: AccessorNode, depth: number): Shaped {
    const where = this.#where;
    const { object, index } = node;
    if (node.name !== '') refuse(where, GRAMMAR, node.toString());
    const value = this.read(object as MathNode, depth + 1);
    const { dimensions } = index as IndexNode;
    const position = (k: number, length: number): number => {
      const i = this.constant(dimensions[k], 'an index');
      if (!Number.isInteger(i) || i < 1 || i > length) {
        refuse(
          where,
          `an index of ${(object as MathNode).toString()} must be a whole number from 1 to ${length}`,
          i,
        );
      }
      return i - 1;
    };
    const isVector = value.rows === 1 || value.columns === 1;
    if (dimensions.length === 1 && isVector) return scalar(value.entries[position(0, value.entries.length)]);
    if (dimensions.length !== 2)
      refuse(where, 'an entry of a matrix must have two indices', index.toString());
    return scalar(value.entries[position(0, value.rows) * value.columns + position(1, value.columns)]);
  }

  /** 1:5 and 0:2:10 as vectors of numbers. */
  #range({ start, end, step }: RangeNode, depth: number): Shaped {
    if (depth > DEEPEST) refuse(this.#where, 'a range must be of numbers', 'more');
    const [first, last] = [this.constant(start, 'the start'), this.constant(end, 'the end')];
    const by = step ? this.constant(step, 'the step') : 1;
    const count = Math.floor((last - first) / by + 1e-9) + 1;
    if (!(count >= 1 && count <= LONGEST_RANGE)) {
      refuse(this.#where, `a range must have 1 to ${LONGEST_RANGE} numbers`, count);
    }
    return column(Array.from({ length: count }, (_, k) => this.#graph.number(first + k * by)));
  }

  /** An operation; on two numbers its result, where that is exact. */
  #folded(op: number, a: number, b?: number): number {
    const graph = this.#graph;
    const u = graph.numberAt(a);
    const v = b === undefined ? 0 : graph.numberAt(b);
    if (u !== undefined && v !== undefined) {
      const value = evaluate(op, u, v, 0);
      const exact = [u, v, value].every((number) => Number.isSafeInteger(number)); // a quotient too: it is near a whole one
      if (op === Op.negate || exact) return graph.number(value);
    }
    return graph.node(op, a, b);
  }

  #refuseOperator(op: string): never {
    return refuse(this.#where, 'operators are + - * / ^', op);
  }
}

/** The value of a node of numbers alone; undefined if it is none or has none. */
export function constantAt(graph: Graph, node: number): number | undefined {
  if (graph.varies[node]) return undefined;
  const value = new Tape(graph, [node]).values.at(-1)!;
  return Number.isFinite(value) ? value : undefined;
}
