/** Which meta-gradient a meta-training takes, as plain data, checked where it comes in. */

import {
  refuse,
  requireBoolean,
  requireCount,
  requireOneOf,
  requireOptions,
  requirePositive,
} from '../../checks.js';

const backpropagationNames = ['truncated-backpropagation', 'full-backpropagation'] as const;
const evolutionNames = [
  'full-evolution',
  'truncated-evolution',
  'persistent-evolution',
  'noise-reuse-evolution',
] as const;

/** The estimators by perturbed runs. */
export type EvolutionName = (typeof evolutionNames)[number];

/** All estimators. */
export type EstimatorName = (typeof backpropagationNames)[number] | EvolutionName;

/** An estimator by perturbed runs. */
export interface EvolutionOptions {
  /**
   * full-evolution: one estimate a run. truncated-evolution: one a window, biased. persistent-evolution (PES): one a window with new
   * perturbations in each, unbiased. noise-reuse-evolution (NRES): one a window with the run's perturbations, unbiased. No default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'persistent-evolution' } as const;
   * const { options } = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, estimator });
   * console.log(options.estimator); // { by: 'persistent-evolution', sigma: 0.01, pairs: 1, antithetic: true }
   * ```
   */
  readonly by: EvolutionName;
  /**
   * σ, the standard deviation of each weight's perturbation, above 0; default 0.01 (as in google/learned_optimization).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'full-evolution', sigma: 0.03 } as const;
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, estimator }).skippedWindows); // 0
   * ```
   */
  readonly sigma?: number;
  /**
   * Pairs of perturbed runs an estimate, a whole number from 1 on; default 1. The estimate is their mean.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'noise-reuse-evolution', pairs: 4 } as const;
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, estimator }).evaluations); // 504
   * ```
   */
  readonly pairs?: number;
  /**
   * Whether the two runs of a pair are perturbed by +σε and −σε (default), or each by an ε of its own: for comparison, since that
   * has a far larger variance at the same cost (`perturbed-runs.ts`).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'full-evolution', antithetic: false } as const;
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, estimator }).evaluations); // 126
   * ```
   */
  readonly antithetic?: boolean;
}

/** A choice of estimator; backpropagation has no options. */
export type EstimatorChoice = 'truncated-backpropagation' | 'full-backpropagation' | EvolutionOptions;

/** With all defaults filled in. */
export type CompleteEstimator = Exclude<EstimatorChoice, EvolutionOptions> | Required<EvolutionOptions>;

/** The paper's. */
export const DEFAULT_ESTIMATOR = 'truncated-backpropagation';

const DEFAULTS = { sigma: 0.01, pairs: 1, antithetic: true };

/** Fills in the defaults. @throws on an unknown estimator or option, or one out of its range. */
export function completeEstimator(where: string, choice: EstimatorChoice): CompleteEstimator {
  if (typeof choice === 'string') {
    return requireOneOf(where, 'estimator', choice, backpropagationNames);
  }
  if (typeof choice !== 'object' || choice === null) {
    refuse(where, 'estimator must be a name of backpropagation, or { by, sigma, pairs, antithetic }', choice);
  }
  requireOptions(`${where}: estimator`, choice, ['by', ...Object.keys(DEFAULTS)]);
  const { by, ...others } = choice;
  const complete = { by, ...DEFAULTS, ...others };
  requireOneOf(where, 'estimator.by', complete.by, evolutionNames);
  requirePositive(where, 'estimator.sigma', complete.sigma);
  requireCount(where, 'estimator.pairs', complete.pairs);
  requireBoolean(where, 'estimator.antithetic', complete.antithetic);
  return complete;
}

/** The name of a choice. */
export function estimatorName(choice: EstimatorChoice): EstimatorName {
  return typeof choice === 'string' ? choice : choice.by;
}
