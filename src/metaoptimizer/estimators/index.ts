/** orbit-l2o/estimators: the estimators of the meta-gradient on any unrolled system, and systems to try them on. */

export type { EstimatorChoice, EstimatorName, EvolutionOptions } from './estimator-options.js';
export { beginEstimate, estimatorNames, metaGradient, windowsOf } from './estimators.js';
export { type InfluenceBalancing, influenceBalancing } from './influence-balancing.js';
export { type PlainSystem, plainSystem } from './plain-system.js';
export type {
  Advanced,
  Backpropagated,
  RunningEstimate,
  RunUnderWay,
  UnrolledSystem,
  WindowEstimate,
} from './unrolled-system.js';
