/**
 * Evolution strategies window by window, each from where the unperturbed run has come to:
 *
 *     ĝ_k = 1/P Σ_i (L_k(θ + σε_i; s_k) − L_k(θ − σε_i; s_k)) ε_i/(2σ),      s_{k+1} = window k of θ itself from s_k
 *
 * Bias: that of truncated backpropagation, since what θ does to s_k is left out, with the smoothing by σ besides. Variance:
 * (d + 1)‖∂L_k/∂θ‖²/P, the smallest of the estimators by evolution. Cost: 2P + 1 runs, an Adam step a window.
 *
 * Not to be used where windows are short beside what a step brings about later: it goes the wrong way like truncated
 * backpropagation, and pays for noise. It is here for comparison, and for losses that have no derivative.
 *
 * Others call it: TruncatedES (google/learned_optimization).
 */

import type { EvolutionOptions } from './estimator-options.js';
import type { GradientEstimator } from './gradient-estimator.js';
import { PerturbedRuns } from './perturbed-runs.js';

export const truncatedEvolution: GradientEstimator<Required<EvolutionOptions>> = {
  cuts: 'windows',
  begin: (system, options, draws, underWay) => {
    const runs = new PerturbedRuns(system, options, draws);
    let state = underWay?.states[0] ?? system.start();
    let window = underWay?.windows ?? 0;
    return {
      next: (theta, from, to) => {
        runs.draw(window++);
        runs.restart(state);
        const estimate = runs.run(theta, from, to);
        state = system.advance(theta, state, from, to).state;
        return { ...estimate, evaluations: estimate.evaluations + system.rows * (to - from) };
      },
      states: () => [state],
    };
  },
};
