/**
 * Exponents as exact fractions: whether a power of a power is even, odd or neither must not hang on a rounding. 3 · (1/3)
 * is 1, and a number such as 0.1 is the fraction that it is written as.
 */

import { type Graph, Op } from './graph.js';

/** n/d in lowest terms, d > 0. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function fraction(n: bigint, d: bigint): Fraction {
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / a, d: (sign * d) / a };
}

export const times = (p: Fraction, q: Fraction): Fraction => fraction(p.n * q.n, p.d * q.d);
export const lessOne = ({ n, d }: Fraction): Fraction => ({ n: n - d, d });
export const isWhole = ({ d }: Fraction): boolean => d === 1n;
export const isEven = ({ n, d }: Fraction): boolean => d === 1n && n % 2n === 0n;
export const isOdd = ({ n, d }: Fraction): boolean => d === 1n && n % 2n !== 0n;
export const toNumber = ({ n, d }: Fraction): number => Number(n) / Number(d);

/** The decimal fraction that is a number's shortest text. */
export function fromDecimal(value: number): Fraction {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, decimals = ''] = mantissa.split('.');
  const shift = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return shift >= 0 ? fraction(digits * 10n ** BigInt(shift), 1n) : fraction(digits, 10n ** BigInt(-shift));
}

/** The sum of decimal numbers, rounded once: 1e-17 − 1 + 1 is 1e-17. */
export function exactSum(numbers: readonly number[]): number {
  const plain = numbers.reduce((total, number) => total + number, 0);
  if (numbers.length < 2 || (numbers.every(Number.isSafeInteger) && Number.isSafeInteger(plain)))
    return plain;
  let total: Fraction = { n: 0n, d: 1n };
  for (const number of numbers) {
    const { n, d } = fromDecimal(number);
    total = fraction(total.n * d + n * total.d, total.d * d);
  }
  return quotient(total);
}

/** n/d as the nearest number, though n and d alone may be too large for one. */
function quotient({ n, d }: Fraction): number {
  if (n === 0n) return 0;
  const size = (value: bigint) => value.toString(2).length;
  const shift = 64 - (size(n < 0n ? -n : n) - size(d));
  const scaled = shift >= 0 ? (n << BigInt(shift)) / d : n / (d << BigInt(-shift));
  return Number(scaled) * 2 ** -Math.trunc(shift / 2) * 2 ** -(shift - Math.trunc(shift / 2));
}

/** A node of numbers and + − * / as a fraction; undefined if it is something else. */
export function exponentOf(graph: Graph, node: number): Fraction | undefined {
  const number = graph.numberAt(node);
  if (number !== undefined) return fromDecimal(number);
  const op = graph.op[node];
  if (op < Op.add || op > Op.negate || graph.varies[node]) return undefined;
  const p = exponentOf(graph, graph.a[node]);
  if (!p || op === Op.negate) return p && { n: -p.n, d: p.d };
  const q = exponentOf(graph, graph.b[node]);
  if (!q) return undefined;
  if (op === Op.multiply) return times(p, q);
  if (op === Op.divide) return q.n === 0n ? undefined : fraction(p.n * q.d, p.d * q.n);
  return fraction(p.n * q.d + (op === Op.add ? q.n * p.d : -q.n * p.d), p.d * q.d);
}

/** A node for a fraction: one number if that is the fraction itself. */
export function exponentNode(graph: Graph, p: Fraction): number {
  const value = toNumber(p);
  const { n, d } = fromDecimal(value);
  if (n === p.n && d === p.d) return graph.number(value);
  return graph.node(Op.divide, graph.number(Number(p.n)), graph.number(Number(p.d)));
}
