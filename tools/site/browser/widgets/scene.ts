/** What sections 1 and 2 share: the function, the point on it, and the curve through that point. */

import type { Vector } from '../../../../src/seams.js';
import { type Grid, gridOf, type Plane } from '../draw/plane.js';
import { type OrbitCurve, orbitCurve } from '../problems/orbit-curve.js';
import { type Problem, problemOf, valueOrNaN } from '../problems/problem.js';
import type { FieldName, Values } from '../state/fields.js';
import type { State } from '../state/state.js';

/** Everything that is drawn of the point. */
export interface Scene {
  readonly problem: Problem;
  readonly grid: Grid;
  readonly x: Vector;
  readonly curve: OrbitCurve | undefined;
}

/** Grids by their functions: they cost some milliseconds, and change only with the function. */
const grids = new WeakMap<Problem, Grid>();

function gridFor(problem: Problem): Grid {
  const grid = grids.get(problem) ?? gridOf(valueOrNaN(problem.optimizee), problem.view);
  grids.set(problem, grid);
  return grid;
}

/** Both sections ask for the same curve in the same frame. */
let last: { readonly problem: Problem; readonly p: Values['p']; readonly scene: Scene } | undefined;

function sceneOf(problem: Problem, p: Values['p']): Scene {
  if (last?.problem === problem && last.p === p) return last.scene;
  const { optimizee, action, start } = problem;
  const x = Float64Array.from(p ?? start);
  const grid = gridFor(problem);
  optimizee.gradient(x); // throws where the formula has no value or no gradient, and says so
  const scene = { problem, grid, x, curve: orbitCurve(optimizee, action, x, grid) };
  last = { problem, p, scene };
  return scene;
}

/** Words on what is wrong, without the name of the function that noticed it. */
const complaint = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replace(/^\w+: /, '');

/** Draws a scene whenever its function, its point or one of the further fields has changed. */
export function watchScene(
  state: State,
  plane: Plane,
  fields: readonly FieldName[],
  draw: (scene: Scene, values: Values) => void,
): void {
  let shown: Problem | undefined;
  const message = document.getElementById('formula-message')!;
  const show = (problem: Problem, values: Values) => {
    if (problem !== shown) plane.show(gridFor(problem));
    shown = problem;
    draw(sceneOf(problem, values.p), values);
    message.textContent = '';
  };
  const refuse = (error: unknown) => {
    message.textContent = complaint(error);
  };
  const attempt = (problem: Problem, values: Values) => {
    try {
      show(problem, values);
    } catch (error) {
      refuse(error);
    }
  };
  state.watch(['f', 'formula', 'p', ...fields], (values) => {
    const problem = problemOf(values);
    if (!(problem instanceof Promise)) return attempt(problem, values);
    message.textContent = 'Reading the formula …';
    const isStill = () => state.values.f === 'formula' && state.values.formula === values.formula;
    problem.then(
      (found) => isStill() && attempt(found, state.values),
      (error) => isStill() && refuse(error),
    );
  });
}
