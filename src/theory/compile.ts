/**
 * Expressions as fast functions: the tree is written out as JavaScript over the coordinates of one array and
 * compiled once. Only checked trees get here (see `expression.ts`), so the source holds nothing but numbers,
 * coordinates and calls of `Math`.
 */

import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { refuse } from '../checks.js';
import type { Vector } from '../seams.js';
import { CONSTANTS, FUNCTIONS } from './expression.js';

/** Writes the value of several expressions at x into `out`, in order. */
export type CompiledFunctions = (x: Vector, out: Vector) => Vector;

/** Compiles trees over the same variables into one function. */
export function compileTrees(trees: readonly MathNode[], variables: readonly string[]): CompiledFunctions {
  const body = trees.map((tree, i) => `out[${i}] = ${source(tree, variables)};`).join('\n');
  return new Function('x', 'out', `${body}\nreturn out;`) as CompiledFunctions;
}

function source(node: MathNode, variables: readonly string[]): string {
  switch (node.type) {
    case 'ConstantNode':
      return `(${Number((node as ConstantNode).value)})`;
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      return variables.includes(name) ? `x[${variables.indexOf(name)}]` : `(${CONSTANTS[name]})`;
    }
    case 'ParenthesisNode':
      return source((node as ParenthesisNode).content, variables);
    case 'OperatorNode':
      return operation(node as OperatorNode, variables);
    case 'FunctionNode': {
      const { args } = node as FunctionNode;
      const name = (node as FunctionNode).fn.toString();
      if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name](source(args[0], variables));
    }
  }
  return refuse('compileTrees', 'a derivative must stay within the known functions', node.toString());
}

/** u^k with a small whole k is written as a product: faster than Math.pow, and exact where the product is. */
function operation({ op, args }: OperatorNode, variables: readonly string[]): string {
  const [left, right] = args.map((argument) => source(argument, variables));
  if (right === undefined) return op === '-' ? `(-${left})` : left;
  if (op !== '^') return `(${left}${op}${right})`;
  const exponent = Number(right.replaceAll(/[()]/g, ''));
  if (exponent === 2 && left.length < 12) return `(${left}*${left})`;
  return `Math.pow(${left},${right})`;
}
