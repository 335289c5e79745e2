/**
 * Claim C6: on the two-dimensional families vanilla L2O mostly beats L2O with teleports (Figures 3–6).
 *
 * Each figure gives three comparisons, of vanilla with each of the paper's teleporting methods: the difference of log₁₀
 * of the last loss, paired by test task, averaged per seed, with a 95 % bootstrap interval over seeds
 * (`../evaluation/comparison.ts`). Vanilla wins a comparison if the whole interval lies below 0, loses it if the whole
 * interval lies above, and otherwise it is open (as with a single seed); where every pair has a diverged run, the one
 * with fewer of them wins. Verdict, over all comparisons:
 *
 *     not yet checked   a figure is missing, or there is but one seed, so no interval
 *     reproduced        vanilla wins more than half of all comparisons
 *     not               vanilla loses at least as many as it wins
 *     partly            everything else
 *
 * The number is the mean over all comparisons' differences, with an interval from resampling the seeds of all at once.
 */

import { mean } from 'simple-statistics';
import { finalLosses } from '../evaluation/budget.js';
import { bootstrapMean, comparePair, type PairComparison } from '../evaluation/comparison.js';
import { paperMethods, vanilla } from '../metaoptimizer/methods.js';
import { Stream } from '../random/stream.js';
import type { Claim } from './claim.js';
import type { MethodRun } from './two-dimensional.js';

export const TWO_DIMENSIONAL_CLAIM =
  'On the 2-D families vanilla L2O mostly beats L2O with teleportation (Figures 3 to 6)';

/** The experiments of the claim, with the names under which it speaks of them. */
const FIGURES: Readonly<Record<string, string>> = {
  'figure-3': 'fixed ellipse',
  'figure-4': 'varied ellipses',
  'figure-5': 'fixed Rosenbrock',
  'figure-6': 'varied Rosenbrock',
};

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 6; // any number would do

export interface FigureComparison extends PairComparison {
  readonly experiment: string;
  readonly outcome: 'vanilla wins' | 'vanilla loses' | 'open';
}

/** Vanilla against each teleporting method in each figure that has runs of both. */
export function vanillaComparisons(
  runsOf: (experiment: string) => readonly MethodRun[] | undefined,
): readonly FigureComparison[] {
  const root = Stream.fromSeed(BOOTSTRAP_SEED).split('C6');
  const rivals = paperMethods.map(({ name }) => name).filter((name) => name !== vanilla.name);
  return Object.keys(FIGURES).flatMap((experiment) => {
    const losses = finalLosses(runsOf(experiment) ?? []);
    const own = losses.find(({ method }) => method === vanilla.name);
    return rivals.flatMap((rival): FigureComparison[] => {
      const other = losses.find(({ method }) => method === rival);
      if (!own || !other) return [];
      const comparison = comparePair(own, other, { stream: root.split(experiment) });
      return [{ ...comparison, experiment, outcome: outcomeOf(comparison) }];
    });
  });
}

function outcomeOf({ difference, divergedA, divergedB }: PairComparison): FigureComparison['outcome'] {
  // Below 0 where vanilla is better; so is its count of diverged runs less its rival's, if no pair has survived.
  const least = divergedA - divergedB;
  const [low, high] =
    difference.value === null ? [least, least] : (difference.interval ?? [-Infinity, Infinity]);
  return high < 0 ? 'vanilla wins' : low > 0 ? 'vanilla loses' : 'open';
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function twoDimensionalClaim(
  runsOf: (experiment: string) => readonly MethodRun[] | undefined,
): readonly Claim[] {
  const comparisons = vanillaComparisons(runsOf);
  if (comparisons.length === 0) return [];
  const count = (outcome: FigureComparison['outcome']) =>
    comparisons.filter((comparison) => comparison.outcome === outcome).length;
  const [wins, losses] = [count('vanilla wins'), count('vanilla loses')];
  const whole = comparisons.length === Object.keys(FIGURES).length * (paperMethods.length - 1);
  const judged = comparisons.some(({ difference }) => difference.interval !== null);
  const reproduced = wins > comparisons.length / 2;
  const verdict =
    !judged || !whole ? 'not yet checked' : reproduced ? 'reproduced' : losses >= wins ? 'not' : 'partly';
  const { value, interval } = overall(comparisons);
  return [
    {
      id: 'C6',
      statement: TWO_DIMENSIONAL_CLAIM,
      verdict,
      ...(value === null ? {} : { number: value }),
      ...(interval === null ? {} : { interval }),
      finding:
        `Mean paired difference of log₁₀ of the last loss, vanilla less its rival: below 0 where vanilla is better. ` +
        `Of ${comparisons.length} comparisons vanilla wins ${wins} and loses ${losses}, the others are open. ` +
        `${Object.keys(FIGURES).map(sentence(comparisons)).filter(Boolean).join('; ')}.`,
      notebook: 'figure-3, figure-4, figure-5, figure-6',
    },
  ];
}

/** Seed by seed over all comparisons: a seed number means the same test tasks and, by design, nothing more. */
function overall(comparisons: readonly FigureComparison[]) {
  const seeds = Math.min(...comparisons.map(({ differenceOfSeeds }) => differenceOfSeeds.length));
  const means = Array.from({ length: seeds }, (_, s) =>
    comparisons.map(({ differenceOfSeeds }) => differenceOfSeeds[s]).filter((d) => d !== null),
  ).filter((ofSeed) => ofSeed.length > 0);
  return bootstrapMean(means.map(mean), Stream.fromSeed(BOOTSTRAP_SEED).split('C6').split('overall'));
}

function sentence(comparisons: readonly FigureComparison[]): (experiment: string) => string {
  return (experiment) => {
    const parts = comparisons
      .filter((comparison) => comparison.experiment === experiment)
      .map(({ b, difference, divergedA, divergedB, pairs }) => {
        const { value, interval } = difference;
        const range = interval ? ` [${interval.map(signed).join(', ')}]` : '';
        const diverged =
          divergedA + divergedB > 0 ? `, diverged ${divergedA} and ${divergedB} of ${pairs}` : '';
        return `${b} ${value === null ? 'none' : signed(value)}${range}${diverged}`;
      });
    return parts.length === 0 ? '' : `${FIGURES[experiment]}: ${parts.join(', ')}`;
  };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
