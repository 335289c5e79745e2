/**
 * Scalar expressions of real variables: a string such as `(x+2y-7)^2 + (2x+y-5)^2`, parsed by mathjs and checked
 * against a short grammar (numbers, variables, + − * / ^, and the functions named below), so that whatever comes
 * later can be differentiated, compiled and printed without surprises.
 */

import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { refuse } from '../checks.js';
import { mathjs } from './mathjs.js';

/** A parsed expression and the order of its variables, which is the order of the coordinates of ℝⁿ. */
export interface Expression {
  readonly text: string;
  readonly tree: MathNode;
  readonly variables: readonly string[];
}

/** Functions of one argument, and what each is in JavaScript; derivatives by mathjs stay within the list. */
export const FUNCTIONS: Readonly<Record<string, (argument: string) => string>> = {
  exp: (u) => `Math.exp(${u})`,
  log: (u) => `Math.log(${u})`,
  sqrt: (u) => `Math.sqrt(${u})`,
  abs: (u) => `Math.abs(${u})`,
  sin: (u) => `Math.sin(${u})`,
  cos: (u) => `Math.cos(${u})`,
  tan: (u) => `Math.tan(${u})`,
  asin: (u) => `Math.asin(${u})`,
  acos: (u) => `Math.acos(${u})`,
  atan: (u) => `Math.atan(${u})`,
  sinh: (u) => `Math.sinh(${u})`,
  cosh: (u) => `Math.cosh(${u})`,
  tanh: (u) => `Math.tanh(${u})`,
  sec: (u) => `(1/Math.cos(${u}))`,
  csc: (u) => `(1/Math.sin(${u}))`,
  cot: (u) => `(1/Math.tan(${u}))`,
  sech: (u) => `(1/Math.cosh(${u}))`,
};

/** The named numbers. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/**
 * Parses an expression.
 *
 * @param where the name of the public function that was called, for its errors.
 * @param variables their order; by default those that occur, sorted with numbers as numbers (x2 before x10).
 * @throws on a string that does not parse, an unknown function or variable, and anything beyond the grammar.
 */
export function parseExpression(where: string, text: string, variables?: readonly string[]): Expression {
  if (typeof text !== 'string' || text.trim() === '') refuse(where, 'expression must be a formula', text);
  let tree: MathNode;
  try {
    tree = mathjs().parse(text);
  } catch (error) {
    refuse(where, `expression must parse (${(error as Error).message})`, text);
  }
  const found = new Set<string>();
  collect(where, tree, found);
  const known = variables ?? [...found].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (known.length === 0) refuse(where, 'expression must have a variable', text);
  if (new Set(known).size !== known.length) refuse(where, 'variables must differ', [...known]);
  for (const name of known) {
    if (!/^[A-Za-z_][A-Za-z_0-9]*$/.test(name) || isReserved(name)) {
      refuse(where, 'a variable must be a plain name that is no constant and no function', name);
    }
  }
  for (const name of found) {
    if (!known.includes(name)) refuse(where, `variables are ${known.join(', ')}`, name);
  }
  return { text, tree, variables: known };
}

/** Walks the tree, refuses what is outside the grammar and notes the variables. */
function collect(where: string, node: MathNode, found: Set<string>): void {
  switch (node.type) {
    case 'ConstantNode':
      if (typeof (node as ConstantNode).value !== 'number') {
        refuse(where, 'a constant must be a number', String((node as ConstantNode).value));
      }
      return;
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      if (name in CONSTANTS) return;
      if (isReserved(name)) refuse(where, 'a variable must be no constant and no function', name);
      found.add(name);
      return;
    }
    case 'ParenthesisNode':
      collect(where, (node as ParenthesisNode).content, found);
      return;
    case 'OperatorNode': {
      const { op, args } = node as OperatorNode;
      if (!'+-*/^'.includes(op)) refuse(where, 'operators are + - * / ^', op);
      for (const argument of args) collect(where, argument, found);
      return;
    }
    case 'FunctionNode': {
      const { args } = node as FunctionNode;
      const name = (node as FunctionNode).fn.toString();
      if (!Object.hasOwn(FUNCTIONS, name)) {
        refuse(where, `functions are ${Object.keys(FUNCTIONS).join(', ')}`, name);
      }
      if (args.length !== 1) refuse(where, `${name} must have one argument`, node.toString());
      collect(where, args[0], found);
      return;
    }
    default:
      refuse(
        where,
        'expression must be made of numbers, variables, + - * / ^ and functions',
        node.toString(),
      );
  }
}

/** Names that mathjs reads as numbers or that are functions here: not to be had as variables. */
function isReserved(name: string): boolean {
  return (
    ['i', 'Infinity', 'NaN', 'true', 'false', 'null', 'undefined', 'tau', 'phi', 'LN2', 'E', 'PI'].includes(
      name,
    ) ||
    Object.hasOwn(CONSTANTS, name) ||
    Object.hasOwn(FUNCTIONS, name)
  );
}
