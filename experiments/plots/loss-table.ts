/** The last losses of an experiment as a table: quantiles beside means, what diverged, and what tuning has chosen. */

import { isFinitePoint, type Point } from '../../src/display/bands.js';
import type { TableRow } from '../../src/display/table-format.js';
import { summariseSteps } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';
import { areResults, byMethod, type DrawnResults, type DrawnRun, drawnMethods } from './drawn-methods.js';

type TabledRun = DrawnRun & Pick<Run, 'search' | 'training'>;

/**
 * A row a method, over all its test tasks and seeds. A diverged run counts as an infinite loss. Stored results have
 * quartiles alone; runs also tell their mean, what training has skipped and what tuning has chosen.
 */
export function finalLossRows(drawable: readonly TabledRun[] | DrawnResults): TableRow[] {
  return areResults(drawable) ? resultRows(drawable) : runRows(drawable);
}

function resultRows(results: DrawnResults): TableRow[] {
  return drawnMethods(results).map(({ name, losses, diverged, trajectories }) => ({
    method: name,
    median: digits(losses.line.at(-1)),
    '25 %': digits(losses.low.at(-1)),
    '75 %': digits(losses.high.at(-1)),
    diverged: `${diverged} of ${trajectories}`,
  }));
}

function runRows(runs: readonly TabledRun[]): TableRow[] {
  const anySearched = runs.some(({ search }) => search !== undefined);
  return byMethod(runs).map(([method, ofMethod]) => {
    const losses = ofMethod.flatMap(({ evaluation }) => evaluation.losses);
    const { median, mean, q10, q90 } = summariseSteps(losses)[ofMethod[0].evaluation.steps];
    const total = (pick: (run: TabledRun) => number) => ofMethod.reduce((sum, run) => sum + pick(run), 0);
    return {
      method,
      median: digits(median),
      '10 %': digits(q10),
      '90 %': digits(q90),
      mean: digits(mean),
      diverged: `${total((run) => run.evaluation.divergences.length)} of ${losses.length}`,
      'skipped windows in training': total((run) => run.training?.skippedWindows ?? 0),
      ...(anySearched && { 'step size, of those tried': searched(ofMethod) }),
    };
  });
}

/** A number that diverged runs have made infinite is none. */
function digits(value: Point | undefined): string {
  return isFinitePoint(value) ? value.toPrecision(2) : 'diverged';
}

/**
 * The step sizes that tuning has chosen over seeds, of how many: the search is part of a baseline's result. A choice at an
 * end of the grid is marked, since beyond it there may be a better one.
 */
function searched(runs: readonly TabledRun[]): string {
  const found = runs.flatMap(({ search }) => {
    if (!search) return [];
    const { candidates, chosen } = search;
    if (candidates.length === 1) return [`${chosen.learningRate}, not searched`];
    const rates = candidates.map(({ learningRate }) => learningRate);
    const atEnd = [Math.min(...rates), Math.max(...rates)].includes(chosen.learningRate);
    const momentum = chosen.momentum === undefined ? '' : ` with momentum ${chosen.momentum}`;
    return [`${chosen.learningRate}${momentum}${atEnd ? ' (end of the grid)' : ''} of ${candidates.length}`];
  });
  return [...new Set(found)].join('; ');
}
