/**
 * Polynomials with integer coefficients that are known by what a proof needs of them: their exact value at any
 * point of integers, and a bound on their degree in each variable. Nothing is ever expanded.
 */

/** Coordinates of the points at which proofs look are smaller than 2 to this. */
export const COORDINATE_BITS = 24;

/** A polynomial in k variables. */
export interface Polynomial {
  /** An upper bound on the degree in each variable. */
  readonly degrees: readonly number[]; // [k]
  /** An upper bound on log₂ of the value where coordinates are below 2^{@link COORDINATE_BITS}. */
  readonly bits: number;
  /** The value at a point; points are told apart by identity, so a point must not be changed once used. */
  at(point: readonly bigint[]): bigint;
}

/** A whole number as a polynomial. */
export function constantPolynomial(value: bigint, variables: number): Polynomial {
  const degrees = new Array<number>(variables).fill(0);
  return { degrees, bits: value.toString(2).length, at: () => value };
}

/** The i-th variable. */
export function variablePolynomial(index: number, variables: number): Polynomial {
  const degrees = new Array<number>(variables).fill(0);
  degrees[index] = 1;
  return { degrees, bits: COORDINATE_BITS, at: (point) => point[index] };
}

/** p + q; deg(p + q) ≤ max(deg p, deg q). */
export function addPolynomials(p: Polynomial, q: Polynomial): Polynomial {
  return {
    degrees: p.degrees.map((degree, i) => Math.max(degree, q.degrees[i])),
    bits: Math.max(p.bits, q.bits) + 1,
    at: (point) => p.at(point) + q.at(point),
  };
}

/** p q; deg(p q) = deg p + deg q. */
export function multiplyPolynomials(p: Polynomial, q: Polynomial): Polynomial {
  return {
    degrees: p.degrees.map((degree, i) => degree + q.degrees[i]),
    bits: p.bits + q.bits,
    at: (point) => p.at(point) * q.at(point),
  };
}

/** p^k, k ≥ 0. */
export function powerPolynomial(p: Polynomial, exponent: number): Polynomial {
  const power = BigInt(exponent);
  return {
    degrees: p.degrees.map((degree) => degree * exponent),
    bits: p.bits * exponent + 1,
    at: (point) => p.at(point) ** power,
  };
}

/** The same polynomial, which remembers its value at the last point: for what occurs more than once. */
export function rememberedPolynomial(p: Polynomial): Polynomial {
  let last: readonly bigint[] | undefined;
  let value = 0n;
  return {
    degrees: p.degrees,
    bits: p.bits,
    at: (point) => {
      if (point !== last) {
        value = p.at(point);
        last = point;
      }
      return value;
    },
  };
}
