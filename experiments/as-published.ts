/**
 * What the public code's evaluation shows, beside the corrected one (`../evaluation/evaluate.ts`). Read in its source:
 *
 * - the arrays of results are made anew for every test task, so its curves are those of the last task alone;
 * - the teleported iterate is kept for the first test task only: the task that is shown never teleports;
 * - the Adam baseline's moments are not reset between test tasks.
 */

import { nullable } from '../src/evaluation/evaluate.js';
import type { LstmParameters } from '../src/lstm/engine.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { adam } from '../src/optimizers/adam.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import type { Trajectory } from '../src/optimizers/trajectory.js';
import type { Task } from '../src/seams.js';
import type { BaselineMethod } from './methods.js';

/** The curves of the last test task; null from divergence on. */
export interface AsPublished {
  readonly losses: (number | null)[];
  readonly gradientNorms: (number | null)[];
}

/** A meta-optimizer: the last task, without teleports. */
export function publishedLearned(
  description: MetaOptimizerDescription,
  parameters: LstmParameters,
  tasks: readonly Task[],
  steps: number,
): AsPublished {
  const optimizer = learnedOptimizer(description, parameters, { teleport: 'never' });
  return lastCurve(optimizer.run(tasks.slice(-1), steps));
}

/** A baseline: the last task; Adam comes to it with the moments of all tasks before. */
export function publishedBaseline(
  { rule, name, learningRates }: BaselineMethod,
  optimizer: Optimizer,
  tasks: readonly Task[],
  steps: number,
): AsPublished {
  if (rule !== 'Adam') return lastCurve(optimizer.run(tasks.slice(-1), steps));
  return lastCurve(adam({ name, learningRate: learningRates[0], keepsState: true }).run(tasks, steps));
}

function lastCurve(trajectories: readonly Trajectory[]): AsPublished {
  const { losses, gradientNorms } = trajectories[trajectories.length - 1];
  return { losses: nullable(losses), gradientNorms: nullable(gradientNorms) };
}
