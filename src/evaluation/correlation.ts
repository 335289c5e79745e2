/**
 * Correlation of pairs (x_i, y_i), with a permutation test of whether the pairing matters.
 *
 *     Pearson     r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)
 *     Spearman    Pearson's r of the ranks; equal values share the mean of their ranks
 *     p           (1 + #{shuffles with |r*| ≥ |r|}) / (1 + shuffles)      (two-sided; Phipson & Smyth 2010)
 *
 * With strata, means and ranks are taken within each stratum, and a shuffle gives every x another y of its own stratum.
 * Where both quantities drift with a third, such as time, the correlation over all pairs is that drift; strata of equal
 * time leave only what goes beyond it. Pairs of one task at many times are no independent pairs either: strata that are
 * shuffled *together*, all by the same permutation, keep each task's series whole.
 */

import { refuse, requireCount } from '../checks.js';
import type { Stream } from '../random/stream.js';

/** Deviations below this share of the values are those of rounding. */
const ROUNDING = 1e-13;

/** A correlation and how often shuffled pairs reach it. */
export interface Correlation {
  /** NaN where x or y is constant (in every stratum): there is nothing to correlate. */
  readonly value: number;
  /** 1 where `value` is NaN. */
  readonly p: number;
  /** The 2.5 % and 97.5 % quantiles of shuffled pairs. */
  readonly shuffled: readonly [low: number, high: number];
}

export interface PairedCorrelation {
  readonly pairs: number;
  readonly pearson: Correlation;
  readonly spearman: Correlation;
}

export interface CorrelationOptions {
  /** Where shuffles are drawn from. */
  readonly stream: Stream;
  /** 1000 by default. */
  readonly shuffles?: number;
  /** The stratum of each pair; all in one by default. */
  readonly strata?: readonly (string | number)[];
  /** Strata that are shuffled together, by a name at each pair; they must be of one size. Each by itself by default. */
  readonly together?: readonly (string | number)[];
}

/** @throws unless there are as many x as y (and strata), at least three, all finite. */
export function correlate(
  x: readonly number[],
  y: readonly number[],
  { stream, shuffles = 1000, strata = x.map(() => 0), together = strata }: CorrelationOptions,
): PairedCorrelation {
  const where = 'correlate';
  requireCount(where, 'shuffles', shuffles);
  if (x.length < 3) refuse(where, 'there must be at least three pairs', x.length);
  for (const [name, values] of Object.entries({ y, strata, together })) {
    if (values.length !== x.length) refuse(where, `${name} must hold ${x.length} values`, values.length);
  }
  const bad = [...x, ...y].find((value) => !Number.isFinite(value));
  if (bad !== undefined) refuse(where, 'values must be finite', bad);
  const groups = groupIndices(strata);
  const bundles = bundle(groups, together);
  const correlation = (name: string, prepare: (values: readonly number[]) => readonly number[]) => {
    const [ofX, ofY] = [x, y].map((values) => standardized(values, groups, prepare));
    return tested(ofX, ofY, bundles, stream.split(name), shuffles);
  };
  return {
    pairs: x.length,
    pearson: correlation('pearson', (values) => values),
    spearman: correlation('spearman', ranks),
  };
}

function groupIndices(strata: readonly (string | number)[]): number[][] {
  const groups = new Map<string | number, number[]>();
  strata.forEach((stratum, i) => {
    const group = groups.get(stratum);
    if (group) group.push(i);
    else groups.set(stratum, [i]);
  });
  return [...groups.values()];
}

/** Groups that share their permutations. */
function bundle(groups: readonly number[][], together: readonly (string | number)[]): number[][][] {
  const bundles = new Map<string | number, number[][]>();
  for (const group of groups) {
    const own = bundles.get(together[group[0]]) ?? [];
    if (own.length > 0 && own[0].length !== group.length) {
      refuse('correlate', `strata shuffled together must be of one size, ${own[0].length}`, group.length);
    }
    bundles.set(together[group[0]], [...own, group]);
  }
  return [...bundles.values()];
}

function tested(
  x: readonly number[] | undefined,
  y: readonly number[] | undefined,
  bundles: readonly (readonly number[][])[],
  stream: Stream,
  shuffles: number,
): Correlation {
  if (!x || !y) return { value: Number.NaN, p: 1, shuffled: [Number.NaN, Number.NaN] };
  const value = x.reduce((sum, xi, i) => sum + xi * y[i], 0);
  const found = Array.from({ length: shuffles }, () => {
    let sum = 0;
    for (const groups of bundles) {
      const order = stream.permutation(groups[0].length);
      for (const group of groups) {
        group.forEach((i, k) => {
          sum += x[i] * y[group[order[k]]];
        });
      }
    }
    return sum;
  });
  // Rounding must not make a shuffle that changes nothing look smaller than the pairing itself.
  const asLarge = found.filter((r) => Math.abs(r) >= Math.abs(value) * (1 - 1e-12)).length;
  const sorted = found.sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.round(q * (shuffles - 1))];
  return { value, p: (1 + asLarge) / (1 + shuffles), shuffled: [at(0.025), at(0.975)] };
}

/** Prepared and centred within each group, of length 1 in all, so that a correlation is a dot product; nothing for constants. */
function standardized(
  values: readonly number[],
  groups: readonly number[][],
  prepare: (ofGroup: readonly number[]) => readonly number[],
): number[] | undefined {
  const result = new Array<number>(values.length);
  let largest = 0;
  for (const group of groups) {
    const prepared = prepare(group.map((i) => values[i]));
    const mean = prepared.reduce((sum, v) => sum + v, 0) / group.length;
    group.forEach((i, k) => {
      result[i] = prepared[k] - mean;
      largest = Math.max(largest, Math.abs(prepared[k]));
    });
  }
  const length = Math.hypot(...result);
  return length <= ROUNDING * largest * Math.sqrt(values.length) ? undefined : result.map((v) => v / length);
}

/** From 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end++;
    for (let k = start; k <= end; k++) result[order[k]] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return result;
}
