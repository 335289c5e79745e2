/**
 * Backpropagation through the whole run: one window of N steps.
 *
 *     g = ∂L/∂θ
 *
 * Bias: none, but for what the description takes as a constant (`flows`, `updateGradientFlows`). Variance: none beyond that of the
 * tasks; but where the run is chaotic or long the gradient itself grows exponentially with N and says little (Metz et al. 2019).
 * Cost: a run forward and its adjoint for one Adam step, and a tape of N steps.
 *
 * Not to be used where gradients explode (varied Rosenbrock functions), or the tape does not fit.
 *
 * Others call it: BPTT, FullGrad (google/learned_optimization), reverse-mode hypergradients.
 */

import type { GradientEstimator } from './gradient-estimator.js';
import { backpropagated } from './truncated-backpropagation.js';

export const fullBackpropagation: GradientEstimator<unknown> = {
  cuts: 'run',
  begin: backpropagated,
};
