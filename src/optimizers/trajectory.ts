/**
 * What every optimizer, learned or not, leaves of a run: plain numbers, step by step.
 *
 * Index t = 0 is the start and t = 1 … steps the iterate after t steps. Where a trajectory has diverged its
 * numbers are NaN from that step on and `divergence` says when and why, so no average can take it in silently.
 */

import { refuse, requireCount, requireObject } from '../checks.js';
import { isFiniteVector, norm } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

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

/** What one step took, beside where it led. */
export interface StepRecord {
  /** What was evaluated, the given gradient included. */
  readonly evaluations: Readonly<Partial<EvaluationCount>>;
  /** The move along the orbit that was part of it, if one was. */
  readonly orbitMove?: { readonly from: Vector; readonly to: Vector };
  /** α_t and β_t where the optimizer emits them (see {@link Coefficients}); β is NaN where there is none. */
  readonly coefficients?: { readonly stepSize: number; readonly momentum: number };
}

/** α_t and β_t of x_{t+1} = x_t + v, v ← β_t v − α_t ∇f(x_t); NaN where there was none. */
export interface Coefficients {
  readonly stepSizes: Float64Array;
  readonly momenta: Float64Array;
}

/** Above this loss a run counts as diverged: float32 inputs of the LSTM would overflow next. */
export const LOSS_CEILING = 1e30;

/** The evaluations as a number of gradients: value ½, gradient 1, Hessian–vector product 2, action ½. */
export function inGradients(count: EvaluationCount): number {
  requireObject('inGradients', 'count', count);
  const { values, gradients, hessianVectors, actions } = count;
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
  readonly #count: EvaluationCount = { values: 0, gradients: 0, hessianVectors: 0, actions: 0 };
  readonly #teleports: OrbitMove[] = [];
  readonly #trajectory: { -readonly [K in keyof Trajectory]: Trajectory[K] };
  readonly #dimension: number;
  readonly #steps: number;

  constructor(dimension: number, steps: number) {
    const numbers = () => new Float64Array(steps + 1).fill(Number.NaN);
    this.#dimension = dimension;
    this.#steps = steps;
    this.#trajectory = {
      iterates: new Float64Array((steps + 1) * dimension).fill(Number.NaN),
      losses: numbers(),
      gradientNorms: numbers(),
      teleports: this.#teleports,
      evaluations: numbers(),
    };
  }

  get diverged(): boolean {
    return this.#trajectory.divergence !== undefined;
  }

  /** Records x_t with its loss and gradient, or that it has diverged: then nothing more is recorded. */
  record(t: number, x: Vector, loss: number, gradient: Vector): void {
    const divergence = divergenceAt(t, x, loss, gradient);
    if (divergence) {
      this.#trajectory.divergence = divergence;
      return;
    }
    this.#trajectory.iterates.set(x, t * this.#dimension);
    this.#trajectory.losses[t] = loss;
    this.#trajectory.gradientNorms[t] = norm(gradient);
    this.#trajectory.evaluations[t] = inGradients(this.#count);
  }

  /** Records what step t took: evaluations, a move along an orbit, α_t and β_t. */
  step(t: number, { evaluations, orbitMove, coefficients }: StepRecord): void {
    for (const [name, count] of Object.entries(evaluations)) {
      this.#count[name as keyof EvaluationCount] += count;
    }
    if (orbitMove) this.#teleports.push({ step: t, from: orbitMove.from.slice(), to: orbitMove.to.slice() });
    if (!coefficients) return;
    const numbers = () => new Float64Array(this.#steps).fill(Number.NaN);
    this.#trajectory.coefficients ??= { stepSizes: numbers(), momenta: numbers() };
    this.#trajectory.coefficients.stepSizes[t] = coefficients.stepSize;
    this.#trajectory.coefficients.momenta[t] = coefficients.momentum;
  }

  finish(): Trajectory {
    return this.#trajectory;
  }
}

/** x_t of a trajectory in ℝⁿ. */
export function iterateAt(trajectory: Trajectory, n: number, t: number): Vector {
  requireObject('iterateAt', 'trajectory', trajectory);
  const last = trajectory.iterates?.length / requireCount('iterateAt', 'n', n) - 1;
  if (!(requireCount('iterateAt', 't', t, 0) <= last)) refuse('iterateAt', `t must lie in 0 … ${last}`, t);
  return trajectory.iterates.subarray(t * n, (t + 1) * n);
}
