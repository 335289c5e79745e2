/** orbit-l2o/experiments: the paper, one file an experiment; its claims, statistics and figures. */

// Statistics over runs.
export { comparisonText } from '../src/evaluation/comparison-text.js';
export { correlate } from '../src/evaluation/correlation.js';
export { plottedTrajectory } from '../src/evaluation/evaluate.js';
export { holm } from '../src/evaluation/multiple-tests.js';
export { type RankedMethod, rankedText, rankMethods } from '../src/evaluation/ranking.js';
export { BOOTH } from '../src/optimizees/ellipse.js';
// The experiments.
export { ablations } from './ablations.js';
// Claims.
export type { Claim } from './claims/claim.js';
export { networkClaim, networkComparisons } from './claims/network-claim.js';
export { configuration } from './configuration.js';
// One experiment, one run, and what is done with them.
export type { Experiment, LearnedMethod, Method, Run, RunHooks, Scale } from './experiment.js';
export { figure3, figure4, figure5, figure6, mixedFamily } from './figures.js';
export { learned } from './methods.js';
export { networkAblations } from './network-ablations.js';
export { coordinatewise, coordinatewiseTransfer } from './network-coordinatewise.js';
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
export { type MomentumStudy, studyMomentum, type TeleportEffect } from './network-momentum.js';
// Figures and tables of runs.
export { coefficientCurves } from './plots/coefficient-curves.js';
export { lossAgainstEvaluations, lossAgainstTime, millisecondsPerStep } from './plots/cost-curves.js';
export { curves, gradientNormAgainstLoss, networkCurves } from './plots/curves.js';
export { differences } from './plots/differences.js';
export { experimentFigures } from './plots/experiment-figures.js';
export { firstSteps } from './plots/first-steps.js';
export { finalLossRows } from './plots/loss-table.js';
export { correlationChart, effectScatter, momentumOverTime } from './plots/network-momentum.js';
export { publishedAgainstCorrected, publishedInWords } from './plots/published-curves.js';
export { againstReference } from './plots/reference-in-words.js';
export { pairRows, pairStatistics } from './plots/statistics.js';
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
export { trajectoryTraces } from './plots/trajectory-traces.js';
export { experimentById, experiments } from './registry.js';
export { runExperiment } from './run-experiment.js';
export { runMethod } from './run-method.js';
export { scaled } from './scaled.js';
export { reproducedRuns } from './store/finished-runs.js';
export { readRuns } from './store/run-store.js';
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
export { work } from './work.js';
