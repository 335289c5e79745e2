/**
 * Beyond the paper, E1 to E3: an unbiased meta-gradient mends a meta-optimizer with teleports, on varied Rosenbrock functions, on the mixed
 * family, and on the paper's network. The rule is that of `../estimators.ts`: 'reproduced' is its yes, 'not' its no.
 *
 * The number is that of the unbiased estimator that did best against truncated backpropagation.
 */

import { comparisonText, tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import {
  type EstimatorFinding,
  estimatorsFigure7,
  estimatorsMixed,
  estimatorsRosenbrockVaried,
  estimatorVerdict,
} from '../estimators.js';
import type { Claim } from './claim.js';
import type { RunsOf } from './comparisons.js';

const NOTEBOOK = 'estimators';

/** Where each claim asks. */
const ASKED = [
  {
    id: 'E1',
    experiment: estimatorsRosenbrockVaried.id,
    where: 'L2O with the theta gradient on varied Rosenbrock functions',
  },
  { id: 'E2', experiment: estimatorsMixed.id, where: 'L2O with the theta gradient on the mixed family' },
  { id: 'E3', experiment: estimatorsFigure7.id, where: 'LSTM(lr, tele, momentum) on the two-layer network' },
];

const statement = (where: string) => `Does an unbiased meta-gradient mend ${where}, at equal cost?`;

/** The claims without results. */
export const UNCHECKED_ESTIMATORS: readonly Claim[] = ASKED.map(({ id, experiment, where }) => ({
  id,
  statement: statement(where),
  verdict: 'not yet checked',
  finding: `No results of ${experiment} are here yet.`,
  notebook: `orbit-l2o reproduce --experiment ${experiment}`,
}));

/** The claims that there are runs for. */
export function estimatorClaims(runsOf: RunsOf): readonly Claim[] {
  return ASKED.flatMap(({ id, experiment, where }) => {
    const { verdict, findings } = estimatorVerdict(runsOf(experiment) ?? []);
    if (findings.length === 0) return [];
    const best = findings.reduce((a, b) => (differenceOf(b) < differenceOf(a) ? b : a));
    const { difference, seeds } = best.againstTruncated;
    const judged = verdict !== 'too few seeds';
    return [
      {
        id,
        statement: statement(where),
        verdict: !judged ? 'not yet checked' : verdict === 'yes' ? 'reproduced' : 'not',
        ...(judged &&
          difference.value !== null && {
            number: difference.value,
            quantity:
              `mean paired difference of log₁₀ of the last loss, ${best.estimator} against truncated backpropagation, the best of ` +
              `${findings.length} unbiased estimators: below 0 where it is better (${seeds} seeds)`,
            ...(difference.interval && { interval: difference.interval }),
          }),
        finding: judged ? found(findings) : `There are ${tooFewSeeds(seeds)}.`,
        details: findings.flatMap(({ estimator, againstTruncated, againstVanilla }) =>
          [againstTruncated, againstVanilla].map(
            (pair) => `${experiment}, ${estimator} against ${pair.b}: ${comparisonText(pair)}`,
          ),
        ),
        notebook: NOTEBOOK,
      },
    ];
  });
}

function differenceOf({ againstTruncated }: EstimatorFinding): number {
  return againstTruncated.difference.value ?? Number.POSITIVE_INFINITY;
}

function found(findings: readonly EstimatorFinding[]): string {
  const outcomes = findings.map(
    ({ estimator, againstTruncated, againstVanilla }) =>
      `${estimator} ${againstTruncated.outcome} and ${againstVanilla.outcome}`,
  );
  const mending = findings.filter(({ mends }) => mends).map(({ estimator }) => estimator);
  return (
    `${mending.length === 0 ? 'None mends it' : `It is mended by ${mending.join(', ')}`}; against truncated backpropagation, and against ` +
    `the meta-optimizer without teleports: ${outcomes.join('; ')}.`
  );
}
