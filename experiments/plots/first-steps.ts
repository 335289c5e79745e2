/** Runs and results as if they had ended early: what a figure of the first epochs draws. */

import { refuse, requireCount } from '../../src/checks.js';
import type { Point } from '../../src/display/bands.js';
import type { Bands } from '../results/results.js';
import { areResults, type Drawable, type DrawnResults, type DrawnRun } from './drawn-methods.js';

/** The same as if it had ended after `steps` steps. @throws if a run is shorter. */
export function firstSteps<R extends DrawnRun>(runs: readonly R[], steps: number): R[];
export function firstSteps(results: DrawnResults, steps: number): DrawnResults;
export function firstSteps(drawable: Drawable, steps: number): Drawable;
export function firstSteps(drawable: Drawable, steps: number): Drawable {
  requireCount('firstSteps', 'steps', steps);
  return areResults(drawable)
    ? cutResults(drawable, steps)
    : drawable.map((run) => ({ ...run, evaluation: cutEvaluation(run.evaluation, steps) }));
}

function cutEvaluation(evaluation: DrawnRun['evaluation'], steps: number): DrawnRun['evaluation'] {
  if (evaluation.steps < steps) refuse('firstSteps', `steps must be at most ${evaluation.steps}`, steps);
  const cut = (rows: Point[][]) => rows.map((row) => row.slice(0, steps + 1));
  return {
    ...evaluation,
    steps,
    losses: cut(evaluation.losses),
    gradientNorms: cut(evaluation.gradientNorms),
    evaluations: cut(evaluation.evaluations),
    teleports: evaluation.teleports.slice(0, steps),
    divergences: evaluation.divergences.filter(({ step }) => step <= steps),
  };
}

function cutResults({ methods }: DrawnResults, steps: number): DrawnResults {
  const cut = <T>(row: readonly T[]) => row.slice(0, steps + 1);
  const bands = ({ lower, median, upper, count }: Bands): Bands => ({
    lower: cut(lower),
    median: cut(median),
    upper: cut(upper),
    count: cut(count),
  });
  return {
    methods: methods.map((method) => {
      const all = method.losses.count.length - 1;
      if (all < steps) refuse('firstSteps', `steps must be at most ${all}`, steps);
      return {
        ...method,
        losses: bands(method.losses),
        gradientNorms: bands(method.gradientNorms),
        evaluations: cut(method.evaluations),
      };
    }),
  };
}
