/**
 * Rational functions as N / Π D_k^{m_k}: a numerator polynomial over powers of the divisors that the formula
 * itself divides by. Sums take the larger power of each divisor, so denominators never grow beyond need, and
 * the numerator of a difference is a polynomial again, one that a grid of points can prove to be zero.
 */

import type { ConstantNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { refuse } from '../checks.js';
import {
  addPolynomials,
  constantPolynomial,
  multiplyPolynomials,
  type Polynomial,
  powerPolynomial,
  rememberedPolynomial,
  variablePolynomial,
} from './polynomial.js';

/** Beyond it numbers grow past all use. */
const LARGEST_EXPONENT = 10_000;

/** A numerator, and the power of each divisor (by its text) in the denominator. */
export interface RationalFunction {
  readonly numerator: Polynomial;
  readonly powers: ReadonlyMap<string, number>;
}

/** Reads formulas as rational functions of some variables; definitions are remembered by name. */
export class RationalFunctions {
  readonly #variables: readonly string[];
  readonly #definitions = new Map<string, RationalFunction>();
  /** Every polynomial that was divided by. */
  readonly divisors: Map<string, Polynomial> = new Map();

  constructor(variables: readonly string[]) {
    this.#variables = variables;
  }

  /** Lets `name` stand for a formula from here on. */
  define(name: string, tree: MathNode): void {
    const { numerator, powers } = this.read(tree);
    this.#definitions.set(name, { numerator: rememberedPolynomial(numerator), powers });
  }

  /** left − right over their common denominator. */
  difference(left: RationalFunction, right: RationalFunction): RationalFunction {
    return this.#add(left, { ...right, numerator: this.#negate(right.numerator) });
  }

  /** A formula of whole numbers, variables, definitions, + − * / and whole powers. */
  read(node: MathNode): RationalFunction {
    switch (node.type) {
      case 'ParenthesisNode':
        return this.read((node as ParenthesisNode).content);
      case 'ConstantNode': {
        const { value } = node as ConstantNode;
        if (!Number.isSafeInteger(value)) refuse('proveIdentity', 'numbers must be whole', String(value));
        return this.#polynomial(this.#constant(BigInt(value as number)));
      }
      case 'SymbolNode': {
        const { name } = node as SymbolNode;
        const defined = this.#definitions.get(name);
        if (defined) return defined;
        const index = this.#variables.indexOf(name);
        if (index < 0) refuse('proveIdentity', `variables are ${this.#variables.join(', ')}`, name);
        return this.#polynomial(variablePolynomial(index, this.#variables.length));
      }
      case 'OperatorNode':
        return this.#operation(node as OperatorNode);
      default:
        return refuse('proveIdentity', 'formulas must be rational (+ - * / ^)', node.toString());
    }
  }

  #operation(node: OperatorNode): RationalFunction {
    const [left, right] = node.args;
    if (node.args.length === 1) return this.#unary(node.op, left);
    if (node.args.length !== 2) refuse('proveIdentity', 'formulas must be rational (+ - * / ^)', node.op);
    switch (node.op) {
      case '+':
        return this.#add(this.read(left), this.read(right));
      case '-':
        return this.difference(this.read(left), this.read(right));
      case '*':
        return multiply(this.read(left), this.read(right));
      case '/':
        return this.#divide(this.read(left), right);
      case '^': {
        const exponent = right.type === 'ConstantNode' ? (right as ConstantNode).value : undefined;
        if (typeof exponent !== 'number' || !Number.isInteger(exponent) || exponent < 0) {
          return refuse('proveIdentity', 'exponents must be whole and not negative', right.toString());
        }
        if (exponent > LARGEST_EXPONENT) {
          refuse('proveIdentity', `exponents must be at most ${LARGEST_EXPONENT}`, exponent);
        }
        const { numerator, powers } = this.read(left);
        const raised = [...powers].map(([divisor, m]) => [divisor, m * exponent] as const);
        return { numerator: powerPolynomial(numerator, exponent), powers: new Map(raised) };
      }
      default:
        return refuse('proveIdentity', 'formulas must be rational (+ - * / ^)', node.op);
    }
  }

  /** Every other sign before or after a formula (x!, ~x, not x, x') means something else than x. */
  #unary(op: string, operand: MathNode): RationalFunction {
    if (op !== '-' && op !== '+') refuse('proveIdentity', 'formulas must be rational (+ - * / ^)', op);
    const { numerator, powers } = this.read(operand);
    return op === '-' ? { numerator: this.#negate(numerator), powers } : { numerator, powers };
  }

  /** u / (P / Π D^m) = u Π D^m / P. */
  #divide(dividend: RationalFunction, divisorTree: MathNode): RationalFunction {
    const divisor = this.read(divisorTree);
    const name = divisorTree.toString({ parenthesis: 'all' });
    if (!this.divisors.has(name)) this.divisors.set(name, rememberedPolynomial(divisor.numerator));
    return multiply(dividend, {
      numerator: this.#product(divisor.powers),
      powers: new Map([[name, 1]]),
    });
  }

  #add(left: RationalFunction, right: RationalFunction): RationalFunction {
    const powers = new Map(left.powers);
    for (const [divisor, m] of right.powers) powers.set(divisor, Math.max(m, powers.get(divisor) ?? 0));
    const raised = ({ numerator, powers: own }: RationalFunction) => {
      const missing = [...powers].map(([divisor, m]) => [divisor, m - (own.get(divisor) ?? 0)] as const);
      return multiplyPolynomials(numerator, this.#product(new Map(missing)));
    };
    return { numerator: addPolynomials(raised(left), raised(right)), powers };
  }

  /** Π D^m. */
  #product(powers: ReadonlyMap<string, number>): Polynomial {
    let product = this.#constant(1n);
    for (const [divisor, m] of powers) {
      if (m > 0) product = multiplyPolynomials(product, powerPolynomial(this.divisors.get(divisor)!, m));
    }
    return product;
  }

  #negate(p: Polynomial): Polynomial {
    return multiplyPolynomials(this.#constant(-1n), p);
  }

  #constant(value: bigint): Polynomial {
    return constantPolynomial(value, this.#variables.length);
  }

  #polynomial(numerator: Polynomial): RationalFunction {
    return { numerator, powers: new Map() };
  }
}

function multiply(left: RationalFunction, right: RationalFunction): RationalFunction {
  const powers = new Map(left.powers);
  for (const [divisor, m] of right.powers) powers.set(divisor, m + (powers.get(divisor) ?? 0));
  return { numerator: multiplyPolynomials(left.numerator, right.numerator), powers };
}
