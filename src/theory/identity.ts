/**
 * Proofs of identities between rational functions, by machine and exactly.
 *
 * **Argument.** Bring left − right over a common denominator: N/D, with N and D polynomials with integer
 * coefficients. Let dᵢ bound the degree of N in its i-th variable. *If N vanishes on a grid of dᵢ + 1 values for each
 * variable i, it is the zero polynomial*: a polynomial of degree ≤ d in one variable with d + 1 roots is zero; in
 * k variables, fix all but the last at a grid point, so N is zero there as a polynomial in the last one, so each
 * of its coefficients, a polynomial in k − 1 variables, vanishes on the smaller grid, and the rest is induction.
 * Hence left = right wherever D ≠ 0. The degree bounds are read off the formula (a sum has at most the larger
 * degree, a product the sum of both), values are BigInts, and nothing is sampled or rounded: it is a proof, whose
 * only premises are this file, the two below it and BigInt arithmetic.
 *
 * A statement whose denominator vanished on the whole grid would be empty, and is refused. What is not of this kind is
 * refused too, never guessed: other operators and functions, numbers that are not whole or that float64 does not hold.
 *
 * The grid is walked for a limited time. If that runs out, or if the numbers would be too long, the answer is 'not
 * decided': a counterexample among the points seen would have ended it, but no proof is claimed.
 */

import type { MathNode } from 'mathjs';
import {
  BadInput,
  refuse,
  requireLength,
  requireList,
  requireObject,
  requireOptions,
  requirePositive,
} from '../checks.js';
import { isExactWhole, literalsIn, plainText } from './literals.js';
import { mathjs } from './mathjs.js';
import type { Polynomial } from './polynomial.js';
import { RationalFunctions } from './rational-function.js';

/** An identity, or several that belong together: each pair of sides is to be equal. */
export interface Identity {
  /** What is claimed, in words. */
  readonly statement: string;
  readonly variables: readonly string[];
  /** Names for formulas, in an order in which each uses only variables and names before it. */
  readonly definitions?: Readonly<Record<string, string>>;
  readonly sides: readonly (readonly [left: string, right: string])[];
}

/** The outcome, as plain data. */
export interface Proof {
  readonly statement: string;
  readonly sides: readonly (readonly [left: string, right: string])[];
  readonly variables: readonly string[];
  /** For each pair of sides, the bound on the degree of the cleared difference in each variable. */
  readonly degrees: readonly (readonly number[])[];
  /** Points of the grid evaluated, over all pairs of sides. */
  readonly points: number;
  /** Whether it is proved. */
  readonly holds: boolean;
  /** Proved, refuted by the counterexample, or neither: time ran out, or the numbers are too long. */
  readonly verdict: 'holds' | 'fails' | 'not decided';
  /** Where it does not hold: a point, and both sides there as exact fractions. */
  readonly counterexample?: {
    readonly point: Readonly<Record<string, number>>;
    readonly left: string;
    readonly right: string;
  };
}

/** Options of {@link proveIdentity}. */
export interface ProveOptions {
  /** After so many seconds the answer is 'not decided'; 60 by default. */
  readonly seconds?: number;
  /** Told now and then how many points of the grid are done, and of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Longer numbers make a single point take seconds. */
const MOST_BITS = 2_000_000;
/** Points between looks at the clock. */
const STRIDE = 64;

/**
 * Proves or refutes an identity.
 *
 *     const square = { statement: '', variables: ['x', 'y'], sides: [['(x + y)^2', 'x^2 + 2x y + y^2']] } as const;
 *     proveIdentity(square).verdict; // 'holds'
 *
 * @throws on a formula that does not parse or is not rational with whole numbers.
 */
export function proveIdentity(identity: Identity, options: ProveOptions = {}): Proof {
  try {
    return prove(identity, options);
  } catch (error) {
    // Formulas are walked by recursion.
    if (error instanceof RangeError && !(error instanceof BadInput)) {
      refuse('proveIdentity', 'formulas must be shorter', `${identity.sides[0][0].slice(0, 40)}…`);
    }
    throw error;
  }
}

function prove(identity: Identity, options: ProveOptions): Proof {
  requireOptions('proveIdentity', identity, ['statement', 'variables', 'definitions', 'sides'], 'identity');
  const { statement, variables, definitions = {}, sides } = identity;
  requireList('proveIdentity', 'variables', variables, 0);
  requireList('proveIdentity', 'sides', sides, 0);
  for (const pair of sides) requireLength('proveIdentity', 'a pair of sides', pair, 2);
  requireObject('proveIdentity', 'definitions', definitions);
  requireOptions('proveIdentity', options, ['seconds', 'onProgress']);
  const { seconds = 60, onProgress } = options;
  requirePositive('proveIdentity', 'seconds', seconds);
  if (sides.length === 0) refuse('proveIdentity', 'sides must hold a pair', sides);
  const end = performance.now() + 1000 * seconds;
  const functions = new RationalFunctions(variables);
  for (const [name, formula] of Object.entries(definitions)) {
    if (variables.includes(name)) refuse('proveIdentity', 'definitions must not name a variable', name);
    functions.define(name, parse(formula));
  }
  const summary = { statement, sides, variables };
  const degrees: (readonly number[])[] = [];
  let points = 0;
  for (const [left, right] of sides) {
    const sideLeft = functions.read(parse(left));
    const sideRight = functions.read(parse(right));
    const { numerator } = functions.difference(sideLeft, sideRight);
    degrees.push(numerator.degrees);
    const search = firstNonzero(numerator, [...functions.divisors.values()], end, onProgress);
    points += search.points;
    if (search.found === 'nothing yet')
      return { ...summary, degrees, points, holds: false, verdict: 'not decided' };
    if (search.at) {
      const { at } = search;
      const exact = (side: typeof sideLeft) => {
        let denominator = 1n;
        for (const [name, m] of side.powers) denominator *= functions.divisors.get(name)!.at(at) ** BigInt(m);
        return mathjs().fraction(side.numerator.at(at), denominator).toFraction();
      };
      const point = Object.fromEntries(variables.map((name, i) => [name, Number(at[i])]));
      const counterexample = { point, left: exact(sideLeft), right: exact(sideRight) };
      return { ...summary, degrees, points, holds: false, verdict: 'fails', counterexample };
    }
  }
  return { ...summary, degrees, points, holds: true, verdict: 'holds' };
}

/** Where a walk over the grid has ended: at a point with N ≠ 0, at the grid's end, or before. */
interface Search {
  readonly found: 'a counterexample' | 'none' | 'nothing yet';
  readonly points: number;
  readonly at?: readonly bigint[];
}

/** Walks the grid until N ≠ 0, having made sure that on some point of it no divisor is zero. */
function firstNonzero(
  numerator: Polynomial,
  divisors: readonly Polynomial[],
  end: number,
  onProgress: ProveOptions['onProgress'],
): Search {
  const { degrees } = numerator;
  const size = degrees.reduce((product, degree) => product * (degree + 1), 1);
  const bits = Math.max(numerator.bits, ...divisors.map((divisor) => divisor.bits));
  if (!(bits <= MOST_BITS)) return { found: 'nothing yet', points: 0 };
  const isDefined = (at: readonly bigint[]) => divisors.every((divisor) => divisor.at(at) !== 0n);
  let somewhereDefined = false;
  for (let index = 0; index < size; index++) {
    if (index % STRIDE === 0 || bits > 10_000) {
      if (performance.now() > end) return { found: 'nothing yet', points: index };
      if (index % (STRIDE * 64) === 0) onProgress?.(index, size);
    }
    const point = gridPoint(index, degrees);
    somewhereDefined ||= isDefined(point);
    if (numerator.at(point) === 0n) continue;
    // Outside the grid, too, N ≠ 0 almost everywhere: step away from a point that has a zero divisor.
    for (let step = 0n; step < 1000n; step++) {
      const at = point.map((value, i) => value + step * BigInt(i + 1));
      if (numerator.at(at) !== 0n && isDefined(at))
        return { found: 'a counterexample', points: index + 1, at };
      if (performance.now() > end) return { found: 'nothing yet', points: index };
    }
    refuse('proveIdentity', 'denominators must not vanish identically', `near ${point.join(', ')}`);
  }
  onProgress?.(size, size);
  if (!somewhereDefined) {
    refuse('proveIdentity', 'denominators must not vanish identically', `${size} points`);
  }
  return { found: 'none', points: size };
}

/** The index-th point of the grid: in each variable the values 1, −1, 2, −2, … and so d + 1 of them. */
function gridPoint(index: number, degrees: readonly number[]): readonly bigint[] {
  let rest = index;
  return degrees.map((degree) => {
    const k = rest % (degree + 1);
    rest = Math.floor(rest / (degree + 1));
    const magnitude = BigInt(Math.floor(k / 2) + 1);
    return k % 2 === 0 ? magnitude : -magnitude;
  });
}

function parse(formula: string): MathNode {
  const plain = plainText(formula);
  for (const literal of literalsIn(plain)) {
    if (!isExactWhole(literal)) refuse('proveIdentity', 'numbers must be whole', literal);
  }
  if (plain.includes('%')) refuse('proveIdentity', 'formulas must be rational (+ - * / ^)', '%');
  try {
    return mathjs().parse(plain);
  } catch (error) {
    if (error instanceof RangeError)
      refuse('proveIdentity', 'a formula must be nested less deeply', formula.slice(0, 40));
    return refuse('proveIdentity', `a formula must parse (${(error as Error).message})`, formula);
  }
}
