/**
 * Whether a new run is one like the ten that are stored, where its bytes cannot be: another processor or another Node rounds
 * differently, and training amplifies that until nothing but the distribution is the same.
 *
 * Its number is the median of the last losses on the test tasks, as log₁₀; a median that has diverged counts as infinite. Its rank
 * among the ten is 1 … 11, each as likely as another if it is one of their kind. So a rank at an end is no news for a single run
 * (p = 2/11), and is for many: K of n runs outside the range of the ten, two-sided, is compared with a binomial distribution. A single
 * run is judged by how far outside it is: by more than the range's own width it is none of them.
 */

/** Where a new number stands among the stored ones. */
export interface Rank {
  /** From 1, below all of them, to their count + 1. */
  readonly rank: number;
  /** How many stored numbers there are. */
  readonly of: number;
  /** By how much it lies outside of their range, in widths of it; 0 inside. */
  readonly outside: number;
}

/** Losses nearer than this share, as log₁₀, are equal: where all ten agree, the range has no width. */
const LEAST_WIDTH = 1e-3;

/** Below this chance the runs are none of the stored kind. */
export const LEVEL = 1e-3;

/** The rank of a median loss among others; null is a diverged one. A tie counts half above and half below. */
export function rankAmong(own: number | null, stored: readonly (number | null)[]): Rank {
  const value = logarithm(own);
  const others = stored.map(logarithm);
  const below = others.filter((one) => one < value).length;
  const equal = others.filter((one) => one === value).length;
  const finite = others.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const rank = 1 + below + Math.floor(equal / 2);
  if (others.includes(value)) return { rank, of: others.length, outside: 0 };
  const width = Math.max(high - low, LEAST_WIDTH);
  const beyond = Math.max(low - value, finite.length < others.length ? 0 : value - high, 0);
  return {
    rank,
    of: others.length,
    outside: finite.length === 0 ? Number.POSITIVE_INFINITY : beyond / width,
  };
}

/** The chance that as many runs as these or more lie outside, if all are of the stored kind. */
export function chanceOutside(ranks: readonly Rank[]): number {
  const outside = ranks.filter(({ outside }) => outside > 0).length;
  // chance[k] that k of the runs so far lie outside; each with its own chance, 2 of (of + 1) ranks.
  let chance = [1];
  for (const { of } of ranks) {
    const p = 2 / (of + 1);
    const next = new Array<number>(chance.length + 1).fill(0);
    chance.forEach((c, k) => {
      next[k] += c * (1 - p);
      next[k + 1] += c * p;
    });
    chance = next;
  }
  return chance.slice(outside).reduce((sum, c) => sum + c, 0);
}

/** Whether they may be of the stored kind. */
export function areAlike(ranks: readonly Rank[]): boolean {
  return ranks.every(({ outside }) => outside <= 1) && chanceOutside(ranks) >= LEVEL;
}

/** Of a loss of exactly 0, the smallest there is. */
const LEAST_LOSS = 1e-28;

function logarithm(loss: number | null): number {
  return loss === null ? Number.POSITIVE_INFINITY : Math.log10(Math.max(loss, LEAST_LOSS));
}
