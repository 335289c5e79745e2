/** orbit-l2o/experiments: the paper, one file an experiment; its claims, statistics and figures. */

// One experiment, one run, and the functions of them.
export type { Experiment, LearnedMethod, Method, Run, RunHooks, Scale } from './experiment.js';
export { learned } from './methods.js';
export { runMethod } from './run-method.js';
export { runExperiment } from './run-experiment.js';
export { scaled } from './scaled.js';
export { configuration } from './configuration.js';
export { work } from './work.js';
export { reproducedRuns } from './store/finished-runs.js';
export { readRuns } from './store/run-store.js';

// What they gave at ten seeds.
export { liveSeeds } from './results/live-seeds.js';
export { results, storedClaim } from './results/read-results.js';
export type { Bands, ExperimentResults, MethodResults, RunSummary } from './results/results.js';

// The experiments: in the plane, then on networks.
export { experimentById, experiments } from './registry.js';
export { figure3, figure4, figure5, figure6, mixedFamily } from './figures.js';
export { ablations } from './ablations.js';
export {
  figure7,
  figure7Classifier,
  figure7Longer,
  figure7Published,
  figure7Update,
  NETWORK_METHOD,
  SHOWN_EPOCHS,
  stepSizeLstm,
} from './network-figures.js';
export { coordinatewise, coordinatewiseTransfer } from './network-coordinatewise.js';
export {
  estimatorsFigure7,
  estimatorsMixed,
  estimatorsRosenbrockVaried,
  estimatorVerdict,
} from './estimators.js';
export { networkAblations } from './network-ablations.js';
export { BOOTH } from '../src/optimizees/ellipse.js';

// Studies whose results are no runs.
export { type MomentumStudy, studyMomentum, type TeleportEffect } from './network-momentum.js';
export { type GroupOptions, type GroupResult, groupCases, measureGroup } from './symmetry-groups.js';

// Theory: each experiment is seeded by one number.
export { definiteMatrices } from './theory/definite-matrices.js';
export { descend, harmfulTeleports, largestGradientOnOrbit } from './theory/harmful-teleports.js';
export { HESSIAN_TOLERANCES, hessianAgreement } from './theory/hessian-agreement.js';
export { indefiniteMatrices } from './theory/indefinite-matrices.js';
export { learnAngle, learningTheAngle } from './theory/learning-the-angle.js';
export { newtonComparison } from './theory/newton-comparison.js';
export { PLANE_FUNCTIONS, signMap } from './theory/sign-maps.js';
export { towardTheAxis } from './theory/toward-the-axis.js';
export { trainingPoints } from './theory/training-points.js';

// Statistics over runs, and claims.
export { comparisonText } from '../src/evaluation/comparison-text.js';
export { correlate } from '../src/evaluation/correlation.js';
export { holm } from '../src/evaluation/multiple-tests.js';
export { type RankedMethod, rankedText, rankMethods } from '../src/evaluation/ranking.js';
export { allPairs, pairRows, pairStatistics } from './plots/statistics.js';
export { finalLossRows } from './plots/loss-table.js';
export { againstReference } from './plots/reference-in-words.js';
export type { Claim } from './claims/claim.js';
export { networkClaim, networkComparisons } from './claims/network-claim.js';
export { storedNetworkComparisons } from './claims/stored-comparisons.js';

// Figures of estimators.
export {
  type EstimatedSlope,
  type EstimateSamples,
  estimateBias,
  estimateSpread,
  lossAlongLine,
} from './plots/estimators.js';

// Figures of runs.
export { experimentFigures } from './plots/experiment-figures.js';
export { curves, gradientNormAgainstLoss, networkCurves } from './plots/curves.js';
export { firstSteps } from './plots/first-steps.js';
export { lossAgainstEvaluations, lossAgainstTime, millisecondsPerStep } from './plots/cost-curves.js';
export { coefficientCurves } from './plots/coefficient-curves.js';
export { differences } from './plots/differences.js';
export { publishedAgainstCorrected, publishedInWords } from './plots/published-curves.js';
export { plottedTrajectory } from '../src/evaluation/evaluate.js';
export { TRAJECTORY_KEY, trajectoryTraces } from './plots/trajectory-traces.js';
export { trajectoryPanels } from './plots/trajectory-panels.js';
export { type Drawable, medianLoss, seedsText } from './plots/drawn-methods.js';
export { lowestFirst } from './plots/lowest-first.js';
export { titled } from './plots/titles.js';

// Figures of studies and of theory.
export { correlationChart, effectScatter, momentumOverTime } from './plots/network-momentum.js';
export { groupBoxes, groupSweeps } from './plots/symmetry-groups.js';
export { decompositionFigure, growthFigure, signMapsFigure } from './plots/theory-geometry.js';
export { axisFigure, closerFigure, learningFigure, pathsFigure, pathTrace } from './plots/theory-learning.js';
export {
  gapFigure,
  harmFigure,
  inertiaFigure,
  simplexFigure,
  trainingFigure,
} from './plots/theory-statistics.js';
