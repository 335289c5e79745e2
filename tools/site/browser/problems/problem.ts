/** The function of sections 1 and 2: one of the paper's, with its group, or the reader's own formula, with none. */

import { BOOTH, ellipse, FIXED_ELLIPSE } from '../../../../src/optimizees/ellipse.js';
import { FIXED_ROSENBROCK, rosenbrock } from '../../../../src/optimizees/rosenbrock.js';
import type { GroupAction, Optimizee, Task } from '../../../../src/seams.js';
import type { View } from '../draw/plane.js';
import type { Point, Values } from '../state/fields.js';
import { part } from './parts.js';

/** A function, what is known of its symmetry, and how it is shown. */
export interface Problem {
  readonly optimizee: Optimizee;
  /** Absent where no group is known. */
  readonly action?: GroupAction;
  readonly view: View;
  /** Where the point is until it is moved. */
  readonly start: Point;
}

const square = (x: number, y: number, half: number): View => ({
  x: [x - half, x + half],
  y: [y - half, y + half],
});

const known = ({ optimizee, action }: Task, view: View, start: Point): Problem => ({
  optimizee,
  action,
  view,
  start,
});

const origin = new Float64Array(2);

const KNOWN: Readonly<Record<'ellipse' | 'booth' | 'rosenbrock', Problem>> = {
  ellipse: known(ellipse(FIXED_ELLIPSE, origin), square(0, 0, 8), [-5, 1]),
  booth: known(ellipse(BOOTH, origin), square(1, 3, 7), [5, 1]),
  rosenbrock: known(rosenbrock(FIXED_ROSENBROCK, origin), square(1, 3, 7), [-2, -1]),
};

/** Of a formula nothing is known beforehand. */
const FORMULA = { view: square(0, 0, 6), start: [0, -2.5] as Point };

/** Formulas that were read, by their text. */
const read = new Map<string, Problem>();

/** A function of two variables. @throws where the text is no formula, or not of two variables. */
async function fromFormula(text: string): Promise<Problem> {
  const { optimizeeFromExpression } = await part('formula');
  const optimizee = optimizeeFromExpression(text);
  if (optimizee.dimension !== 2) {
    const names = optimizee.variables.join(', ') || 'none';
    throw new Error(`the formula must have two variables, such as x and y, got ${names}`);
  }
  return { optimizee, ...FORMULA };
}

/** The problem of these values where it is at hand, else the promise of it. */
export function problemOf({ f, formula }: Pick<Values, 'f' | 'formula'>): Problem | Promise<Problem> {
  if (f !== 'formula') return KNOWN[f];
  const found = read.get(formula);
  if (found) return found;
  return fromFormula(formula).then((problem) => {
    read.set(formula, problem);
    return problem;
  });
}

/** f(x), and NaN where the formula has no value. */
export function valueOrNaN(optimizee: Optimizee): (x: Float64Array) => number {
  return (x) => {
    try {
      return optimizee.value(x);
    } catch {
      return Number.NaN;
    }
  };
}
