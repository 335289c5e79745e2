/** Formulas, gradients and Hessians as LaTeX, for the notebooks: x1 is printed as x₁, alpha as α. */

import type { AccessorNode, FunctionNode, IndexNode, MathNode, OperatorNode, SymbolNode } from 'mathjs';
import { refuse } from '../checks.js';
import { type ExpressionOptions, parseExpression } from './expression.js';
import { treeOf } from './formula/print.js';
import { SymbolicFunction } from './symbolic-function.js';

/** A larger matrix is not for reading. */
const MOST_ENTRIES = 400;

/** f as LaTeX. */
export function expressionLatex(text: string, options: ExpressionOptions = {}): string {
  return latex('expressionLatex', parseExpression('expressionLatex', text, options).tree);
}

/** ∇f as a LaTeX column. */
export function gradientLatex(text: string, options: ExpressionOptions = {}): string {
  const where = 'gradientLatex';
  const f = new SymbolicFunction(where, parseExpression(where, text, options));
  const partials = new Map(f.gradientNodes);
  return matrixLatex(
    where,
    f,
    Array.from({ length: f.dimension }, (_, i) => [partials.get(i)]),
  );
}

/** ∇²f as a LaTeX matrix. */
export function hessianLatex(text: string, options: ExpressionOptions = {}): string {
  const where = 'hessianLatex';
  const f = new SymbolicFunction(where, parseExpression(where, text, options));
  const n = f.dimension;
  const rows = Array.from({ length: n }, () => new Array<number | undefined>(n).fill(undefined));
  for (const { i, j, node } of f.hessianEntries) rows[i][j] = rows[j][i] = node;
  return matrixLatex(where, f, rows);
}

/** A missing entry is 0. */
function matrixLatex(where: string, f: SymbolicFunction, rows: readonly (readonly (number | undefined)[])[]) {
  const entries = rows.length * rows[0].length;
  if (entries > MOST_ENTRIES) refuse(where, `a matrix must have at most ${MOST_ENTRIES} entries`, entries);
  const entry = (node: number | undefined) => {
    if (node === undefined) return '0';
    const tree = treeOf(f.expression.graph, node);
    return tree ? latex(where, tree) : refuse(where, 'the formula must be short enough to print', f.expression.text.slice(0, 40)); // biome-ignore format: one idea
  };
  const body = rows.map((row) => row.map(entry).join(' & ')).join(' \\\\ ');
  return `\\begin{pmatrix} ${body} \\end{pmatrix}`;
}

function latex(where: string, tree: MathNode): string {
  const print = (node: MathNode): string => node.toTex({ parenthesis: 'auto', handler }).trim();
  const handler = (node: MathNode): string | undefined => {
    switch (node.type) {
      case 'FunctionNode': {
        const { fn, args } = node as FunctionNode;
        const name = fn.toString();
        if (name === 'exp' && args.length === 1) return `e^{${print(args[0])}}`;
        if (name === 'sign') return `\\operatorname{sign}\\left(${print(args[0])}\\right)`;
        return undefined;
      }
      case 'OperatorNode': {
        const { op, args } = node as OperatorNode;
        return op === "'" ? `${print(args[0])}^{\\top}` : undefined;
      }
      case 'AccessorNode': {
        const { object, index } = node as AccessorNode;
        return `${print(object as MathNode)}_{${(index as IndexNode).dimensions.map(print).join(',')}}`;
      }
      case 'SymbolNode':
        return symbolLatex((node as SymbolNode).name);
    }
  };
  try {
    return print(tree).replaceAll('\\cdot', '\\,').replaceAll('~', ' ').trim();
  } catch (error) {
    if (error instanceof RangeError)
      refuse(where, 'the formula must be short enough to print', 'a longer one');
    throw error;
  }
}

/** x1, x_1 and x[1] with a subscript; names of Greek letters as letters. */
function symbolLatex(name: string): string {
  const [, letters, index] = /^(\p{L}+)_?(\d+)$/u.exec(name) ?? /^(\p{L}+)\[([\d, ]+)\]$/u.exec(name) ?? [];
  if (letters !== undefined) return `${symbolLatex(letters)}_{${index.replaceAll(' ', '')}}`;
  const [, stem, word] = /^(\p{L}+)_([\p{L}\d_]+)$/u.exec(name) ?? [];
  if (stem !== undefined) return `${symbolLatex(stem)}_{\\mathrm{${word.replaceAll('_', '\\_')}}}`;
  if (GREEK.has(name)) return `\\${name}`;
  if ([...name].length === 1) return name;
  return name === '_' ? '\\_' : `\\mathrm{${name.replaceAll('_', '\\_')}}`;
}

const GREEK = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'.split(' '), // biome-ignore format: a list
);
