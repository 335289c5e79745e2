/** Stored results in words: comparisons, medians and claims, as README and the pages of docs say them. */

import type { Claim } from '../../experiments/claims/claim.js';
import type { StoredResults } from '../../experiments/results/read-results.js';
import type { ExperimentResults, MethodResults } from '../../experiments/results/results.js';
import { refuse } from '../../src/checks.js';
import type { Estimate } from '../../src/evaluation/bootstrap.js';
import type { Outcome } from '../../src/evaluation/comparison.js';
import { signed } from '../../src/evaluation/comparison-text.js';

/** @throws if there is none. */
export function resultsOf({ experiments }: StoredResults, wanted: string): ExperimentResults {
  return (
    experiments.find(({ id }) => id === wanted) ?? refuse('resultsOf', 'id must be of stored results', wanted)
  );
}

/** @throws if there is none. */
export function claimOf({ claims }: StoredResults, wanted: string): Claim {
  return claims.find(({ id }) => id === wanted) ?? refuse('claimOf', 'id must be of a stored claim', wanted);
}

/** Method a against method b after the last step: '−0.21 [−0.30, −0.12] (better)'. */
export function against(
  results: ExperimentResults,
  a: string,
  b: string,
  when: 'end' | 'budget' = 'end',
): string {
  const { atTheEnd, atTheBudget } = results.statistics;
  const pairs = when === 'end' ? atTheEnd : atTheBudget;
  const own = pairs.find((pair) => pair.a === a && pair.b === b);
  if (own) return inWords(own.difference, own.outcome);
  const turned = pairs.find((pair) => pair.a === b && pair.b === a);
  if (!turned) refuse('against', `${results.id} must compare ${a}`, `no pair with ${b}`);
  const { value, interval } = turned.difference;
  const opposite: Estimate = {
    value: value === null ? null : -value,
    interval: interval && [-interval[1], -interval[0]],
  };
  const outcomes: Readonly<Record<Outcome, Outcome>> = {
    won: 'lost',
    lost: 'won',
    open: 'open',
    'too few seeds': 'too few seeds',
  };
  return inWords(opposite, outcomes[turned.outcome]);
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  won: 'better',
  lost: 'worse',
  open: 'open',
  'too few seeds': 'too few seeds',
};

function inWords({ value, interval }: Estimate, outcome: Outcome): string {
  const range = interval ? ` [${interval.map(signed).join(', ')}]` : '';
  return `${value === null ? 'no pair survives' : signed(value)}${range} (${OUTCOMES[outcome]})`;
}

/** What a claim's details say of a comparison, after its name; 'not compared' if they have none of that name. */
export function detailOf(claim: Claim, name: string): string {
  const found = (claim.details ?? []).find((detail) => detail.includes(`${name}: `));
  if (found === undefined) return 'not compared';
  return found.slice(found.indexOf(`${name}: `) + name.length + 2);
}

/** The last median, to two digits. */
export function lastMedian({ losses }: MethodResults, step = losses.median.length - 1): string {
  const value = losses.median[step];
  return value === null ? 'diverged' : shortNumber(value);
}

/** The method with the lowest median at a step. */
export function lowest({ methods }: ExperimentResults, step?: number): MethodResults {
  const at = ({ losses }: MethodResults) =>
    losses.median[step ?? losses.median.length - 1] ?? Number.POSITIVE_INFINITY;
  return methods.reduce((a, b) => (at(b) < at(a) ? b : a));
}

/** To two digits: 0.0012, 1.2 · 10⁻⁷. */
export function shortNumber(value: number): string {
  const text = Number(value.toPrecision(2));
  if (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4)) return String(text);
  const [mantissa, exponent] = value.toExponential(1).split('e');
  return `${mantissa}·10<sup>${exponent.replace('+', '').replace('-', '−')}</sup>`;
}
