/**
 * Backpropagation through one window at a time: the paper's.
 *
 *     g_k = ∂L_k/∂θ with s_k, where the window begins, taken as a constant
 *
 * Bias: what θ did to s_k in earlier windows is left out. On the influence-balancing system the sign is wrong in windows of up to
 * half of a run of 60 steps. What is said to be constant in the description (`flows`, `updateGradientFlows`) is left out as well.
 * Variance: none beyond that of the tasks. Cost: a run forward and its adjoint, an Adam step a window; a tape of one window.
 *
 * Not to be used where what counts shows after the window: a teleport whose gain comes later, a step size that pays off slowly.
 *
 * Others call it: TBPTT, truncated BPTT, TruncatedGrad (google/learned_optimization).
 */

import { refuse } from '../../checks.js';
import type { Stream } from '../../random/stream.js';
import type { GradientEstimator } from './gradient-estimator.js';
import {
  BACKWARD_COST,
  meanOfFinite,
  type RunningEstimate,
  type RunUnderWay,
  type UnrolledSystem,
} from './unrolled-system.js';

export const truncatedBackpropagation: GradientEstimator<unknown> = {
  cuts: 'windows',
  begin: backpropagated,
};

/** The gradient of each window by the system's own adjoint; of one window that is the run, the gradient itself. */
export function backpropagated<S>(
  system: UnrolledSystem<S>,
  _options?: unknown,
  _draws?: Stream,
  underWay?: RunUnderWay<S>,
): RunningEstimate<S> {
  if (system.backpropagate === undefined) refuse('backpropagated', 'the system must have an adjoint', 'none');
  let state = underWay?.states[0] ?? system.start();
  return {
    next: (theta, from, to) => {
      const steps = to - from;
      const back = system.backpropagate!(theta, state, from, to);
      const { gradient, losses, through = steps } = back;
      state = back.state;
      const evaluations = (steps + BACKWARD_COST * through) * system.rows;
      const loss = meanOfFinite(losses);
      return { gradient: Number.isNaN(loss) ? undefined : gradient, loss, evaluations };
    },
    states: () => [state],
  };
}
