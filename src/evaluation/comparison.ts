/**
 * Statistics of pairs of methods, on the same test tasks and over the same training seeds.
 *
 *     d_{s,i} = log₁₀ f_a − log₁₀ f_b     the paired difference at seed s and task i; below 0 where a is better
 *     D_s     = mean over tasks of d_{s,i}
 *     D       = mean over seeds of D_s
 *
 * Tasks of one seed share a trained optimizer, so they are no independent repetitions: the bootstrap draws whole seeds
 * with replacement (a cluster bootstrap) and takes all of a seed's tasks (`bootstrap.ts`).
 *
 * A diverged run has no loss: it loses against one that has not diverged, and enters no mean. Pairs of which one has
 * diverged are therefore left out of D; how many, and which of the two methods diverges more often, stands beside it:
 *
 *     V = mean over seeds of (share of a's runs that diverge − share of b's)
 *
 * Outcome, with D and V 'below' or 'above' 0 where their whole interval is, and 'open' otherwise:
 *
 *     too few seeds   fewer than `FEWEST_SEEDS`
 *     won             D or V below 0, and neither above
 *     lost            D or V above 0, and neither below
 *     open            everything else: also where a is better by the one and worse by the other
 */

import { mean, median } from 'simple-statistics';
import { refuse, requireCount, requirePositive } from '../checks.js';
import type { Stream } from '../random/stream.js';
import { bootstrapMean, type Estimate, FEWEST_SEEDS } from './bootstrap.js';

/** The loss of one method at each test task of each seed; null where the run has diverged. */
export interface MethodLosses {
  readonly method: string;
  readonly seeds: readonly number[];
  /** [seed][task], seeds in the order of `seeds`. */
  readonly losses: readonly (readonly (number | null)[])[];
}

/** How two methods are compared. */
export interface ComparisonOptions {
  /** Where the bootstrap draws seeds from. */
  readonly stream: Stream;
  /** Bootstrap resamples; default 2000. */
  readonly resamples?: number;
  /** Losses below count as this, so that a loss of exactly 0 has a logarithm; default 1e-28 (`LOG_FLOOR`). */
  readonly floor?: number;
}

/** Some hundred units in the last place of a loss of 1, squared: below it a loss is rounding. */
export const LOG_FLOOR = 1e-28;

/** Logarithms nearer than this are a tie: the losses agree to nine digits. */
const TIE = 1e-9;

/** How a comparison ended for method a. */
export type Outcome = 'won' | 'lost' | 'open' | 'too few seeds';

/** Method a against method b. */
export interface PairComparison {
  readonly a: string;
  readonly b: string;
  readonly seeds: number;
  /** Pairs of runs: seeds × tasks. */
  readonly pairs: number;
  /** D: below 0 where a is better. In log₁₀ of the loss, so −1 is a tenth of the loss. */
  readonly difference: Estimate;
  /** D_s of every seed; null where no pair of a seed has survived. */
  readonly differenceOfSeeds: readonly (number | null)[];
  /** The median in place of the mean over tasks, for families with heavy tails. */
  readonly medianDifference: Estimate;
  /** Pairs that a has won, that neither has, and that a has lost. Both diverged is a tie. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Diverged runs of a and of b. */
  readonly divergedA: number;
  readonly divergedB: number;
  /** Pairs of which one or both have diverged: they are in no difference. */
  readonly leftOut: number;
  /** V: below 0 where a diverges less often. */
  readonly divergedDifference: Estimate;
  readonly outcome: Outcome;
}

/** @throws unless both have the same seeds and tasks. */
export function comparePair(a: MethodLosses, b: MethodLosses, options: ComparisonOptions): PairComparison {
  const { stream, resamples = 2000, floor = LOG_FLOOR } = options;
  requireCount('comparePair', 'resamples', resamples);
  requirePositive('comparePair', 'floor', floor);
  requireSameRuns(a, b);
  const score = { wins: 0, ties: 0, losses: 0 };
  const differences = a.losses.map((ofSeed, s) => {
    const finite: number[] = [];
    ofSeed.forEach((lossA, i) => {
      const lossB = b.losses[s][i];
      if (lossA !== null && lossB !== null) {
        const d = Math.log10(Math.max(lossA, floor)) - Math.log10(Math.max(lossB, floor));
        finite.push(d);
        score[Math.abs(d) <= TIE ? 'ties' : d < 0 ? 'wins' : 'losses']++;
      } else {
        score[lossA === lossB ? 'ties' : lossA !== null ? 'wins' : 'losses']++;
      }
    });
    return finite;
  });
  const ofSeeds = differences.filter((finite) => finite.length > 0);
  const draws = stream.split(a.method).split(b.method);
  const pairs = a.losses.reduce((total, ofSeed) => total + ofSeed.length, 0);
  const difference = bootstrapMean(ofSeeds.map(mean), draws.split('mean'), resamples);
  const divergedDifference = bootstrapMean(
    a.losses.map((ofSeed, s) => divergedShare(ofSeed) - divergedShare(b.losses[s])),
    draws.split('diverged'),
    resamples,
  );
  return {
    a: a.method,
    b: b.method,
    seeds: a.seeds.length,
    pairs,
    difference,
    differenceOfSeeds: differences.map((finite) => (finite.length > 0 ? mean(finite) : null)),
    medianDifference: bootstrapMean(ofSeeds.map(median), draws.split('median'), resamples),
    ...score,
    divergedA: countDiverged(a),
    divergedB: countDiverged(b),
    leftOut: pairs - differences.reduce((total, finite) => total + finite.length, 0),
    divergedDifference,
    outcome: outcomeOf(a.seeds.length, difference, divergedDifference),
  };
}

function outcomeOf(seeds: number, ...criteria: readonly Estimate[]): Outcome {
  if (seeds < FEWEST_SEEDS) return 'too few seeds';
  const below = criteria.some(({ interval }) => interval !== null && interval[1] < 0);
  const above = criteria.some(({ interval }) => interval !== null && interval[0] > 0);
  return below === above ? 'open' : below ? 'won' : 'lost';
}

/** Every method against every one that comes after it. */
export function compareAll(
  methods: readonly MethodLosses[],
  options: ComparisonOptions,
): readonly PairComparison[] {
  return methods.flatMap((a, i) => methods.slice(i + 1).map((b) => comparePair(a, b, options)));
}

function countDiverged({ losses }: MethodLosses): number {
  return losses.flat().filter((loss) => loss === null).length;
}

/** 0 of no tasks. */
function divergedShare(ofSeed: readonly (number | null)[]): number {
  return ofSeed.filter((loss) => loss === null).length / Math.max(1, ofSeed.length);
}

function requireSameRuns(a: MethodLosses, b: MethodLosses): void {
  for (const { method, seeds, losses } of [a, b]) {
    if (seeds.length === 0) refuse('comparePair', `${method} must have a seed`, 'none');
    if (losses.length !== seeds.length)
      refuse('comparePair', `${method} must have losses of ${seeds.length} seeds`, losses.length);
    const bad = losses.flat().find((loss) => loss !== null && !(loss >= 0 && Number.isFinite(loss)));
    if (bad !== undefined)
      refuse('comparePair', `losses of ${method} must be finite and not negative, or null`, bad);
  }
  if (a.seeds.join() !== b.seeds.join())
    refuse('comparePair', `${b.method} must have the seeds of ${a.method}, ${a.seeds.join(', ')}`, b.seeds);
  const at = a.losses.findIndex((ofSeed, s) => ofSeed.length !== b.losses[s].length);
  if (at >= 0)
    refuse(
      'comparePair',
      `${b.method} must have ${a.losses[at].length} tasks as ${a.method}`,
      b.losses[at].length,
    );
}
