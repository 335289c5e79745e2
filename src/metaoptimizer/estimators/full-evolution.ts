/**
 * Evolution strategies on whole runs: perturb θ, run to the end, compare.
 *
 *     ĝ = 1/P Σ_i (L(θ + σε_i) − L(θ − σε_i)) ε_i/(2σ),      L over all N steps
 *
 * Bias: none but the smoothing by σ (`perturbed-runs.ts`). Variance: (d + 1)‖∇L‖²/P for a linear L, whatever the length of the
 * run. Cost: 2P runs for one Adam step. It needs no derivative of anything and no tape.
 *
 * Not to be used where runs are long: θ waits for the end of a run, when PES and NRES have long moved it; nor where backpropagation
 * through the whole run is affordable and well behaved, which has no variance at all.
 *
 * Others call it: vanilla ES, FullES (google/learned_optimization), OpenAI-ES, GPES with K = T (Li et al. 2023).
 */

import type { EvolutionOptions } from './estimator-options.js';
import type { GradientEstimator } from './gradient-estimator.js';
import { beginReusing } from './noise-reuse-evolution.js';

export const fullEvolution: GradientEstimator<Required<EvolutionOptions>> = {
  cuts: 'run',
  begin: beginReusing,
};
