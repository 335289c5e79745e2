/**
 * The principal logarithm of a real n × n matrix, by inverse scaling and squaring (Higham 2008, Section 11.5):
 *
 *     log G = 2ˢ log G^(1/2ˢ),   log X = 2 artanh((X − I)(X + I)⁻¹) = 2 Σ_{j ≥ 0} Z^{2j+1} / (2j + 1).
 *
 * Square roots come from the product form of the Denman–Beavers iteration (Higham 2008, equation 6.29):
 *
 *     M ← ½ (I + ½ (M + M⁻¹)),   Y ← ½ Y (I + M⁻¹),   M₀ = Y₀ = G;   Y → G^½, M → I.
 *
 * A one-off, for composing group elements: it exists unless G has an eigenvalue on the negative real axis or 0.
 */

import { refuse } from '../checks.js';
import type { Vector } from '../seams.js';
import { identity, multiply, oneNorm } from './dense.js';
import { factorize, solveFactored } from './lu.js';
import { matrixExponential } from './matrix-exponential.js';
import { addScaled } from './vector.js';

/** Roots are taken until ‖X − I‖₁ is below this: then ‖Z‖ < 0.143 and 10 terms of the series leave under 1e-18. */
const NEAR_IDENTITY = 0.25;
const SERIES_TERMS = 10;

/** Halvings of log G; 60 bring ‖log G‖ = 10¹⁷ near 0. */
const MOST_ROOTS = 60;

/** Steps of one square root; it converges quadratically once near. */
const MOST_ITERATIONS = 50;

/** exp of the result must give G back to this relative error, or there was no real logarithm to find. */
const TOLERANCE = 1e-9;

/** out ← log G. @throws if G has no real principal logarithm, as with an eigenvalue ≤ 0. */
export function matrixLogarithm(G: Vector, n: number, out: Vector = new Float64Array(n * n)): Vector {
  let X: Vector = Float64Array.from(G);
  let roots = 0;
  while (distanceToIdentity(X, n) > NEAR_IDENTITY) {
    const root = roots < MOST_ROOTS ? squareRoot(X, n) : undefined;
    if (!root) refuse('matrixLogarithm', 'G must have a real logarithm (no eigenvalue ≤ 0)', G);
    X = root;
    roots += 1;
  }
  seriesNearIdentity(X, n, out);
  for (let i = 0; i < n * n; i++) out[i] *= 2 ** roots;

  const back = matrixExponential(n).exp(out);
  const error = oneNorm(addScaled(back, -1, G), n, n);
  if (!(error <= TOLERANCE * oneNorm(G, n, n))) {
    refuse('matrixLogarithm', 'G must have a real logarithm (no eigenvalue ≤ 0)', G);
  }
  return out;
}

function seriesNearIdentity(X: Vector, n: number, out: Vector): void {
  const plus = addScaled(identity(n), 1, X);
  const Z = addScaled(Float64Array.from(X), -1, identity(n));
  const pivots = new Int32Array(n);
  factorize(plus, n, pivots);
  solveFactored(plus, pivots, Z, n, n); // (X + I)⁻¹(X − I): the two commute
  const squared = multiply(Z, Z, n, n, n, new Float64Array(n * n));
  let power: Vector = Z;
  out.fill(0);
  for (let j = 0; j < SERIES_TERMS; j++) {
    addScaled(out, 2 / (2 * j + 1), power);
    power = multiply(power, squared, n, n, n, new Float64Array(n * n));
  }
}

/** The principal square root, or undefined where the iteration does not arrive. */
function squareRoot(G: Vector, n: number): Vector | undefined {
  const pivots = new Int32Array(n);
  let M: Vector = Float64Array.from(G);
  let Y: Vector = Float64Array.from(G);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const factors = Float64Array.from(M);
    if (!factorize(factors, n, pivots)) return undefined;
    const inverse = solveFactored(factors, pivots, identity(n), n, n);
    const half = addScaled(identity(n), 1, inverse);
    Y = multiply(Y, half, n, n, n, new Float64Array(n * n)).map((y) => 0.5 * y);
    M = M.map((m, i) => 0.25 * (m + inverse[i]));
    for (let i = 0; i < n; i++) M[i * n + i] += 0.5;
    const distance = distanceToIdentity(M, n);
    if (!Number.isFinite(distance)) return undefined;
    if (distance <= n * Number.EPSILON) return Y;
  }
  return distanceToIdentity(M, n) <= Math.sqrt(Number.EPSILON) ? Y : undefined;
}

function distanceToIdentity(X: Vector, n: number): number {
  return oneNorm(addScaled(Float64Array.from(X), -1, identity(n)), n, n);
}
