/**
 * Summaries over tasks and seeds, of runs some of which have diverged (null). A diverged run's loss is infinite:
 *
 *     quantiles   count it as larger than every number; where a quantile falls on diverged runs it is NaN, and a line
 *                 drawn through it breaks
 *     mean        NaN as soon as one has diverged
 *
 * Over the survivors alone, a method that loses its hard tasks would look the better for it. What is no loss, such as a
 * step size that a diverged run no longer emits, has survivors alone: `missing: 'left out'`.
 */

import { mean, quantileSorted } from 'simple-statistics';
import { refuse, requireLength, requireList, requireOneOf, requireOptions } from '../checks.js';
import { sortedNumbers } from '../numerics/sorted-numbers.js';

/** Mean and quantiles of some numbers; NaN where there is none. */
export interface StepSummary {
  /** Runs that have not diverged at this step. */
  readonly count: number;
  /** Runs that have. */
  readonly diverged: number;
  readonly mean: number;
  readonly median: number;
  readonly q10: number;
  readonly q25: number;
  readonly q75: number;
  readonly q90: number;
}

/** How a summary takes what is not there. */
export interface SummaryOptions {
  /** What a null stands for: an infinite loss (the default), or nothing. */
  readonly missing?: 'infinite' | 'left out';
}

/** Mean and quantiles at every step, over rows [row][step]. */
export function summariseSteps(
  rows: readonly (readonly (number | null)[])[],
  options: SummaryOptions = {},
): StepSummary[] {
  requireList('summariseSteps', 'rows', rows);
  for (const row of rows) requireLength('summariseSteps', 'every row', row, rows[0]?.length ?? 0);
  return rows[0].map((_, t) =>
    summarise(
      rows.map((row) => row[t]),
      options,
    ),
  );
}

/** Mean and quantiles of some numbers; all NaN if there are none. @throws on a value that is neither finite nor null. */
export function summarise(values: readonly (number | null)[], options: SummaryOptions = {}): StepSummary {
  requireOptions('summarise', options, ['missing']);
  const { missing = 'infinite' } = options;
  requireList('summarise', 'values', values, 0);
  requireOneOf('summarise', 'missing', missing, ['infinite', 'left out']);
  const finite = values.filter((value) => value !== null);
  const bad = finite.find((value) => !Number.isFinite(value));
  if (bad !== undefined) refuse('summarise', 'values must be finite, or null', bad);
  const diverged = values.length - finite.length;
  const infinite = missing === 'infinite' ? diverged : 0;
  const ascending = sortedNumbers(finite);
  const sorted = [...ascending, ...new Array<number>(infinite).fill(Infinity)];
  const quantile = (p: number) => {
    const value = sorted.length > 0 ? quantileSorted(sorted, p) : Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  };
  return {
    count: finite.length,
    diverged,
    mean: finite.length > 0 && infinite === 0 ? mean(ascending) : Number.NaN,
    median: quantile(0.5),
    q10: quantile(0.1),
    q25: quantile(0.25),
    q75: quantile(0.75),
    q90: quantile(0.9),
  };
}
