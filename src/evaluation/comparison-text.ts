/** Comparisons in words: one way to say them, in claims and notebooks. */

import { FEWEST_SEEDS } from './bootstrap.js';
import type { PairComparison } from './comparison.js';

/**
 * Difference, interval, what diverged, and the outcome for method a:
 *
 *     −0.21 [−0.30, −0.12], diverged 3 and 0 of 2000 (3 pairs left out): won
 */
export function comparisonText(comparison: PairComparison): string {
  const { difference, divergedA, divergedB, pairs, leftOut, outcome, seeds } = comparison;
  const { value, interval } = difference;
  const range = interval ? ` [${interval.map(signed).join(', ')}]` : '';
  const diverged =
    leftOut > 0 ? `, diverged ${divergedA} and ${divergedB} of ${pairs} (${leftOut} pairs left out)` : '';
  const told = outcome === 'too few seeds' ? tooFewSeeds(seeds) : outcome;
  return `${value === null ? 'no pair survives' : signed(value)}${range}${diverged}: ${told}`;
}

/** Why nothing is judged. */
export function tooFewSeeds(seeds: number): string {
  return `too few seeds (${seeds}; a verdict needs ${FEWEST_SEEDS})`;
}

/** With its sign, to two decimals. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
