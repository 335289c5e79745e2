/**
 * An optimizee made from any formula, with exact derivatives:
 *
 *     const booth = optimizeeFromExpression('(x + 2y - 7)^2 + (2x + y - 5)^2');
 *     booth.gradient(Float64Array.of(5, -5));
 */

import { requireOptions } from '../checks.js';
import type { Optimizee } from '../seams.js';
import { type Agreement, agreementOf } from './agreement.js';
import { EXPRESSION_OPTIONS, type ExpressionOptions, parseExpression } from './expression.js';
import { SymbolicFunction } from './symbolic-function.js';

/** An optimizee from a formula. */
export interface ExpressionOptimizee extends Optimizee {
  /** The names of the coordinates, in their order; those of a vector x are x[1], x[2], … */
  readonly variables: readonly string[]; // [n]
  /** How far the symbols agree with mathjs and with differences at random points. */
  readonly agreement: Agreement;
}

/**
 * The function that a formula describes, with exact derivatives.
 *
 * Numbers, variables and + − * / ^; exp, log (natural), log10, log2, log1p, expm1, sqrt, cbrt, abs, the trigonometric
 * and hyperbolic functions and their inverses, atan2, min, max; `pi` and `e`. A product may leave out its sign (`2x`), but
 * `xy` is one variable. A variable may be a vector: `x[1]`, `norm(x)^2`, `x' * Q * x`, `sum(x .^ 4)`, `dot(x, [1, 2])`; functions
 * go entry by entry. Parameters have a value and stay symbols in print:
 *
 *     optimizeeFromExpression('(a - x)^2 + b*(y - x^2)^2', { parameters: { a: 1, b: 100 } });
 *     optimizeeFromExpression("x' * Q * x", { vectors: { x: 2 }, parameters: { Q: [[2, 1], [1, 2]] } });
 *
 * Where the function is not defined (log of a negative number, a pole) or has no derivative (abs at its kink, sqrt at 0),
 * evaluation throws. A value may overflow to ±∞; beyond that its derivatives hold what the formula gives. A derivative
 * is that of the formula's parts, one by one: x |x| is refused at 0, though it has a derivative there.
 *
 * Every new formula is checked when it is made: value, gradient and Hessian at random points, see {@link checkExpression}.
 *
 * @throws if the string does not parse or holds an unknown function or a variable that is not listed; and a
 *   `Disagreement` if the ways to its derivatives do not agree.
 */
export function optimizeeFromExpression(text: string, options: ExpressionOptions = {}): ExpressionOptimizee {
  const where = 'optimizeeFromExpression';
  requireOptions(where, options, EXPRESSION_OPTIONS);
  return optimizeeOf(new SymbolicFunction(where, parseExpression(where, text, options)));
}

/** A formula that was read, as an optimizee. */
export function optimizeeOf(f: SymbolicFunction, agreement: Agreement = agreementOf(f)): ExpressionOptimizee {
  const n = f.dimension;
  return {
    name: f.expression.text,
    dimension: n,
    variables: f.expression.variables,
    agreement,
    value: (x) => f.value(x),
    gradient: (x, out = new Float64Array(n)) => f.gradient(x, out),
    hessianVector: (x, v, out = new Float64Array(n)) => f.hessianVector(x, v, out),
  };
}
