/**
 * Student's t distribution with ν degrees of freedom, and the normal distribution Φ, as far as intervals need them.
 *
 * For a whole ν the probability of |T| ≤ t is a finite sum in θ = arctan(t/√ν) (Abramowitz & Stegun, 26.7.3 and 26.7.4):
 *
 *     ν odd     (2/π) [ θ + sin θ (cos θ + 2/3 cos³θ + … + (2·4⋯(ν−3))/(1·3⋯(ν−2)) cos^{ν−2} θ) ]      (ν = 1: 2θ/π)
 *     ν even    sin θ [ 1 + 1/2 cos²θ + … + (1·3⋯(ν−3))/(2·4⋯(ν−2)) cos^{ν−2} θ ]
 */

import { errorFunction } from 'simple-statistics';
import { refuse, requireCount } from '../checks.js';

/** P(|T| ≤ t) at t = √ν tan θ. */
function withinAngle(theta: number, nu: number): number {
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  const odd = nu % 2 === 1;
  let term = odd ? cos : 1;
  let total = 0;
  // Terms of the powers 1, 3, …, ν − 2 or 0, 2, …, ν − 2; each is the one before times (k + 1)/(k + 2) cos²θ.
  for (let power = odd ? 1 : 0; power <= nu - 2; power += 2) {
    total += term;
    term *= ((power + 1) / (power + 2)) * cos ** 2;
  }
  return odd ? (2 / Math.PI) * (theta + sin * total) : sin * total;
}

/** The t with P(|T| ≤ t) = `within`, by bisection in θ; 0.95 gives the 97.5 % quantile. */
export function studentQuantile(within: number, nu: number): number {
  requireCount('studentQuantile', 'nu', nu);
  if (!(within > 0 && within < 1)) refuse('studentQuantile', 'within must lie between 0 and 1', within);
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (withinAngle(middle, nu) < within) low = middle;
    else high = middle;
  }
  return Math.sqrt(nu) * Math.tan((low + high) / 2);
}

/** Φ(z), to 1.2e-7. (The library's own Φ looks it up in a table of four digits.) */
export function normalProbability(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}
