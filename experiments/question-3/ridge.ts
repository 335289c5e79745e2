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
  if (rows.length < 3 || rows.length !== y.length)
    refuse('fitRidge', 'there must be three rows or more, and as many y', `${rows.length} and ${y.length}`);
  const bad = [...rows.flat(), ...y].find((value) => !Number.isFinite(value));
  if (bad !== undefined) refuse('fitRidge', 'values must be finite', bad);
  const count = rows.length;
  const columns = rows[0].map((_, k) => rows.map((row) => row[k]));
  const scales = columns.map((values) => {
    const centre = values.reduce((total, v) => total + v, 0) / count;
    const deviation = Math.sqrt(values.reduce((total, v) => total + (v - centre) ** 2, 0) / count);
    return { centre, deviation: deviation > 1e-12 * (1 + Math.abs(centre)) ? deviation : Infinity }; // a constant tells nothing
  });
  const standardised = (row: readonly number[]) =>
    row.map((v, k) => (v - scales[k].centre) / scales[k].deviation);
  const level = y.reduce((total, v) => total + v, 0) / count;
  const Z = new Matrix(rows.map(standardised));
  const centred = Matrix.columnVector(y.map((v) => v - level));
  let best: Ridge | undefined;
  for (const share of penalties) {
    const penalty = share * count;
    const gram = Matrix.add(Z.transpose().mmul(Z), Matrix.eye(Z.columns).mul(penalty));
    const solution = inverse(gram).mmul(Z.transpose());
    const weights = solution.mmul(centred).to1DArray();
    const fitted = Z.mmul(solution);
    const residuals = centred.to1DArray().map((v, i) => {
      const leverage = fitted.get(i, i) + 1 / count; // the mean is fitted too
      const prediction =
        rows[i].length === 0 ? 0 : Z.getRow(i).reduce((total, z, k) => total + z * weights[k], 0);
      return (v - prediction) / (1 - leverage);
    });
    const leftOutError = rootMeanSquare(residuals);
    if (best && best.leftOutError <= leftOutError) continue;
    const predict = (row: readonly number[]) =>
      standardised(row).reduce((total, z, k) => total + z * weights[k], level);
    best = { predict, leftOutError, penalty, weights };
  }
  return best!;
}

export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, v) => total + v * v, 0) / values.length);
}
