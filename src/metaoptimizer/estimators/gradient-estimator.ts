/**
 * The seam of the meta-gradient: how the outer loop gets the gradient that Adam steps by. An estimator begins a run of a system, and
 * answers for one window after the other; how often Adam steps is for the outer loop to say.
 *
 * Estimators differ in what they cost and in what they leave out; each has a file, whose header says so. To add one, implement
 * this, name it in `estimator-options.ts`, and list it in `estimators.ts`.
 */

import type { Stream } from '../../random/stream.js';
import type { RunningEstimate, RunUnderWay, UnrolledSystem } from './unrolled-system.js';

/** An estimator with options O. It has no state of its own between two runs. */
export interface GradientEstimator<O> {
  /** Whether it answers for each window, or takes the run as one. */
  readonly cuts: 'windows' | 'run';
  /** Begins a run at s₀, or goes on with one that is under way; every random number is of `draws`. */
  begin<S>(
    system: UnrolledSystem<S>,
    options: O,
    draws: Stream,
    underWay?: RunUnderWay<S>,
  ): RunningEstimate<S>;
}
