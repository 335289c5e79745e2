/**
 * The published first-order version of GL(k) through the data: I + T for g, and I − T for g⁻¹ (`through-data.ts`).
 *
 *     V ↦ V (I − T),   W ↦ W + (σ⁻¹((I + T) σ(WH)) − WH) H⁺.
 *
 * The output becomes V (I − T)(I + T) A = V A − V T² A: the loss is kept to O(‖T‖²) only. The authors' code scales T
 * to ‖T‖_F = 0.01 beforehand (`element-norm.ts`); the exact action is in `general-linear.ts`. The group laws hold
 * to first order too: ξ + η for the product.
 */

import { scaled, sum } from '../numerics/vector.js';
import type { GroupAction } from '../seams.js';
import { type ElementMap, type ThroughDataOptions, throughData } from './through-data.js';

/** @throws on an activation without inverse, on unfit data or layers: see `throughData`. */
export function generalLinearFirstOrder(options: ThroughDataOptions): GroupAction {
  const action = throughData('generalLinearFirstOrder', options, firstOrderElements);
  const k = Math.sqrt(action.algebraDimension);
  return {
    name: `GL(${k}) through the data, first order`,
    invariance: 'first-order',
    ...action,
    compose: (xi, eta) => sum(xi, 1, eta),
    inverse: (xi) => scaled(-1, xi),
  };
}

function firstOrderElements(k: number): ElementMap {
  return {
    element: (T, g, gInverse) => {
      for (let i = 0; i < k * k; i++) {
        const one = i % (k + 1) === 0 ? 1 : 0; // the diagonal
        g[i] = one + T[i];
        gInverse[i] = one - T[i];
      }
    },
    pullBack: (gBar, gInverseBar, _gInverse, out) => sum(gBar, -1, gInverseBar, out),
  };
}
