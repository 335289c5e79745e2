/**
 * What every optimizer, learned or not, leaves of a run: plain numbers, step by step.
 *
 * Index t = 0 is the start and t = 1 … steps the iterate after t steps. Where a trajectory has diverged its
 * numbers are NaN from that step on and `divergence` says when and why, so no average can take it in silently.
 */

import { isFiniteVector, norm } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';

/** Evaluations a run has asked for. A Hessian–vector product costs about two gradients, a value half of one. */
export interface EvaluationCount {
  values: number;
  gradients: number;
  hessianVectors: number;
  /** exp(ξ)·x and its vector–Jacobian products. */
  actions: number;
}

/** When and why a run left the finite numbers. */
export interface Divergence {
  /** The first step whose iterate, loss or gradient is not finite, or whose loss exceeds 1e30 (`LOSS_CEILING`). */
  readonly step: number;
  readonly reason: 'iterate not finite' | 'loss not finite' | 'gradient not finite' | 'loss beyond ceiling';
}

/** A teleport of a run. */
export interface OrbitMove {
  /** The step t (from x_t to x_{t+1}) that it is part of. */
  readonly step: number;
  readonly from: Vector;
  readonly to: Vector;
}

/** A run of an optimizer on a task. */
export interface Trajectory {
  /** x_t, row t of [steps + 1, n]. */
  readonly iterates: Float64Array;
  /** f(x_t). */
  readonly losses: Float64Array;
  /** ‖∇f(x_t)‖. */
  readonly gradientNorms: Float64Array;
  /** Every move along an orbit, in order. */
  readonly teleports: readonly OrbitMove[];
  /** All evaluations up to x_t, in gradients (see {@link inGradients}). */
  readonly evaluations: Float64Array;
  /** What a learned step size and momentum were at step t, where the optimizer emits them. [steps] */
  readonly coefficients?: Coefficients;
  readonly divergence?: Divergence;
}

/** α_t and β_t of x_{t+1} = x_t + v, v ← β_t v − α_t ∇f(x_t); NaN where there was none. */
export interface Coefficients {
  readonly stepSizes: Float64Array;
  readonly momenta: Float64Array;
}

/** Above this loss a run counts as diverged: float32 inputs of the LSTM would overflow next. */
export const LOSS_CEILING = 1e30;

/** The evaluations as a number of gradients: value ½, gradient 1, Hessian–vector product 2, action ½. */
export function inGradients({ values, gradients, hessianVectors, actions }: EvaluationCount): number {
  return values / 2 + gradients + 2 * hessianVectors + actions / 2;
}

/** Says whether, and why, a point has diverged. */
export function divergenceAt(
  step: number,
  x: Vector,
  loss: number,
  gradient: Vector,
): Divergence | undefined {
  if (!isFiniteVector(x)) return { step, reason: 'iterate not finite' };
  if (!Number.isFinite(loss)) return { step, reason: 'loss not finite' };
  if (!isFiniteVector(gradient)) return { step, reason: 'gradient not finite' };
  if (loss > LOSS_CEILING) return { step, reason: 'loss beyond ceiling' };
  return undefined;
}

/** Writes a trajectory step by step. */
export class Recorder {
  readonly count: EvaluationCount = { values: 0, gradients: 0, hessianVectors: 0, actions: 0 };
  readonly #task: Task;
  readonly #teleports: OrbitMove[] = [];
  readonly #trajectory: { -readonly [K in keyof Trajectory]: Trajectory[K] };
  readonly #steps: number;

  constructor(task: Task, steps: number) {
    const numbers = () => new Float64Array(steps + 1).fill(Number.NaN);
    this.#task = task;
    this.#steps = steps;
    this.#trajectory = {
      iterates: new Float64Array((steps + 1) * task.optimizee.dimension).fill(Number.NaN),
      losses: numbers(),
      gradientNorms: numbers(),
      teleports: this.#teleports,
      evaluations: numbers(),
    };
  }

  get diverged(): boolean {
    return this.#trajectory.divergence !== undefined;
  }

  /** Records x_t with its loss and gradient; false, and nothing recorded, once the run has diverged. */
  record(t: number, x: Vector, loss: number, gradient: Vector): boolean {
    if (this.diverged) return false;
    const divergence = divergenceAt(t, x, loss, gradient);
    if (divergence) {
      this.diverge(divergence);
      return false;
    }
    this.#trajectory.iterates.set(x, t * this.#task.optimizee.dimension);
    this.#trajectory.losses[t] = loss;
    this.#trajectory.gradientNorms[t] = norm(gradient);
    this.#trajectory.evaluations[t] = inGradients(this.count);
    return true;
  }

  /** Marks the run as diverged: nothing is recorded from then on. */
  diverge(divergence: Divergence): void {
    this.#trajectory.divergence = divergence;
  }

  /** Records that step t moved along an orbit. */
  teleport(step: number, from: Vector, to: Vector): void {
    this.#teleports.push({ step, from: from.slice(), to: to.slice() });
  }

  /** Records α_t and β_t of step t. */
  coefficients(t: number, stepSize: number, momentum: number): void {
    const numbers = () => new Float64Array(this.#steps).fill(Number.NaN);
    this.#trajectory.coefficients ??= { stepSizes: numbers(), momenta: numbers() };
    this.#trajectory.coefficients.stepSizes[t] = stepSize;
    this.#trajectory.coefficients.momenta[t] = momentum;
  }

  finish(): Trajectory {
    return this.#trajectory;
  }
}

/** x_t of a trajectory in ℝⁿ. */
export function iterateAt(trajectory: Trajectory, n: number, t: number): Vector {
  return trajectory.iterates.subarray(t * n, (t + 1) * n);
}
