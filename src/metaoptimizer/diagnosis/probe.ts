/**
 * A trained LSTM on a few tasks of its family, asked at every step what it would do if it had read something else:
 *
 *     dependence   ‖u(z) − u(z′)‖ relative to u, z′ the inputs of another task's start: what an update owes to what is read
 *     saturation   the share of the first cell's gates within 0.02 of their ends: there no derivative passes, and sizes are lost
 *
 * Tasks are drawn from a stream of their own, and the engine is another one: no number of the training depends on it.
 */

import { lstmStep } from '../../lstm/cells.js';
import type { LstmParameters, Numbers } from '../../lstm/engine.js';
import { norm, sum } from '../../numerics/vector.js';
import { nanOutside } from '../../optimizees/outside.js';
import { divergenceAt } from '../../optimizers/trajectory.js';
import type { Task, Vector } from '../../seams.js';
import { teleportsAt } from '../../symmetry/schedule.js';
import type { MetaOptimizerDescription } from '../description.js';
import { makeMachine } from '../engine-shape.js';
import { emptyInnerStep } from '../inner-step.js';
import { layoutOf } from '../layout.js';

/** What was seen at inner step t, over the tasks that came there. */
export interface ProbedStep {
  readonly step: number;
  readonly tasks: number;
  /** From 0, an update that is the same whatever is read, to about 1. */
  readonly dependence: number;
  /** Share of the first cell's gates; NaN where none was looked at. */
  readonly saturated: number;
  /** Geometric mean of ‖update‖/‖∇f‖. */
  readonly updateRatio: number;
  /** Geometric mean of the inputs' root mean square. */
  readonly inputs: number;
}

/** What a probe gives. */
export interface Probe {
  readonly steps: readonly ProbedStep[];
  /** f(x_t) of each task, NaN from divergence on. [task][t] */
  readonly losses: readonly Float64Array[];
  /** Root mean squares of the gradients at the starts, in order of size. */
  readonly gradients: Float64Array;
}

/** Tasks whose gates are looked at: that is done in slow float64. */
const GATE_TASKS = 4;
const GATE_STEPS = 6;
const SATURATED = 0.02;

/** Runs the tasks for `steps` steps. */
export function probe(
  description: MetaOptimizerDescription,
  parameters: LstmParameters,
  tasks: readonly Task[],
  steps: number,
): Probe {
  const [{ optimizee, action }] = tasks;
  const [n, m] = [optimizee.dimension, action.algebraDimension];
  const layout = layoutOf(description.per ?? 'task', n);
  const { engine, inputs, move } = makeMachine(description, parameters, n, m);
  const [rows, outputRows] = [engine.inputStride, engine.outputStride].map((stride) => ({ at: 0, stride }));
  const scratch = emptyInnerStep(n, m);
  const seen = Array.from({ length: steps }, () => new Sums());
  const gradients: number[] = [];

  const observed = (task: Task, x: Vector, previousX: Vector, velocity: Vector) => {
    const step = emptyInnerStep(n, m);
    step.x.set(x);
    sum(x, -1, previousX, step.displacement);
    step.velocity.set(velocity);
    step.loss = task.optimizee.value(x);
    step.gradient.set(task.optimizee.gradient(x));
    return step;
  };
  const read = (task: Task, step: ReturnType<typeof observed>) => {
    inputs.write(task, step, engine.inputs(0), rows);
    return engine.inputs(0).slice();
  };
  const total = tasks.map((task) => ({ ...task, optimizee: nanOutside(task.optimizee) }));
  const starts = total.map((task) => read(task, observed(task, task.start, task.start, new Float64Array(n))));

  const losses = total.map((task, index) => {
    const other = starts[(index + 1) % starts.length];
    const all = new Float64Array(steps).fill(Number.NaN);
    let x: Vector = Float64Array.from(task.start);
    let previousX = x;
    const velocity = new Float64Array(n);
    engine.reset();
    for (let t = 0; t < steps; t++) {
      const step = observed(task, x, previousX, velocity);
      if (divergenceAt(t, x, step.loss, step.gradient)) break;
      all[t] = step.loss;
      if (t === 0) gradients.push(norm(step.gradient) / Math.sqrt(n));
      const memory = engine.memory();
      const z = read(task, step);
      /** The update that follows from inputs, on the same memory. */
      const updateOn = (u: Numbers): Vector => {
        engine.recall(memory);
        engine.inputs(0).set(u);
        engine.step(0);
        for (const name of ['x', 'gradient', 'displacement', 'velocity'] as const)
          scratch[name].set(step[name]);
        move.forward(task, scratch, engine.outputs(0), outputRows, velocity.slice());
        return scratch.update.slice();
      };
      const otherwise = updateOn(other);
      const update = updateOn(z);
      seen[t].add(
        update,
        otherwise,
        norm(step.gradient),
        rootMeanSquare(z, inputs.size, layout.rows, rows.stride),
      );
      if (index < GATE_TASKS && t % Math.ceil(steps / GATE_STEPS) === 0) {
        const row = (of: Numbers) => of.slice(0, description.hidden);
        const { h1, c1, h2, c2 } = memory;
        const first = { h1: row(h1), c1: row(c1), h2: row(h2), c2: row(c2) };
        const { tape } = lstmStep(parameters, z.slice(0, inputs.size), first);
        seen[t].addGates(tape.lower.gates, description.hidden);
      }
      step.teleportDue = teleportsAt(description.teleport, t);
      move.forward(task, step, engine.outputs(0), outputRows, velocity);
      engine.carry(1);
      previousX = x;
      x = step.next.slice();
    }
    return all;
  });
  return {
    steps: seen.map((sums, t) => sums.told(t)),
    losses,
    gradients: Float64Array.from(gradients).sort(),
  };
}

/** Sums over the tasks at a step. */
class Sums {
  #tasks = 0;
  #change = 0;
  #size = 0;
  #ratio = 0;
  #ratios = 0;
  #inputs = 0;
  #gates = 0;
  #saturated = 0;

  add(update: Vector, otherwise: Vector, gradient: number, inputs: number): void {
    this.#tasks++;
    this.#change += norm(sum(update, -1, otherwise)) ** 2;
    this.#size += norm(update) ** 2 + norm(otherwise) ** 2;
    this.#inputs += Math.log10(Math.max(inputs, 1e-300));
    if (!(norm(update) > 0 && gradient > 0)) return;
    this.#ratio += Math.log10(norm(update) / gradient);
    this.#ratios++;
  }

  addGates(gates: Vector, H: number): void {
    gates.forEach((gate, k) => {
      const share = k >= 2 * H && k < 3 * H ? (1 + gate) / 2 : gate; // the candidate is a tanh
      this.#saturated += Number(share < SATURATED || share > 1 - SATURATED);
    });
    this.#gates += gates.length;
  }

  told(step: number): ProbedStep {
    return {
      step,
      tasks: this.#tasks,
      dependence: Math.sqrt(this.#change / this.#size),
      saturated: this.#saturated / this.#gates,
      updateRatio: 10 ** (this.#ratio / this.#ratios),
      inputs: 10 ** (this.#inputs / this.#tasks),
    };
  }
}

function rootMeanSquare(z: Numbers, size: number, rows: number, stride: number): number {
  let total = 0;
  for (let r = 0; r < rows; r++) for (let k = 0; k < size; k++) total += z[r * stride + k] ** 2;
  return Math.sqrt(total / Math.max(1, rows * size));
}
