/**
 * What a meta-gradient is estimated of: a system that is run for N steps under parameters θ and has a loss at each.
 *
 *     s_{t+1} = F_t(s_t; θ),      L(θ) = Σ_t ℓ_t(s_t; θ)
 *
 * The estimators know no more of it. `meta-system.ts` is a meta-optimizer on a batch of tasks, by the fast engine;
 * `plain-system.ts` the same on one task, in float64, with its exact gradient; `influence-balancing.ts` a linear system in closed
 * form, on which the estimators are tested. To train something else, implement this.
 */

import type { Vector } from '../../seams.js';

/** A state after some steps, and the loss in them. */
export interface Advanced<S> {
  readonly state: S;
  /** Σ ℓ_t over the steps, by row of a batch; NaN in a row that has diverged, from then on. */
  readonly losses: Vector;
}

/** The same with the gradient of the mean loss. */
export interface Backpropagated<S> extends Advanced<S> {
  readonly gradient: Vector;
  /** How many steps it went back through; all unless told. */
  readonly through?: number;
}

/** A system to run. S is a plain value: no function here changes a state that it is given. */
export interface UnrolledSystem<S> {
  /** How many numbers θ has. */
  readonly dimension: number;
  /** How many runs advance together; L is the mean of those that count. */
  readonly rows: number;
  /** s₀. */
  start(): S;
  /** Steps from … to − 1 under θ, which is not kept. */
  advance(theta: Vector, state: S, from: number, to: number): Advanced<S>;
  /** The same with ∂(their mean loss)/∂θ, the state that they begin with being a constant. */
  backpropagate?(theta: Vector, state: S, from: number, to: number): Backpropagated<S>;
}

/** What an estimator says of one window. */
export interface WindowEstimate {
  /** The meta-gradient, until the next window is asked for; undefined where every run has diverged. */
  readonly gradient: Vector | undefined;
  /** The window's loss, mean over the runs that count. */
  readonly loss: number;
  /** Inner steps that it took, rows and perturbed copies counted one by one; a step of backpropagation counts as two. */
  readonly evaluations: number;
}

/** An estimate under way, window after window of one run. */
export interface RunningEstimate<S> {
  /** Steps from … to − 1, the next ones, under the θ of now. */
  next(theta: Vector, from: number, to: number): WindowEstimate;
  /** Where the runs are that it makes of the system: one, or one for each perturbation. */
  states(): readonly S[];
}

/** Where a run is after some windows: with the estimate's own draws all that is needed to go on with it. */
export interface RunUnderWay<S> {
  /** Windows done. */
  readonly windows: number;
  /** As {@link RunningEstimate.states} gives them. */
  readonly states: readonly S[];
}

/** What a step of backpropagation counts as, beside a step forward: it has two matrix products for one. */
export const BACKWARD_COST = 2;

/** The mean of those numbers that are finite; NaN if none is. */
export function meanOfFinite(values: ArrayLike<number>): number {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.reduce((total, value) => total + value, 0) / finite.length;
}
