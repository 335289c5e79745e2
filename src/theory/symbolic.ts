/**
 * Gradients and Hessians by symbolic differentiation (mathjs), and an optimizee made from any formula:
 *
 *     const booth = optimizeeFromExpression('(x + 2y - 7)^2 + (2x + y - 5)^2');
 *     booth.gradient(Float64Array.of(5, -5));
 *
 * Derivatives are taken once, when the optimizee is made, and compiled; no finite differences anywhere.
 */

import type { FunctionNode, MathNode, OperatorNode, ParenthesisNode } from 'mathjs';
import { refuse, requireKnownKeys } from '../checks.js';
import { isFiniteVector } from '../numerics/vector.js';
import type { Optimizee, Vector } from '../seams.js';
import { type CompiledFunctions, compileTrees } from './compile.js';
import { type Expression, parseExpression } from './expression.js';
import { mathjs } from './mathjs.js';

/** Options of {@link optimizeeFromExpression}. */
export interface ExpressionOptions {
  /** The names of the coordinates in their order; by default those that occur, sorted (x2 before x10). */
  readonly variables?: readonly string[];
}

/** f, ∂f/∂xᵢ and ∂²f/∂xᵢ∂xⱼ as trees. */
export interface SymbolicDerivatives {
  readonly expression: Expression;
  readonly gradient: readonly MathNode[]; // [n]
  readonly hessian: readonly (readonly MathNode[])[]; // [n, n], symmetric
}

/** Differentiates a formula twice. @throws on a bad formula, see {@link parseExpression}. */
export function differentiate(
  where: string,
  text: string,
  variables: readonly string[] | undefined,
  along: (tree: MathNode, variable: string) => MathNode,
): SymbolicDerivatives {
  const expression = parseExpression(where, text, variables);
  const gradient = expression.variables.map((name) => along(expression.tree, name));
  const upper = gradient.map((partial, i) =>
    expression.variables.slice(i).map((name) => along(partial, name)),
  );
  const hessian = gradient.map((_, i) => gradient.map((_, j) => upper[Math.min(i, j)][Math.abs(i - j)]));
  return { expression, gradient, hessian };
}

/** ∂/∂variable, simplified as a whole: short to read, but its cost grows fast with the number of terms. */
export function simplifiedDerivative(tree: MathNode, variable: string): MathNode {
  return mathjs().derivative(tree, variable);
}

/** ∂/∂variable, each term of a sum simplified by itself: what is compiled. */
function termwiseDerivative(tree: MathNode, variable: string): MathNode {
  if (tree.type === 'ParenthesisNode') return termwiseDerivative((tree as ParenthesisNode).content, variable);
  const { op, fn, args } = tree as OperatorNode;
  if (tree.type === 'OperatorNode' && args.length === 2 && (op === '+' || op === '-')) {
    const terms = args.map((term) => termwiseDerivative(term, variable)) as [MathNode, MathNode];
    return new (mathjs().OperatorNode)(op, fn, terms);
  }
  return mathjs().derivative(tree, variable);
}

/**
 * The function that a formula describes, with exact derivatives.
 *
 * Numbers, variables, + − * / ^ and exp, log (natural), sqrt, abs, sin, cos, tan, asin, acos, atan, sinh, cosh,
 * tanh, sec, csc, cot, sech; `pi` and `e`. A product may leave out its sign (`2x`), but `xy` is one variable.
 *
 * Where the function is not defined (log of a negative number) or has no finite derivative (abs at its kink, sqrt
 * at 0), evaluation throws. A value may overflow to ±∞; beyond that its derivatives hold what the formula gives.
 *
 * @throws if the string does not parse or holds an unknown function or a variable that is not listed.
 */
export function optimizeeFromExpression(text: string, options: ExpressionOptions = {}): Optimizee {
  const where = 'optimizeeFromExpression';
  requireKnownKeys(where, options, ['variables']);
  const { expression, gradient, hessian } = differentiate(where, text, options.variables, termwiseDerivative);
  const { variables, tree } = expression;
  const n = variables.length;
  const evaluateValue = compileTrees([tree], variables);
  const evaluateGradient = compileTrees(gradient, variables);
  const evaluateHessian = compileTrees(hessian.flat(), variables);
  const requireSmooth = kinkCheck(expression);
  const value = new Float64Array(1);
  const matrix = new Float64Array(n * n); // [n, n]
  const requireLength = (x: Vector) => {
    if (x.length !== n) refuse(where, `x must hold ${n} numbers (${variables.join(', ')})`, x);
  };
  const valueAt = (x: Vector): number => {
    requireLength(x);
    evaluateValue(x, value);
    if (Number.isNaN(value[0]) && isFiniteVector(x)) refuse(where, 'the value must be defined at x', x);
    return value[0];
  };
  const derivativesAt = (f: CompiledFunctions, what: string, x: Vector, out: Vector): Vector => {
    requireLength(x);
    requireSmooth(x);
    f(x, out);
    if (!isFiniteVector(out) && Number.isFinite(valueAt(x))) {
      refuse(where, `the ${what} must be defined at x`, x);
    }
    return out;
  };

  return {
    name: text,
    dimension: n,
    value: valueAt,
    gradient: (x, out = new Float64Array(n)) => derivativesAt(evaluateGradient, 'gradient', x, out),
    hessianVector: (x, v, out = new Float64Array(n)) => {
      derivativesAt(evaluateHessian, 'Hessian', x, matrix);
      for (let i = 0; i < n; i++) {
        let total = 0;
        for (let j = 0; j < n; j++) total += matrix[i * n + j] * v[j];
        out[i] = total;
      }
      return out;
    },
  };
}

/** Refuses points at which an abs has its kink, where mathjs' second derivative would pass as 0. */
function kinkCheck({ tree, variables }: Expression): (x: Vector) => void {
  const kinks = tree.filter(
    (node) => node.type === 'FunctionNode' && (node as FunctionNode).fn.toString() === 'abs',
  );
  if (kinks.length === 0) return () => {};
  const argumentsOf = compileTrees(kinks.map((node) => (node as FunctionNode).args[0]), variables); // biome-ignore format: one idea
  const values = new Float64Array(kinks.length);
  return (x) => {
    const kink = argumentsOf(x, values).indexOf(0);
    if (kink >= 0) {
      refuse('optimizeeFromExpression', `x must not be at the kink of ${kinks[kink].toString()}`, x);
    }
  };
}
