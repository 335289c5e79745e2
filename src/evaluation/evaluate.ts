/** Every optimizer on every test task: trajectories as plain data that JSON can carry. */

import { requireSize } from '../checks.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Divergence, Trajectory } from '../optimizers/trajectory.js';
import type { Stream } from '../random/stream.js';
import { requireFamily, requireMethods, requireStream, requireTasks } from '../seam-checks.js';
import type { Task, TaskFamily } from '../seams.js';

/** One optimizer on a set of tasks. Numbers of step t (0 … steps) of task i are at [i][t]; null from divergence on. */
export interface Evaluation {
  readonly optimizer: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly steps: number;
  /** f(x_t). */
  readonly losses: (number | null)[][];
  /** ‖∇f(x_t)‖. */
  readonly gradientNorms: (number | null)[][];
  /** Evaluations up to x_t, in gradients. */
  readonly evaluations: (number | null)[][];
  /** How many of the tasks teleported at step t. [steps] */
  readonly teleports: number[];
  readonly divergences: (Divergence & { readonly task: number })[];
}

const MOST_TASKS = 1_000_000;
const MOST_STEPS = 1_000_000;

/** Test tasks that do not depend on the training seed, so that methods and seeds are compared task by task; 1 to 1,000,000. */
export function testTasks(family: TaskFamily, stream: Stream, count: number): Task[] {
  requireFamily('testTasks', family);
  requireStream('testTasks', stream);
  requireSize('testTasks', 'count', count, MOST_TASKS);
  return Array.from({ length: count }, (_, i) => family.sample(stream.split('test').split(i)));
}

/** Runs an optimizer on all tasks. @throws if there is none, or `steps` is not a whole number from 1 to 1,000,000. */
export function evaluate(optimizer: Optimizer, tasks: readonly Task[], steps: number): Evaluation {
  requireMethods('evaluate', 'optimizer', optimizer, ['run']);
  requireTasks('evaluate', tasks);
  requireSize('evaluate', 'steps', steps, MOST_STEPS);
  return evaluateTrajectories(optimizer, optimizer.run(tasks, steps), steps);
}

/** The same, of trajectories that are there already. */
export function evaluateTrajectories(
  optimizer: Pick<Optimizer, 'name' | 'configuration'>,
  trajectories: readonly Trajectory[],
  steps: number,
): Evaluation {
  const teleports = new Array<number>(steps).fill(0);
  for (const { step } of trajectories.flatMap((trajectory) => trajectory.teleports)) teleports[step]++;
  return {
    optimizer: optimizer.name,
    configuration: optimizer.configuration,
    steps,
    losses: trajectories.map(({ losses }) => nullable(losses)),
    gradientNorms: trajectories.map(({ gradientNorms }) => nullable(gradientNorms)),
    evaluations: trajectories.map(({ evaluations }) => nullable(evaluations)),
    teleports,
    divergences: trajectories.flatMap(({ divergence }, task) =>
      divergence ? [{ task, ...divergence }] : [],
    ),
  };
}

/** A single trajectory as plain data, with its iterates: what the trajectory plots show. */
export interface PlottedTrajectory {
  readonly iterates: (number | null)[][];
  readonly losses: (number | null)[];
  readonly gradientNorms: (number | null)[];
  readonly teleports: { readonly step: number; readonly from: number[]; readonly to: number[] }[];
  readonly divergence?: Divergence;
}

/** A trajectory with its iterates as plain data. */
export function plottedTrajectory(trajectory: Trajectory, dimension: number): PlottedTrajectory {
  const { losses, iterates } = trajectory;
  return {
    iterates: Array.from(losses, (_, t) => nullable(iterates.subarray(t * dimension, (t + 1) * dimension))),
    losses: nullable(losses),
    gradientNorms: nullable(trajectory.gradientNorms),
    teleports: trajectory.teleports.map(({ step, from, to }) => ({
      step,
      from: Array.from(from),
      to: Array.from(to),
    })),
    divergence: trajectory.divergence,
  };
}

/** JSON has no NaN and no infinity: what a diverged trajectory has not reached is null. */
export function nullable(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
