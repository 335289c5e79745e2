/**
 * Holds a group action against what a symmetry is: invariance, the laws of a group, and derivatives that agree
 * with differences. For those who write a group of their own, and for our tests.
 */

import { refuse, requireCount, requireOptions, requirePositive } from '../checks.js';
import {
  type DifferenceOptions,
  type Differences,
  differencesOf,
  directionalDifference,
  LawBook,
  type LawReport,
  unit,
} from '../laws.js';
import { dot, norm, scaled, sum } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import { requireAction, requireOptimizee, requireStream } from '../seam-checks.js';
import type { GroupAction, Optimizee, Vector } from '../seams.js';

/** How thoroughly, and where, {@link checkAction} looks. */
export interface CheckActionOptions extends DifferenceOptions {
  /**
   * Random points and group elements tried, a whole number from 1 on; default 20, ours.
   * @example
   * ```ts
   * import { checkAction, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee, action } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkAction(optimizee, action, Stream.fromSeed(2), { samples: 5 }).samples); // 5
   * ```
   */
  readonly samples?: number;
  /**
   * Draws a point of f's domain; default N(0, I), which suits a function that is defined everywhere.
   * @example
   * ```ts
   * import { checkAction, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee, action } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * const point = (stream: Stream) => stream.uniforms(2, -3, 3);
   * console.log(checkAction(optimizee, action, Stream.fromSeed(2), { point }).holds); // true
   * ```
   */
  readonly point?: (stream: Stream) => Vector;
  /**
   * The typical ‖ξ‖, positive; default 0.5, ours: far enough from the identity for a wrong group law to show.
   * @example
   * ```ts
   * import { checkAction, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee, action } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkAction(optimizee, action, Stream.fromSeed(2), { algebraScale: 3 }).holds); // true
   * ```
   */
  readonly algebraScale?: number;
}

const INVERSE_LAW = 'exp(inverse(ξ))·(exp(ξ)·x) = x';
const COMPOSE_LAW = 'exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)';
const FINITE_LAWS = [
  'f(exp(ξ)·x) = f(x)',
  'exp(−ξ)·(exp(ξ)·x) = x',
  'exp((s + t)ξ)·x = exp(sξ)·(exp(tξ)·x)',
  INVERSE_LAW,
  COMPOSE_LAW,
] as const;

/**
 * The worst relative error of each law over random points x, algebra elements ξ, η, numbers s, t, covectors w:
 *
 *     invariance   f(exp(ξ)·x) = f(x), and ⟨∇f(x), generator(ξ, x)⟩ = 0
 *     group        exp(0)·x = x, exp(−ξ) undoes exp(ξ), exp((s + t)ξ) = exp(sξ) exp(tξ), compose, inverse
 *     derivatives  vjp by ξ and by x, generator and, where there is one, generatorVjp, against differences
 *     out          written to and returned; inputs kept
 *
 * An action that is invariant to first order only is held to its derivatives, exp(0)·x = x and the generator's
 * invariance; the laws for finite ξ are then listed as not checked.
 *
 * @example
 * ```ts
 * import { checkAction, rosenbrockFixed, Stream } from 'orbit-l2o';
 *
 * const { optimizee, action } = rosenbrockFixed.sample(Stream.fromSeed(1));
 * console.log(checkAction(optimizee, action, Stream.fromSeed(2)).holds); // true
 * const backwards = { ...action, generator: (xi: Float64Array, x: Float64Array) => action.generator(xi.map((e) => -e), x) };
 * console.log(checkAction(optimizee, backwards, Stream.fromSeed(2)).holds); // false
 * ```
 */
export function checkAction(
  optimizee: Optimizee,
  action: GroupAction,
  stream: Stream,
  options: CheckActionOptions = {},
): LawReport {
  const known = ['samples', 'point', 'algebraScale', 'dtype', 'lengthScale', 'step'];
  requireOptions('checkAction', options, known);
  requireOptimizee('checkAction', optimizee);
  requireAction('checkAction', action);
  requireStream('checkAction', stream);
  const { algebraDimension: m, dimension: n } = action;
  if (n !== optimizee.dimension)
    refuse('checkAction', `action must act on ${optimizee.dimension} numbers`, n);
  const { samples = 20, point = (draws) => draws.normals(n), algebraScale = 0.5 } = options;
  requireCount('checkAction', 'samples', samples);
  requirePositive('checkAction', 'algebraScale', algebraScale);
  const differences = differencesOf('checkAction', options, optimizee, action);
  const book = new LawBook(differences.dtype);

  for (let i = 0; i < samples; i++) {
    const draws = stream.split(i);
    const algebra = (name: string) => scaled(algebraScale / Math.sqrt(m), draws.split(name).normals(m));
    const sample: Sample = {
      x: point(draws.split('point')),
      xi: algebra('xi'),
      eta: algebra('eta'),
      w: unit(draws.split('w').normals(n)),
      v: unit(draws.split('v').normals(n)),
      zeta: unit(draws.split('zeta').normals(m)),
      s: draws.split('s').uniform(-1, 1),
      t: draws.split('t').uniform(-1, 1),
    };
    if (action.invariance === 'exact') noteFiniteLaws(book, optimizee, action, sample);
    noteLawsAtTheIdentity(book, optimizee, action, sample);
    noteDerivatives(book, action, sample, differences);
    const kept = keepsItsPromises(action, sample);
    book.note('out is written, inputs are kept', 'values', kept ? 0 : 1, 1);
  }

  if (action.invariance !== 'exact') {
    for (const law of FINITE_LAWS) book.omit(law, 'the action is one to first order only');
  }
  if (!action.generatorVjp) book.omit('generatorVjp', 'the action has none');
  return book.report(`${action.name} on ${optimizee.name}`, samples);
}

interface Sample {
  readonly x: Vector; // [n]
  readonly xi: Vector; // [m]
  readonly eta: Vector; // [m]
  readonly w: Vector; // [n], a unit covector
  readonly v: Vector; // [n], a unit direction
  readonly zeta: Vector; // [m], a unit direction
  readonly s: number;
  readonly t: number;
}

/** Laws for ξ of any size. */
function noteFiniteLaws(book: LawBook, optimizee: Optimizee, action: GroupAction, sample: Sample): void {
  const { x, xi, eta, s, t } = sample;
  const act = (element: Vector, at: Vector) => Float64Array.from(action.act(element, at));
  const moved = act(xi, x);
  const [before, after] = [optimizee.value(x), optimizee.value(moved)];
  // f changes by ‖∇f‖‖δ‖ under a rounding error δ of the point: near a minimum f itself is too small a scale.
  const sensitivity = norm(optimizee.gradient(moved)) * norm(moved);
  const size = Math.max(Math.abs(before), Math.abs(after), sensitivity);
  book.note('f(exp(ξ)·x) = f(x)', 'values', Math.abs(after - before), size);

  const back = act(scaled(-1, xi), moved);
  book.compare('exp(−ξ)·(exp(ξ)·x) = x', 'values', back, x, norm(moved));

  const halfway = act(scaled(t, xi), x);
  const inTwo = act(scaled(s, xi), halfway);
  const atOnce = act(scaled(s + t, xi), x);
  book.compare('exp((s + t)ξ)·x = exp(sξ)·(exp(tξ)·x)', 'values', atOnce, inTwo, norm(halfway));

  attempt(book, INVERSE_LAW, () => {
    book.compare(INVERSE_LAW, 'values', act(action.inverse(xi), moved), x, norm(moved));
  });
  attempt(book, COMPOSE_LAW, () => {
    const composed = act(action.compose(xi, eta), x);
    const first = act(eta, x);
    book.compare(COMPOSE_LAW, 'values', composed, act(xi, first), norm(first));
  });
}

/** `compose` and `inverse` may throw where they find no answer. */
function attempt(book: LawBook, law: string, note: () => void): void {
  try {
    note();
  } catch (error) {
    book.omit(law, error instanceof Error ? error.message : String(error));
  }
}

function noteLawsAtTheIdentity(
  book: LawBook,
  optimizee: Optimizee,
  action: GroupAction,
  { x, xi }: Sample,
): void {
  const atIdentity = Float64Array.from(action.act(new Float64Array(xi.length), x));
  book.compare('exp(0)·x = x', 'values', atIdentity, x);
  const gradient = Float64Array.from(optimizee.gradient(x));
  const velocity = Float64Array.from(action.generator(xi, x));
  const climb = Math.abs(dot(gradient, velocity));
  book.note('⟨∇f(x), generator(ξ, x)⟩ = 0', 'values', climb, norm(gradient) * norm(velocity));
}

function noteDerivatives(book: LawBook, action: GroupAction, sample: Sample, differences: Differences): void {
  const { x, xi, w, v, zeta } = sample;
  const inAlgebra = { ...differences, lengthScale: 1 };
  const origin = new Float64Array(xi.length);
  const moved = Float64Array.from(action.act(xi, x));
  const length = Math.max(differences.lengthScale, norm(x));
  const pulled = action.vjp(xi, x, w);
  const xBar = Float64Array.from(pulled.x);
  const xiBar = Float64Array.from(pulled.xi);

  const alongX = directionalDifference((y) => action.act(xi, y), x, v, differences);
  const xScale = Math.max(norm(xBar), norm(alongX), norm(moved) / length);
  book.note('vjp, by x', 'difference', Math.abs(dot(xBar, v) - dot(w, alongX)), xScale);

  const alongXi = directionalDifference((z) => action.act(sum(xi, 1, z), x), origin, zeta, inAlgebra);
  const xiScale = Math.max(norm(xiBar), norm(alongXi), norm(moved));
  book.note('vjp, by ξ', 'difference', Math.abs(dot(xiBar, zeta) - dot(w, alongXi)), xiScale);

  const velocity = Float64Array.from(action.generator(zeta, x));
  const measured = directionalDifference((z) => action.act(z, x), origin, zeta, inAlgebra);
  book.compare('generator', 'difference', velocity, measured, norm(x));

  if (action.generatorVjp) {
    const turned = Float64Array.from(action.generatorVjp(zeta, x, w));
    const along = directionalDifference((y) => action.generator(zeta, y), x, v, differences);
    const scale = Math.max(norm(turned), norm(along), norm(velocity) / length);
    book.note('generatorVjp', 'difference', Math.abs(dot(turned, v) - dot(w, along)), scale);
  }
}

/** Whether each product gives with `out` what it gives without, in `out`, and leaves its inputs as they were. */
function keepsItsPromises(action: GroupAction, { x, xi, w }: Sample): boolean {
  const inputs = [x, xi, w];
  const before = inputs.map((input) => input.slice());
  const same = (a: Vector, b: Vector) =>
    a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
  const blank = (length: number) => new Float64Array(length).fill(Number.NaN);
  const calls: ((out?: Vector) => Vector)[] = [
    (out) => action.act(xi, x, out),
    (out) => action.generator(xi, x, out),
  ];
  const { generatorVjp } = action;
  if (generatorVjp) calls.push((out) => generatorVjp.call(action, xi, x, w, out));
  const written = calls.every((call) => {
    const fresh = call().slice();
    const out = blank(action.dimension);
    return call(out) === out && same(out, fresh);
  });
  const fresh = action.vjp(xi, x, w);
  const [freshXi, freshX] = [fresh.xi.slice(), fresh.x.slice()];
  const out = { xi: blank(action.algebraDimension), x: blank(action.dimension) };
  const pulled = action.vjp(xi, x, w, out) === out && same(out.xi, freshXi) && same(out.x, freshX);
  return written && pulled && inputs.every((input, i) => same(input, before[i]));
}
