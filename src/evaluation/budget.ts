/**
 * Losses of methods at the end of a run, or at an equal budget of evaluations.
 *
 * A step is not a unit of cost: a teleport takes evaluations of its own, and so does an input such as the theta
 * gradient. At a budget E, in gradients, a run counts with the last step that it could afford:
 *
 *     t(E) = max { t : evaluations up to x_t ≤ E }
 */

import { refuse, requireFinite } from '../checks.js';
import type { MethodLosses } from './comparison.js';
import type { Evaluation } from './evaluate.js';

/** One method at one seed: what a run of an experiment has, and more. */
export interface EvaluatedRun {
  readonly method: string;
  readonly seed: number;
  readonly evaluation: Pick<Evaluation, 'losses' | 'evaluations' | 'steps'>;
}

/** The loss after the last step of every run, by method in the order in which they first come. */
export function finalLosses(runs: readonly EvaluatedRun[]): MethodLosses[] {
  return byMethod(runs, ({ evaluation: { losses, steps } }) => losses.map((curve) => curve[steps]));
}

/**
 * The loss of every run at a budget. A run that has diverged counts as diverged once its last whole step is affordable:
 * the step that follows is the one it did not survive, and what that would have cost is not known.
 */
export function lossesAtBudget(runs: readonly EvaluatedRun[], budget: number): MethodLosses[] {
  requireFinite('lossesAtBudget', 'budget', budget);
  return byMethod(runs, ({ method, evaluation: { losses, evaluations } }) =>
    losses.map((curve, task) => {
      const affordable = evaluations[task].findLastIndex((cost) => cost !== null && cost <= budget);
      if (affordable < 0 && curve[0] !== null)
        refuse('lossesAtBudget', `budget must suffice for the start of ${method}`, budget);
      const dies = affordable + 1 < curve.length && curve[affordable + 1] === null;
      return dies ? null : curve[affordable];
    }),
  );
}

/** The largest budget that no run of any method has left unspent: the cheapest run to its end. */
export function commonBudget(runs: readonly EvaluatedRun[]): number {
  const ends = runs.flatMap(({ evaluation: { evaluations, steps } }) =>
    evaluations.map((cost) => cost[steps]).filter((cost) => cost !== null),
  );
  if (ends.length === 0) refuse('commonBudget', 'some run must reach its end', 'none');
  return ends.reduce((least, cost) => Math.min(least, cost));
}

function byMethod(
  runs: readonly EvaluatedRun[],
  lossesOf: (run: EvaluatedRun) => (number | null)[],
): MethodLosses[] {
  const methods = [...new Set(runs.map(({ method }) => method))];
  return methods.map((method) => {
    const own = runs.filter((run) => run.method === method).sort((a, b) => a.seed - b.seed);
    return { method, seeds: own.map(({ seed }) => seed), losses: own.map(lossesOf) };
  });
}
