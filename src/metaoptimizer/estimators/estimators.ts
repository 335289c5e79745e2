/** All estimators by name, and a whole estimate by one of them. */

import { requireCount, requireSize } from '../../checks.js';
import { addScaled } from '../../numerics/vector.js';
import type { Stream } from '../../random/stream.js';
import { requireMethods, requireStream } from '../../seam-checks.js';
import type { Vector } from '../../seams.js';
import {
  completeEstimator,
  type EstimatorChoice,
  type EstimatorName,
  type EvolutionOptions,
  estimatorName,
} from './estimator-options.js';
import { fullBackpropagation } from './full-backpropagation.js';
import { fullEvolution } from './full-evolution.js';
import type { GradientEstimator } from './gradient-estimator.js';
import { noiseReuseEvolution } from './noise-reuse-evolution.js';
import { persistentEvolution } from './persistent-evolution.js';
import { truncatedBackpropagation } from './truncated-backpropagation.js';
import { truncatedEvolution } from './truncated-evolution.js';
import type { RunningEstimate, RunUnderWay, UnrolledSystem, WindowEstimate } from './unrolled-system.js';

const ESTIMATORS: Readonly<Record<EstimatorName, GradientEstimator<Required<EvolutionOptions>>>> = {
  'truncated-backpropagation': truncatedBackpropagation,
  'full-backpropagation': fullBackpropagation,
  'full-evolution': fullEvolution,
  'truncated-evolution': truncatedEvolution,
  'persistent-evolution': persistentEvolution,
  'noise-reuse-evolution': noiseReuseEvolution,
};

/** The names of all estimators. */
export const estimatorNames = Object.keys(ESTIMATORS) as readonly EstimatorName[];

/** Whether the estimator takes the run as one window. */
export function cutsAtEnd(choice: EstimatorChoice): boolean {
  return ESTIMATORS[estimatorName(choice)].cuts === 'run';
}

/** Begins an estimate on one run of a system, or goes on with one that is under way, with the draws that it was begun with. */
export function beginEstimate<S>(
  choice: EstimatorChoice,
  system: UnrolledSystem<S>,
  draws: Stream,
  underWay?: RunUnderWay<S>,
): RunningEstimate<S> {
  requireMethods('beginEstimate', 'system', system, ['start', 'advance']);
  requireStream('beginEstimate', draws);
  const options = completeEstimator('beginEstimate', choice) as Required<EvolutionOptions>;
  return ESTIMATORS[estimatorName(choice)].begin(system, options, draws, underWay);
}

/**
 * The meta-gradient of a whole run with θ at rest: the sum over its windows.
 *
 * @param ends where each window ends: the first number of steps after it, ascending; the last one is the length of the run.
 * @example
 * ```ts
 * import { Stream } from 'orbit-l2o';
 * import { influenceBalancing, metaGradient, windowsOf } from 'orbit-l2o/estimators';
 *
 * const system = influenceBalancing();
 * const theta = Float64Array.of(0.1);
 * const of = (window: number) =>
 *   metaGradient('truncated-backpropagation', system, theta, windowsOf(60, window), Stream.fromSeed(1)).gradient![0];
 * console.log(Math.sign(of(5)), Math.sign(of(60))); // -1 1
 * ```
 */
export function metaGradient<S>(
  choice: EstimatorChoice,
  system: UnrolledSystem<S>,
  theta: Vector,
  ends: readonly number[],
  draws: Stream,
): WindowEstimate {
  const estimate = beginEstimate(choice, system, draws);
  const cuts = cutsAtEnd(choice) ? ends.slice(-1) : ends;
  let gradient: Vector | undefined;
  let [loss, evaluations] = [0, 0];
  cuts.forEach((to, k) => {
    const window = estimate.next(theta, k === 0 ? 0 : cuts[k - 1], to);
    loss += window.loss;
    evaluations += window.evaluations;
    if (window.gradient) gradient = addScaled(gradient ?? new Float64Array(theta.length), 1, window.gradient);
  });
  return { gradient, loss, evaluations };
}

/** The ends of windows of T steps; the last one is shorter where T does not divide. */
export function windowsOf(steps: number, T: number): number[] {
  requireSize('windowsOf', 'steps', steps, 1_000_000);
  requireCount('windowsOf', 'T', T);
  return Array.from({ length: Math.ceil(steps / T) }, (_, k) => Math.min(steps, (k + 1) * T));
}
