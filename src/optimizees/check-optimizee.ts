/**
 * Holds an optimizee against itself: does what it calls gradient, Hessian and third derivative agree with
 * differences of what is one order lower? For those who write an objective of their own, and for our tests.
 */

import { requireCount, requireKnownKeys, requirePositive } from '../checks.js';
import { type Dtype, directionalDifference, dtypeOf, LawBook, type LawReport, unit } from '../laws.js';
import { dot, norm } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import type { Optimizee, Vector } from '../seams.js';

/** How thoroughly, and where, {@link checkOptimizee} looks. */
export interface CheckOptimizeeOptions {
  /** Random points and directions tried; 20 by default. */
  readonly samples?: number;
  /** The precision computed in; by default what the optimizee says, else float64. */
  readonly dtype?: Dtype;
  /** Draws a point of f's domain; N(0, I) by default. */
  readonly point?: (stream: Stream) => Vector;
  /** Over what distance f changes markedly: scales the step of the differences; 1 by default. */
  readonly lengthScale?: number;
}

/**
 * The worst relative error of each law over random points x and unit directions u, v:
 *
 *     gradient         ⟨∇f(x), v⟩ = d/ds f(x + s v)
 *     hessianVector    ∇²f(x) v = d/ds ∇f(x + s v), and ⟨u, ∇²f v⟩ = ⟨v, ∇²f u⟩
 *     thirdDerivative  D³f(x)[u, v, ·] = d/ds ∇²f(x + s u) v                           where there is one
 *     minimum          f = its value and ∇f = 0 at its point, f no lower at any sample   where it is known
 *     out              written to and returned; inputs kept
 */
export function checkOptimizee(
  optimizee: Optimizee,
  stream: Stream,
  options: CheckOptimizeeOptions = {},
): LawReport {
  requireKnownKeys('checkOptimizee', options, ['samples', 'dtype', 'point', 'lengthScale']);
  const { dimension: n, minimum } = optimizee;
  const {
    samples = 20,
    dtype = dtypeOf(optimizee),
    point = (draws) => draws.normals(n),
    lengthScale = 1,
  } = options;
  requireCount('checkOptimizee', 'samples', samples);
  requirePositive('checkOptimizee', 'lengthScale', lengthScale);
  const book = new LawBook(dtype);
  let lowestValue = Number.POSITIVE_INFINITY;
  let largestValue = 0;
  let largestGradient = 0;

  for (let i = 0; i < samples; i++) {
    const draws = stream.split(i);
    const x = point(draws.split('point'));
    const u = unit(draws.split('u').normals(n));
    const v = unit(draws.split('v').normals(n));
    const length = Math.max(lengthScale, norm(x));
    const difference = (F: (y: Vector) => Vector, direction: Vector) =>
      directionalDifference(F, x, direction, dtype, lengthScale);

    const value = optimizee.value(x);
    const gradient = Float64Array.from(optimizee.gradient(x));
    const [slope] = difference((y) => Float64Array.of(optimizee.value(y)), v);
    const slopeScale = Math.max(norm(gradient), Math.abs(slope), Math.abs(value) / length);
    book.note('gradient', 'difference', Math.abs(dot(gradient, v) - slope), slopeScale);

    const hv = Float64Array.from(optimizee.hessianVector(x, v));
    const bend = difference((y) => optimizee.gradient(y), v);
    book.compare('hessianVector', 'difference', hv, bend, norm(gradient) / length);

    const hu = Float64Array.from(optimizee.hessianVector(x, u));
    const asymmetry = Math.abs(dot(u, hv) - dot(v, hu));
    book.note('hessianVector is symmetric', 'values', asymmetry, Math.max(norm(hu), norm(hv)));

    if (optimizee.thirdDerivative) {
      const third = Float64Array.from(optimizee.thirdDerivative(x, u, v));
      const turn = difference((y) => optimizee.hessianVector(y, v), u);
      book.compare('thirdDerivative', 'difference', third, turn, norm(hv) / length);
    }

    const kept = keepsItsPromises(optimizee, x, u, v);
    book.note('out is written, inputs are kept', 'values', kept ? 0 : 1, 1);
    lowestValue = Math.min(lowestValue, value);
    largestValue = Math.max(largestValue, Math.abs(value));
    largestGradient = Math.max(largestGradient, norm(gradient));
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
