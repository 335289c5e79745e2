/**
 * A trained meta-optimizer as an {@link Optimizer}: on the same terms as the baselines, in a loop of one's own or by `run`.
 *
 * Its state holds the LSTM's memory, so that a step changes nothing but what it returns; the engine, which is shared by all
 * of its runs, takes the memory over before each step.
 */

import { refuse, requireObject, requireOptions } from '../checks.js';
import type { LstmMemory, LstmParameters, Numbers } from '../lstm/engine.js';
import { sum } from '../numerics/vector.js';
import type { Optimizer, Setting, Updated } from '../optimizers/optimizer.js';
import { runOnTasks } from '../optimizers/run.js';
import type { Task, Vector } from '../seams.js';
import {
  requireSchedule,
  type ScheduleDescription,
  scheduleWithin,
  teleportsAt,
} from '../symmetry/schedule.js';
import { requireDescription } from './describe.js';
import { type MetaOptimizerDescription, teleports } from './description.js';
import { type Machine, makeMachine } from './engine-shape.js';
import { emptyInnerStep, type InnerStep } from './inner-step.js';
import type { InputFeatures } from './input-features.js';
import { requireSafeguard, type UnrollOptions } from './unroll-options.js';

/** How a learned optimizer is used. */
export interface LearnedOptimizerOptions extends UnrollOptions {
  /** When it teleports; by default as in training, as far as the run goes. */
  readonly teleport?: ScheduleDescription;
  /**
   * Told, once an optimizer, that `run` goes beyond the steps of a trajectory in training, where what was trained is known; by default
   * `console.warn`. It turns nothing else off, so `() => {}` is silence.
   * @example
   * ```ts
   * import { describe, ellipseFixed, learnedOptimizer, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const trained = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 });
   * const lines: string[] = [];
   * const onWarning = (line: string) => void lines.push(line);
   * learnedOptimizer(small, trained, { onWarning }).run([ellipseFixed.sample(Stream.fromSeed(2))], 30);
   * console.log(lines[0].slice(0, 46)); // small: trained for 21 steps, and run for 30; w
   * ```
   */
  readonly onWarning?: (line: string) => void;
}

/** What `metaTrain` gives, or a checkpoint: the weights, and how long a trajectory was in training. */
export interface TrainedWeights {
  readonly state: { readonly parameters: LstmParameters };
  readonly options: { readonly steps: number };
}

/** Between two steps. */
export interface LearnedState {
  /** t, the steps done. */
  readonly t: number;
  /** x_{t−1}, and x₀ before the first step. [n] */
  readonly previousX: Vector;
  /** v_t of a momentum head, else 0. [n] */
  readonly velocity: Vector;
  /** h and c of both cells, in every row of the layout. */
  readonly memory: LstmMemory;
  readonly setting: Setting;
}

/**
 * The optimizer that these weights make of a description.
 *
 * @param description the one it was trained with.
 * @param weights the LSTM's weights; or what `metaTrain` gives, or a checkpoint, of which the optimizer also knows its trained horizon.
 * @throws in `init`, where the setting has not got what the description needs: the action to teleport, the optimizee for the
 * theta gradient or the safeguard.
 *
 * @example
 * ```ts
 * import { describe, ellipseFixed, learnedOptimizer, metaTrain, Stream } from 'orbit-l2o';
 *
 * const description = describe({ name: 'teleports', teleport: { every: 3 }, hidden: 20 });
 * const trained = metaTrain(description, ellipseFixed, Stream.fromSeed(1), { trajectories: 20 });
 * const optimizer = learnedOptimizer(description, trained);
 * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(2));
 * let x = start;
 * let state = optimizer.init(x, { action });
 * for (let t = 0; t < 12; t++) ({ x, state } = optimizer.update(state, optimizee.gradient(x), x));
 * ```
 */
export function learnedOptimizer(
  description: MetaOptimizerDescription,
  weights: LstmParameters | TrainedWeights,
  { onWarning = console.warn, ...options }: LearnedOptimizerOptions = {},
): Optimizer<LearnedState> {
  const where = 'learnedOptimizer';
  requireDescription(where, description);
  requireOptions(where, options, ['teleport', 'safeguardFactor']);
  requireObject(where, 'weights', weights);
  requireSafeguard(where, options.safeguardFactor ?? 'off');
  if (options.teleport !== undefined) requireSchedule(where, options.teleport);
  const { name } = description;
  const knowsHorizon = 'state' in weights;
  const parameters = knowsHorizon ? weights.state.parameters : weights;
  let horizon = knowsHorizon ? weights.options.steps : Number.POSITIVE_INFINITY; // steps of a trajectory in training
  const schedule = options.teleport ?? description.teleport;
  const safeguarded = (options.safeguardFactor ?? 'off') !== 'off';
  const machines = new Map<string, Machine & { readonly start: LstmMemory }>();
  const machineOf = (n: number, m: number) => {
    const key = `${n} ${m}`;
    const known = machines.get(key);
    if (known) return known;
    const made = makeMachine(description, parameters, n, m, options);
    const machine = { ...made, start: made.engine.memory() };
    machines.set(key, machine);
    return machine;
  };
  const optimizer: Omit<Optimizer<LearnedState>, 'run'> = {
    name,
    configuration: { ...description, ...options },
    init: (x, setting = {}) => {
      requireSetting(description, setting, safeguarded);
      const { start } = machineOf(x.length, setting.action?.algebraDimension ?? 0);
      const velocity = new Float64Array(x.length);
      return { t: 0, previousX: x, velocity, memory: start, setting };
    },
    update: ({ t, previousX, velocity, memory, setting }, gradient, x): Updated<LearnedState> => {
      const task = { ...setting, start: x } as Task; // what is missing is not asked for: `init` has seen to that
      const { engine, inputs, move } = machineOf(x.length, setting.action?.algebraDimension ?? 0);
      const step = emptyInnerStep(x.length, setting.action?.algebraDimension ?? 0);
      step.x.set(x);
      step.gradient.set(gradient);
      sum(x, -1, previousX, step.displacement);
      step.velocity.set(velocity);
      step.loss = safeguarded ? task.optimizee.value(step.x) : Number.NaN;
      step.teleportDue = teleportsAt(schedule, t);
      const nextVelocity = velocity.slice();
      engine.recall(memory);
      inputs.write(task, step, engine.inputs(0), { at: 0, stride: engine.inputStride });
      engine.step(0);
      const outputs: Numbers = engine.outputs(0);
      move.forward(task, step, outputs, { at: 0, stride: engine.outputStride }, nextVelocity);
      engine.carry(1);
      const state = { t: t + 1, previousX: x, velocity: nextVelocity, memory: engine.memory(), setting };
      return {
        x: step.refused ? x : step.next,
        state,
        evaluations: evaluationsOf(step, inputs, safeguarded),
        ...(step.gateOpen && { orbitMove: { from: step.acted, to: step.moved } }),
        ...(description.update !== 'direct' && {
          coefficients: { stepSize: step.stepSize, momentum: step.momentum },
        }),
      };
    },
  };
  return {
    ...optimizer,
    run: (tasks, steps) => {
      scheduleWithin(schedule, steps);
      if (steps > horizon) {
        onWarning(
          `${name}: trained for ${horizon} steps, and run for ${steps}; what it does beyond them was never trained`,
        );
        horizon = Number.POSITIVE_INFINITY; // said once
      }
      return runOnTasks(optimizer, tasks, steps);
    },
  };
}

function requireSetting(
  description: MetaOptimizerDescription,
  { optimizee, action }: Setting,
  safeguarded: boolean,
): void {
  const { name } = description;
  const readsTheta = description.inputs.some((input) => input.name === 'theta-gradient');
  if (!action && (teleports(description) || readsTheta)) {
    refuse(name, 'init must be given the action, by which it teleports', action);
  }
  if (!optimizee && (readsTheta || safeguarded)) {
    refuse(name, 'init must be given the optimizee, for its Hessian or its value', optimizee);
  }
}

/** What a step evaluates. */
function evaluationsOf(step: InnerStep, { readsThetaGradient }: InputFeatures, safeguarded: boolean) {
  return {
    gradients: 1,
    values: safeguarded ? 1 : 0,
    hessianVectors: readsThetaGradient ? 1 : 0,
    actions: (readsThetaGradient ? 1 : 0) + (step.gateOpen ? 1 : 0),
  };
}
