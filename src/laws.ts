/**
 * Measuring how far a law, such as f(g·x) = f(x), is from holding: what `checkOptimizee`, `checkDerivatives` and
 * `checkAction` share.
 *
 * Every error is relative to the size of what is compared, so it is 0 at best and of order 1 for a wrong sign. With
 * ε the rounding error of the arithmetic, 2⁻⁵³ in float64 and 2⁻²⁴ in float32,
 *
 *     a law between computed values may be off by   √ε      (1e-8, 2e-4),
 *     a derivative against a difference by          ε^(2/5) (4e-7, 1e-3):
 *
 * half of the digits that the arithmetic has, and half of those that a difference of fourth order has, ε^(4/5). The
 * other half is left to the conditioning of the function.
 */

import { requireOneOf, requirePositive } from './checks.js';
import { norm, sum } from './numerics/vector.js';
import type { Vector } from './seams.js';

/** The precision that something is computed in. */
export type Dtype = 'float64' | 'float32';

/** The largest relative error of one rounding. */
export const ROUNDING: Readonly<Record<Dtype, number>> = { float64: 2 ** -53, float32: 2 ** -24 };

/** Numbers below this lose digits to underflow, or their products do. */
const UNDERFLOW: Readonly<Record<Dtype, number>> = { float64: 1e-150, float32: 1e-19 };

/** How a law is looked at: by comparing two computed values, or a derivative with a difference quotient. */
export type LawKind = 'values' | 'difference';

/** What a law of that kind may be off by. */
export function lawTolerance(kind: LawKind, dtype: Dtype): number {
  return ROUNDING[dtype] ** (kind === 'values' ? 1 / 2 : 2 / 5);
}

/** How well a law holds. */
export interface LawError {
  readonly law: string;
  /** The worst relative error over all samples; Infinity if one was not a number. */
  readonly error: number;
  readonly tolerance: number;
  readonly holds: boolean;
}

/** What a check found, as plain data: `console.table(report.laws)` shows it. */
export interface LawReport {
  readonly subject: string;
  readonly dtype: Dtype;
  readonly samples: number;
  /** Whether every law that was checked holds. */
  readonly holds: boolean;
  readonly laws: readonly LawError[];
  /** Laws that could not be checked, and why. */
  readonly notChecked: readonly { readonly law: string; readonly reason: string }[];
}

/** Collects the worst error of each law over many samples. */
export class LawBook {
  readonly dtype: Dtype;
  readonly #errors = new Map<string, { error: number; kind: LawKind }>();
  readonly #notChecked = new Map<string, string>();

  constructor(dtype: Dtype) {
    this.dtype = dtype;
  }

  /** Notes `distance` relative to `scale`, both of one sample. */
  note(law: string, kind: LawKind, distance: number, scale: number): void {
    const relative = distance / Math.max(scale, UNDERFLOW[this.dtype]);
    const error = Number.isFinite(relative) ? relative : Number.POSITIVE_INFINITY;
    const worst = Math.max(error, this.#errors.get(law)?.error ?? 0);
    this.#errors.set(law, { error: worst, kind });
  }

  /** Notes the distance of two vectors relative to the longest of them and of `others`. */
  compare(law: string, kind: LawKind, a: Vector, b: Vector, ...others: number[]): void {
    this.note(law, kind, norm(sum(a, -1, b)), Math.max(norm(a), norm(b), ...others));
  }

  /** Says why a law is not checked; it counts only if no sample of it was. */
  omit(law: string, reason: string): void {
    this.#notChecked.set(law, reason);
  }

  report(subject: string, samples: number): LawReport {
    const laws = [...this.#errors].map(([law, { error, kind }]) => {
      const tolerance = lawTolerance(kind, this.dtype);
      return { law, error, tolerance, holds: error <= tolerance };
    });
    const notChecked = [...this.#notChecked]
      .filter(([law]) => !this.#errors.has(law))
      .map(([law, reason]) => ({ law, reason }));
    return {
      subject,
      dtype: this.dtype,
      samples,
      holds: laws.every((law) => law.holds),
      laws,
      notChecked,
    };
  }
}

/** The precision that an optimizee or action says it computes in; float64 if it says nothing. */
function dtypeOf(subject: object): Dtype {
  return (subject as { dtype?: Dtype }).dtype ?? 'float64';
}

/** How a check takes its differences. */
export interface DifferenceOptions {
  /**
   * The precision computed in, 'float64' or 'float32'; default the coarsest that the subjects say, else float64.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * const wide = checkDerivatives(optimizee, { dtype: 'float32' });
   * console.log(wide.laws[0].tolerance > checkDerivatives(optimizee).laws[0].tolerance); // true
   * ```
   */
  readonly dtype?: Dtype;
  /**
   * Over what distance the function changes markedly, positive; default 1. Scales the step of the differences.
   * @example
   * ```ts
   * import { checkDerivatives, rosenbrockFixed, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = rosenbrockFixed.sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { lengthScale: 0.1 }).holds); // true
   * ```
   */
  readonly lengthScale?: number;
  /**
   * The step relative to max(lengthScale, ‖x‖), positive; default ε^(1/5), 6e-4 in float64 and 0.04 in float32. A function
   * with kinks, such as a network of leaky ReLUs, wants some 1e-6: a longer step straddles a kink too often.
   * @example
   * ```ts
   * import { checkDerivatives, mlpRegression, Stream } from 'orbit-l2o';
   *
   * const { optimizee } = mlpRegression({ sizes: [3, 4, 2], examples: 3 }).sample(Stream.fromSeed(1));
   * console.log(checkDerivatives(optimizee, { step: 1e-6 }).holds); // true
   * ```
   */
  readonly step?: number;
}

/** The options with their defaults. */
export type Differences = Required<DifferenceOptions>;

/** Completes and checks the options. @throws BadInput in the name of `where`. */
export function differencesOf(where: string, options: DifferenceOptions, ...subjects: object[]): Differences {
  const coarsest = subjects.some((one) => dtypeOf(one) === 'float32') ? 'float32' : 'float64';
  const { dtype = coarsest, lengthScale = 1 } = options;
  requireOneOf(where, 'dtype', dtype, ['float64', 'float32']);
  const { step = ROUNDING[dtype] ** (1 / 5) } = options;
  requirePositive(where, 'lengthScale', lengthScale);
  requirePositive(where, 'step', step);
  return { dtype, lengthScale, step };
}

/**
 * d/ds F(x + s v) at s = 0, by the difference of fourth order
 *
 *     (8 (F(x + hv) − F(x − hv)) − (F(x + 2hv) − F(x − 2hv))) / 12h.
 *
 * Its truncation error grows as h⁴, its rounding error as ε/h; h = ε^(1/5) · max(lengthScale, ‖x‖) / ‖v‖ balances
 * them, at about ε^(4/5) of F's size.
 */
export function directionalDifference(
  F: (x: Vector) => Vector,
  x: Vector,
  v: Vector,
  { lengthScale, step }: Differences = differencesOf('directionalDifference', {}),
): Vector {
  const h = (step * Math.max(lengthScale, norm(x))) / norm(v);
  const at = (s: number) => Float64Array.from(F(sum(x, s * h, v)));
  const [ahead, behind, farAhead, farBehind] = [at(1), at(-1), at(2), at(-2)];
  return ahead.map((value, i) => (8 * (value - behind[i]) - (farAhead[i] - farBehind[i])) / (12 * h));
}

/** Direction v/‖v‖. */
export function unit(v: Vector): Vector {
  const length = norm(v);
  return v.map((component) => component / length);
}
