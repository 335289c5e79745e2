/**
 * GL(k) acting through the data, exactly: g = exp(T), g⁻¹ = exp(−T), with ξ = T row-major (see `through-data.ts`).
 *
 *     V ↦ V exp(−T),   W ↦ W + (σ⁻¹(exp(T) σ(WH)) − WH) H⁺.
 *
 * It keeps the loss to rounding for T of any size, where the published I ± T keep it to O(‖T‖²)
 * (`general-linear-first-order.ts`). exp reaches the matrices of positive determinant that have a real logarithm.
 * From the covectors ḡ and h̄ on g and h = g⁻¹, with dh = −h dg h:
 *
 *     T̄ = D exp(T)ᵀ (ḡ − hᵀ h̄ hᵀ).
 */

import { multiplyABt, multiplyAtB } from '../numerics/dense.js';
import { matrixExponential } from '../numerics/matrix-exponential.js';
import type { GroupAction, Vector } from '../seams.js';
import { generalLinearAlgebra } from './matrix-algebra.js';
import { type ElementMap, type ThroughDataOptions, throughData } from './through-data.js';

/** @throws on an activation without inverse, on unfit data or layers: see `throughData`. */
export function generalLinearThroughData(options: ThroughDataOptions): GroupAction {
  const action = throughData('generalLinearThroughData', options, exponentialElements);
  const { group, compose, inverse } = generalLinearAlgebra(Math.sqrt(action.algebraDimension));
  return { name: `${group} through the data`, invariance: 'exact', ...action, compose, inverse };
}

function exponentialElements(k: number): ElementMap {
  const exponential = matrixExponential(k);
  const [left, both] = Array.from({ length: 2 }, (): Vector => new Float64Array(k * k));
  return {
    element: exponential.both,
    pullBack: (gBar, gInverseBar, gInverse, out) => {
      multiplyAtB(gInverse, gInverseBar, k, k, k, left);
      multiplyABt(left, gInverse, k, k, k, both); // hᵀ h̄ hᵀ
      for (let i = 0; i < k * k; i++) both[i] = gBar[i] - both[i];
      return exponential.pullBack(both, out);
    },
  };
}
