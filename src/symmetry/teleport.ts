/**
 * Teleports that are computed rather than learned: climbing the gradient norm along the orbit, or a random move.
 *
 * By the descent lemma a gradient step lowers a smooth f by at least (α/2)‖∇f‖², so the classical teleport
 * (arXiv 2205.10637) looks on the orbit of x for a large gradient:
 *
 *     maximise over g ∈ G:  F(g·x) = ‖∇f(g·x)‖²      objective 'squared-norm' (2205.10637, 2305.13404)
 *                      or   F(g·x) = log ‖∇f(g·x)‖    objective 'log-norm' (level-set teleportation, 2403.03362)
 *
 *     η  = s · d/dξ F(exp(ξ)·x) at ξ = 0   = s · 2⟨H∇f, Gᵢ(x)⟩  (divided by 2‖∇f‖² for the logarithm)
 *     x ← exp(η)·x
 *
 * The moves are composed step by step, not summed into one ξ: the ascent direction is then always taken at the
 * identity, where it is the theta gradient, so the path does not depend on the chart, and neither a derivative
 * of exp nor a logarithm is needed. On commutative groups (SO(2), scaling) both ways give the same path.
 *
 * The logarithm makes the step independent of the scale of f. A fixed step s is as published; it need not go
 * uphill. With `lineSearch` s is halved until Armijo's condition F(exp(η)·x) ≥ F(x) + c⟨η, ∇F⟩ holds, and the
 * norm never falls.
 *
 * On the orbit of a compact group, such as SO(n), ‖∇f‖ has a maximum to climb to. On that of GL(k) or of positive
 * scaling it has none: it grows without bound as weights grow, until rounding, magnified by the condition number
 * of exp(η), breaks the invariance itself, and the next gradient step diverges long before. There the climb has to
 * be cut off, by few steps and a `trustRadius` on ‖η‖.
 */

import {
  requireBoolean,
  requireLength,
  requireOneOf,
  requireOptions,
  requirePositive,
  requireSize,
  requireVector,
} from '../checks.js';
import { isFiniteVector, scaled, squaredNorm } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import { requireAction, requireOptimizee, requireStream } from '../seam-checks.js';
import type { GroupAction, Optimizee, Vector } from '../seams.js';

/** What was evaluated: the price of a teleport. `actions` counts exp(ξ)·x and its vector–Jacobian product alike. */
export interface TeleportCost {
  readonly gradients: number;
  readonly hessianVectors: number;
  readonly actions: number;
}

/** A move along an orbit, with its price. */
export interface Teleport {
  /** Where the teleport arrives; a new vector. */
  readonly x: Vector;
  /** The group elements applied, first to last, in exponential coordinates: x_new = exp(η_K) ⋯ exp(η₁)·x. */
  readonly elements: readonly Vector[];
  readonly evaluations: TeleportCost;
}

export type AscentObjective = 'squared-norm' | 'log-norm';

/** How {@link teleportByAscent} climbs. */
export interface AscentOptions {
  /**
   * s: a fixed step, or with a line search the first one tried; positive, no default: the public codes differ.
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * console.log(teleportByAscent(optimizee, action, start, { learningRate: 1e-4 }).elements.length); // 10
   * ```
   */
  readonly learningRate: number;
  /**
   * Ascent steps, a whole number from 1 to 1,000,000; default 10 (2205.10637).
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * console.log(teleportByAscent(optimizee, action, start, { learningRate: 1e-4, steps: 3 }).elements.length); // 3
   * ```
   */
  readonly steps?: number;
  /**
   * What is climbed, 'squared-norm' or 'log-norm'; default 'squared-norm' (2205.10637). The logarithm (2403.03362) makes one
   * learning rate do for every scale of f.
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * console.log(teleportByAscent(optimizee, action, start, { learningRate: 0.1, objective: 'log-norm' }).ended); // all steps
   * ```
   */
  readonly objective?: AscentObjective;
  /**
   * Whether a step is halved until it goes uphill; default false, as published.
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * const { x } = teleportByAscent(optimizee, action, start, { learningRate: 1, lineSearch: true });
   * const steepness = (at: Float64Array) => Math.hypot(...optimizee.gradient(at));
   * console.log(steepness(x) > steepness(start)); // true
   * ```
   */
  readonly lineSearch?: boolean;
  /**
   * ρ: a longer move is shortened to ‖η‖ = ρ (the Frobenius norm, for GL(k)), positive; default no bound, as published.
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * const { elements } = teleportByAscent(optimizee, action, start, { learningRate: 1, steps: 1, trustRadius: 0.1 });
   * console.log(Math.abs(elements[0][0]).toFixed(3)); // 0.100
   * ```
   */
  readonly trustRadius?: number;
  /**
   * ξ₀: climb from exp(ξ₀)·x, as many numbers as the algebra has; default from x. The public code of 2205.10637 draws an angle
   * from [0, π).
   * @example
   * ```ts
   * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
   *
   * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
   * const from = Stream.fromSeed(2).uniforms(1, 0, Math.PI);
   * console.log(teleportByAscent(optimizee, action, start, { learningRate: 1e-4, from }).elements.length); // 11
   * ```
   */
  readonly from?: Vector;
}

/** A teleport by ascent, and why it ended. */
export interface AscentTeleport extends Teleport {
  /**
   * Why the ascent ended: all steps taken; the norm is stationary on the orbit; no uphill step was found
   * (a smaller learning rate seldom helps: x is at a maximum to rounding); or the next point or direction was
   * not finite and was not taken (lower the learning rate, or use the logarithm).
   */
  readonly ended: 'all steps' | 'stationary' | 'no uphill step' | 'not finite';
}

/** c of Armijo's condition (Nocedal & Wright 2006, Section 3.1). */
const SUFFICIENT_INCREASE = 1e-4;

const OPTIONS = ['learningRate', 'steps', 'objective', 'lineSearch', 'trustRadius', 'from'];

/** Halvings before the line search gives up: the step has then shrunk a million times. */
const MOST_HALVINGS = 20;

/**
 * Gradient ascent on the gradient norm along the orbit of x. Costs a gradient, a Hessian–vector product and two actions a step.
 * Every option is told of, with its range, at `AscentOptions`.
 * @example
 * ```ts
 * import { ellipseFixed, Stream, teleportByAscent } from 'orbit-l2o';
 *
 * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
 * const { x } = teleportByAscent(optimizee, action, start, { learningRate: 0.1, objective: 'log-norm', lineSearch: true });
 * console.log(Math.abs(optimizee.value(x) / optimizee.value(start) - 1) < 1e-12); // true
 * ```
 */
export function teleportByAscent(
  optimizee: Optimizee,
  action: GroupAction,
  x: Vector,
  options: AscentOptions,
): AscentTeleport {
  const where = 'teleportByAscent';
  requireOptions(where, options, OPTIONS);
  const {
    learningRate,
    steps = 10,
    objective = 'squared-norm',
    lineSearch = false,
    trustRadius,
    from,
  } = options;
  requirePositive(where, 'learningRate', learningRate);
  if (trustRadius !== undefined) requirePositive(where, 'trustRadius', trustRadius);
  requireSize(where, 'steps', steps, 1_000_000);
  requireBoolean(where, 'lineSearch', lineSearch);
  requireOneOf(where, 'objective', objective, ['squared-norm', 'log-norm']);
  requireOptimizee(where, optimizee);
  requireAction(where, action);
  requireLength(where, 'x', x, action.dimension); // a diverged x is no bad input but a state to report
  if (from) requireVector(where, 'from', from, action.algebraDimension);

  const cost = { gradients: 1, hessianVectors: 0, actions: 0 };
  const identity = new Float64Array(action.algebraDimension);
  const elements: Vector[] = [];
  let here: Vector = Float64Array.from(x);
  if (from) {
    cost.actions += 1;
    elements.push(Float64Array.from(from));
    here = action.act(from, x);
  }
  let gradient = optimizee.gradient(here);
  let step = learningRate;
  const finish = (ended: AscentTeleport['ended']) => ({ x: here, elements, evaluations: cost, ended });

  for (let k = 0; k < steps; k++) {
    if (squaredNorm(gradient) === 0) return finish('stationary'); // x is a critical point, and so is its orbit
    const direction = ascentDirection();
    const slope = squaredNorm(direction); // ⟨∇F, ∇F⟩
    if (slope === 0) return finish('stationary');
    if (!Number.isFinite(slope)) return finish('not finite');
    const longest = trustRadius === undefined ? Number.POSITIVE_INFINITY : trustRadius / Math.sqrt(slope);
    const taken = lineSearch
      ? searchedMove(direction, slope, longest)
      : move(direction, Math.min(step, longest));
    if (taken === 'no uphill step' || taken === 'not finite') return finish(taken);
    here = taken.x;
    elements.push(taken.eta);
    if (k + 1 < steps) gradient = taken.gradient ?? gradientAt(here);
  }
  return finish('all steps');

  /** d/dξ F(exp(ξ)·x) at ξ = 0: one vector–Jacobian product for all m coordinates. */
  function ascentDirection(): Vector {
    cost.hessianVectors += 1;
    cost.actions += 1;
    const hg = optimizee.hessianVector(here, gradient); // H ∇f, [n]
    const { xi } = action.vjp(identity, here, hg); // ⟨H∇f, Gᵢ⟩, [m]
    const factor = objective === 'squared-norm' ? 2 : 1 / squaredNorm(gradient);
    return scaled(factor, xi);
  }

  function move(direction: Vector, s: number): Move | 'not finite' {
    cost.actions += 1;
    const eta = scaled(s, direction);
    const moved = action.act(eta, here);
    return isFiniteVector(moved) ? { eta, x: moved } : 'not finite';
  }

  function searchedMove(direction: Vector, slope: number, longest: number): Move | 'no uphill step' {
    const before = height(gradient);
    step = Math.min(step, longest);
    for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++, step /= 2) {
      const trial = move(direction, step);
      if (trial === 'not finite') continue;
      const there = gradientAt(trial.x);
      const rise = height(there) - before;
      if (rise > 0 && rise >= SUFFICIENT_INCREASE * step * slope) {
        step *= 2; // the next search may try longer again
        return { ...trial, gradient: there };
      }
    }
    return 'no uphill step';
  }

  function gradientAt(at: Vector): Vector {
    cost.gradients += 1;
    return optimizee.gradient(at);
  }

  function height(g: Vector): number {
    return objective === 'squared-norm' ? squaredNorm(g) : 0.5 * Math.log(squaredNorm(g));
  }
}

interface Move {
  readonly eta: Vector;
  readonly x: Vector;
  readonly gradient?: Vector;
}

/**
 * A move by ξ ~ N(0, scale² I): the control against which a chosen teleport has to show its worth. `scale` is positive and has
 * no default: on SO(2) it is an angle in radians, on GL(k) every entry's size.
 * @example
 * ```ts
 * import { ellipseFixed, Stream, teleportAtRandom } from 'orbit-l2o';
 *
 * const { optimizee, action, start } = ellipseFixed.sample(Stream.fromSeed(1));
 * const { x } = teleportAtRandom(action, start, Stream.fromSeed(2), 0.5);
 * console.log(Math.abs(optimizee.value(x) / optimizee.value(start) - 1) < 1e-12); // true
 * ```
 */
export function teleportAtRandom(action: GroupAction, x: Vector, stream: Stream, scale: number): Teleport {
  requirePositive('teleportAtRandom', 'scale', scale);
  requireAction('teleportAtRandom', action);
  requireStream('teleportAtRandom', stream);
  requireLength('teleportAtRandom', 'x', x, action.dimension);
  const xi = stream.normals(action.algebraDimension);
  scaled(scale, xi, xi);
  return {
    x: action.act(xi, x),
    elements: [xi],
    evaluations: { gradients: 0, hessianVectors: 0, actions: 1 },
  };
}
