/**
 * The sign of Proposition 4.1 over the plane: at each point of a grid the derivative of ‖∇L‖² along v⊥, from its
 * definition 2gᵀHv⊥, beside the sign of det H. In two dimensions the two signs agree (see `../../theory/statements.ts`).
 */

import { requireCount } from '../../src/checks.js';
import { norm } from '../../src/numerics/vector.js';
import { denseHessian } from '../../src/optimizees/hessian.js';
import type { Optimizee } from '../../src/seams.js';
import { decomposeNewton, planarDeterminant } from '../../src/theory/newton-decomposition.js';
import { optimizeeFromExpression } from '../../src/theory/symbolic.js';

/** A formula in x and y, and where to look at it. */
export interface PlaneFunction {
  readonly name: string;
  readonly formula: string;
  /** The window [x_low, x_high, y_low, y_high]. */
  readonly window: readonly [number, number, number, number];
}

/** Three convex functions, then three that are not. */
export const PLANE_FUNCTIONS: readonly PlaneFunction[] = [
  { name: 'Booth', formula: '(x + 2y - 7)^2 + (2x + y - 5)^2', window: [-6, 8, -4, 10] },
  { name: 'ellipse', formula: 'x^2/4 + 9y^2', window: [-6, 6, -6, 6] },
  {
    name: 'log-sum-exp',
    formula: 'log(exp(x + 3y - 1/10) + exp(x - 3y - 1/10) + exp(-x - 1/10))',
    window: [-3, 3, -2, 2],
  },
  { name: 'saddle', formula: 'x^2 - y^2 + x y', window: [-3, 3, -3, 3] },
  { name: 'Rosenbrock', formula: '100(x^2 - y)^2 + (x - 1)^2', window: [-2, 2, -1, 3] },
  { name: 'Himmelblau', formula: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2', window: [-6, 6, -6, 6] },
];

/** How fine a grid. */
export interface SignMapOptions {
  /** Points along each axis; 81 by default. */
  readonly resolution?: number;
}

/** Both signs on the grid, and how often they agree. */
export interface SignMap {
  readonly name: string;
  readonly formula: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** L; row j belongs to y[j]. */
  readonly value: readonly (readonly number[])[];
  /** 1, −1, or 0 where the derivative is zero to rounding or not defined (critical point, singular Hessian). */
  readonly derivativeSign: readonly (readonly number[])[];
  readonly determinantSign: readonly (readonly number[])[];
  /** Points with a derivative that is not zero, and those among them where the two signs agree. */
  readonly compared: number;
  readonly agreeing: number;
  /** Points where the derivative is negative: Proposition 4.1's inequality fails. */
  readonly negative: number;
}

/** |2gᵀHv⊥| below this fraction of ‖g‖‖H‖‖v₂‖ is rounding. */
const ZERO_TO_ROUNDING = 1e-11;

/** Both signs on a grid over the window of a function of the plane. @throws on a bad formula. */
export function signMap(plane: PlaneFunction, { resolution = 81 }: SignMapOptions = {}): SignMap {
  requireCount('signMap', 'resolution', resolution, 2);
  const [left, right, bottom, top] = plane.window;
  const f = optimizeeFromExpression(plane.formula, { variables: ['x', 'y'] });
  const x = spaced(left, right, resolution);
  const y = spaced(bottom, top, resolution);
  const points = y.map((yj) => x.map((xi) => Float64Array.of(xi, yj)));
  const signs = points.map((row) => row.map((point) => signsAt(f, point)));
  const compared = signs.flat().filter(({ derivative }) => derivative !== 0);
  return {
    name: plane.name,
    formula: plane.formula,
    x,
    y,
    value: points.map((row) => row.map((point) => f.value(point))),
    derivativeSign: signs.map((row) => row.map(({ derivative }) => derivative)),
    determinantSign: signs.map((row) => row.map(({ determinant }) => determinant)),
    compared: compared.length,
    agreeing: compared.filter(({ derivative, determinant }) => derivative === determinant).length,
    negative: compared.filter(({ derivative }) => derivative < 0).length,
  };
}

function signsAt(f: Optimizee, x: Float64Array): { derivative: number; determinant: number } {
  const gradient = f.gradient(x).slice();
  const hessian = denseHessian(f, x);
  const size = norm(hessian);
  const determinant = planarDeterminant(hessian);
  const sign = Math.abs(determinant) > ZERO_TO_ROUNDING * size ** 2 ? Math.sign(determinant) : 0;
  if (sign === 0 || norm(gradient) === 0) return { derivative: 0, determinant: sign };
  const { derivative, newton } = decomposeNewton(gradient, hessian);
  const rounding = ZERO_TO_ROUNDING * norm(gradient) * size * norm(newton);
  return { derivative: Math.abs(derivative) > rounding ? Math.sign(derivative) : 0, determinant: sign };
}

function spaced(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
