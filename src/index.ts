/**
 * orbit-l2o: learning to optimize with parameter-space symmetries.
 *
 * The public surface, in the order in which a reader meets it.
 */

// The seams: what to implement for a function, a group or a family of one's own. Streams: the only randomness.
export { Stream } from './random/stream.js';
export type { ActionCotangent, GroupAction, Optimizee, Task, TaskFamily, Vector } from './seams.js';

// What bad input is refused with.
export { BadInput } from './checks.js';

// Optimizees of the plane and their task families.
export {
  BOOTH,
  type EllipseParameters,
  ellipse,
  ellipseFixed,
  ellipseVaried,
  FIXED_ELLIPSE,
  FIXED_ELLIPSE_START,
} from './optimizees/ellipse.js';
export {
  CLASSICAL_ROSENBROCK,
  FIXED_ROSENBROCK,
  FIXED_ROSENBROCK_START,
  rosenbrock,
  rosenbrockFixed,
  rosenbrockVaried,
} from './optimizees/rosenbrock.js';
export { familyNamed, familyNames, mixed } from './optimizees/families.js';
export { squaredNorm } from './optimizees/squared-norm.js';
export { affineMap } from './symmetry/affine-map.js';
export type { Diffeomorphism } from './symmetry/diffeomorphism.js';
export { type ShearParameters, shearMap } from './symmetry/shear-map.js';

// Group actions, and teleports along their orbits.
export { rotationThrough } from './symmetry/rotation.js';
export { specialOrthogonalThrough } from './symmetry/special-orthogonal.js';
export { thetaGradient, thetaGradientVjp } from './symmetry/theta-gradient.js';
export {
  type AscentOptions,
  type AscentTeleport,
  type Teleport,
  type TeleportCost,
  teleportAtRandom,
  teleportByAscent,
} from './symmetry/teleport.js';
export { PAPER_SCHEDULE, type Schedule, type ScheduleDescription, schedule } from './symmetry/schedule.js';

// Functions and groups of one's own: by automatic differentiation, and held against the laws.
export type { TensorAction, TensorGroup } from './tensors/action.js';
export type { TensorBackend, TensorBackendName, Tensorflow } from './tensors/backend.js';
export { type LoadTensorsOptions, loadTensors, type Tensors, tensorBackend } from './tensors/load.js';
export type { TensorObjective, TensorOptimizee } from './tensors/optimizee.js';
export type { Dtype, LawError, LawReport } from './numerics/laws.js';
export { type CheckOptimizeeOptions, checkOptimizee } from './optimizees/check-optimizee.js';
export { type CheckActionOptions, checkAction } from './symmetry/check-action.js';

// Neural networks, their data, and the groups that act on them.
export { type Activation, leakyRelu, linear, relu, tanh } from './numerics/activation.js';
export { type Network, type NetworkOptions, network } from './numerics/network.js';
export { type MlpOptimizee, type MlpOptions, mlp } from './optimizees/mlp.js';
export { crossEntropy, type OutputLoss, squaredError } from './optimizees/output-loss.js';
export { type MlpRegressionOptions, mlpRegression } from './optimizees/mlp-regression.js';
export {
  accuracy,
  type MlpClassificationOptions,
  mlpClassification,
} from './optimizees/mlp-classification.js';
export {
  type BlobsOptions,
  blobs,
  type DataSet,
  drawExamples,
  type MoonsOptions,
  moons,
  type SpiralsOptions,
  spirals,
} from './optimizees/data-sets.js';
export { type IdxArray, type IdxFiles, parseIdx, readIdxDataSet } from './optimizees/idx.js';
export { type QuadraticOptions, quadratics } from './optimizees/quadratic.js';
export {
  type NetworkActionName,
  type NetworkActionOptions,
  networkAction,
  networkActionNames,
} from './symmetry/network-action.js';
export { generalLinearThroughData } from './symmetry/general-linear.js';
export { generalLinearFirstOrder } from './symmetry/general-linear-first-order.js';
export type { ThroughDataOptions } from './symmetry/through-data.js';
export { PUBLISHED_ELEMENT_NORM, scaledToNorm } from './symmetry/element-norm.js';
export { positiveScaling, type UnitActionOptions } from './symmetry/positive-scaling.js';
export { type PermutationAction, type PermutationOptions, permutation } from './symmetry/permutation.js';
export { generalLinear, specialOrthogonal } from './symmetry/linear-network.js';
export { productAction } from './symmetry/product-action.js';

// Baselines: one interface for everything that is compared.
export {
  type BaselineTeleport,
  fromStepRule,
  type Optimizer,
  type StepRule,
} from './optimizers/optimizer.js';
export { type GradientDescentOptions, gradientDescent } from './optimizers/gradient-descent.js';
export { type AdamBaselineOptions, adam } from './optimizers/adam.js';
export {
  type Divergence,
  type EvaluationCount,
  inGradients,
  iterateAt,
  type OrbitMove,
  type Trajectory,
} from './optimizers/trajectory.js';

// Meta-optimizers: describe, train, use, keep.
export {
  type CoordinatewiseDescription,
  type CoordinatewiseTrained,
  type CoordinatewiseTrainOptions,
  coordinatewiseOptimizer,
  trainCoordinatewise,
} from './metaoptimizer/coordinatewise.js';
export {
  describe,
  type InputDescription,
  type MetaOptimizerDescription,
} from './metaoptimizer/description.js';
export {
  paperMethods,
  teleportOnSchedule,
  teleportOnScheduleThetaGradient,
  thetaGradientEveryStep,
  vanilla,
} from './metaoptimizer/methods.js';
export {
  type MetaTrained,
  MetaTraining,
  type MetaTrainOptions,
  type MetaTrainRun,
  metaTrain,
  type OuterStep,
} from './metaoptimizer/meta-train.js';
export { type LearnedOptimizerOptions, learnedOptimizer } from './metaoptimizer/learned-optimizer.js';
export {
  type Checkpoint,
  checkpointOf,
  loadCheckpoint,
  resumeTraining,
  saveCheckpoint,
} from './metaoptimizer/checkpoint.js';

// The LSTM engine beneath them.
export type {
  AdamOptions,
  ApplyOutcome,
  LstmEngine,
  LstmParameters,
  LstmShape,
  LstmState,
} from './metaoptimizer/engine.js';
export { createWasmEngine } from './metaoptimizer/wasm-engine.js';
export { type KernelBuild, kernelBuild } from './metaoptimizer/wasm-kernels.js';
export { createReferenceEngine } from './metaoptimizer/reference-engine.js';
export { randomParameters } from './metaoptimizer/lstm-parameters.js';
export { engineShape, Unroll, type UnrollOptions } from './metaoptimizer/unroll.js';

// Evaluation and statistics.
export { type Evaluation, evaluate, plottedTrajectory, testTasks } from './evaluation/evaluate.js';
export { type StepSummary, type SummaryOptions, summarise, summariseSteps } from './evaluation/statistics.js';
export { commonBudget, type EvaluatedRun, finalLosses, lossesAtBudget } from './evaluation/budget.js';
export { bootstrapMean, type Estimate, FEWEST_SEEDS } from './evaluation/bootstrap.js';
export {
  type ComparisonOptions,
  compareAll,
  comparePair,
  type MethodLosses,
  type Outcome,
  type PairComparison,
} from './evaluation/comparison.js';
export { comparisonText } from './evaluation/comparison-text.js';
export { type RankedMethod, rankedText, rankMethods } from './evaluation/ranking.js';
export { holm } from './evaluation/multiple-tests.js';

// Theory: Newton decomposition, spectral condition, proofs, symbolic optimizees.
export * from './theory/index.js';

// The paper's experiments, and its claims.
export {
  type BaselineMethod,
  baselines,
  type CoordinatewiseMethod,
  type LearnedMethod,
  learned,
  type Method,
  tune,
} from './experiments/methods.js';
export {
  type MethodRun,
  runExperiment,
  runMethod,
  type TwoDimensionalExperiment,
} from './experiments/two-dimensional.js';
export { figure3, figure4, figure5, figure6, figures, mixedFamily } from './experiments/figures.js';
export { ablations } from './experiments/ablations.js';
export * from './experiments/network-index.js';
export * from './experiments/theory/index.js';
export type { Claim, Verdict } from './experiments/claim.js';
export { claims } from './experiments/claims.js';
export { readRuns } from './experiments/run-store.js';

// In a notebook: figures, tables, progress; results that are there already.
export { latex, markdown, type ProgressBar, progress, show, table } from './notebook/display.js';
export { reproducedRuns } from './notebook/finished-runs.js';
export { color, type Figure, figure, logAxis, palette, translucent } from './notebook/figure-style.js';
export { curves, gradientNormAgainstLoss } from './notebook/plots/curves.js';
export { lossAgainstEvaluations } from './notebook/plots/budget-curves.js';
export {
  type PublishedRun,
  publishedAgainstCorrected,
  publishedInWords,
} from './notebook/plots/published-curves.js';
export { levelSets, type Window2D } from './notebook/plots/level-sets.js';
export { slide } from './notebook/slide.js';
export { trajectoryTraces } from './notebook/plots/trajectory-traces.js';
export { finalLossRows } from './notebook/plots/loss-table.js';
export { againstReference } from './notebook/plots/reference-in-words.js';
export * from './notebook/plots/network-index.js';
export * from './notebook/plots/theory.js';
export { type PairStatistics, pairRows, pairStatistics } from './notebook/report/statistics.js';
export { type NamedFigure, twoDimensionalFigures } from './notebook/report/two-dimensional-figures.js';
