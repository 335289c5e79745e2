/** The options of a meta-training: the protocol, each with its default and range, and the checks of what comes in. */

import { refuse, requireBoolean, requireOneOf, requireOptions, requireSize } from '../checks.js';
import { requireAdamOptions } from '../lstm/adam-options.js';
import type { AdamOptions } from '../lstm/engine.js';
import {
  type CompleteDistanceTerm,
  completeDistanceTerm,
  type DistanceTermOptions,
} from './distance-term.js';
import {
  type CompleteEstimator,
  completeEstimator,
  DEFAULT_ESTIMATOR,
  type EstimatorChoice,
  estimatorName,
} from './estimators/estimator-options.js';
import { cutsAtEnd } from './estimators/estimators.js';
import type { AdamEvery } from './estimators/outer-run.js';
import { cohortCount } from './estimators/staggered-run.js';
import { requireSafeguard } from './unroll-options.js';
import { lastCut, type OuterLoss, outerLosses, requireWeightOptions, type WeightOptions } from './window.js';

/** The protocol of a meta-training; defaults are those of the paper’s 2-D experiments. */
export interface MetaTrainOptions {
  /**
   * Outer steps, a whole number from 1 to 1,000,000; default 500 (the paper's 2-D experiments).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 }).losses.length); // 3
   * ```
   */
  readonly trajectories?: number;
  /**
   * Inner steps of a trajectory, a whole number above `window` and up to 100,000; default 21 (public code).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, steps: 11 }).options.steps); // 11
   * ```
   */
  readonly steps?: number;
  /**
   * T, the length of a truncation window, a whole number from 1 on and below `steps`; default 5 (public code).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, window: 10 }).options.window); // 10
   * ```
   */
  readonly window?: number;
  /**
   * Tasks an outer step, a whole number from 1 to 100,000; default 1, as in Algorithm 1. The meta-gradient is their mean.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, batch: 8 }).options.batch); // 8
   * ```
   */
  readonly batch?: number;
  /**
   * Meta-training's Adam. Default: a learning rate of 4e-4 (public code; 0 keeps the random weights), β of 0.9 and 0.999 in
   * [0, 1), ε = 1e-8 above 0 (Kingma & Ba 2015), and no `clipNorm`, which is positive.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const adam = { learningRate: 1e-3, clipNorm: 1 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, adam }).skippedWindows); // 0
   * ```
   */
  readonly adam?: AdamOptions;
  /**
   * The weights of the losses in a window. Default: γ = 'uniform' or any positive number, and the alignment 'normalised' or
   * 'as-published' (see `window.ts`).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const weights = { gamma: 0.9 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, weights }).options.weights); // { gamma: 0.9 }
   * ```
   */
  readonly weights?: WeightOptions;
  /**
   * Refuses an update that raises the loss by more than this factor, a number from 1 on; default 'off'. The public code has 100.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, safeguardFactor: 100 }).diverged); // 0
   * ```
   */
  readonly safeguardFactor?: number | 'off';
  /**
   * How the meta-gradient is estimated, 'truncated-backpropagation' (default, the paper's), 'full-backpropagation', or an
   * estimator by evolution, `{ by, sigma, pairs, antithetic }` (see `estimators/`). Left out of the record where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'noise-reuse-evolution', sigma: 0.02 } as const;
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, estimator }).evaluations); // 126
   * ```
   */
  readonly estimator?: EstimatorChoice;
  /**
   * The loss of a run: 'sum' (default), the sum of the windows' weighted losses; 'mean' of all losses; 'last', the last one, which
   * only the last window of an estimator by windows sees at all; 'minimum', the least loss, which truncated estimators do not know:
   * a window of their own says nothing of it. Left out where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const options = { trajectories: 3, estimator: 'full-backpropagation', outerLoss: 'last' } as const;
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), options).skippedWindows); // 0
   * ```
   */
  readonly outerLoss?: OuterLoss;
  /**
   * When Adam steps: at the end of every 'window' (default, the paper's), or once a 'run', on the sum of its windows' gradients. With
   * the latter φ rests while a run goes on, and there is no hysteresis. Left out where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const { state } = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, adamEvery: 'run' });
   * console.log(state.steps); // 3
   * ```
   */
  readonly adamEvery?: AdamEvery;
  /**
   * Whether the members of a batch are at different phases of their runs when Adam steps; default false: all start together. With
   * K windows a run the batch is 2 … K, or a multiple of K; for estimators by windows, with Adam stepping at each window's end
   * (`estimators/staggered-run.ts`). Left out where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseVaried, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const estimator = { by: 'persistent-evolution' } as const;
   * const options = { trajectories: 3, batch: 4, staggered: true, estimator };
   * console.log(metaTrain(small, ellipseVaried, Stream.fromSeed(1), options).state.steps); // 12
   * ```
   */
  readonly staggered?: boolean;
  /**
   * A term of the distance to the optimum in the meta-loss, `{ lambda, scale }` (see `distance-term.ts`); none by default. It asks for
   * tasks with a known optimum, and goes with no safeguard. Left out where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const distanceTerm = { lambda: 0.3 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, distanceTerm }).diverged); // 0
   * ```
   */
  readonly distanceTerm?: DistanceTermOptions;
  /**
   * 'on' (default) looks before training whether the family's gradient, action and optimum are what they say, and refuses it by
   * one line (`../optimizees/check-family.ts`); 'off' trains all the same. No number depends on it. Left out where it is the default.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, check: 'off' }).diverged); // 0
   * ```
   */
  readonly check?: 'on' | 'off';
}

const DEFAULTS = {
  trajectories: 500,
  steps: 21,
  window: 5,
  batch: 1,
  adam: {} as AdamOptions,
  weights: {} as WeightOptions,
  safeguardFactor: 'off' as number | 'off',
};

/** Beyond these a number is a slip of the finger, and would end in days of silence or a full memory. */
const MOST = { trajectories: 1_000_000, steps: 100_000, window: 100_000, batch: 100_000 } as const;

/** All options; the last ones are left out where they are the default, so that older records stay as they were. */
export type CompleteMetaTrainOptions = typeof DEFAULTS & {
  readonly estimator?: CompleteEstimator;
  readonly outerLoss?: OuterLoss;
  readonly adamEvery?: AdamEvery;
  readonly staggered?: true;
  readonly distanceTerm?: CompleteDistanceTerm;
  readonly check?: 'off';
};

/** The options with all defaults filled in, for the record. @throws on an unknown option or one out of its range. */
export function completeMetaTrainOptions(options: MetaTrainOptions): CompleteMetaTrainOptions {
  const later = ['estimator', 'outerLoss', 'adamEvery', 'staggered', 'distanceTerm', 'check'];
  requireOptions('metaTrain', options, [...Object.keys(DEFAULTS), ...later]);
  const { estimator = DEFAULT_ESTIMATOR, outerLoss = 'sum', adamEvery = 'window', ...rest } = options;
  const { staggered = false, distanceTerm: term, check = 'on', ...others } = rest;
  const distanceTerm = completeDistanceTerm('metaTrain', term);
  const complete: CompleteMetaTrainOptions = {
    ...DEFAULTS,
    ...others,
    ...(estimator !== DEFAULT_ESTIMATOR && { estimator: completeEstimator('metaTrain', estimator) }),
    ...(outerLoss !== 'sum' && { outerLoss }),
    ...(adamEvery !== 'window' && { adamEvery }),
    ...(staggered === true && { staggered }),
    ...(distanceTerm && { distanceTerm }),
    ...(check === 'off' && { check }),
  };
  for (const name of ['trajectories', 'steps', 'window', 'batch'] as const) {
    requireSize('metaTrain', name, complete[name], MOST[name]);
  }
  requireAdamOptions('metaTrain', complete.adam);
  requireWeightOptions('metaTrain', complete.weights);
  requireSafeguard('metaTrain', complete.safeguardFactor);
  if (distanceTerm && complete.safeguardFactor !== 'off') {
    refuse('metaTrain', 'distanceTerm goes with no safeguardFactor', complete.safeguardFactor);
  }
  requireOneOf('metaTrain', 'outerLoss', outerLoss, outerLosses);
  requireOneOf('metaTrain', 'adamEvery', adamEvery, ['window', 'run']);
  requireOneOf('metaTrain', 'check', check, ['on', 'off']);
  const name = estimatorName(estimator);
  if (outerLoss === 'minimum' && name.startsWith('truncated-')) {
    refuse('metaTrain', "outerLoss 'minimum' goes with an estimator that sees beyond its window", name);
  }
  requireBoolean('metaTrain', 'staggered', staggered);
  if (staggered) requireStaggered(complete, cutsAtEnd(estimator), adamEvery);
  if (outerLoss !== 'sum' && Object.keys(complete.weights).length > 0) {
    refuse('metaTrain', "weights go with the outerLoss 'sum'", outerLoss);
  }
  return complete;
}

/** Starts are staggered over a batch, between windows. */
function requireStaggered(
  { steps, window, batch }: CompleteMetaTrainOptions,
  whole: boolean,
  adamEvery: AdamEvery,
): void {
  if (whole) refuse('metaTrain', 'staggered goes with an estimator by windows', 'one of whole runs');
  if (adamEvery !== 'window') {
    refuse('metaTrain', "staggered goes with adamEvery 'window', since its runs overlap", adamEvery);
  }
  if (batch === 1) refuse('metaTrain', 'staggered goes with a batch of at least 2', batch);
  if (window < steps) cohortCount('metaTrain', batch, lastCut(steps, window) / window);
}
