/** orbit-l2o/experiments: the paper, one file an experiment; its claims, statistics and figures. */

export { bootstrapMean, type Estimate, FEWEST_SEEDS } from '../src/evaluation/bootstrap.js';
export {
  commonBudget,
  type EvaluatedRun,
  finalLosses,
  lossesAtBudget,
} from '../src/evaluation/budget.js';
export {
  type ComparisonOptions,
  compareAll,
  comparePair,
  type MethodLosses,
  type Outcome,
  type PairComparison,
} from '../src/evaluation/comparison.js';
export { comparisonText } from '../src/evaluation/comparison-text.js';
export { plottedTrajectory } from '../src/evaluation/evaluate.js';
export { holm } from '../src/evaluation/multiple-tests.js';
export { type RankedMethod, rankedText, rankMethods } from '../src/evaluation/ranking.js';
// Statistics over runs.
export type { StepSummary, SummaryOptions } from '../src/evaluation/statistics.js';
// The paper's own tasks.
export { BOOTH, FIXED_ELLIPSE, FIXED_ELLIPSE_START } from '../src/optimizees/ellipse.js';
export { familyNamed, familyNames } from '../src/optimizees/families.js';
export {
  CLASSICAL_ROSENBROCK,
  FIXED_ROSENBROCK,
  FIXED_ROSENBROCK_START,
} from '../src/optimizees/rosenbrock.js';
export { ablations } from './ablations.js';
export type { Claim, Verdict } from './claims/claim.js';
export { claims } from './claims/claims.js';
export { figure3, figure4, figure5, figure6, figures, mixedFamily } from './figures.js';
// Methods, experiments and runs.
export {
  type BaselineMethod,
  baselines,
  type LearnedMethod,
  learned,
  type Method,
  tune,
} from './methods.js';
export * from './network-index.js';
export { lossAgainstEvaluations } from './plots/budget-curves.js';
// Figures of runs.
export { curves, gradientNormAgainstLoss } from './plots/curves.js';
export { finalLossRows } from './plots/loss-table.js';
export * from './plots/network-index.js';
export { type PublishedRun, publishedAgainstCorrected, publishedInWords } from './plots/published-curves.js';
export { againstReference } from './plots/reference-in-words.js';
export { type PairStatistics, pairRows, pairStatistics } from './plots/statistics.js';
export * from './plots/theory.js';
export { trajectoryTraces } from './plots/trajectory-traces.js';
export { type NamedFigure, twoDimensionalFigures } from './plots/two-dimensional-figures.js';
export { reproducedRuns } from './store/finished-runs.js';
export { readRuns } from './store/run-store.js';
export * from './theory/index.js';
export {
  type MethodRun,
  runExperiment,
  runMethod,
  type TwoDimensionalExperiment,
} from './two-dimensional.js';
