/**
 * Noise-reuse evolution strategies (NRES; Li, Harrison, Sohl-Dickstein, Smith & Metz 2023, arXiv 2304.12180): every copy keeps one
 * perturbation for the whole run, and reports window by window.
 *
 *     ĝ_k = 1/P Σ_i (L_k⁺ − L_k⁻) ε_i/(2σ),      L_k^± the loss of window k of the copy that is run with θ ± σε_i throughout
 *
 * Bias: none but the smoothing by σ: while θ rests, Σ_k ĝ_k is the estimate of full ES, number for number, and so is its variance.
 * With an Adam step a window there is hysteresis, as in PES. Variance of a window: (d + 1)‖∂L_k/∂θ‖²/P for a linear L, with no sum of
 * perturbations in it. Cost: 2P runs, an Adam step a window, and the fewest draws: one ε a run.
 *
 * Not to be used where windows of one run ought to be told apart by independent noise: a bad ε stays for the whole run. With PES the noise
 * of windows whose losses do not depend on each other averages out.
 *
 * Others call it: GPES with K = T (Li et al. 2023); it is PES without the new draws.
 */

import type { EvolutionOptions } from './estimator-options.js';
import type { GradientEstimator } from './gradient-estimator.js';
import { PerturbedRuns } from './perturbed-runs.js';

type Evolution = GradientEstimator<Required<EvolutionOptions>>;

/** A run whose copies keep their perturbations; as one window it is that of full ES. */
export const beginReusing: Evolution['begin'] = (system, options, draws, underWay) => {
  const runs = new PerturbedRuns(system, options, draws, underWay?.states);
  runs.draw(0);
  return { next: (theta, from, to) => runs.run(theta, from, to), states: () => runs.states() };
};

export const noiseReuseEvolution: Evolution = { cuts: 'windows', begin: beginReusing };
