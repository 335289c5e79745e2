/** orbit-l2o/experiments: the paper, one file an experiment; its claims, statistics and figures. */

// One experiment, one run, and the functions of them.
export type { Experiment, LearnedMethod, Method, Run, RunHooks, Scale } from './experiment.js';
export { baselines, learned } from './methods.js';
export { experiment, type ExperimentDefinition } from './own/define.js';
export { loadExperiment } from './own/load.js';
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
export { figure7Momentum, MENDED_TRAINING, mendedLstm, TUNED_MOMENTUM } from './network-mended.js';
export { coordinatewise, coordinatewiseTransfer } from './network-coordinatewise.js';
export {
  estimatorsFigure7,
  estimatorsMixed,
  estimatorsRosenbrockVaried,
  estimatorVerdict,
} from './estimators.js';
export { networkAblations } from './network-ablations.js';
export { atLambda, harmDifferences, harmOfSeeds, questionOne } from './question-1.js';
export { beyondHorizon, TRAINED_STEPS } from './beyond-horizon.js';
export { BOOTH } from '../src/optimizees/ellipse.js';
export { teacherNetworks } from '../src/optimizees/teacher-network.js';

// Studies whose results are no runs.
export {
  type HeadName,
  type MetaGradientStatistics,
  metaGradientStatistics,
  studyMetaGradients,
  type WindowMetaGradient,
} from './meta-gradients.js';
export {
  CHOICE_SEEDS,
  type ChoiceRow,
  chosenCandidate,
  measureCandidate,
  momentumCandidates,
} from './momentum-choice.js';
export { type MomentumStudy, studyMomentum, type TeleportEffect } from './network-momentum.js';
export { type GroupOptions, type GroupResult, groupCases, measureGroup } from './symmetry-groups.js';

// Question Q3: families by design, and what predicts the gain of teleports on them.
export { type FamilyPoint, familyPoints } from './question-3-design.js';
export { familyOf } from './question-3-family.js';
export { PLANNED, question3, question3Experiment } from './question-3.js';
export { type FamilyResults, familyRow, measuredOf, rowsOf } from './question-3/family-row.js';
export { type Measured, measureFamily, PREDICTORS, type Predictor } from './question-3/predictors.js';
export { predictGain, type Prediction } from './question-3/study.js';
export { question3ClaimOf, ruleText, treeText } from './claims/question-3-claim.js';

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
export { mendedClaim, mendedComparisons } from './claims/mended-claim.js';
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
export { inGradients, iterateAt } from '../src/optimizers/trajectory.js';
export { plottedTrajectory } from '../src/evaluation/evaluate.js';
export { TRAJECTORY_KEY, trajectoryTraces } from './plots/trajectory-traces.js';
export { trajectoryPanels } from './plots/trajectory-panels.js';
export { type Drawable, medianLoss, seedsText } from './plots/drawn-methods.js';
export { lowestFirst } from './plots/lowest-first.js';
export { titled } from './plots/titles.js';
export { diagnosisFigure } from './plots/diagnosis.js';
export { diagnosisText, findingLines } from '../src/metaoptimizer/diagnosis/report.js';

// Figures of studies and of theory.
export { beyondHorizonCurves, beyondHorizonRows } from './plots/beyond-horizon.js';
export { harmShares, termPrices } from './plots/question-1.js';
export { correlationChart, effectScatter, momentumOverTime } from './plots/network-momentum.js';
export { metaGradientFigure } from './plots/meta-gradients.js';
export { groupBoxes, groupSweeps } from './plots/symmetry-groups.js';
export { designFigure, predictionFigure, predictorsFigure } from './plots/question-3.js';
export { decompositionFigure, growthFigure, signMapsFigure } from './plots/theory-geometry.js';
export { axisFigure, closerFigure, learningFigure, pathsFigure, pathTrace } from './plots/theory-learning.js';
export {
  gapFigure,
  harmFigure,
  inertiaFigure,
  simplexFigure,
  trainingFigure,
} from './plots/theory-statistics.js';
