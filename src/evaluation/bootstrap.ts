/**
 * The interval of a mean over training seeds: the expanded percentile bootstrap (T. C. Hesterberg, "What Teachers Should
 * Know About the Bootstrap", The American Statistician 69, 2015).
 *
 *     interval = quantiles α′ and 1 − α′ of the means of n resampled seeds,   α′ = Φ(−√(n/(n−1)) t_{0.975, n−1})
 *
 * The plain percentiles, α′ = 0.025, are narrow twice over: a resample's variance is (n−1)/n of the unbiased one, and
 * quantiles are the normal's where those of t are due. Of normal data they cover 90 % at ten seeds; expanded, 94 %.
 *
 * Fewer than {@link FEWEST_SEEDS} seeds have no interval. No resample's mean leaves the range of the n values, and the
 * range of n draws holds the centre of a symmetric distribution with probability 1 − 2^{1−n}: 50, 75 and 88 % at 2, 3
 * and 4 seeds, 94 % at 5.
 */

import { mean, quantileSorted } from 'simple-statistics';
import { sortedNumbers } from '../numerics/sorted-numbers.js';
import type { Stream } from '../random/stream.js';
import { normalProbability, studentQuantile } from './student-t.js';

/** With fewer seeds there is no interval, and nothing is judged. */
export const FEWEST_SEEDS = 5;

/** An estimate with its 95 % bootstrap interval; null where there is nothing, or too little, to estimate it from. */
export interface Estimate {
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/** The mean of one number a seed, with its expanded percentile interval. */
export function bootstrapMean(ofSeeds: readonly number[], stream: Stream, resamples = 2000): Estimate {
  const n = ofSeeds.length;
  if (n === 0) return { value: null, interval: null };
  const value = mean([...ofSeeds]);
  if (n < FEWEST_SEEDS) return { value, interval: null };
  const means = sortedNumbers(
    Array.from({ length: resamples }, () => mean(ofSeeds.map(() => ofSeeds[stream.integer(n)]))),
  );
  const tail = normalProbability(-Math.sqrt(n / (n - 1)) * studentQuantile(0.95, n - 1));
  return { value, interval: [quantileSorted(means, tail), quantileSorted(means, 1 - tail)] };
}
