/**
 * A rule of thumb: teleports help where one predictor lies above, or below, one threshold.
 *
 * Predictor, side and threshold are those of the largest balanced accuracy, the mean of the shares of helped and of other families that
 * the rule tells right, on the training families; of equals the first predictor in the tables' order. On others it is scored by how many it
 * tells right, with Wilson's interval, beside the share that 'never teleport', or always, whichever held more often in training, tells right.
 */

import { type Proportion, proportion } from '../../src/evaluation/proportion.js';

export interface Rule {
  readonly predictor: number;
  readonly threshold: number;
  readonly side: 'above' | 'below';
}

export interface RuleScore {
  readonly hits: Proportion;
  /** Mean of the shares of both kinds that it tells right; null where there is but one kind. */
  readonly balanced: number | null;
  /** What the more frequent answer of training would tell right. */
  readonly constant: Proportion;
}

/** Whether teleports help by the rule. */
export function says({ predictor, threshold, side }: Rule, row: readonly number[]): boolean {
  return side === 'above' ? row[predictor] > threshold : row[predictor] <= threshold;
}

/** The best rule on training families; undefined where all of them are of one kind. */
export function fitRule(rows: readonly (readonly number[])[], helped: readonly boolean[]): Rule | undefined {
  let best: Rule | undefined;
  let highest = 0.5;
  for (let predictor = 0; predictor < rows[0].length; predictor++) {
    const values = [...new Set(rows.map((row) => row[predictor]))].sort((a, b) => a - b);
    for (let i = 1; i < values.length; i++) {
      const threshold = (values[i - 1] + values[i]) / 2;
      for (const side of ['above', 'below'] as const) {
        const rule = { predictor, threshold, side };
        const balanced = balancedAccuracy(rule, rows, helped);
        if (balanced !== null && balanced > highest + 1e-12) [best, highest] = [rule, balanced];
      }
    }
  }
  return best;
}

export function scoreRule(
  rule: Rule,
  rows: readonly (readonly number[])[],
  helped: readonly boolean[],
  trainedOn: readonly boolean[],
): RuleScore {
  const usual = trainedOn.filter(Boolean).length > trainedOn.length / 2;
  const hits = rows.filter((row, i) => says(rule, row) === helped[i]).length;
  return {
    hits: proportion(hits, rows.length),
    balanced: balancedAccuracy(rule, rows, helped),
    constant: proportion(helped.filter((one) => one === usual).length, rows.length),
  };
}

function balancedAccuracy(
  rule: Rule,
  rows: readonly (readonly number[])[],
  helped: readonly boolean[],
): number | null {
  const shares = [true, false].map((kind) => {
    const own = rows.filter((_, i) => helped[i] === kind);
    return own.length === 0 ? null : own.filter((row) => says(rule, row) === kind).length / own.length;
  });
  const [ofHelped, ofOthers] = shares;
  return ofHelped === null || ofOthers === null ? null : (ofHelped + ofOthers) / 2;
}
