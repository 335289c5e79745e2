/**
 * Examples in exact fractions (mathjs' Fraction, on BigInts): no rounding stands between an inequality and its
 * failure.
 */

import { refuse, requireLength } from '../checks.js';
import { mathjs } from './mathjs.js';

/** The two sides of Lemma A.1 at H = [[a, b], [b, c]] and g = (g1, g2), as exact fractions such as '-1/2'. */
export interface LemmaSides {
  readonly determinant: string;
  /** (gᵀHg)(gᵀH⁻¹g). */
  readonly product: string;
  /** (gᵀg)². */
  readonly square: string;
  /** product − square: Lemma A.1 says ≥ 0. */
  readonly gap: string;
  readonly holds: boolean;
}

/** Whole numbers or fractions, such as 2 or '-1/2'. */
export type Rational = number | string;

/**
 * Lemma A.1 at one Hessian and one gradient of the plane.
 *
 * @throws if a number is not rational or the Hessian is singular.
 */
export function lemmaSides(
  H: readonly [a: Rational, b: Rational, c: Rational],
  g: readonly [Rational, Rational],
): LemmaSides {
  requireLength('lemmaSides', 'H', H, 3);
  requireLength('lemmaSides', 'g', g, 2);
  const { fraction } = mathjs();
  const exact = (value: Rational) => {
    try {
      return fraction(String(value));
    } catch {
      return refuse('lemmaSides', 'entries must be whole numbers or fractions', value);
    }
  };
  const [a, b, c] = H.map(exact);
  const [g1, g2] = g.map(exact);
  const determinant = a.mul(c).sub(b.mul(b));
  if (determinant.equals(0)) refuse('lemmaSides', 'the Hessian must be invertible', H);
  const twice = b.mul(g1).mul(g2).mul(2); // 2b g₁g₂
  const gHg = a.mul(g1).mul(g1).add(twice).add(c.mul(g2).mul(g2));
  const gHinverseg = c.mul(g1).mul(g1).sub(twice).add(a.mul(g2).mul(g2)).div(determinant);
  const gg = g1.mul(g1).add(g2.mul(g2));
  const product = gHg.mul(gHinverseg);
  const square = gg.mul(gg);
  const gap = product.sub(square);
  return {
    determinant: determinant.toFraction(),
    product: product.toFraction(),
    square: square.toFraction(),
    gap: gap.toFraction(),
    holds: gap.compare(0) >= 0,
  };
}

/** The saddle L = (x² − y²)/2 at (2, 1): H = diag(1, −1), g = (2, −1), and 3 · 3 < 5². */
export function indefiniteCounterexample(): LemmaSides {
  return lemmaSides([1, 0, -1], [2, -1]);
}

/** A point of f = x₁² + 2x₂² + 3x₃², given and judged by whole numbers only. */
export interface ConvexPoint {
  /** xᵢ². */
  readonly squares: readonly number[]; // [3]
  readonly value: number;
  /** ‖∇f‖². */
  readonly gradientNorm2: number;
  /** ‖x‖², the squared distance to the minimum. */
  readonly distance2: number;
}

/**
 * A convex quadratic in three dimensions on which a teleport raises ‖∇f‖ and moves away from the minimum, which
 * in two cannot be (see `statements.ts`, ellipse trade-off). The orbits of f = x₁² + 2x₂² + 3x₃² under its symmetry
 * group are the whole level sets, so a teleport can go from (0, √5, 0) to (2, 0, √2).
 */
export function convexCounterexample(): { readonly from: ConvexPoint; readonly to: ConvexPoint } {
  const total = (terms: readonly number[]) => terms.reduce((sum, term) => sum + term, 0);
  const at = (squares: readonly number[]): ConvexPoint => ({
    squares,
    value: total(squares.map((square, i) => (i + 1) * square)),
    gradientNorm2: total(squares.map((square, i) => (2 * (i + 1)) ** 2 * square)),
    distance2: total(squares),
  });
  return { from: at([0, 5, 0]), to: at([4, 0, 2]) };
}
