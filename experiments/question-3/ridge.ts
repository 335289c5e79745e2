/**
 * Ridge regression on standardised predictors:
 *
 *     z = (x − mean)/deviation,   ŷ = ȳ + zᵀβ,   β = (ZᵀZ + λI)⁻¹ Zᵀ(y − ȳ)
 *
 * λ is the one of {@link PENALTIES} with the least error when each row is left out in turn (in closed form: the residual over 1 − its
 * leverage; A. E. Hoerl & R. W. Kennard 1970 for the estimate, D. M. Allen 1974 for the error).
 */

import { inverse, Matrix } from 'ml-matrix';
import { refuse } from '../../src/checks.js';

/** λ in units of the rows' number. */
const PENALTIES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** What predicts a number from a row of predictors. */
export interface Model {
  readonly predict: (row: readonly number[]) => number;
  /** Root mean square error on the rows it was fitted on, each left out in turn. */
  readonly leftOutError: number;
}

export interface Ridge extends Model {
  readonly penalty: number;
  /** β, of standardised predictors: comparable with each other. */
  readonly weights: readonly number[];
}

/** The ridge regression of y on rows. @throws unless there are as many rows as y, three at least, all finite. */
export function fitRidge(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  penalties: readonly number[] = PENALTIES,
): Ridge {
  return ridgeOn(rows, penalties)(y);
}

/** The same for one y after another: what depends on rows alone is done once. */
export function ridgeOn(
  rows: readonly (readonly number[])[],
  penalties: readonly number[] = PENALTIES,
): (y: readonly number[]) => Ridge {
  const count = rows.length;
  if (count < 3) refuse('fitRidge', 'there must be three rows or more', count);
  requireAllFinite(rows.flat());
  const scales = rows[0].map((_, k) => scaleOf(rows.map((row) => row[k])));
  const standardised = (row: readonly number[]) =>
    row.map((v, k) => (v - scales[k].centre) / scales[k].deviation);
  const Z = new Matrix(rows.map(standardised));
  const candidates = penalties.map((share) => {
    const penalty = share * count;
    const gram = Matrix.add(Z.transpose().mmul(Z), Matrix.eye(Z.columns).mul(penalty));
    const solution = inverse(gram).mmul(Z.transpose()); // y − ȳ to β
    const hat = Z.mmul(solution);
    return { penalty, solution: solution.to2DArray(), hat: hat.to2DArray() };
  });
  return (y) => {
    if (y.length !== count) refuse('fitRidge', `there must be ${count} values of y`, y.length);
    requireAllFinite(y);
    const level = mean(y);
    const centred = y.map((v) => v - level);
    const errors = candidates.map(({ hat }) =>
      rootMeanSquare(
        centred.map((v, i) => (v - product(hat[i], centred)) / (1 - hat[i][i] - 1 / count)), // the mean is fitted too
      ),
    );
    const best = errors.indexOf(Math.min(...errors));
    const { penalty, solution } = candidates[best];
    const weights = solution.map((row) => product(row, centred));
    return {
      predict: (row) => level + product(standardised(row), weights),
      leftOutError: errors[best],
      penalty,
      weights,
    };
  };
}

/** Mean and deviation; a constant, which tells nothing, has an infinite one. */
function scaleOf(values: readonly number[]): { readonly centre: number; readonly deviation: number } {
  const centre = mean(values);
  const deviation = rootMeanSquare(values.map((v) => v - centre));
  return { centre, deviation: deviation > 1e-12 * (1 + Math.abs(centre)) ? deviation : Infinity };
}

function requireAllFinite(values: readonly number[]): void {
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) refuse('fitRidge', 'values must be finite', bad);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0) / values.length;
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, v, i) => total + v * b[i], 0);
}

export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, v) => total + v * v, 0) / values.length);
}
