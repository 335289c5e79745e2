/**
 * Whether several ways to a formula's value and derivatives agree.
 *
 * At random points of the domain the symbols' value, gradient and Hessian are held against
 *
 *     mathjs        the formula as mathjs itself evaluates it: the value
 *     differences   differences of the formula with many digits: the value, and both derivatives along lines
 *     tensors       TensorFlow.js' differentiation, in float32, where it has the functions (see `tensor-agreement.ts`)
 *
 * A difference counts in relation to the number itself, so that small numbers are held as strictly as large ones; what
 * rounding alone can do (a bound is carried along, see `formula/rounding.ts`) does not count. More than the tolerance is
 * an error: one of the ways is wrong.
 */

import type { Complex } from 'mathjs';
import { isFiniteVector } from '../numerics/vector.js';
import { Stream } from '../random/stream.js';
import type { Vector } from '../seams.js';
import { FIRST_FUNCTION } from './formula/graph.js';
import { FEW_DIGITS, lineDerivatives, MANY_DIGITS, manyDigitValues } from './formula/many-digits.js';
import { roundingErrors } from './formula/rounding.js';
import { Tape } from './formula/tape.js';
import type { SymbolicFunction } from './symbolic-function.js';

/** The largest relative differences; NaN where a way was not open. */
export interface AgreementOf {
  readonly mathjs: number;
  readonly differences: number;
  readonly tensors: number;
}

/** How far the ways agree. */
export interface Agreement {
  /**
   * Points at which they were compared; 0 if none was found in the domain or the formula is too long. A large
   * Hessian is compared only where a point is given.
   */
  readonly points: number;
  readonly value: AgreementOf;
  readonly gradient: AgreementOf;
  readonly hessian: AgreementOf;
}

/** Two ways disagree: the formula must not be trusted. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/** Relative differences beyond these are errors. */
export const AGREEMENT_TOLERANCE: { readonly float64: number; readonly float32: number } = {
  float64: 1e-9,
  float32: 1e-2,
};

/** The bounds carried along are to first order. */
const ROUNDING_MARGIN = 8;
/** At most so much is computed with many digits at a point: an operation is 1, some microseconds, a function so much more. */
const MOST_WORK = 10_000;
const WORK_OF_FUNCTION = 50;
/** A Hessian with more operations than this is not made for the check alone. */
const MOST_SECOND_ORDER = 50_000;
const POINTS = 2;
const TRIES = 60;
/** Up to this dimension all entries are compared, above it random directions. */
const SMALL = 4;
const DIRECTIONS = 3;

/**
 * The relative difference of a and b; 0 if it is no more than rounding can do and that is much, as in the 0 that is left of
 * 1e30 − 1e30.
 */
export function relativeDifference(a: number, b: number, rounding: number, tolerance: number): number {
  const difference = Math.abs(a - b);
  if (difference === 0) return 0;
  const size = Math.max(Math.abs(a), Math.abs(b));
  const slack = ROUNDING_MARGIN * rounding;
  return difference <= slack && slack > tolerance * size ? 0 : difference / size;
}

/** Random points at which f and its derivatives exist, of several sizes and on both sides of 0. */
export function pointsInDomain(
  f: SymbolicFunction,
  count: number,
  stream: Stream,
  withHessian = true,
): Vector[] {
  const points: Vector[] = [];
  for (let attempt = 0; attempt < TRIES && points.length < count; attempt++) {
    const size = [1, 0.3, 3, 1][attempt % 4];
    const x = stream
      .normals(f.dimension)
      .map((value) => size * (attempt % 3 === 2 ? Math.abs(value) : value));
    if (isSmoothAt(f, x, withHessian)) points.push(x);
  }
  return points;
}

/** Whether f has a finite value, gradient and Hessian at x. */
export function isSmoothAt(f: SymbolicFunction, x: Vector, withHessian = true): boolean {
  try {
    const scratch = new Float64Array(f.dimension);
    return (
      Number.isFinite(f.value(x)) &&
      isFiniteVector(f.gradient(x, scratch)) &&
      (!withHessian || isFiniteVector(f.hessianVector(x, x, scratch)))
    );
  } catch {
    return false;
  }
}

/**
 * Holds the symbols against mathjs and against differences.
 *
 * @param at points to compare at beside random ones; with one, a large Hessian is compared too.
 * @throws Disagreement if two ways differ by more than {@link AGREEMENT_TOLERANCE}.
 */
export function agreementOf(f: SymbolicFunction, at: readonly Vector[] = []): Agreement {
  const none = { mathjs: Number.NaN, differences: Number.NaN, tensors: Number.NaN };
  const { graph } = f.expression;
  const nodes = graph.below([f.root]);
  const operations = nodes.length;
  const work =
    operations + WORK_OF_FUNCTION * nodes.filter((node) => graph.op[node] >= FIRST_FUNCTION).length;
  if (work > MOST_WORK) return { points: 0, value: none, gradient: none, hessian: none };
  const count = 4 * work > MOST_WORK ? 1 : POINTS;
  const stream = Stream.fromSeed(1).split(f.expression.text);
  const withHessian = at.length > 0 || f.dimension * operations <= MOST_SECOND_ORDER;
  const points = [
    ...at.filter((x) => isSmoothAt(f, x, withHessian)),
    ...pointsInDomain(f, count, stream, withHessian),
  ];
  const worst = { value: { ...none }, gradient: { ...none }, hessian: { ...none } };
  const note = (what: What, way: 'mathjs' | 'differences', ours: Rounded, theirs: number): number => {
    const difference = relativeDifference(ours.value, theirs, ours.rounding, AGREEMENT_TOLERANCE.float64);
    const before = worst[what][way];
    worst[what][way] = Number.isNaN(before) ? difference : Math.max(before, difference);
    return difference;
  };
  for (const x of points) {
    const symbols = symbolsAt(f, x, withHessian);
    const opinion = symbols.tooSmall ? undefined : mathjsValue(f, x);
    if (opinion !== undefined && !isAgainstMathjs(f, x, symbols.value, opinion)) {
      const off = note('value', 'mathjs', symbols.value, opinion);
      if (off > AGREEMENT_TOLERANCE.float64) {
        refuseDisagreement(f, 'value', 'mathjs', x, symbols.value.value, opinion);
      }
    }
    for (const v of lines(f.dimension, stream)) {
      const along = symbols.along(v);
      // Once more with many digits where few do not tell.
      for (const digits of [FEW_DIGITS, MANY_DIGITS]) {
        const line = lineDerivatives(graph, f.root, x, v, digits);
        if (!line) break;
        const pairs: readonly (readonly [What, Rounded, theirs: number, noise: number])[] = [
          ['value', symbols.value, line.value, 0],
          ['gradient', along.gradient, line.first, line.firstNoise],
          ...(along.hessian ? [['hessian', along.hessian, line.second, line.secondNoise] as const] : []),
        ];
        const few = digits === FEW_DIGITS;
        const unsure = pairs.find(([, ours, theirs, noise]) => !agree(ours, theirs, few ? 0 : noise));
        if (unsure && few) continue;
        if (unsure) refuseDisagreement(f, unsure[0], 'differences', x, unsure[1].value, unsure[2]);
        for (const [what, ours, theirs, noise] of pairs) {
          if (Math.abs(ours.value - theirs) > noise) note(what, 'differences', ours, theirs);
          else note(what, 'differences', ours, ours.value);
        }
        break;
      }
    }
  }
  return { points: points.length, ...worst };
}

/**
 * Whether many digits take the symbols' side against mathjs: it takes numbers that differ by less than 1e-15 for equal in max and
 * min, and y·0 for −0 where y < 0, which is another side of atan2's cut.
 */
function isAgainstMathjs(f: SymbolicFunction, x: Vector, ours: Rounded, mathjs: number): boolean {
  if (agree(ours, mathjs, 0)) return false;
  const many = manyDigitValues(f.expression.graph, [f.root], x)?.values[0];
  return many !== undefined && agree(ours, many, 0) && !agree({ value: mathjs, rounding: 0 }, many, 0);
}

/** Whether two numbers are the same to the tolerance, or to what rounding and noise can do. */
function agree({ value, rounding }: Rounded, theirs: number, noise: number): boolean {
  if (Math.abs(value - theirs) <= noise) return true;
  const tolerance = AGREEMENT_TOLERANCE.float64;
  return relativeDifference(value, theirs, rounding, tolerance) <= tolerance;
}

type What = 'value' | 'gradient' | 'hessian';

/** A number and a bound on its rounding error. */
interface Rounded {
  readonly value: number;
  readonly rounding: number;
}

/** What the symbols say at a point, and along lines through it. */
function symbolsAt(f: SymbolicFunction, x: Vector, withHessian: boolean) {
  const { values, rounding, tooSmall } = valuesAndRounding(f, x, withHessian);
  const weighted = (factors: readonly number[], first: number): Rounded => {
    let [total, off] = [0, 0];
    for (const [k, factor] of factors.entries()) {
      if (factor === 0) continue; // a part without a bound must not spoil what it has no part in
      total += factor * values[first + k];
      off += Math.abs(factor) * (rounding[first + k] + 2 ** -50 * Math.abs(values[first + k]));
    }
    return { value: total, rounding: off };
  };
  return {
    tooSmall,
    value: { value: values[0], rounding: rounding[0] },
    along: (v: Vector) => ({
      gradient: weighted(f.gradientNodes.map(([i]) => v[i]), 1), // biome-ignore format: one idea
      hessian: withHessian
        ? weighted(
            f.hessianEntries.map(({ i, j }) => (i === j ? 1 : 2) * v[i] * v[j]),
            1 + f.gradientNodes.length,
          )
        : undefined,
    }),
  };
}

/**
 * f, its gradient's and its Hessian's entries, as {@link SymbolicFunction} lists them, bounds on their rounding, and whether
 * float64 was too small for them, as it then is for mathjs.
 */
export function valuesAndRounding(
  f: SymbolicFunction,
  x: Vector,
  withHessian = true,
): { values: Vector; rounding: Vector; tooSmall: boolean } {
  const second = withHessian ? f.hessianEntries.map(({ node }) => node) : [];
  const roots = [f.root, ...f.gradientNodes.map(([, node]) => node), ...second];
  const tape = new Tape(f.expression.graph, roots);
  const values = new Float64Array(roots.length);
  const rounding = roundingErrors(tape, x, values);
  const again =
    tape.underflowed && Number.isFinite(values[0]) ? manyDigitValues(tape.graph, roots, x) : undefined;
  if (!again) return { values, rounding, tooSmall: false };
  return {
    tooSmall: true,
    values: Float64Array.from(again.values),
    rounding: Float64Array.from(again.values, (value) => Math.abs(value) * 2 ** -50 + again.noise),
  };
}

/** Says which ways disagree, where, and by how much. */
export function refuseDisagreement(
  f: SymbolicFunction,
  what: string,
  way: string,
  x: Vector,
  ours: number,
  theirs: number,
): never {
  const text = f.expression.text.length > 60 ? `${f.expression.text.slice(0, 59)}…` : f.expression.text;
  throw new Disagreement(
    `the ${what} of ${text} must be the same by symbols and by ${way}, got ${ours} and ${theirs} at [${x.join(', ')}]`,
  );
}

/** Unit vectors and sums of two, which together give every entry of a Hessian; or random directions. */
function lines(n: number, stream: Stream): Vector[] {
  if (n > SMALL) return Array.from({ length: DIRECTIONS }, () => stream.normals(n));
  const found: Vector[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const v = new Float64Array(n);
      v[i] = 1;
      v[j] = 1;
      found.push(v);
    }
  }
  return found;
}

/** The value by mathjs; undefined where it does not know a function or leaves the reals. */
function mathjsValue(f: SymbolicFunction, x: Vector): number | undefined {
  try {
    const value: number | Complex | { valueOf(): unknown } = f.expression.tree.evaluate(
      f.expression.scope(x),
    );
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
