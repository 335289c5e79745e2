/** Which training seeds a notebook trains by itself. */

import { refuse, requireCount } from '../../src/checks.js';
import { environment } from '../../src/platform.js';

/** The environment variable that asks for more seeds: `SEEDS=3`, `SEEDS=1..5` or `SEEDS=2,4`. */
const VARIABLE = 'SEEDS';

/**
 * The seeds 1 … `count`, or those that the environment variable SEEDS names. Notebooks train few, and show the stored
 * results of ten.
 */
export function liveSeeds(count: number, text: string | undefined = environment(VARIABLE)): number[] {
  requireCount('liveSeeds', 'count', count);
  if (text === undefined || text.trim() === '') return upTo(1, count);
  const range = /^\s*(\d+)\s*\.\.\s*(\d+)\s*$/.exec(text);
  const seeds = range
    ? upTo(Number(range[1]), Number(range[2]))
    : /^\s*\d+\s*$/.test(text)
      ? upTo(1, Number(text))
      : text.split(',').map(Number);
  if (seeds.length === 0 || !seeds.every((seed) => Number.isInteger(seed) && seed > 0)) {
    refuse('liveSeeds', `${VARIABLE} must be a number of seeds, a range such as 1..5 or a list`, text);
  }
  return seeds;
}

const upTo = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
