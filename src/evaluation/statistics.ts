/**
 * Summaries of losses over tasks and seeds. Diverged trajectories are left out of every number and counted beside.
 */

import { mean, quantileSorted } from 'simple-statistics';
import { refuse } from '../checks.js';

/** Mean and quantiles of some numbers. */
export interface StepSummary {
  /** Trajectories that count at this step. */
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly q10: number;
  readonly q25: number;
  readonly q75: number;
  readonly q90: number;
}

/** Mean and quantiles at every step, over rows [row][step]; null entries are left out. */
export function summariseSteps(rows: readonly (readonly (number | null)[])[]): StepSummary[] {
  if (rows.length === 0) refuse('summariseSteps', 'there must be at least one row', rows.length);
  return rows[0].map((_, t) => {
    const values = rows.map((row) => row[t]).filter((value): value is number => value !== null);
    return summarise(values);
  });
}

/** Mean and quantiles of some numbers; NaN if there are none. */
export function summarise(values: readonly number[]): StepSummary {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (p: number) => (sorted.length > 0 ? quantileSorted(sorted, p) : Number.NaN);
  return {
    count: sorted.length,
    mean: sorted.length > 0 ? mean(sorted) : Number.NaN,
    median: quantile(0.5),
    q10: quantile(0.1),
    q25: quantile(0.25),
    q75: quantile(0.75),
    q90: quantile(0.9),
  };
}
