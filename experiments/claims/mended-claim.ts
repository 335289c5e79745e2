/**
 * Claim C7 once more, with a momentum that learns: the rule of `../network-mended.ts`, on the runs of `figure-7-momentum`.
 *
 * Losses are those at the largest budget of evaluations that every run spends, so a teleport's price is paid. Beside the two
 * comparisons that decide, and the premise, stand those of the paper's claim, and all of them at the budget of the epochs that the
 * paper's figure shows.
 */

import { commonBudget, lossesAtBudget } from '../../src/evaluation/budget.js';
import { comparePair, type PairComparison } from '../../src/evaluation/comparison.js';
import { comparisonText, tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { Stream } from '../../src/random/stream.js';
import type { Run } from '../experiment.js';
import { NETWORK_METHOD, SHOWN_EPOCHS } from '../network-figures.js';
import { figure7Momentum, TUNED_MOMENTUM } from '../network-mended.js';
import type { Claim } from './claim.js';
import { type RunsOf, verdictOnAll, weakestOf } from './comparisons.js';

export const MENDED_CLAIM =
  'With a momentum that learns, does LSTM(lr, tele, momentum) beat LSTM(lr, momentum) and tuned momentum at an equal budget?';

const { gd, rate, rateTeleport, rateMomentum, rateTeleportMomentum } = NETWORK_METHOD;

/** What a comparison is for. */
export type Role = 'premise' | 'decides' | 'beside';

export interface MendedComparison extends PairComparison {
  readonly role: Role;
  /** In gradients. */
  readonly budget: number;
}

const PLANNED: readonly { readonly a: string; readonly b: string; readonly role: Role }[] = [
  { a: rateMomentum, b: rate, role: 'premise' },
  { a: rateTeleportMomentum, b: rateMomentum, role: 'decides' },
  { a: rateTeleportMomentum, b: TUNED_MOMENTUM.name, role: 'decides' },
  { a: rateTeleportMomentum, b: rateTeleport, role: 'beside' },
  { a: rateTeleportMomentum, b: gd, role: 'beside' },
  { a: rateTeleport, b: rate, role: 'beside' },
  { a: rateMomentum, b: TUNED_MOMENTUM.name, role: 'beside' },
];

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 7; // any number would do

/** All comparisons, at the whole budget and then, beside, at that of the shown epochs; none unless every method has runs. */
export function mendedComparisons(runs: readonly Run[]): readonly MendedComparison[] {
  const methods = new Set(runs.map(({ method }) => method));
  if (!PLANNED.every(({ a, b }) => methods.has(a) && methods.has(b))) return [];
  const root = Stream.fromSeed(BOOTSTRAP_SEED).split('C7 mended');
  const whole = commonBudget(runs);
  return [whole, Math.min(SHOWN_EPOCHS, whole)].flatMap((budget, place) => {
    const losses = lossesAtBudget(runs, budget);
    const of = (name: string) => losses.find(({ method }) => method === name)!;
    const stream = root.split(budget);
    return PLANNED.map(({ a, b, role }) => ({
      ...comparePair(of(a), of(b), { stream }),
      budget,
      role: place === 0 ? role : ('beside' as const),
    }));
  });
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function mendedClaim(runsOf: RunsOf): readonly Claim[] {
  const comparisons = mendedComparisons(runsOf(figure7Momentum.id) ?? []);
  if (comparisons.length === 0) return [];
  const premise = comparisons.find(({ role }) => role === 'premise')!;
  const deciding = comparisons.filter(({ role }) => role === 'decides');
  const weakest = weakestOf(deciding);
  const { value, interval } = weakest.difference;
  const verdict = premise.outcome === 'won' ? verdictOnAll(deciding) : 'not yet checked'; // too few seeds included
  return [
    {
      id: 'C7 mended',
      statement: MENDED_CLAIM,
      verdict,
      ...(value !== null && {
        number: value,
        quantity:
          `mean paired difference of log₁₀ of the loss, against ${weakest.b} at a budget of ${weakest.budget} gradients, the weaker of ` +
          `the 2 that decide: below 0 where ${rateTeleportMomentum} is better (${weakest.seeds} seeds)`,
      }),
      ...(interval !== null && { interval }),
      finding: findingOf(premise, deciding),
      details: comparisons.map(
        (one) =>
          `${one.role === 'beside' ? '' : `${one.role}: `}${one.a} against ${one.b} at ${one.budget} gradients: ${comparisonText(one)}`,
      ),
      notebook: 'momentum',
    },
  ];
}

function findingOf(premise: PairComparison, deciding: readonly PairComparison[]): string {
  if (premise.outcome === 'too few seeds') return `There are ${tooFewSeeds(premise.seeds)}.`;
  const learns =
    premise.outcome === 'won'
      ? `Momentum learns once the meta-gradient is clipped: ${premise.a} wins against ${premise.b}.`
      : `Momentum does not learn here either: ${premise.a} against ${premise.b} is ${premise.outcome}, so there is nothing to judge.`;
  const outcomes = deciding.map(({ b, outcome }) => `against ${b}: ${outcome}`).join('; ');
  return `${learns} ${rateTeleportMomentum} ${outcomes}.`;
}
