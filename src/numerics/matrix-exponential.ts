/**
 * The matrix exponential and its derivative, for real n × n matrices.
 *
 *     exp(T) = Σ Tᵏ / k!  ≈  r_m(T / 2ˢ)^(2ˢ),   r_m = (V − U)⁻¹ (V + U),
 *     U = T Σ b_{2i+1} T²ⁱ,   V = Σ b_{2i} T²ⁱ       the [m/m] Padé approximant,
 *
 * by scaling and squaring (Higham 2005, Algorithm 2.3; the even powers are formed one by one, a product more than
 * his at m = 13): m ∈ {3, 5, 7, 9, 13} and s are the cheapest that keep the backward error below the unit
 * roundoff. The derivative along E, L(T, E) = d/dt exp(T + t E) at t = 0, differentiates the same steps (Al-Mohy &
 * Higham 2009, Algorithm 6.4). Its adjoint under ⟨A, B⟩ = tr(AᵀB) is the derivative at the transpose:
 *
 *     ⟨W, L(T, E)⟩ = ⟨L(Tᵀ, W), E⟩.
 */

import type { Vector } from '../seams.js';
import { identity, multiply, oneNorm, transpose } from './dense.js';
import { factorize, solveFactored } from './lu.js';
import { addScaled } from './vector.js';

export interface MatrixExponential {
  readonly n: number;
  /** out ← exp(T). */
  exp(T: Vector, out?: Vector): Vector;
  /** out ← exp(T) and inverse ← exp(−T), from the same powers of T. */
  both(T: Vector, out: Vector, inverse: Vector): void;
  /** out ← L(T, E), the derivative of exp at T along E. */
  derivative(T: Vector, E: Vector, out?: Vector): Vector;
  /** out ← L(Tᵀ, W): given W = ∂ℓ/∂exp(T), the gradient ∂ℓ/∂T. */
  vjp(T: Vector, W: Vector, out?: Vector): Vector;
  /** The same at the T of the last call of any of these, whose powers and factors are still there. */
  pullBack(W: Vector, out?: Vector): Vector;
}

/** A Padé approximant: its coefficients b₀ … b_m, and ℓ_m, the largest ‖T‖₁ it serves. */
interface Approximant {
  readonly b: readonly number[];
  readonly ell: number;
}

/** b: Higham 2005, Section 2; ℓ_m: Al-Mohy & Higham 2009, Table 6.1, for exp and its derivative alike. */
const APPROXIMANTS: readonly Approximant[] = [
  { b: [120, 60, 12, 1], ell: 1.08e-2 },
  { b: [30240, 15120, 3360, 420, 30, 1], ell: 2e-1 },
  {
    b: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1],
    ell: 7.83e-1,
  },
  {
    b: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
    ell: 1.78,
  },
  {
    b: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
      10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
    ell: 4.74,
  },
];

/** The exponential of n × n matrices; holds its work space, so calls allocate nothing when given `out`. */
export function matrixExponential(n: number): MatrixExponential {
  const matrix = (): Vector => new Float64Array(n * n);
  const [A, W, U, V, dA, dW, dU, dV] = Array.from({ length: 8 }, matrix); // dX: the derivative of X along dA
  const [factors, otherFactors, product, square, flippedE, flippedL] = Array.from({ length: 6 }, matrix);
  const pivots = new Int32Array(n);
  const otherPivots = new Int32Array(n);
  const powers = Array.from({ length: 6 }, matrix); // A², A⁴, … A¹²
  const dPowers = Array.from({ length: 6 }, matrix); // and theirs
  // What the last T = 2ˢ A left behind, with A's powers, W, and the factors of V − U:
  let b: readonly number[] = [];
  let halvings = 0; // s
  let isZero = true; // exp(0) = I and L(0, E) = E, what an ascent from the identity asks for, are free
  const R = matrix(); // r_m(A)

  return {
    n,
    exp,
    both: (T, out, inverse) => {
      exp(T, out);
      if (isZero) {
        identity(n, inverse);
        return;
      }
      for (let i = 0; i < n * n; i++) otherFactors[i] = V[i] + U[i]; // r_m(−A) = (V + U)⁻¹(V − U)
      for (let i = 0; i < n * n; i++) inverse[i] = V[i] - U[i];
      factorize(otherFactors, n, otherPivots);
      solveFactored(otherFactors, otherPivots, inverse, n, n);
      squareRepeatedly(inverse);
    },
    derivative: (T, E, out = matrix()) => {
      prepare(T);
      return differentiate(E, out);
    },
    vjp: (T, weights, out = matrix()) => {
      prepare(T);
      return pullBack(weights, out);
    },
    pullBack,
  };

  function exp(T: Vector, out: Vector = matrix()): Vector {
    prepare(T);
    if (isZero) return identity(n, out);
    out.set(R);
    return squareRepeatedly(out);
  }

  /** L(Tᵀ, W) = L(T, Wᵀ)ᵀ, which shares everything with exp(T). */
  function pullBack(weights: Vector, out: Vector = matrix()): Vector {
    transpose(weights, n, n, flippedE);
    return transpose(differentiate(flippedE, flippedL), n, n, out);
  }

  function prepare(T: Vector): void {
    const size = oneNorm(T, n, n);
    isZero = size === 0;
    if (isZero) return;
    [b, halvings] = choose(size);
    for (let i = 0; i < n * n; i++) A[i] = T[i] / 2 ** halvings;
    pade();
  }

  function squareRepeatedly(X: Vector): Vector {
    for (let s = 0; s < halvings; s++) X.set(multiply(X, X, n, n, n, product));
    return X;
  }

  /** out ← L(T, E), after `prepare(T)`. */
  function differentiate(E: Vector, out: Vector): Vector {
    if (isZero) {
      out.set(E);
      return out;
    }
    for (let i = 0; i < n * n; i++) dA[i] = E[i] / 2 ** halvings;
    padeDerivative(out);
    square.set(R);
    for (let s = 0; s < halvings; s++) {
      sumOfProducts(square, out, out, square, dU); // d(R²) = R dR + dR R
      out.set(dU);
      square.set(multiply(square, square, n, n, n, product));
    }
    return out;
  }

  /** R ← r_m(A). */
  function pade(): void {
    const degree = b.length - 1;
    multiply(A, A, n, n, n, powers[0]);
    for (let i = 1; 2 * i + 2 < degree; i++) multiply(powers[i - 1], powers[0], n, n, n, powers[i]);
    evenPolynomial(1, powers, b[1], W);
    evenPolynomial(0, powers, b[0], V);
    multiply(A, W, n, n, n, U);
    for (let i = 0; i < n * n; i++) factors[i] = V[i] - U[i];
    factorize(factors, n, pivots); // never singular for ‖A‖ ≤ ℓ_m ≤ θ_m (Higham 2005, Section 2)
    for (let i = 0; i < n * n; i++) R[i] = V[i] + U[i];
    solveFactored(factors, pivots, R, n, n);
  }

  /** out ← dr_m(A)[dA], after `pade`: (V − U) dR = dU + dV + (dU − dV) R. */
  function padeDerivative(out: Vector): void {
    const degree = b.length - 1;
    sumOfProducts(A, dA, dA, A, dPowers[0]);
    for (let i = 1; 2 * i + 2 < degree; i++) {
      sumOfProducts(dPowers[i - 1], powers[0], powers[i - 1], dPowers[0], dPowers[i]);
    }
    evenPolynomial(1, dPowers, 0, dW);
    evenPolynomial(0, dPowers, 0, dV);
    sumOfProducts(A, dW, dA, W, dU);
    for (let i = 0; i < n * n; i++) square[i] = dU[i] - dV[i];
    multiply(square, R, n, n, n, out);
    for (let i = 0; i < n * n; i++) out[i] += dU[i] + dV[i];
    solveFactored(factors, pivots, out, n, n);
  }

  /** out ← constant · I + Σ_{i ≥ 1} b[2i + offset] powers[i − 1]. */
  function evenPolynomial(offset: 0 | 1, p: Vector[], constant: number, out: Vector): void {
    out.fill(0);
    for (let i = 0; i < n; i++) out[i * n + i] = constant;
    for (let i = 1; 2 * i + offset < b.length; i++) addScaled(out, b[2 * i + offset], p[i - 1]);
  }

  /** out ← A B + C D; out is none of them. */
  function sumOfProducts(A: Vector, B: Vector, C: Vector, D: Vector, out: Vector): void {
    multiply(A, B, n, n, n, out);
    multiply(C, D, n, n, n, product);
    for (let i = 0; i < n * n; i++) out[i] += product[i];
  }
}

/** The coefficients of the cheapest approximant, and the number of halvings s; a norm that is not finite gives NaN. */
function choose(norm: number): [readonly number[], number] {
  for (const { b, ell } of APPROXIMANTS) if (norm <= ell) return [b, 0];
  const { b, ell } = APPROXIMANTS[APPROXIMANTS.length - 1];
  return [b, Number.isFinite(norm) ? Math.ceil(Math.log2(norm / ell)) : 0];
}
