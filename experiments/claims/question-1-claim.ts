/** Open question Q1 as a claim: verdict, number and price by the rule of `../question-1.ts`. */

import type { Outcome } from '../../src/evaluation/comparison.js';
import { comparisonText, signed, tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { type HarmComparison, harmComparisons, LAMBDAS, questionOne, TELEPORTING } from '../question-1.js';
import type { Claim, Verdict } from './claim.js';
import { count, type RunsOf } from './comparisons.js';

export const QUESTION_1 =
  'Does a term of the distance to the optimum in the meta-loss prevent harmful teleports?';

/** Of the harm at λ = 0, what may be left where it is prevented. */
const LEFT = 0.1;

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function questionOneClaim(runsOf: RunsOf): readonly Claim[] {
  const comparisons = harmComparisons(runsOf);
  if (comparisons.length < questionOne.length * TELEPORTING.length * LAMBDAS.length) return [];
  const verdict = verdictOn(comparisons);
  const mended = outcomes(comparisons, 'mended');
  return [
    {
      id: 'Q1',
      statement: QUESTION_1,
      verdict,
      ...(verdict !== 'not yet checked' && {
        number: mended / comparisons.length,
        quantity:
          `share of comparisons with λ = 0 in which fewer teleports end farther from the optimum: ${mended} of ` +
          `${comparisons.length} (${questionOne.length} families × ${TELEPORTING.length} methods × ${LAMBDAS.length} λ, ` +
          `${comparisons[0].price.seeds} seeds)`,
      }),
      finding: verdict === 'not yet checked' ? tooFew(comparisons) : findingOf(comparisons),
      details: comparisons.map(detail),
      notebook: 'question-1',
    },
  ];
}

/** By the rule. */
export function verdictOn(comparisons: readonly HarmComparison[]): Verdict {
  if (outcomes(comparisons, 'too few seeds') > 0) return 'not yet checked';
  const prevents = LAMBDAS.some((lambda) => {
    const own = comparisons.filter((one) => one.lambda === lambda);
    const total = (which: 'before' | 'after') => own.reduce((sum, one) => sum + (one[which].value ?? 0), 0);
    return outcomes(own, 'mended') === own.length && total('after') <= LEFT * total('before');
  });
  if (prevents) return 'reproduced';
  return outcomes(comparisons, 'mended') > outcomes(comparisons, 'worse') ? 'partly' : 'not';
}

function findingOf(comparisons: readonly HarmComparison[]): string {
  const score = (own: readonly HarmComparison[]) =>
    `mended ${outcomes(own, 'mended')}, worse ${outcomes(own, 'worse')} of ${own.length}`;
  const byLambda = LAMBDAS.map((lambda) => {
    const own = comparisons.filter((one) => one.lambda === lambda);
    return `λ = ${lambda}: ${score(own)}, harm ${share(own, 'before')} before and ${share(own, 'after')} after`;
  });
  const prices = comparisons.map(({ price }) => price);
  const rivals = comparisons.map(({ againstVanilla }) => againstVanilla);
  const mended = comparisons.filter(({ outcome }) => outcome === 'mended');
  const paid = mended.filter(({ price }) => price.outcome === 'lost').length;
  return (
    `Share of teleports that end farther from the optimum, against λ = 0, ${byLambda.join('; ')}. The final loss against ` +
    `λ = 0: ${won(prices)}; where the harm is mended, ${paid} of ${mended.length} pay with a higher loss. At an equal ` +
    `budget against vanilla: ${won(rivals)}.`
  );
}

function won(pairs: Parameters<typeof count>[0]): string {
  const told = (outcome: Outcome) => `${count(pairs, outcome)} ${outcome}`;
  return `${told('won')}, ${told('lost')}, ${told('open')} of ${pairs.length}`;
}

function share(own: readonly HarmComparison[], which: 'before' | 'after'): string {
  const mean = own.reduce((sum, one) => sum + (one[which].value ?? 0), 0) / own.length;
  return `${(100 * mean).toFixed(0)} %`;
}

function detail({ experiment, method, lambda, before, after, difference, outcome, price }: HarmComparison) {
  const range = difference.interval ? ` [${difference.interval.map(signed).join(', ')}]` : '';
  const values = `${percent(before.value)} to ${percent(after.value)}`;
  return (
    `${experiment}, ${method}, λ = ${lambda}: harm ${values}, ${signed(difference.value ?? Number.NaN)}${range}: ` +
    `${outcome}; loss ${comparisonText(price)}`
  );
}

function percent(value: number | null): string {
  return value === null ? 'none' : `${(100 * value).toFixed(0)} %`;
}

function tooFew(comparisons: readonly HarmComparison[]): string {
  return `There are ${tooFewSeeds(Math.min(...comparisons.map(({ price }) => price.seeds)))}.`;
}

function outcomes(comparisons: readonly HarmComparison[], outcome: HarmComparison['outcome']): number {
  return comparisons.filter((one) => one.outcome === outcome).length;
}
