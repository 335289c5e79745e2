/**
 * Question Q3: which measurable properties of a task distribution predict that teleports will help? The hypothesis, the split and the rule of
 * the verdict are those of `../question-3/study.ts`. The number is the held-out rank correlation of the learned teleports' gain with
 * its prediction.
 */

import type { Proportion } from '../../src/evaluation/proportion.js';
import { type FamilyResults, familyRow, rowsOf } from '../question-3/family-row.js';
import { PREDICTOR_WORDS, PREDICTORS } from '../question-3/predictors.js';
import type { TreeNode } from '../question-3/regression-tree.js';
import type { Rule } from '../question-3/rule-of-thumb.js';
import { type Prediction, predictGain, type Scores, verdictOf } from '../question-3/study.js';
import { PLANNED, question3 } from '../question-3.js';
import type { Claim } from './claim.js';
import type { RunsOf } from './comparisons.js';

export const QUESTION_3_STATEMENT =
  'Do measurable properties of a task distribution predict that teleports will help, and which?';

/** What each gain is of, in words. */
const TELEPORTS: Readonly<Record<string, string>> = {
  learned: 'learned teleports',
  ascent: 'teleports by ascent',
};

/** The claim by runs; nothing where there are none. */
export function question3Claim(runsOf: RunsOf): readonly Claim[] {
  const families = question3.flatMap((experiment) => {
    const runs = runsOf(experiment.id);
    return runs ? [{ id: experiment.id, ...familyRow(experiment, runs) }] : [];
  });
  return families.length === 0 ? [] : [question3ClaimOf(families)];
}

/** The claim by what is stored of families. */
export function question3ClaimOf(families: readonly FamilyResults[], of = question3.length): Claim {
  const rows = PLANNED.map(({ name }) => rowsOf(families, name));
  const missing = Math.max(...rows.map((own) => of - own.length));
  const seeds = Math.min(...rows.flat().map(({ gain }) => gain.seeds.length));
  const claim = { id: 'Q3', statement: QUESTION_3_STATEMENT, notebook: 'question-3' };
  if (missing > 0)
    return {
      ...claim,
      verdict: 'not yet checked',
      finding: `Runs of ${missing} of ${of} families are missing.`,
    };
  const predictions = PLANNED.map(({ name }, i) => predictGain(name, rows[i]));
  const verdict = verdictOf(
    predictions.map(({ predicted }) => predicted),
    seeds,
    missing,
  );
  const [first] = predictions;
  const { rank, interval } = first.scores[first.decides];
  const judged = verdict !== 'not yet checked';
  return {
    ...claim,
    verdict,
    finding: judged ? findingOf(predictions) : `There are too few seeds: ${seeds}.`,
    ...(judged && {
      details: predictions.flatMap(detailsOf),
      number: rank,
      interval,
      quantity:
        `rank correlation of the gain of ${TELEPORTS[first.name]} with its prediction from properties measured before training, on ` +
        `${first.heldOut.length} families that the model has not seen (families resampled)`,
    }),
  };
}

function findingOf(predictions: readonly Prediction[]): string {
  const parts = predictions.map((one) => {
    const { rank, interval, p } = one.scores[one.decides];
    const families = [...one.training, ...one.heldOut];
    const count = (outcome: string) => families.filter(({ gain }) => gain.outcome === outcome).length;
    return (
      `The gain of ${TELEPORTS[one.name]} is ${one.predicted ? '' : 'not '}predicted on held-out families: ρ = ${fixed(rank)} ` +
      `[${interval.map((end) => fixed(end)).join(', ')}], p = ${fixed(p, 3)}; they help on ${count('helps')} of ${families.length} families and harm on ` +
      `${count('harms')}.`
    );
  });
  return `Of ${PREDICTORS.length} properties measured before training. ${parts.join(' ')}`;
}

function detailsOf(one: Prediction): string[] {
  const { name, scores, ridge, tree, decides, training, rule, ruleScore } = one;
  const models = (['ridge', 'tree'] as const).map(
    (model) => `${name}, ${model}${model === decides ? ', which decides' : ''}: ${scoresText(scores[model])}`,
  );
  const strongest = PREDICTORS.map((predictor, i) => ({ predictor, weight: ridge.weights[i] }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, 3);
  const diverged = (of: 'divergedA' | 'divergedB') =>
    [...training, ...one.heldOut].reduce((total, { gain }) => total + gain[of], 0);
  const [{ gain }] = training;
  return [
    ...models,
    `${name}, strongest weights of the ridge regression, log₁₀ of the loss a standard deviation: ${strongest
      .map(({ predictor, weight }) => `${predictor} ${signedFixed(weight)}`)
      .join(', ')}`,
    `${name}, tree: ${treeText(tree.root)}`,
    rule && ruleScore
      ? `rule of thumb, ${name}: ${ruleText(one.name, rule)}; right on ${share(ruleScore.hits)} held-out families` +
        `${ruleScore.balanced === null ? '' : `, balanced ${fixed(100 * ruleScore.balanced, 0)} %`}; the usual answer is right on ${share(ruleScore.constant)}`
      : `rule of thumb, ${name}: none, since all training families are of one kind`,
    `${name}, diverged runs within the budget: ${diverged('divergedA')} of ${gain.a}, ${diverged('divergedB')} of ${gain.b}`,
  ];
}

function scoresText({ r2, rank, interval, p, shuffled }: Scores): string {
  return (
    `R² = ${fixed(r2)}, ρ = ${fixed(rank)} [${interval.map((end) => fixed(end)).join(', ')}], p = ${fixed(p, 3)} ` +
    `(shuffled gains: mean ${fixed(shuffled.mean)}, 95 % below ${fixed(shuffled.high)})`
  );
}

/** The rule in one sentence. */
export function ruleText(name: string, { predictor, threshold, side }: Rule): string {
  return `${TELEPORTS[name]} help where ${PREDICTOR_WORDS[PREDICTORS[predictor]]} is ${side} ${fixed(threshold)}`;
}

/** Such as '[condition ≤ 2.1: −0.3 (12); else 0.5 (20)]', the number of families in brackets. */
export function treeText(node: TreeNode): string {
  if ('mean' in node) return `${signedFixed(node.mean)} (${node.rows})`;
  const { predictor, threshold, below, above } = node;
  return `[${PREDICTORS[predictor]} ≤ ${fixed(threshold)}: ${treeText(below)}; else ${treeText(above)}]`;
}

function share({ successes, trials, low, high }: Proportion): string {
  return `${successes} of ${trials} [${fixed(100 * low, 0)}, ${fixed(100 * high, 0)} %]`;
}

function fixed(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−');
}

function signedFixed(value: number): string {
  return `${value < 0 ? '' : '+'}${fixed(value)}`;
}
