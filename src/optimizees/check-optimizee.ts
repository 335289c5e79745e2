/**
 * Holds an optimizee against itself: does what it calls gradient, Hessian and third derivative agree with
 * differences of what is one order lower? For those who write an objective of their own, and for our tests.
 */

import { requireCount, requireOptions } from '../checks.js';
import { type DifferenceOptions, differencesOf, LawBook, type LawReport } from '../laws.js';
import { norm } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import { requireOptimizee, requireStream } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';
import { drawSample, highestOrder, noteDerivatives } from './check-derivatives.js';

/** How thoroughly, and where, {@link checkOptimizee} looks. */
export interface CheckOptimizeeOptions extends DifferenceOptions {
  /**
   * Random points and directions tried, a whole number from 1 on; default 20, ours.
   * @example
   * ```ts
   * import { checkOptimizee, ellipseFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = ellipseFixed.sample(Stream.fromSeed(1));
   * console.log(checkOptimizee(optimizee, Stream.fromSeed(2), { samples: 5 }).samples); // 5
   * ```
   */
  readonly samples?: number;
  /**
   * Draws a point of f's domain; default N(0, I), which suits a function that is defined everywhere.
   * @example
   * ```ts
   * import { checkOptimizee, ellipseFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = ellipseFixed.sample(Stream.fromSeed(1));
   * const point = (stream: Stream) => stream.uniforms(2, 1, 3);
   * console.log(checkOptimizee(optimizee, Stream.fromSeed(2), { point }).holds); // true
   * ```
   */
  readonly point?: (stream: Stream) => Vector;
}

/**
 * The worst relative error of each law over random points x and unit directions u, v:
 *
 *     derivatives      gradient, hessianVector and thirdDerivative against differences: as in {@link checkDerivatives}
 *     minimum          f = its value and ∇f = 0 at its point, f no lower at any sample   where it is known
 *     out              written to and returned; inputs kept
 *
 * @example
 * ```ts
 * import { checkOptimizee, type Optimizee, Stream } from 'orbit-l2o';
 *
 * const square: Optimizee = {
 *   name: 'x²',
 *   dimension: 1,
 *   minimum: { value: 0, point: Float64Array.of(0) },
 *   value: (x) => x[0] ** 2,
 *   gradient: (x, out = new Float64Array(1)) => out.fill(2 * x[0]),
 *   hessianVector: (_x, v, out = new Float64Array(1)) => out.fill(2 * v[0]),
 * };
 * console.log(checkOptimizee(square, Stream.fromSeed(1)).holds); // true
 * ```
 */
export function checkOptimizee(
  optimizee: Optimizee,
  stream: Stream,
  options: CheckOptimizeeOptions = {},
): LawReport {
  requireOptions('checkOptimizee', options, ['samples', 'point', 'dtype', 'lengthScale', 'step']);
  requireOptimizee('checkOptimizee', optimizee);
  requireStream('checkOptimizee', stream);
  const { dimension: n, minimum } = optimizee;
  const { samples = 20, point = (draws) => draws.normals(n) } = options;
  requireCount('checkOptimizee', 'samples', samples);
  const differences = differencesOf('checkOptimizee', options, optimizee);
  const book = new LawBook(differences.dtype);
  let lowestValue = Number.POSITIVE_INFINITY;
  let largestValue = 0;
  let largestGradient = 0;

  for (let i = 0; i < samples; i++) {
    const sample = drawSample(stream.split(i), point, n);
    const { x, u, v } = sample;
    noteDerivatives(book, optimizee, sample, highestOrder(optimizee), differences);
    const kept = keepsItsPromises(optimizee, x, u, v);
    book.note('out is written, inputs are kept', 'values', kept ? 0 : 1, 1);
    const value = optimizee.value(x);
    lowestValue = Math.min(lowestValue, value);
    largestValue = Math.max(largestValue, Math.abs(value));
    largestGradient = Math.max(largestGradient, norm(optimizee.gradient(x)));
  }

  if (minimum) {
    const below = Math.max(0, minimum.value - lowestValue);
    book.note('nothing lies below the minimum', 'values', below, largestValue);
  }
  if (minimum?.point) {
    const atMinimum = optimizee.value(minimum.point);
    book.note('minimum: value', 'values', Math.abs(atMinimum - minimum.value), largestValue);
    book.note('minimum: gradient', 'values', norm(optimizee.gradient(minimum.point)), largestGradient);
  }
  if (!optimizee.thirdDerivative) book.omit('thirdDerivative', 'the optimizee has none');
  if (!minimum) book.omit('minimum', 'it is not known');
  return book.report(optimizee.name, samples);
}

/** Whether each derivative gives with `out` what it gives without, in `out`, and leaves its inputs as they were. */
function keepsItsPromises(optimizee: Optimizee, x: Vector, u: Vector, v: Vector): boolean {
  const inputs = [x, u, v].map((input) => input.slice());
  const calls: ((out?: Vector) => Vector)[] = [
    (out) => optimizee.gradient(x, out),
    (out) => optimizee.hessianVector(x, v, out),
    (out) => optimizee.thirdDerivative?.(x, u, v, out) ?? out ?? new Float64Array(0),
  ];
  const written = calls.slice(0, optimizee.thirdDerivative ? 3 : 2).every((call) => {
    const fresh = call().slice();
    const out = new Float64Array(optimizee.dimension).fill(Number.NaN);
    return call(out) === out && out.every((value, k) => Object.is(value, fresh[k]));
  });
  return written && [x, u, v].every((input, i) => input.every((value, k) => Object.is(value, inputs[i][k])));
}
