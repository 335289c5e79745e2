/** A share of successes with Wilson's score interval, which stays honest at 0 and 1 (E. B. Wilson, 1927). */

import { refuse, requireCount } from '../checks.js';

export interface Proportion {
  readonly successes: number;
  readonly trials: number;
  readonly share: number;
  /** The 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 *     centre ± Z/(1 + Z²/n) · √( p(1 − p)/n + Z²/4n² ),   centre = (p + Z²/2n)/(1 + Z²/n).
 */
export function proportion(successes: number, trials: number): Proportion {
  requireCount('proportion', 'trials', trials);
  requireCount('proportion', 'successes', successes, 0);
  if (successes > trials) refuse('proportion', `successes must be at most the ${trials} trials`, successes);
  const p = successes / trials;
  const shrink = 1 / (1 + Z ** 2 / trials);
  const centre = (p + Z ** 2 / (2 * trials)) * shrink;
  const half = Z * shrink * Math.sqrt((p * (1 - p)) / trials + Z ** 2 / (4 * trials ** 2));
  return {
    successes,
    trials,
    share: p,
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}
