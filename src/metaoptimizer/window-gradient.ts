/**
 * The meta-gradient of one window by hand: ∂/∂φ Σ_k w_k f(x_k), from the window's last step to its first. Nothing flows in from
 * beyond it, which is what truncates the backpropagation through time. A bar is the derivative of the loss by what it is over:
 *
 *     ξ̄, x̄ ← vjp of exp(ξ)·x          v̄ ← v̄ + x̄,  ᾱ = −⟨v̄, ∇f⟩,  β̄ = ⟨v̄, v_k⟩,  v̄ ← β v̄         ȳ = [update or α, β | ξ̄]
 *     z̄, φ̄ ← vjp of the LSTM          x̄ ← x̄ + (∂z/∂x)ᵀ z̄ + w_k ∇f(x_k)
 */

import { lstmStepVjp, type Weights, zeroMemory } from '../lstm/cells.js';
import { type ExactParameters, mapParameters } from '../lstm/exact-state.js';
import { dot, scaled, sum } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import { thetaGradientVjp } from '../symmetry/theta-gradient.js';
import type { StepTaken } from './algorithm-state.js';
import type { MetaOptimizerDescription } from './description.js';
import type { StepLoss } from './distance-term.js';
import { sizeMap } from './teleport-head.js';
import { momentumMap, stepSizeMap } from './update-head.js';

/** ∂loss/∂φ of the steps of a window, whose losses weigh w: their f(x_k), or what a distance term makes of them. */
export function windowGradient(
  { inputs, update: head, elementSize, hidden, ...description }: MetaOptimizerDescription,
  weights: Weights,
  { optimizee, action }: Task,
  steps: readonly StepTaken[],
  w: ArrayLike<number>,
  counted?: StepLoss,
): ExactParameters {
  const element = sizeMap(elementSize);
  const alpha = stepSizeMap(description);
  const momentum = momentumMap(description);
  const hasMomentum = head === 'learning-rate-and-momentum';
  const sums = mapParameters((name) => new Float64Array(weights[name].length));
  let memoryBar = zeroMemory(hidden);
  let xBar: Vector = new Float64Array(optimizee.dimension); // ∂loss/∂x_{k+1}
  let vBar: Vector = new Float64Array(optimizee.dimension); // ∂loss/∂v_{k+1}
  for (let k = steps.length - 1; k >= 0; k--) {
    const { before, loss, gradient, emitted: y, acted, teleported, xi, tape } = steps[k];
    const beta = hasMomentum ? momentum.value(y[1]) : 0;
    const yBar = new Float64Array(y.length);
    if (teleported) {
      const first = y.length - xi.length;
      const pulled = action.vjp(xi, acted, xBar);
      yBar.set(element.pullBack(y.slice(first), pulled.xi, new Float64Array(xi.length)), first);
      xBar = pulled.x.slice(); // ∂loss/∂(x_k + update)
    }
    if (head === 'direct') yBar.set(xBar);
    else {
      vBar = sum(xBar, 1, vBar);
      yBar[0] = -dot(vBar, gradient) * alpha.derivative(y[0]); // here ∇f is a constant, as in the public code
      if (hasMomentum) yBar[1] = dot(vBar, before.velocity) * momentum.slopeAt(beta);
      vBar = scaled(beta, vBar);
    }
    const pulled = lstmStepVjp(weights, tape, yBar, memoryBar, sums);
    memoryBar = pulled.memory;
    let first = 0;
    for (const { name, flows } of inputs) {
      const size = name === 'gradient' ? optimizee.dimension : action.algebraDimension;
      const zBar = pulled.u.slice(first, first + size);
      first += size;
      if (!flows) continue;
      if (name === 'gradient') xBar = sum(xBar, 1, optimizee.hessianVector(before.x, zBar));
      else xBar = sum(xBar, 1, thetaGradientVjp(optimizee, action, before.x, gradient, zBar));
    }
    xBar = sum(xBar, w[k], counted?.(before.x, loss, gradient).gradient ?? gradient);
  }
  return sums;
}
