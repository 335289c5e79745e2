/**
 * A term of the distance to the optimum in the meta-loss (the paper's open question on harmful teleports). Step t of a trajectory counts
 *
 *     plain    ℓ_t = (1 − λ) f(x_t) + λ (f(x₀) − f*) d(x_t) / d(x₀),      d(x) = ‖x − x*‖²
 *     log      ℓ_t = (1 − λ) ln r(f(x_t) − f*) + λ ln r(d(x_t)),          r(u) = (u_t / u₀ + ε) / (1 + ε)
 *
 * in place of f(x_t). Both parts of a plain ℓ_t are measured by their value at x₀, and then both are multiplied by f(x₀) − f*: so λ means
 * the same on every task, tasks weigh as they do without the term, and λ = 0 is Σ w_t f(x_t) itself. Where the optimum is an orbit, x* is
 * its point nearest to x; since that point minimises the distance, ∇d(x) = 2 (x − x*(x)) all the same.
 */

import { refuse, requireOneOf, requireOptions } from '../checks.js';
import { squaredNorm, sum } from '../numerics/vector.js';
import type { Optimizee, Vector } from '../seams.js';

/** λ, and on which scale both parts are taken. */
export interface DistanceTermOptions {
  /**
   * λ, from 0 to 1; no default. With 1 the loss itself does not count at all.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const distanceTerm = { lambda: 0.3 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, distanceTerm }).skippedWindows); // 0
   * ```
   */
  readonly lambda: number;
  /**
   * 'plain' (default) or 'log'; with the latter every halving counts the same, however near the optimum.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const distanceTerm = { lambda: 0.3, scale: 'log' } as const;
   * const { options } = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, distanceTerm });
   * console.log(options.distanceTerm); // { lambda: 0.3, scale: 'log' }
   * ```
   */
  readonly scale?: 'plain' | 'log';
}

/** With all defaults filled in. */
export type CompleteDistanceTerm = Required<DistanceTermOptions>;

/** ε of the logarithms: what is this much smaller than at the start counts as nothing. */
const LOG_EPSILON = 1e-12; // a loss is a square: some 1e-6 of the distance at the start

/** The options filled in; nothing where they say what is so without them. @throws on a bad one. */
export function completeDistanceTerm(
  where: string,
  options: DistanceTermOptions | undefined,
): CompleteDistanceTerm | undefined {
  if (options === undefined) return undefined;
  requireOptions(where, options, ['lambda', 'scale'], 'distanceTerm');
  const { lambda, scale = 'plain' } = options;
  if (!(typeof lambda === 'number' && lambda >= 0 && lambda <= 1)) {
    refuse(where, 'distanceTerm.lambda must be a number from 0 to 1', lambda);
  }
  requireOneOf(where, 'distanceTerm.scale', scale, ['plain', 'log']);
  return lambda === 0 && scale === 'plain' ? undefined : { lambda, scale };
}

/** ℓ(x) and ∇ℓ(x) from x, f(x) and ∇f(x); the gradient is written into `out`, or a new vector. */
export type StepLoss = (
  x: Vector,
  loss: number,
  gradient: Vector,
  out?: Vector,
) => { readonly value: number; readonly gradient: Vector };

/** x − x*(x), x* the nearest of the minima. @throws where the optimizee has no known minimum point. */
export function fromOptimum({ name, minimum }: Optimizee, x: Vector): Vector {
  const nearest = minimum?.nearest?.(x) ?? minimum?.point;
  if (!nearest) refuse('distanceTerm', 'the task must have a known optimum', `${name}, which has none`);
  return sum(x, -1, nearest);
}

/** The losses of a trajectory's steps. @throws where the optimum is not known, or the trajectory starts there. */
export function stepLoss(optimizee: Optimizee, start: Vector, options: CompleteDistanceTerm): StepLoss {
  const { lambda, scale } = options;
  const d0 = squaredNorm(fromOptimum(optimizee, start));
  const least = optimizee.minimum!.value;
  const f0 = optimizee.value(start) - least;
  if (!(d0 > 0 && f0 > 0)) refuse('distanceTerm', 'the start must not be an optimum', optimizee.name);
  const ratio = (u: number) => Math.max(u, 0) + LOG_EPSILON; // of f, which rounding can bring below its minimum
  const log = (u: number) => Math.log(ratio(u) / (1 + LOG_EPSILON));
  const isPlain = scale === 'plain';
  return (x, loss, gradient, out = new Float64Array(x.length)) => {
    const away = fromOptimum(optimizee, x);
    const d = squaredNorm(away) / d0;
    const f = (loss - least) / f0;
    const value = isPlain ? (1 - lambda) * loss + lambda * f0 * d : (1 - lambda) * log(f) + lambda * log(d);
    const ofLoss = (1 - lambda) * (isPlain ? 1 : 1 / (f0 * ratio(f)));
    const ofDistance = (2 * lambda * (isPlain ? f0 : 1 / ratio(d))) / d0;
    for (let i = 0; i < out.length; i++) out[i] = ofLoss * gradient[i] + ofDistance * away[i];
    return { value, gradient: out };
  };
}
