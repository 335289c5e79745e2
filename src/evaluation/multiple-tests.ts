/**
 * Many tests at once: Holm's step-down correction (S. Holm, 1979, Scandinavian Journal of Statistics 6), which keeps the
 * probability of any false finding among them below the level, whatever the dependence between the tests.
 *
 *     p₍₁₎ ≤ … ≤ p₍ₘ₎,   p̃₍ᵢ₎ = min(1, max over j ≤ i of (m − j + 1) p₍ⱼ₎)
 */

import { refuse } from '../checks.js';

/** The corrected p-values, in the order of the given ones. @throws on a number that is no probability. */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) refuse('holm', 'p-values must be in [0, 1]', bad);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, (pValues.length - rank) * pValues[i]);
    corrected[i] = Math.min(1, largest);
  });
  return corrected;
}
