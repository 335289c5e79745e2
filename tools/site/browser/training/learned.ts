/** The trained optimizers on the page: run anew whenever the start moves, and asked for what their LSTM emits. */

import type { LstmParameters } from '../../../../src/lstm/engine.js';
import { widened } from '../../../../src/lstm/exact-state.js';
import { trajectorySteps } from '../../../../src/metaoptimizer/algorithm.js';
import { learnedOptimizer } from '../../../../src/metaoptimizer/learned-optimizer.js';
import type { Optimizer } from '../../../../src/optimizers/optimizer.js';
import type { Trajectory } from '../../../../src/optimizers/trajectory.js';
import type { Task } from '../../../../src/seams.js';
import { descriptionOf } from './choices.js';
import type { MethodName } from './messages.js';

/** Steps shown; meta-training has 21 (`meta-train-options.ts`), the last of which no window sees the end of. */
export const STEPS = 20;

/** One trained method. */
interface Learned {
  readonly parameters: LstmParameters;
  readonly hidden: number;
  readonly optimizer: Optimizer<unknown>;
}

const learned = new Map<MethodName, Learned>();

/** The run of a method with these weights. */
export function runOf(
  method: MethodName,
  hidden: number,
  parameters: LstmParameters,
  task: Task,
): Trajectory {
  let found = learned.get(method);
  if (found?.parameters !== parameters || found.hidden !== hidden) {
    const optimizer = learnedOptimizer(descriptionOf(method, hidden), parameters) as Optimizer<unknown>;
    found = { parameters, hidden, optimizer };
    learned.set(method, found);
  }
  return found.optimizer.run([task], STEPS)[0];
}

/** What the LSTM emitted at a step: the update, and the angle where there was a teleport. */
export interface Emission {
  readonly update: readonly [number, number];
  /** In radians; NaN without a teleport. */
  readonly angle: number;
}

/** What the LSTM emits, by the plain algorithm in float64; shorter where the run diverges. */
export function emissionsOf(
  method: MethodName,
  hidden: number,
  parameters: LstmParameters,
  task: Task,
): Emission[] {
  const steps = trajectorySteps(descriptionOf(method, hidden), widened(parameters), task, STEPS);
  return [...steps].map(({ update, teleported, xi }) => ({
    update: [update[0], update[1]],
    angle: teleported ? xi[0] : Number.NaN,
  }));
}
