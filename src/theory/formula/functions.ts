/**
 * The functions of one argument: what each is over the reals, its derivative, and where it ends.
 *
 * A function that has no value gives NaN, also at a pole, where floating point would go on with ±∞: 1/(1/x) has no
 * value at 0. Derivatives are written so that they keep their digits (1/cosh² rather than 1 − tanh²).
 */

import { FIRST_FUNCTION } from './graph.js';

/** What derivatives are written in: arithmetic on the nodes of a graph (`algebra.ts`). */
interface Algebra {
  number(value: number): number;
  call(name: string, u: number): number;
  add(u: number, v: number): number;
  subtract(u: number, v: number): number;
  multiply(u: number, v: number): number;
  divide(u: number, v: number): number;
  power(u: number, exponent: number): number;
  negate(u: number): number;
}

/** A function of one argument. */
export interface UnaryFunction {
  readonly name: string;
  readonly at: (u: number) => number;
  /** The derivative by u, in terms of u and of the value f. */
  readonly derivative: (g: Algebra, u: number, f: number) => number;
  /** What u must be for a value, in words; without it every u will do. */
  readonly domain?: string;
  /** Whether u lies on the edge of the domain, where there is a value and no derivative to both sides. */
  readonly isEdge?: (u: number) => boolean;
  /** Whether f has a pole at u. */
  readonly isPole?: (u: number) => boolean;
}

const square = (g: Algebra, u: number) => g.power(u, 2);
const inverse = (g: Algebra, u: number) => g.divide(g.number(1), u);
const reciprocal = (u: number) => (u === 0 ? Number.NaN : 1 / u);
const isZero = (u: number) => u === 0;
const isOne = (u: number) => Math.abs(u) === 1;
/** (1 − u)(1 + u), which keeps its digits near ±1. */
const oneMinusSquare = (g: Algebra, u: number) =>
  g.multiply(g.subtract(g.number(1), u), g.add(g.number(1), u));
const logarithm = (u: number, f: (u: number) => number) => (u > 0 ? f(u) : Number.NaN);
const POSITIVE = { domain: 'a positive number', isPole: isZero };
const NONZERO_SINE = { domain: 'no multiple of pi', isPole: (u: number) => Math.sin(u) === 0 };

const TABLE: readonly UnaryFunction[] = [
  { name: 'exp', at: Math.exp, derivative: (_g, _u, f) => f },
  { name: 'log', at: (u) => logarithm(u, Math.log), derivative: inverse, ...POSITIVE },
  {
    name: 'log10',
    at: (u) => logarithm(u, Math.log10),
    derivative: (g, u) => g.divide(g.number(Math.LOG10E), u),
    ...POSITIVE,
  },
  {
    name: 'log2',
    at: (u) => logarithm(u, Math.log2),
    derivative: (g, u) => g.divide(g.number(Math.LOG2E), u),
    ...POSITIVE,
  },
  {
    name: 'log1p',
    at: (u) => (u > -1 ? Math.log1p(u) : Number.NaN),
    derivative: (g, u) => inverse(g, g.add(g.number(1), u)),
    domain: 'a number above -1',
    isPole: (u) => u === -1,
  },
  { name: 'expm1', at: Math.expm1, derivative: (g, u) => g.call('exp', u) },
  // The four that powers are made of: `powers.ts` differentiates them.
  { name: 'sqrt', at: Math.sqrt, derivative: unused, domain: 'no negative number', isEdge: isZero },
  { name: 'cbrt', at: Math.cbrt, derivative: unused },
  { name: 'abs', at: Math.abs, derivative: unused },
  { name: 'sin', at: Math.sin, derivative: (g, u) => g.call('cos', u) },
  { name: 'cos', at: Math.cos, derivative: (g, u) => g.negate(g.call('sin', u)) },
  { name: 'tan', at: Math.tan, derivative: (g, _u, f) => g.add(g.number(1), square(g, f)) },
  {
    name: 'asin',
    at: Math.asin,
    derivative: (g, u) => inverse(g, g.call('sqrt', oneMinusSquare(g, u))),
    domain: 'a number from -1 to 1',
    isEdge: isOne,
  },
  {
    name: 'acos',
    at: Math.acos,
    derivative: (g, u) => g.negate(inverse(g, g.call('sqrt', oneMinusSquare(g, u)))),
    domain: 'a number from -1 to 1',
    isEdge: isOne,
  },
  { name: 'atan', at: Math.atan, derivative: (g, u) => inverse(g, g.add(g.number(1), square(g, u))) },
  { name: 'sinh', at: Math.sinh, derivative: (g, u) => g.call('cosh', u) },
  { name: 'cosh', at: Math.cosh, derivative: (g, u) => g.call('sinh', u) },
  { name: 'tanh', at: Math.tanh, derivative: (g, u) => square(g, g.call('sech', u)) },
  {
    name: 'asinh',
    at: Math.asinh,
    derivative: (g, u) => inverse(g, g.call('sqrt', g.add(g.number(1), square(g, u)))),
  },
  {
    name: 'acosh',
    at: Math.acosh,
    derivative: (g, u) => {
      const one = g.number(1);
      return inverse(g, g.call('sqrt', g.multiply(g.subtract(u, one), g.add(u, one))));
    },
    domain: 'a number of at least 1',
    isEdge: (u) => u === 1,
  },
  {
    name: 'atanh',
    at: (u) => (Math.abs(u) < 1 ? Math.atanh(u) : Number.NaN),
    derivative: (g, u) => inverse(g, oneMinusSquare(g, u)),
    domain: 'a number between -1 and 1',
    isPole: isOne,
  },
  {
    name: 'sec',
    at: (u) => reciprocal(Math.cos(u)),
    derivative: (g, u, f) => g.multiply(f, g.call('tan', u)),
  },
  {
    name: 'csc',
    at: (u) => reciprocal(Math.sin(u)),
    derivative: (g, u, f) => g.negate(g.multiply(f, g.call('cot', u))),
    ...NONZERO_SINE,
  },
  {
    name: 'cot',
    at: (u) => reciprocal(Math.tan(u)),
    derivative: (g, u) => g.negate(square(g, g.call('csc', u))),
    ...NONZERO_SINE,
  },
  {
    name: 'sech',
    at: (u) => 1 / Math.cosh(u),
    derivative: (g, u, f) => g.negate(g.multiply(f, g.call('tanh', u))),
  },
];

/** By number: the operation {@link FIRST_FUNCTION} + i is the i-th. */
export const FUNCTIONS: readonly UnaryFunction[] = TABLE;

const CODES: ReadonlyMap<string, number> = new Map(TABLE.map(({ name }, i) => [name, FIRST_FUNCTION + i]));

/** The operation of a name; undefined if there is no such function. */
export function functionCode(name: string): number | undefined {
  return CODES.get(name);
}

/** The function of an operation; undefined if the operation is none. */
export function functionOf(op: number): UnaryFunction | undefined {
  return FUNCTIONS[op - FIRST_FUNCTION];
}

export const ABS = functionCode('abs')!;
export const SQRT = functionCode('sqrt')!;
export const CBRT = functionCode('cbrt')!;

function unused(): never {
  throw new Error('powers are differentiated as powers');
}
