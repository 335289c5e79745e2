/** The inputs of the meta-optimizer: what each writes, and what flows back through it to x_t. */

import { addScaled } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import { thetaGradient, thetaGradientVjp } from '../symmetry/theta-gradient.js';
import type { InputDescription, InputName } from './description.js';
import type { Cotangent, InnerStep } from './inner-step.js';

interface Feature {
  /** How many numbers it is, for n parameters and m algebra dimensions. */
  size(n: number, m: number): number;
  /** Its value at the step. */
  read(task: Task, step: InnerStep): Vector;
  /** Adds to the cotangent of x_t (and x_{t−1}) what d = ∂loss/∂feature says of them. */
  pullBack(task: Task, step: InnerStep, d: Vector, bar: Cotangent): void;
}

const FEATURES: Record<InputName, Feature> = {
  gradient: {
    size: (n) => n,
    read: (_task, step) => step.gradient,
    pullBack: (task, step, d, bar) => {
      addScaled(bar.x, 1, task.optimizee.hessianVector(step.x, d));
    },
  },
  'theta-gradient': {
    size: (_n, m) => m,
    read: (task, step) => thetaGradient(task.optimizee, task.action, step.x, step.gradient),
    pullBack: (task, step, d, bar) => {
      addScaled(bar.x, 1, thetaGradientVjp(task.optimizee, task.action, step.x, step.gradient, d));
    },
  },
  iterate: {
    size: (n) => n,
    read: (_task, step) => step.x,
    pullBack: (_task, _step, d, bar) => {
      addScaled(bar.x, 1, d);
    },
  },
  displacement: {
    size: (n) => n,
    read: (_task, step) => step.displacement,
    pullBack: (_task, _step, d, bar) => {
      addScaled(bar.x, 1, d);
      addScaled(bar.previousX, -1, d);
    },
  },
};

/** The inputs of a description, side by side in one row of the LSTM's input. */
export class InputFeatures {
  readonly size: number;
  readonly #parts: { feature: Feature; name: InputName; flows: boolean; offset: number; buffer: Vector }[] =
    [];

  constructor(inputs: readonly InputDescription[], n: number, m: number) {
    let offset = 0;
    for (const { name, flows } of inputs) {
      const feature = FEATURES[name];
      const buffer = new Float64Array(feature.size(n, m));
      this.#parts.push({ feature, name, flows, offset, buffer });
      offset += buffer.length;
    }
    this.size = offset;
  }

  /** Whether any derivative flows back through the inputs: only then are their gradients asked for. */
  get flow(): boolean {
    return this.#parts.some((part) => part.flows);
  }

  /** Whether the theta gradient is among them (it costs a Hessian–vector product a step). */
  get readsThetaGradient(): boolean {
    return this.#parts.some((part) => part.name === 'theta-gradient');
  }

  /** Writes the inputs at a step from `at` on. */
  write(task: Task, step: InnerStep, row: Float32Array, at: number): void {
    for (const { feature, offset } of this.#parts) row.set(feature.read(task, step), at + offset);
  }

  /** Adds what the input gradients, from `at` on, say of x_t. */
  pullBack(task: Task, step: InnerStep, gradients: Float32Array, at: number, bar: Cotangent): void {
    for (const { feature, flows, offset, buffer } of this.#parts) {
      if (!flows) continue;
      for (let i = 0; i < buffer.length; i++) buffer[i] = gradients[at + offset + i];
      feature.pullBack(task, step, buffer, bar);
    }
  }
}
