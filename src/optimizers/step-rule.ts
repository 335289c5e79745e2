/**
 * A baseline from a step rule: how the iterate moves, given the gradient; optionally with teleports, by ascent or at random,
 * before the steps of a schedule.
 */

import { refuse, requireObject, requireOptions, requireText } from '../checks.js';
import { into } from '../numerics/into.js';
import { requireMethods } from '../seam-checks.js';
import type { Task, Vector } from '../seams.js';
import { type ScheduleDescription, schedule, teleportsAt } from '../symmetry/schedule.js';
import type { Teleport } from '../symmetry/teleport.js';
import type { Optimizer, Setting } from './optimizer.js';
import { runOnTasks } from './run.js';

/** How a baseline moves. Its state is a value: `step` changes nothing that it is given. */
export interface StepRule<State> {
  /** The state before the first step in ℝⁿ. */
  init(dimension: number): State;
  /** From x_t and ∇f(x_t) to x_{t+1}; `t` counts from 0. */
  step(state: State, gradient: Vector, x: Vector, t: number): { readonly x: Vector; readonly state: State };
}

/** Teleports a baseline: `index` is which of the tasks of a run it is, for random teleports' streams. */
export interface BaselineTeleport {
  readonly schedule: ScheduleDescription;
  /** Moves x along its orbit. */
  readonly teleport: (
    setting: Pick<Task, 'optimizee' | 'action'>,
    x: Vector,
    index: number,
    t: number,
  ) => Teleport;
  /** For the record. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The state of a baseline: its rule's, the step that comes next, and what it teleports with. */
export interface BaselineState<State> {
  readonly rule: State;
  readonly t: number;
  readonly setting: Setting;
}

/**
 * An optimizer from a step rule. With a teleport, steps of its schedule start with one, then the gradient step.
 *
 * @example
 * ```ts
 * import { fromStepRule } from 'orbit-l2o';
 *
 * const halving = fromStepRule('halving', { method: 'x ← x/2' }, {
 *   init: () => undefined,
 *   step: (state, _gradient, x) => ({ x: x.map((xi) => xi / 2), state }),
 * });
 * const x = Float64Array.of(4);
 * console.log(halving.update(halving.init(x), Float64Array.of(8), x).x[0]); // 2
 * ```
 */
export function fromStepRule<State>(
  name: string,
  configuration: Readonly<Record<string, unknown>>,
  rule: StepRule<State>,
  move?: BaselineTeleport,
): Optimizer<BaselineState<State>> {
  const where = 'fromStepRule';
  requireText(where, 'name', name);
  requireObject(where, 'configuration', configuration);
  requireMethods(where, 'rule', rule, ['init', 'step']);
  if (move !== undefined) {
    requireOptions(where, move, ['schedule', 'teleport', 'configuration'], 'teleport');
    requireMethods(where, 'teleport', move, ['teleport']);
  }
  const optimizer: Omit<Optimizer<BaselineState<State>>, 'run'> = {
    name,
    configuration: move ? { ...configuration, teleport: move.configuration } : configuration,
    init: (x, setting = {}) => {
      if (move) requireTask(name, setting);
      return { rule: rule.init(x.length), t: 0, setting };
    },
    update: ({ rule: before, t, setting }, gradient, x) => {
      if (!move || !teleportsAt(move.schedule, t)) {
        const { x: next, state } = rule.step(before, gradient, x, t);
        return { x: next, state: { rule: state, t: t + 1, setting }, evaluations: { gradients: 1 } };
      }
      const task = requireTask(name, setting);
      const { x: to, evaluations } = move.teleport(task, x, setting.index ?? 0, t);
      const there = into(new Float64Array(x.length), 'gradient', task.optimizee.gradient(to));
      const { x: next, state } = rule.step(before, there, to, t);
      return {
        x: next,
        state: { rule: state, t: t + 1, setting },
        evaluations: { ...evaluations, gradients: evaluations.gradients + 1 },
        orbitMove: { from: x, to },
      };
    },
  };
  return {
    ...optimizer,
    run: (tasks, steps) => {
      if (move) schedule(move.schedule, steps);
      return runOnTasks(optimizer, tasks, steps);
    },
  };
}

function requireTask(name: string, { optimizee, action }: Setting): Pick<Task, 'optimizee' | 'action'> {
  if (optimizee && action) return { optimizee, action };
  const constraint = 'init must be given optimizee and action, since it teleports';
  return refuse(name, constraint, optimizee?.name ?? action?.name);
}
