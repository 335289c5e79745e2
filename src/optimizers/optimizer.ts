/**
 * The one interface of everything that is compared: baselines here, learned optimizers in `../metaoptimizer`.
 *
 * A baseline is a step rule, a function that is given the gradient and moves the iterate; {@link fromStepRule}
 * makes an optimizer of it, optionally with teleports by ascent or at random before the steps of a schedule.
 */

import { requireCount } from '../checks.js';
import type { Task, Vector } from '../seams.js';
import { type ScheduleDescription, schedule } from '../symmetry/schedule.js';
import type { Teleport } from '../symmetry/teleport.js';
import { Recorder, type Trajectory } from './trajectory.js';

/** Something that minimises a task from its start, step by step. */
export interface Optimizer {
  readonly name: string;
  /** Everything that defines it, as plain data for the record kept with every result. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** `steps` steps on each task from its start. Every task is met with a fresh state. */
  run(tasks: readonly Task[], steps: number): Trajectory[];
}

/** Moves x in place, given ∇f(x) and how many steps came before. */
export type Step = (x: Vector, gradient: Vector, t: number) => void;

/** Begins a run in ℝⁿ: whatever state the rule keeps is made here, so no state leaks between tasks. */
export type StepRule = (dimension: number) => Step;

/** Teleports a baseline: `task` is the index among the tasks of a run, for random teleports' streams. */
export interface BaselineTeleport {
  readonly schedule: ScheduleDescription;
  /** Moves x along its orbit. */
  readonly teleport: (task: Task, x: Vector, taskIndex: number, t: number) => Teleport;
  /** For the record. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** An optimizer from a step rule. With a teleport, steps of its schedule start with one, then the gradient step. */
export function fromStepRule(
  name: string,
  configuration: Readonly<Record<string, unknown>>,
  rule: StepRule,
  teleport?: BaselineTeleport,
): Optimizer {
  return {
    name,
    configuration: teleport ? { ...configuration, teleport: teleport.configuration } : configuration,
    run: (tasks, steps) => {
      requireCount(name, 'steps', steps);
      return tasks.map((task, index) => runOne(task, index, steps, rule, teleport));
    },
  };
}

function runOne(
  task: Task,
  index: number,
  steps: number,
  rule: StepRule,
  move?: BaselineTeleport,
): Trajectory {
  const { optimizee } = task;
  const teleports = move && schedule(move.schedule, steps);
  const recorder = new Recorder(task, steps);
  const step = rule(optimizee.dimension);
  const x = Float64Array.from(task.start);
  const gradient = optimizee.gradient(x);
  recorder.record(0, x, optimizee.value(x), gradient);
  for (let t = 0; t < steps && !recorder.diverged; t++) {
    if (move && teleports?.includes(t)) {
      const jump = move.teleport(task, x, index, t);
      recorder.teleport(t, x, jump.x);
      x.set(jump.x);
      recorder.count.hessianVectors += jump.evaluations.hessianVectors;
      recorder.count.actions += jump.evaluations.actions;
      recorder.count.gradients += jump.evaluations.gradients;
      optimizee.gradient(x, gradient);
    }
    recorder.count.gradients += 1;
    step(x, gradient, t);
    recorder.record(t + 1, x, optimizee.value(x), optimizee.gradient(x, gradient));
  }
  return recorder.finish();
}
