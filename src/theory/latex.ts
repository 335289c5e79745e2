/** Formulas, gradients and Hessians as LaTeX, for the notebooks: x1 is printed as x₁. */

import type { FunctionNode, MathNode, SymbolNode } from 'mathjs';
import { requireKnownKeys } from '../checks.js';
import { parseExpression } from './expression.js';
import { differentiate, type ExpressionOptions, simplifiedDerivative } from './symbolic.js';

/** f as LaTeX. */
export function expressionLatex(text: string, options: ExpressionOptions = {}): string {
  requireKnownKeys('expressionLatex', options, ['variables']);
  return latex(parseExpression('expressionLatex', text, options.variables).tree);
}

/** ∇f as a LaTeX column. */
export function gradientLatex(text: string, options: ExpressionOptions = {}): string {
  requireKnownKeys('gradientLatex', options, ['variables']);
  const { gradient } = differentiate('gradientLatex', text, options.variables, simplifiedDerivative);
  return matrixLatex(gradient.map((entry) => [entry]));
}

/** ∇²f as a LaTeX matrix. */
export function hessianLatex(text: string, options: ExpressionOptions = {}): string {
  requireKnownKeys('hessianLatex', options, ['variables']);
  return matrixLatex(differentiate('hessianLatex', text, options.variables, simplifiedDerivative).hessian);
}

function matrixLatex(rows: readonly (readonly MathNode[])[]): string {
  const body = rows.map((row) => row.map(latex).join(' & ')).join(' \\\\ ');
  return `\\begin{pmatrix} ${body} \\end{pmatrix}`;
}

function latex(tree: MathNode): string {
  const handler = (node: MathNode): string | undefined => {
    if (node.type === 'FunctionNode' && (node as FunctionNode).fn.toString() === 'exp') {
      return `e^{${latex((node as FunctionNode).args[0])}}`;
    }
    if (node.type !== 'SymbolNode') return undefined;
    const indexed = /^([A-Za-z]+)_?(\d+)$/.exec((node as SymbolNode).name);
    return indexed ? `${indexed[1]}_{${indexed[2]}}` : undefined;
  };
  return tree.toTex({ parenthesis: 'auto', handler }).replaceAll('\\cdot', '\\,').replaceAll('~', ' ').trim();
}
