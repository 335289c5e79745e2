/**
 * The one interface of everything that is compared: baselines here, learned optimizers in `../metaoptimizer`.
 *
 *     let state = optimizer.init(x, { optimizee, action });
 *     for (let t = 0; t < steps; t++) ({ x, state } = optimizer.update(state, optimizee.gradient(x), x));
 *
 * A state is a value: `update` changes nothing that it is given, so a loop may keep, copy or go back to any state. `run` is
 * this loop with a record of it (`run.ts`).
 */

import type { Task, Vector } from '../seams.js';
import type { StepRecord, Trajectory } from './trajectory.js';

/** What an optimizer may have to know of a problem beside x and its gradient: a teleport needs the action, to climb the optimizee. */
export interface Setting extends Partial<Pick<Task, 'optimizee' | 'action'>> {
  /** Which of several runs this is: random teleports draw from a stream of their own in each. Default 0. */
  readonly index?: number;
}

/** What a step leads to, and what it took. */
export interface Updated<State> extends StepRecord {
  /** x_{t+1}; a new vector. [n] */
  readonly x: Vector;
  /** The state after the step. */
  readonly state: State;
}

/** Something that minimises a task from its start, step by step. */
export interface Optimizer<State = unknown> {
  readonly name: string;
  /** Everything that defines it, as plain data for the record kept with every result. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The state before the first step from x. @throws where the setting lacks what the optimizer needs. */
  init(x: Vector, setting?: Setting): State;
  /** One step from x, given ∇f(x) and the state that {@link init} or the step before gave. */
  update(state: State, gradient: Vector, x: Vector): Updated<State>;
  /** `steps` steps on each task from its start. Every task is met with a fresh state. */
  run(tasks: readonly Task[], steps: number): Trajectory[];
}
