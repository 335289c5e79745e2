/**
 * Holds each derivative of an optimizee against differences of the one below it.
 *
 *     order 1   ⟨∇f(x), v⟩ = d/ds f(x + s v)
 *     order 2   ∇²f(x) v = d/ds ∇f(x + s v), and ⟨u, ∇²f v⟩ = ⟨v, ∇²f u⟩
 *     order 3   D³f(x)[u, v, ·] = d/ds ∇²f(x + s u) v
 *
 * The value is taken at its word, and every order is measured by the order below: one wrong sign shows at the lowest
 * order that has it. In random directions, since n of them would cost n times as much and find no more.
 */

import { refuse, requireCount, requireOptions } from '../checks.js';
import {
  type DifferenceOptions,
  type Differences,
  differencesOf,
  directionalDifference,
  LawBook,
  type LawReport,
  unit,
} from '../laws.js';
import { dot, norm } from '../numerics/vector.js';
import { Stream } from '../random/stream.js';
import { requireOptimizee, requireStream } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';

/** How thoroughly, and where, {@link checkDerivatives} looks. */
export interface CheckDerivativesOptions extends DifferenceOptions {
  /**
   * The highest derivative that is checked, from 1 to the highest there is; default that one, 2 or 3.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { order: 1 }).laws.length); // 1
   * ```
   */
  readonly order?: number;
  /**
   * Random points and directions tried, a whole number from 1 on; default 20, ours.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { samples: 5 }).holds); // true
   * ```
   */
  readonly samples?: number;
  /**
   * Draws a point of f's domain; default N(0, I), which suits a function that is defined everywhere.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { point: (stream) => stream.uniforms(2, -6, 6) }).holds); // true
   * ```
   */
  readonly point?: (stream: Stream) => Vector;
  /**
   * What points and directions are drawn from; default the stream of seed 0.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { stream: Stream.fromSeed(7) }).holds); // true
   * ```
   */
  readonly stream?: Stream;
}

/**
 * The worst relative error of every derivative up to `order`, over random points x and unit directions u, v.
 *
 * @throws BadInput on an option out of its range, or an order that the optimizee has no derivative of.
 *
 * @example
 * ```ts
 * import { checkDerivatives, type Optimizee } from 'orbit-l2o';
 *
 * const cubic: Optimizee = {
 *   name: 'x³, its second derivative forgotten',
 *   dimension: 1,
 *   value: (x) => x[0] ** 3,
 *   gradient: (x, out = new Float64Array(1)) => out.fill(3 * x[0] ** 2),
 *   hessianVector: (_x, _v, out = new Float64Array(1)) => out.fill(0),
 * };
 * const broken = checkDerivatives(cubic).laws.filter(({ holds }) => !holds);
 * console.log(broken.map(({ law }) => law)); // [ 'hessianVector' ]
 * ```
 */
export function checkDerivatives(optimizee: Optimizee, options: CheckDerivativesOptions = {}): LawReport {
  const where = 'checkDerivatives';
  requireOptions(where, options, ['order', 'samples', 'point', 'stream', 'dtype', 'lengthScale', 'step']);
  requireOptimizee(where, optimizee);
  const { dimension: n } = optimizee;
  const {
    order = highestOrder(optimizee),
    samples = 20,
    point = (draws) => draws.normals(n),
    stream = Stream.fromSeed(0),
  } = options;
  requireStream(where, stream);
  requireCount(where, 'order', order);
  if (order > highestOrder(optimizee)) {
    refuse(
      where,
      `order must be at most ${highestOrder(optimizee)}, the optimizee's highest derivative`,
      order,
    );
  }
  requireCount(where, 'samples', samples);
  const differences = differencesOf(where, options, optimizee);
  const book = new LawBook(differences.dtype);
  for (let i = 0; i < samples; i++) {
    const draws = stream.split(i);
    noteDerivatives(book, optimizee, drawSample(draws, point, n), order, differences);
  }
  return book.report(optimizee.name, samples);
}

/** The order of the highest derivative that an optimizee has. */
export function highestOrder(optimizee: Optimizee): number {
  return optimizee.thirdDerivative ? 3 : 2;
}

/** A point and two unit directions. Each is [n]. */
export interface DerivativeSample {
  readonly x: Vector;
  readonly u: Vector;
  readonly v: Vector;
}

/** Draws a sample, each part from a child of its own. */
export function drawSample(draws: Stream, point: (stream: Stream) => Vector, n: number): DerivativeSample {
  return {
    x: point(draws.split('point')),
    u: unit(draws.split('u').normals(n)),
    v: unit(draws.split('v').normals(n)),
  };
}

/** Notes every law up to `order` at one sample. */
export function noteDerivatives(
  book: LawBook,
  optimizee: Optimizee,
  { x, u, v }: DerivativeSample,
  order: number,
  differences: Differences,
): void {
  const length = Math.max(differences.lengthScale, norm(x));
  const change = (F: (y: Vector) => Vector, direction: Vector) =>
    directionalDifference(F, x, direction, differences);

  const value = optimizee.value(x);
  const gradient = Float64Array.from(optimizee.gradient(x));
  const [slope] = change((y) => Float64Array.of(optimizee.value(y)), v);
  const slopeScale = Math.max(norm(gradient), Math.abs(slope), Math.abs(value) / length);
  book.note('gradient', 'difference', Math.abs(dot(gradient, v) - slope), slopeScale);
  if (order < 2) return;

  const hv = Float64Array.from(optimizee.hessianVector(x, v));
  const bend = change((y) => optimizee.gradient(y), v);
  book.compare('hessianVector', 'difference', hv, bend, norm(gradient) / length);
  const hu = Float64Array.from(optimizee.hessianVector(x, u));
  const asymmetry = Math.abs(dot(u, hv) - dot(v, hu));
  book.note('hessianVector is symmetric', 'values', asymmetry, Math.max(norm(hu), norm(hv)));
  if (order < 3 || !optimizee.thirdDerivative) return;

  const third = Float64Array.from(optimizee.thirdDerivative(x, u, v));
  const turn = change((y) => optimizee.hessianVector(y, v), u);
  book.compare('thirdDerivative', 'difference', third, turn, norm(hv) / length);
}
