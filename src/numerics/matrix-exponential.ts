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
  /** out ← L(T, E), the derivative of exp at T along E. */
  derivative(T: Vector, E: Vector, out?: Vector): Vector;
  /** out ← L(Tᵀ, W): given W = ∂ℓ/∂exp(T), the gradient ∂ℓ/∂T. */
  vjp(T: Vector, W: Vector, out?: Vector): Vector;
}

/** Padé degree m, its coefficients b₀ … b_m, and the largest ‖T‖₁ it serves: θ for exp alone, ℓ with derivative. */
interface Approximant {
  readonly b: readonly number[];
  readonly theta: number;
  readonly ell: number;
}

/** θ_m: Higham 2005, Table 2.3; ℓ_m: Al-Mohy & Higham 2009, Table 6.1; b: Higham 2005, Section 2. */
const APPROXIMANTS: readonly Approximant[] = [
  { b: [120, 60, 12, 1], theta: 1.495585217958292e-2, ell: 1.08e-2 },
  { b: [30240, 15120, 3360, 420, 30, 1], theta: 2.53939833006323e-1, ell: 2e-1 },
  {
    b: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1],
    theta: 9.504178996162932e-1,
    ell: 7.83e-1,
  },
  {
    b: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
    theta: 2.097847961257068,
    ell: 1.78,
  },
  {
    b: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
      10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
    theta: 5.371920351148152,
    ell: 4.74,
  },
];

/** The exponential of n × n matrices; holds its work space, so calls allocate nothing when given `out`. */
export function matrixExponential(n: number): MatrixExponential {
  const matrix = (): Vector => new Float64Array(n * n);
  const [A, W, U, V, dA, dW, dU, dV] = Array.from({ length: 8 }, matrix); // dX: the derivative of X along dA
  const [denominator, product, value, flipped] = Array.from({ length: 4 }, matrix);
  const pivots = new Int32Array(n);
  const powers = Array.from({ length: 6 }, matrix); // A², A⁴, … A¹²
  const dPowers = Array.from({ length: 6 }, matrix); // and theirs

  return {
    n,
    exp: (T, out = matrix()) => {
      const size = oneNorm(T, n, n);
      if (size === 0) return identity(n, out);
      const [approximant, halvings] = choose(size, 'theta');
      for (let i = 0; i < n * n; i++) A[i] = T[i] / 2 ** halvings;
      pade(approximant.b, out);
      for (let s = 0; s < halvings; s++) out.set(multiply(out, out, n, n, n, product));
      return out;
    },
    derivative,
    vjp: (T, weights, out = matrix()) => derivative(transpose(T, n, n, flipped), weights, out),
  };

  function derivative(T: Vector, E: Vector, out: Vector = matrix()): Vector {
    const size = oneNorm(T, n, n);
    if (size === 0) {
      out.set(E); // L(0, E) = E: what an ascent from the identity asks for
      return out;
    }
    const [approximant, halvings] = choose(size, 'ell');
    for (let i = 0; i < n * n; i++) A[i] = T[i] / 2 ** halvings;
    for (let i = 0; i < n * n; i++) dA[i] = E[i] / 2 ** halvings;
    pade(approximant.b, value);
    padeDerivative(approximant.b, value, out);
    for (let s = 0; s < halvings; s++) {
      sumOfProducts(value, out, out, value, dU); // d(R²) = R dR + dR R
      out.set(dU);
      value.set(multiply(value, value, n, n, n, product));
    }
    return out;
  }

  /** out ← r_m(A); leaves the powers, W = Σ b_{2i+1} A²ⁱ, and the factors of V − U behind. */
  function pade(b: readonly number[], out: Vector): void {
    const degree = b.length - 1;
    multiply(A, A, n, n, n, powers[0]);
    for (let i = 1; 2 * i + 2 < degree; i++) multiply(powers[i - 1], powers[0], n, n, n, powers[i]);
    evenPolynomial(b, 1, powers, b[1], W);
    evenPolynomial(b, 0, powers, b[0], V);
    multiply(A, W, n, n, n, U);
    for (let i = 0; i < n * n; i++) denominator[i] = V[i] - U[i];
    factorize(denominator, n, pivots); // never singular for ‖A‖ ≤ θ (Higham 2005, Section 2)
    for (let i = 0; i < n * n; i++) out[i] = V[i] + U[i];
    solveFactored(denominator, pivots, out, n, n);
  }

  /** out ← dr_m(A)[dA], after `pade`: (V − U) dR = dU + dV + (dU − dV) R. */
  function padeDerivative(b: readonly number[], R: Vector, out: Vector): void {
    const degree = b.length - 1;
    sumOfProducts(A, dA, dA, A, dPowers[0]);
    for (let i = 1; 2 * i + 2 < degree; i++) {
      sumOfProducts(dPowers[i - 1], powers[0], powers[i - 1], dPowers[0], dPowers[i]);
    }
    evenPolynomial(b, 1, dPowers, 0, dW);
    evenPolynomial(b, 0, dPowers, 0, dV);
    sumOfProducts(A, dW, dA, W, dU);
    for (let i = 0; i < n * n; i++) U[i] = dU[i] - dV[i];
    multiply(U, R, n, n, n, out);
    for (let i = 0; i < n * n; i++) out[i] += dU[i] + dV[i];
    solveFactored(denominator, pivots, out, n, n);
  }

  /** out ← constant · I + Σ_{i ≥ 1} b[2i + offset] powers[i − 1]. */
  function evenPolynomial(
    b: readonly number[],
    offset: 0 | 1,
    p: Vector[],
    constant: number,
    out: Vector,
  ): void {
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

/** The cheapest approximant and the number of halvings s for this norm; a norm that is not finite gives NaN. */
function choose(norm: number, bound: 'theta' | 'ell'): [Approximant, number] {
  for (const approximant of APPROXIMANTS) if (norm <= approximant[bound]) return [approximant, 0];
  const largest = APPROXIMANTS[APPROXIMANTS.length - 1];
  return [largest, Number.isFinite(norm) ? Math.ceil(Math.log2(norm / largest[bound])) : 0];
}
