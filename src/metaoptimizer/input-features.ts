/**
 * The inputs of the meta-optimizer: what each writes, and what flows back through it to x_t.
 *
 * A preprocessed input is two numbers for each one (Andrychowicz et al. 2016, Appendix A, p = 10), so that what spans many
 * decades can be read:
 *
 *     (log|g|/p, sign g)  where |g| ≥ e^(−p),    (−1, e^p g)  elsewhere
 */

import type { Numbers } from '../lstm/engine.js';
import { addScaled } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import { thetaGradient, thetaGradientVjp } from '../symmetry/theta-gradient.js';
import type { InputDescription, InputName } from './description.js';
import type { Cotangent, InnerStep } from './inner-step.js';
import { gather, type Layout, type Rows, scatter } from './layout.js';

interface Feature {
  /** A number a parameter, which the layout places, or a number a dimension of the algebra, which lie side by side. */
  readonly of: 'parameters' | 'algebra';
  /** Its value at the step. */
  read(task: Task, step: InnerStep): Vector;
  /** Adds to the cotangent of x_t (and x_{t−1}, if the derivative flows to it) what d = ∂loss/∂feature says of them. */
  pullBack(task: Task, step: InnerStep, d: Vector, bar: Cotangent, previousFlows: boolean): void;
}

const FEATURES: Record<InputName, Feature> = {
  gradient: {
    of: 'parameters',
    read: (_task, step) => step.gradient,
    pullBack: (task, step, d, bar) => {
      addScaled(bar.x, 1, task.optimizee.hessianVector(step.x, d));
    },
  },
  'theta-gradient': {
    of: 'algebra',
    read: (task, step) => thetaGradient(task.optimizee, task.action, step.x, step.gradient),
    pullBack: (task, step, d, bar) => {
      addScaled(bar.x, 1, thetaGradientVjp(task.optimizee, task.action, step.x, step.gradient, d));
    },
  },
  iterate: {
    of: 'parameters',
    read: (_task, step) => step.x,
    pullBack: (_task, _step, d, bar) => {
      addScaled(bar.x, 1, d);
    },
  },
  displacement: {
    of: 'parameters',
    read: (_task, step) => step.displacement,
    pullBack: (_task, _step, d, bar, previousFlows) => {
      addScaled(bar.x, 1, d);
      if (previousFlows) addScaled(bar.previousX, -1, d);
    },
  },
};

/** p of the preprocessing. */
const PREPROCESSING = 10;

/** Writes (log|g|/p, sign g), or (−1, e^p g) for a small g, for every number. */
export function preprocess(numbers: Vector, out: Vector): Vector {
  numbers.forEach((g, i) => {
    const isLarge = Math.abs(g) >= Math.exp(-PREPROCESSING);
    out[2 * i] = isLarge ? Math.log(Math.abs(g)) / PREPROCESSING : -1;
    out[2 * i + 1] = isLarge ? Math.sign(g) : Math.exp(PREPROCESSING) * g;
  });
  return out;
}

interface Part extends Feature {
  readonly name: InputName;
  readonly flows: boolean;
  readonly preprocessed: boolean;
  readonly previousFlows: boolean;
  /** The first of its columns. */
  readonly first: number;
  /** Numbers a parameter, 1 or 2 if preprocessed. */
  readonly each: number;
  readonly buffer: Vector;
}

/** The inputs of a description, side by side in each row of the LSTM's input. */
export class InputFeatures {
  /** Numbers of a row. */
  readonly size: number;
  readonly #layout: Layout;
  readonly #parts: readonly Part[];

  /** For m algebra dimensions. */
  constructor(inputs: readonly InputDescription[], layout: Layout, m: number) {
    this.#layout = layout;
    let first = 0;
    this.#parts = inputs.map(({ name, flows, preprocessed = false, previousFlows = true }) => {
      const feature = FEATURES[name];
      const each = preprocessed ? 2 : 1;
      const count = each * (feature.of === 'parameters' ? layout.row.length : m);
      const buffer = new Float64Array(count);
      const part = { ...feature, name, flows, preprocessed, previousFlows, first, each, buffer };
      first += feature.of === 'parameters' ? layout.width * each : count;
      return part;
    });
    this.size = first;
  }

  /** Whether any derivative flows back through the inputs: only then are their gradients asked for. */
  get flow(): boolean {
    return this.#parts.some((part) => part.flows);
  }

  /** Whether the theta gradient is among them (it costs a Hessian–vector product a step). */
  get readsThetaGradient(): boolean {
    return this.#parts.some((part) => part.name === 'theta-gradient');
  }

  /** Writes the inputs at a step into the task's rows. */
  write(task: Task, step: InnerStep, into: Numbers, rows: Rows): void {
    for (const { of, read, preprocessed, first, each, buffer } of this.#parts) {
      const value = preprocessed ? preprocess(read(task, step), buffer) : read(task, step);
      if (of === 'parameters') scatter(this.#layout, value, each, into, rows, first);
      else into.set(value, rows.at + first);
    }
  }

  /** Adds what the input gradients say of x_t. */
  pullBack(task: Task, step: InnerStep, gradients: Numbers, rows: Rows, bar: Cotangent): void {
    for (const { of, flows, previousFlows, first, buffer, pullBack } of this.#parts) {
      if (!flows) continue;
      if (of === 'parameters') gather(this.#layout, gradients, 1, rows, first, buffer);
      else for (let i = 0; i < buffer.length; i++) buffer[i] = gradients[rows.at + first + i];
      pullBack(task, step, buffer, bar, previousFlows);
    }
  }
}
