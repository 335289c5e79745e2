/**
 * The seams: the few interfaces between which everything else is a matter of composition.
 *
 * An {@link Optimizee} is a function f to minimise. A {@link GroupAction} moves its parameters along an orbit
 * on which f is constant, f(exp(ξ)·x) = f(x). A {@link Task} is an optimizee, an action and a start, and a
 * {@link TaskFamily} a distribution of tasks. All numbers on this side of the LSTM engine are float64.
 */

import type { Stream } from './random/stream.js';

/**
 * A point, direction or covector of ℝⁿ. A function that is given `out` may write into it, or return a vector of its own: what it
 * returns is what counts, and no input is written to.
 */
export type Vector = Float64Array;

/** The least value of a function, and where it is taken. */
export interface Minimum {
  readonly value: number;
  /** Where, if there is one such point, or one of them. */
  readonly point?: Vector;
  /** Where a whole orbit of points takes it: the one nearest to x. Then `point` is one of the orbit. */
  nearest?(x: Vector): Vector;
}

/** A twice differentiable function f: ℝⁿ → ℝ to be minimised. */
export interface Optimizee {
  readonly name: string;
  /** n, the number of parameters. */
  readonly dimension: number;
  /** The global minimum, where it is known. */
  readonly minimum?: Minimum;
  /** f(x). */
  value(x: Vector): number;
  /** Whether `gradient` is an estimate with noise, as on a part of the data: then no law binds it to `value`. */
  readonly noisy?: boolean;
  /** ∇f(x), or an estimate of it. */
  gradient(x: Vector, out?: Vector): Vector;
  /** ∇²f(x) v. */
  hessianVector(x: Vector, v: Vector, out?: Vector): Vector;
  /** D³f(x)[u, v, ·] = d/ds ∇²f(x + s u) v at s = 0; only a flowing theta gradient asks for it. */
  thirdDerivative?(x: Vector, u: Vector, v: Vector, out?: Vector): Vector;
}

/** What {@link GroupAction.vjp} gives: the pull-back of a covector at exp(ξ)·x to ξ and to x. */
export interface ActionCotangent {
  readonly xi: Vector;
  readonly x: Vector;
}

/**
 * A Lie group G acting on the parameters of one optimizee, in exponential coordinates: ξ in the Lie algebra
 * (m numbers) stands for the group element g = exp(ξ), and ξ = 0 for the identity.
 */
export interface GroupAction {
  readonly name: string;
  /** m, the dimension of the Lie algebra. */
  readonly algebraDimension: number;
  /** n, the dimension of the parameter space acted on. */
  readonly dimension: number;
  /** Whether f(g·x) = f(x) to rounding, or only to first order in ξ (the paper's I ± T on networks). */
  readonly invariance: 'exact' | 'first-order';
  /** exp(ξ)·x. */
  act(xi: Vector, x: Vector, out?: Vector): Vector;
  /** Given w = ∂L/∂(exp(ξ)·x): ∂L/∂ξ and ∂L/∂x. */
  vjp(xi: Vector, x: Vector, w: Vector, out?: ActionCotangent): ActionCotangent;
  /** The infinitesimal generator: d/ds exp(s ξ)·x at s = 0, linear in ξ. */
  generator(xi: Vector, x: Vector, out?: Vector): Vector;
  /** The derivative of ⟨w, generator(ξ, x)⟩ by x; only a flowing theta gradient asks for it. */
  generatorVjp?(xi: Vector, x: Vector, w: Vector, out?: Vector): Vector;
  /** ζ with exp(ζ) = exp(ξ) exp(η): first η acts, then ξ. Throws where no such ζ is found. */
  compose(xi: Vector, eta: Vector): Vector;
  /** The coordinates of exp(ξ)⁻¹. */
  inverse(xi: Vector): Vector;
}

/** One problem: minimise `optimizee` from `start`, free to move along the orbits of `action`. */
export interface Task {
  readonly optimizee: Optimizee;
  readonly action: GroupAction;
  readonly start: Vector;
}

/** A distribution of tasks of one dimension: every task has the same n and the same m. */
export interface TaskFamily {
  readonly name: string;
  readonly dimension: number;
  readonly algebraDimension: number;
  /** What defines the distribution, as plain data for the record kept with every result. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Draws a task; the same stream gives the same task. */
  sample(stream: Stream): Task;
}
