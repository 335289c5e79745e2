/** Runs as if they had ended early: what a figure of the first epochs draws. */

import { refuse, requireCount } from '../../src/checks.js';
import type { DrawnRun } from './curves.js';

/** The same runs as if they had ended after `steps` steps. @throws if one is shorter. */
export function firstSteps<R extends DrawnRun>(runs: readonly R[], steps: number): R[] {
  requireCount('firstSteps', 'steps', steps);
  return runs.map((run) => {
    const { evaluation } = run;
    if (evaluation.steps < steps) refuse('firstSteps', `steps must be at most ${evaluation.steps}`, steps);
    const cut = (rows: (number | null)[][]) => rows.map((row) => row.slice(0, steps + 1));
    return {
      ...run,
      evaluation: {
        ...evaluation,
        steps,
        losses: cut(evaluation.losses),
        gradientNorms: cut(evaluation.gradientNorms),
        evaluations: cut(evaluation.evaluations),
        teleports: evaluation.teleports.slice(0, steps),
        divergences: evaluation.divergences.filter(({ step }) => step <= steps),
      },
    };
  });
}
