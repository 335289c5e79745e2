/**
 * What the public code's evaluation shows, beside the corrected one (`../src/evaluation/evaluate.ts`). Read in its source:
 *
 * - the arrays of results are made anew for every test task, so its curves are those of the last task alone;
 * - the teleported iterate is kept for the first test task only: the task that is shown never teleports;
 * - the Adam baseline's moments are not reset between test tasks.
 */

import { nullable } from '../src/evaluation/evaluate.js';
import type { LstmParameters } from '../src/lstm/engine.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { adam } from '../src/optimizers/adam.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import type { Task } from '../src/seams.js';
import type { AsPublished, Method } from './experiment.js';

/** The last task: a meta-optimizer without teleports, Adam with the moments of all tasks before. */
export function asPublished(
  method: Method,
  optimizer: Optimizer,
  parameters: LstmParameters | undefined,
  tasks: readonly Task[],
  steps: number,
): AsPublished {
  const keepsState = method.kind === 'baseline' && method.rule === 'Adam';
  const { losses, gradientNorms } = published(method, optimizer, parameters)
    .run(keepsState ? tasks : tasks.slice(-1), steps)
    .at(-1)!;
  return { losses: nullable(losses), gradientNorms: nullable(gradientNorms) };
}

function published(method: Method, optimizer: Optimizer, parameters: LstmParameters | undefined): Optimizer {
  if (method.kind === 'learned') {
    return learnedOptimizer(method.description, parameters!, { teleport: 'never' });
  }
  if (method.kind !== 'baseline' || method.rule !== 'Adam') return optimizer;
  return adam({ name: method.name, learningRate: method.learningRates[0], keepsState: true });
}
