/**
 * The trivial group, of dimension 0: for a function without a known symmetry.
 *
 *     exp(ξ)·x = x,    generator = 0,    m = 0
 */

import { requireCount } from '../checks.js';
import type { GroupAction } from '../seams.js';

/**
 * The group that moves no point of ℝⁿ.
 *
 * @example
 * ```ts
 * import { noAction } from 'orbit-l2o';
 *
 * const action = noAction(2);
 * console.log(action.algebraDimension, action.act(new Float64Array(0), Float64Array.of(1, 2))); // 0 Float64Array(2) [ 1, 2 ]
 * ```
 */
export function noAction(dimension: number): GroupAction {
  requireCount('noAction', 'dimension', dimension);
  const vector = () => new Float64Array(dimension);
  const copy = (from: Float64Array, out: Float64Array) => {
    out.set(from);
    return out;
  };
  return {
    name: 'no action',
    algebraDimension: 0,
    dimension,
    invariance: 'exact',
    act: (_xi, x, out = vector()) => copy(x, out),
    vjp: (_xi, _x, w, out = { xi: new Float64Array(0), x: vector() }) => {
      copy(w, out.x);
      return out;
    },
    generator: (_xi, _x, out = vector()) => out.fill(0),
    generatorVjp: (_xi, _x, _w, out = vector()) => out.fill(0),
    compose: () => new Float64Array(0),
    inverse: () => new Float64Array(0),
  };
}
