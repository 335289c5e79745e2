/** What a figure of many methods puts in front, and how far its axis goes. */

import { isFinitePoint, type Point } from '../../src/display/bands.js';
import { methodStyle } from '../../src/display/method-styles.js';
import type { Band, DrawnMethod } from './drawn-methods.js';

/** Up to this many bands can be told apart. */
const MOST_BANDS = 4;

type LastLoss = Pick<DrawnMethod, 'name' | 'losses'>;

/**
 * The methods that are drawn thick and with their bands: all of up to four; of more, those that the paper's story is about;
 * where none of them is, the first, which the others are measured against, and the one that ends lowest.
 */
export function highlighted(methods: readonly LastLoss[]): Set<string> {
  const names = methods.map(({ name }) => name);
  if (names.length <= MOST_BANDS) return new Set(names);
  const main = names.filter((name) => methodStyle(name).main);
  if (main.length > 0) return new Set(main);
  const last = ({ losses: { line } }: LastLoss) => line.at(-1) ?? Number.POSITIVE_INFINITY;
  const level = (one: LastLoss) => (Number.isFinite(last(one)) ? last(one) : Number.POSITIVE_INFINITY);
  const lowest = methods.reduce((best, one) => (level(one) < level(best) ? one : best));
  const reference = names.find((name) => methodStyle(name).dash === 'dash') ?? names[0];
  return new Set([reference, lowest.name]);
}

/** A method of which fewer than this share of trajectories diverges counts for the axis by its median. */
const FEW = 0.1;

/** Decades below the lowest median that a band may reach down. */
const DEPTH = 2;

/** What is left free at either end, as a share of the axis. */
const PADDING = 0.05;

/**
 * Exponents of ten for an axis: from the lowest line to the highest start and to what methods reach of which nothing
 * diverges. Diverged runs do not stretch it: of a method that diverges now and then the median counts, of others nothing.
 */
export function visibleRange(
  methods: readonly (Band & Pick<DrawnMethod, 'diverged' | 'trajectories'>)[],
): [number, number] | undefined {
  const highs = methods.flatMap(({ line, high, diverged, trajectories }): readonly Point[] => {
    const start = [line[0], high[0]];
    if (diverged === 0) return [...line, ...high];
    return diverged < FEW * trajectories ? [...start, ...line] : start;
  });
  const lines = positive(methods.flatMap(({ line }) => line));
  const lows = positive(methods.flatMap(({ low }) => low));
  const top = Math.max(...positive(highs));
  const lowestLine = Math.min(...lines);
  const bottom = Math.min(lowestLine, Math.max(Math.min(...lows), lowestLine / 10 ** DEPTH));
  if (!(bottom < top && top < Number.POSITIVE_INFINITY)) return undefined;
  const [low, high] = [Math.log10(bottom), Math.log10(top)];
  const padding = PADDING * (high - low);
  return [low - padding, high + padding];
}

function positive(points: readonly (Point | undefined)[]): number[] {
  return points.filter(isFinitePoint).filter((value) => value > 0);
}
