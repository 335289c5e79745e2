/** The last losses of an experiment as a table: quantiles beside means, and what diverged. */

import { summarise } from '../../evaluation/statistics.js';
import type { MethodRun } from '../../experiments/two-dimensional.js';
import type { TableRow } from '../table-format.js';
import { byMethod, type DrawnRun } from './curves.js';

/** A row a method, over all its test tasks and seeds. A diverged run counts as an infinite loss. */
export function finalLossRows(runs: readonly (DrawnRun & Pick<MethodRun, 'training'>)[]): TableRow[] {
  return byMethod(runs).map(([method, ofMethod]) => {
    const last = ofMethod.flatMap(({ evaluation: { losses, steps } }) => losses.map((curve) => curve[steps]));
    const { median, mean, q10, q90 } = summarise(last);
    const digits = (value: number) => (Number.isNaN(value) ? 'diverged' : value.toPrecision(2));
    const total = (pick: (run: (typeof ofMethod)[number]) => number) =>
      ofMethod.reduce((sum, run) => sum + pick(run), 0);
    return {
      method,
      median: digits(median),
      '10 %': digits(q10),
      '90 %': digits(q90),
      mean: digits(mean),
      diverged: `${total((run) => run.evaluation.divergences.length)} of ${last.length}`,
      'skipped windows in training': total((run) => run.training?.skippedWindows ?? 0),
    };
  });
}
