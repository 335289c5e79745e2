/**
 * A batch of trajectories under one meta-optimizer, forwards and backwards: Algorithms 1 to 3 without the
 * training round them.
 *
 *     forward     z_t = inputs(x_t);  y_t = LSTM(z_t);  x_{t+1} = exp(ξ_t)·(x_t + update_t)
 *     backward    the adjoint of exactly that, one window at a time; the window's loss is Σ w_t f(x_t), or Σ w_t ℓ_t with
 *                 a distance term (`distance-term.ts`), mean over the batch
 *
 * A trajectory that diverges is stopped: it keeps its last finite iterate, feeds zeros to the LSTM, and its window
 * counts nothing towards the meta-gradient.
 */

import { refuse } from '../checks.js';
import type { LstmEngine, LstmMemory } from '../lstm/engine.js';
import { into } from '../numerics/into.js';
import { addScaled, sum } from '../numerics/vector.js';
import { nanOutside } from '../optimizees/outside.js';
import { type Divergence, divergenceAt } from '../optimizers/trajectory.js';
import { requireTask } from '../seam-checks.js';
import type { Task, Vector } from '../seams.js';
import type { MetaOptimizerDescription } from './description.js';
import { type CompleteDistanceTerm, type StepLoss, stepLoss } from './distance-term.js';
import { engineShape } from './engine-shape.js';
import { InnerMove } from './inner-move.js';
import {
  type Cotangent,
  clearCotangent,
  emptyCotangent,
  emptyInnerStep,
  type InnerStep,
} from './inner-step.js';
import { InputFeatures } from './input-features.js';
import { clearRows, type Layout, layoutOf, type Rows } from './layout.js';
import type { TrainedUnrollOptions } from './unroll-options.js';

/** One trajectory's live state. */
interface Runner {
  readonly task: Task;
  readonly x: Vector;
  readonly previousX: Vector;
  readonly velocity: Vector;
  readonly bar: Cotangent;
  readonly stepLoss: StepLoss | undefined; // of a distance term
  divergence: Divergence | undefined;
}

/** The tasks of a batch, with room for their trajectories. */
export type Batch = readonly Runner[];

/** Where a batch of trajectories is between two windows, a plain value. */
export interface UnrollState {
  readonly rows: readonly (Pick<Runner, 'x' | 'previousX' | 'velocity'> & {
    readonly divergence: Divergence | undefined;
  })[];
  readonly memory: LstmMemory;
}

/** A batch of trajectories under one meta-optimizer, with its adjoint. */
export class Unroll {
  readonly #engine: LstmEngine;
  readonly #layout: Layout;
  readonly #inputs: InputFeatures;
  readonly #move: InnerMove;
  readonly #steps: InnerStep[][] = []; // [window][B]
  readonly #n: number;
  readonly #m: number;
  readonly #distanceTerm: CompleteDistanceTerm | undefined;
  #runners: Batch = [];

  /** @throws unless the engine has the shape that the description asks for. */
  constructor(
    description: MetaOptimizerDescription,
    engine: LstmEngine,
    n: number,
    m: number,
    { safeguardFactor = 'off', distanceTerm }: TrainedUnrollOptions = {},
  ) {
    this.#layout = layoutOf(description.per ?? 'task', n);
    const { rows } = this.#layout;
    const tasks = Math.max(1, Math.floor(engine.shape.batch / rows));
    const wanted = engineShape(description, n, m, tasks, engine.shape.window);
    if (JSON.stringify(wanted) !== JSON.stringify(engine.shape)) {
      refuse('Unroll', `the engine must have the shape ${JSON.stringify(wanted)}`, engine.shape);
    }
    this.#engine = engine;
    this.#n = n;
    this.#m = m;
    this.#distanceTerm = distanceTerm;
    this.#inputs = new InputFeatures(description.inputs, this.#layout, m);
    this.#move = new InnerMove(description, this.#layout, m, safeguardFactor);
    for (let t = 0; t < engine.shape.window; t++) {
      this.#steps.push(Array.from({ length: tasks }, () => emptyInnerStep(n, m, distanceTerm !== undefined)));
    }
  }

  /** The rows of the b-th task. */
  #rows(b: number, stride: number): Rows {
    return { at: b * this.#layout.rows * stride, stride };
  }

  /** Starts a trajectory on each task; what it returns stands for them in {@link recall}. */
  start(tasks: readonly Task[]): Batch {
    const [{ length: wanted }] = this.#steps;
    if (tasks.length !== wanted) refuse('Unroll.start', `there must be ${wanted} tasks`, tasks.length);
    this.#runners = tasks.map((task) => {
      requireTask('Unroll.start', task, this.#n, this.#m);
      return {
        task: { ...task, optimizee: nanOutside(task.optimizee) },
        x: Float64Array.from(task.start),
        previousX: Float64Array.from(task.start),
        velocity: new Float64Array(this.#n),
        bar: emptyCotangent(this.#n),
        stepLoss: this.#distanceTerm && stepLoss(task.optimizee, task.start, this.#distanceTerm),
        divergence: undefined,
      };
    });
    this.#engine.reset();
    return this.#runners;
  }

  /**
   * Evaluates x_t: step `t` of the window, step `globalStep` of the trajectory, f(x_t) weighted in the window's
   * loss by `weight`. Must come before {@link advance}.
   */
  observe(t: number, globalStep: number, weight: number): readonly InnerStep[] {
    this.#runners.forEach((runner, b) => {
      const step = this.#steps[t][b];
      const { optimizee } = runner.task;
      step.x.set(runner.x);
      sum(runner.x, -1, runner.previousX, step.displacement);
      step.velocity.set(runner.velocity);
      step.weight = weight;
      step.refused = false;
      if (runner.divergence) return;
      step.loss = optimizee.value(step.x);
      into(step.gradient, 'gradient', optimizee.gradient(step.x, step.gradient));
      runner.divergence = divergenceAt(globalStep, step.x, step.loss, step.gradient);
      step.counted = step.loss;
      if (runner.divergence || !runner.stepLoss) return; // a distance to the optimum is for finite iterates
      step.counted = runner.stepLoss(step.x, step.loss, step.gradient, step.countedGradient).value;
    });
    return this.#steps[t];
  }

  /** One step of every trajectory; `teleportDue` says whether the schedule teleports now. */
  advance(t: number, teleportDue: boolean): void {
    const engine = this.#engine;
    const inputs = engine.inputs(t);
    this.#runners.forEach((runner, b) => {
      const rows = this.#rows(b, engine.inputStride);
      if (runner.divergence) clearRows(this.#layout, inputs, rows, this.#inputs.size);
      else this.#inputs.write(runner.task, this.#steps[t][b], inputs, rows);
    });
    engine.step(t);
    const outputs = engine.outputs(t);
    this.#runners.forEach((runner, b) => {
      if (runner.divergence) return;
      const step = this.#steps[t][b];
      step.teleportDue = teleportDue;
      this.#move.forward(runner.task, step, outputs, this.#rows(b, engine.outputStride), runner.velocity);
      runner.previousX.set(step.x);
      if (!step.refused) runner.x.set(step.next);
    });
  }

  /** A copy of where the trajectories are, between two windows: what {@link recall} goes on from. */
  state(): UnrollState {
    const rows = this.#runners.map(({ x, previousX, velocity, divergence }) => ({
      x: x.slice(),
      previousX: previousX.slice(),
      velocity: velocity.slice(),
      divergence,
    }));
    return { rows, memory: this.#engine.memory() };
  }

  /** Goes on from such a state, on the tasks of the last {@link start}, or of an earlier one. */
  recall({ rows, memory }: UnrollState, batch: Batch = this.#runners): void {
    this.#runners = batch;
    this.#runners.forEach((runner, b) => {
      runner.x.set(rows[b].x);
      runner.previousX.set(rows[b].previousX);
      runner.velocity.set(rows[b].velocity);
      runner.divergence = rows[b].divergence;
    });
    this.#engine.recall(memory);
  }

  /** The loss of a window of `steps` observed steps, by trajectory; NaN where one has diverged. Refused updates as in {@link windowLoss}. */
  losses(steps: number): Float64Array {
    return Float64Array.from(this.#runners, ({ task, divergence }, b) => {
      if (divergence) return Number.NaN;
      let total = 0;
      for (let t = 0; t < steps; t++) {
        const step = this.#steps[t][b];
        total += step.weight * step.counted + this.#move.refusedLoss(task, step);
      }
      return total;
    });
  }

  /**
   * Weighs the least loss of each trajectory in a window of `steps` observed steps with 1, and all others with 0, so that the
   * window's loss is the least one. Of equal ones the first is taken, and of their derivatives that one's.
   */
  keepLeast(steps: number): void {
    this.#runners.forEach(({ task }, b) => {
      const window = this.#steps.slice(0, steps).map((row) => row[b]);
      const losses = window.map(
        (step) => step.counted + this.#move.refusedLoss(task, { ...step, weight: 1 }),
      );
      const least = losses.indexOf(Math.min(...losses));
      window.forEach((step, t) => {
        step.weight = Number(t === least);
      });
    });
  }

  /**
   * The loss of a window of `steps` observed steps, mean over the trajectories that count; NaN if none does.
   * A refused update's loss is counted with its step's weight, unless it is not finite.
   */
  windowLoss(steps: number): number {
    const counting = this.#runners
      .map((runner, b) => ({ runner, b }))
      .filter(({ runner }) => !runner.divergence);
    let total = 0;
    for (const { runner, b } of counting) {
      for (let t = 0; t < steps; t++) {
        const step = this.#steps[t][b];
        total += step.weight * step.counted + this.#move.refusedLoss(runner.task, step);
      }
    }
    return total / counting.length;
  }

  /**
   * Backpropagates the loss of a window of `steps` observed steps. Returns how many of them it went through, for
   * `engine.apply`: what the last one emitted reaches the window's loss only where the safeguard refused it.
   */
  backward(steps: number): number {
    const engine = this.#engine;
    const flows = this.#inputs.flow;
    const counting = this.#runners.filter((runner) => !runner.divergence).length;
    const lastReaches = steps === 1 || this.#steps[steps - 1].some((step) => step.refused);
    const through = lastReaches ? steps : steps - 1;
    for (const runner of this.#runners) clearCotangent(runner.bar);
    if (!lastReaches) this.#addLoss(steps - 1, counting);
    if (flows) engine.beginBackward(through);
    for (let t = through - 1; t >= 0; t--) {
      const outputs = engine.outputs(t);
      const gradients = engine.outputGradients(t);
      this.#runners.forEach(({ task, bar, divergence }, b) => {
        const rows = this.#rows(b, engine.outputStride);
        if (divergence) clearRows(this.#layout, gradients, rows, engine.shape.outputs);
        else this.#move.backward(task, this.#steps[t][b], outputs, gradients, rows, bar, counting);
      });
      if (flows) this.#flowThroughInputs(t);
      this.#addLoss(t, counting);
    }
    if (!flows) engine.backward(through);
    return through;
  }

  /** The LSTM's own backward step, and what its inputs owe to x_t. */
  #flowThroughInputs(t: number): void {
    this.#engine.stepBackward(t);
    const inputGradients = this.#engine.inputGradients();
    this.#runners.forEach(({ task, bar, divergence }, b) => {
      if (divergence) return;
      const rows = this.#rows(b, this.#engine.inputStride);
      this.#inputs.pullBack(task, this.#steps[t][b], inputGradients, rows, bar);
    });
  }

  /** Adds ∂ w_t f(x_t) / ∂x_t, or that of ℓ_t, to every cotangent. */
  #addLoss(t: number, counting: number): void {
    this.#runners.forEach(({ bar, divergence }, b) => {
      const { weight, countedGradient } = this.#steps[t][b];
      if (!divergence) addScaled(bar.x, weight / counting, countedGradient);
    });
  }

  /** Ends a window of `steps` steps: the next one starts at t = 0 from here, cut off from what came before. */
  carry(steps: number): void {
    this.#engine.carry(steps);
  }

  /** The divergences so far, by row of the batch. */
  divergences(): readonly (Divergence | undefined)[] {
    return this.#runners.map((runner) => runner.divergence);
  }
}
