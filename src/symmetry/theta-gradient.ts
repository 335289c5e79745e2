/**
 * The theta gradient: how the squared gradient norm changes as the group starts to move x,
 *
 *     τᵢ(x) = d/dξᵢ ‖∇f(exp(ξ)·x)‖² at ξ = 0 = 2⟨H ∇f, Gᵢ(x)⟩,   H = ∇²f(x), Gᵢ the generator along eᵢ.
 *
 * It is the ascent direction of the classical teleport and an optional input of the paper's meta-optimizer
 * (Section 3). Where its dependence on x matters (the flowing variant), the product rule gives, for weights c,
 *
 *     ∇ₓ Σᵢ cᵢ τᵢ = 2 ( D³f[G, ∇f, ·] + H H G + (DG)ᵀ H ∇f ),   G = Σᵢ cᵢ Gᵢ = generator(c, x).
 */

import { refuse } from '../checks.js';
import { addScaled, scaled } from '../numerics/vector.js';
import type { GroupAction, Optimizee, Vector } from '../seams.js';

/** τ(x), m numbers, given ∇f(x): one Hessian–vector product and one vector–Jacobian product. */
export function thetaGradient(
  optimizee: Optimizee,
  action: GroupAction,
  x: Vector,
  gradient: Vector,
  out: Vector = new Float64Array(action.algebraDimension),
): Vector {
  const identity = new Float64Array(action.algebraDimension);
  const hg = optimizee.hessianVector(x, gradient); // H ∇f, [n]
  return scaled(2, action.vjp(identity, x, hg).xi, out); // the pull-back to ξ = 0 is ⟨H∇f, Gᵢ⟩ for all i at once
}

/**
 * ∇ₓ⟨c, τ(x)⟩, n numbers.
 *
 * @throws if the optimizee has no `thirdDerivative` or the action no `generatorVjp`.
 */
export function thetaGradientVjp(
  optimizee: Optimizee,
  action: GroupAction,
  x: Vector,
  gradient: Vector,
  c: Vector,
): Vector {
  if (!optimizee.thirdDerivative || !action.generatorVjp) {
    refuse(
      'thetaGradientVjp',
      'a flowing theta gradient needs thirdDerivative of the optimizee and generatorVjp of the action',
      `${optimizee.name} with ${action.name}`,
    );
  }
  const generator = action.generator(c, x);
  const hg = optimizee.hessianVector(x, gradient);
  const hhG = optimizee.hessianVector(x, optimizee.hessianVector(x, generator));
  const result = optimizee.thirdDerivative(x, generator, gradient);
  addScaled(result, 1, hhG);
  addScaled(result, 1, action.generatorVjp(c, x, hg));
  return scaled(2, result, result);
}
