/**
 * Persistent evolution strategies (PES; Vicol, Metz & Sohl-Dickstein 2021, arXiv 2112.13835): every copy goes on from its own state,
 * with a new perturbation in each window, and answers for the sum of all that it has had.
 *
 *     ξ_{i,k} = ε_{i,0} + … + ε_{i,k},      ĝ_k = 1/P Σ_i (L_k⁺ − L_k⁻) ξ_{i,k}/(2σ)
 *
 * where L_k^± is the loss of window k of the copy that was run with θ ± σε_{i,0}, …, θ ± σε_{i,k}. For θ_k, the parameters in window k,
 * the loss of window k depends on θ_0 … θ_k, and E[L_k σ⁻² σε_j] is its smoothed derivative by θ_j: the sum over j ≤ k is all of it.
 *
 * Bias: none but the smoothing by σ, while θ rests; with an Adam step a window the derivative is of the θ that each window had
 * (hysteresis; `adamEvery: 'run'` does without). Variance: ξ grows with k, so that late losses are multiplied by more noise. For one
 * parameter, K windows and a linear L it lies between that of full ES and K-fold if the last window alone has a loss, and between a
 * K-th and K-fold if all have one, as long as all θ_j push all losses one way. Where they pull against each other it is more, since
 * their sum is small and they are not. Equal to full ES, number for number, if the window is the run. Cost: 2P runs, an Adam step a
 * window.
 *
 * Not to be used where runs are short and derivatives are well behaved. Its perturbations are drawn anew in each window, which takes as
 * long as a window's steps where θ is long: NRES draws once.
 *
 * Others call it: TruncatedPES (google/learned_optimization), GPES with K = window (Li et al. 2023).
 */

import { addScaled } from '../../numerics/vector.js';
import type { EvolutionOptions } from './estimator-options.js';
import type { GradientEstimator } from './gradient-estimator.js';
import { PerturbedRuns } from './perturbed-runs.js';

export const persistentEvolution: GradientEstimator<Required<EvolutionOptions>> = {
  cuts: 'windows',
  begin: (system, options, draws, underWay) => {
    const runs = new PerturbedRuns(system, options, draws, underWay?.states);
    const sums = runs.epsilons().map((epsilon) => new Float64Array(epsilon.length)); // ξ_i
    let window = 0;
    const draw = () => {
      runs.draw(window++);
      runs.epsilons().forEach((epsilon, i) => void addScaled(sums[i], 1, epsilon));
    };
    while (window < (underWay?.windows ?? 0)) draw(); // sums are no part of a run's state: they are drawn again
    return {
      next: (theta, from, to) => {
        draw();
        return runs.run(theta, from, to, sums);
      },
      states: () => runs.states(),
    };
  },
};
