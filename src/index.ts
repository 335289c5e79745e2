/**
 * orbit-l2o: learning to optimize with parameter-space symmetries.
 *
 * The public surface, in the order in which a reader meets it.
 */

// Evaluation and statistics.
export { type Evaluation, evaluate, plottedTrajectory, testTasks } from './evaluation/evaluate.js';
export { type StepSummary, summarise, summariseSteps } from './evaluation/statistics.js';
// The paper's experiments.
export { ablations } from './experiments/ablations.js';
export { figure3, figure4, figure5, figure6, figures, mixedFamily } from './experiments/figures.js';
export {
  type BaselineMethod,
  baselines,
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
// Meta-optimizers: describe, train, use.
export {
  describe,
  type InputDescription,
  type MetaOptimizerDescription,
} from './metaoptimizer/description.js';
export type {
  AdamOptions,
  ApplyOutcome,
  LstmEngine,
  LstmParameters,
  LstmShape,
  LstmState,
} from './metaoptimizer/engine.js';
export { learnedOptimizer } from './metaoptimizer/learned-optimizer.js';
export { randomParameters } from './metaoptimizer/lstm-parameters.js';
export {
  type MetaTrained,
  MetaTraining,
  type MetaTrainOptions,
  type MetaTrainRun,
  metaTrain,
  type OuterStep,
} from './metaoptimizer/meta-train.js';
export {
  methodNamed,
  paperMethods,
  teleportOnSchedule,
  teleportOnScheduleThetaGradient,
  thetaGradientEveryStep,
  vanilla,
} from './metaoptimizer/methods.js';
export { createReferenceEngine } from './metaoptimizer/reference-engine.js';
export { engineShape, Unroll } from './metaoptimizer/unroll.js';
export { createWasmEngine } from './metaoptimizer/wasm-engine.js';
// In a notebook.
export { latex, markdown, type ProgressBar, progress, show, table } from './notebook/display.js';
export { color, type Figure, figure, logAxis, palette, translucent } from './notebook/figure-style.js';
export { curves, gradientNormAgainstLoss } from './notebook/plots/curves.js';
export { levelSets, trajectoryTraces } from './notebook/plots/level-sets.js';
// Functions and groups of one's own: by automatic differentiation, and held against the laws.
export { type CheckOptimizeeOptions, checkOptimizee } from './optimizees/check-optimizee.js';
export {
  BOOTH,
  type EllipseParameters,
  ellipse,
  ellipseFixed,
  ellipseVaried,
  FIXED_ELLIPSE,
  FIXED_ELLIPSE_START,
} from './optimizees/ellipse.js';
export { familyNamed, familyNames, mixed } from './optimizees/families.js';
export {
  CLASSICAL_ROSENBROCK,
  FIXED_ROSENBROCK,
  FIXED_ROSENBROCK_START,
  rosenbrock,
  rosenbrockFixed,
  rosenbrockVaried,
} from './optimizees/rosenbrock.js';
export { squaredNorm } from './optimizees/squared-norm.js';
// Baselines.
export { type AdamBaselineOptions, adam } from './optimizers/adam.js';
export { type GradientDescentOptions, gradientDescent } from './optimizers/gradient-descent.js';
export {
  type BaselineTeleport,
  fromStepRule,
  type Optimizer,
  type StepRule,
} from './optimizers/optimizer.js';
export {
  type Divergence,
  type EvaluationCount,
  inGradients,
  iterateAt,
  type Trajectory,
} from './optimizers/trajectory.js';
// Random streams: the only source of randomness.
export { Stream } from './random/stream.js';
// The seams: what to implement for a function, a group or a family of one's own.
export type { ActionCotangent, GroupAction, Optimizee, Task, TaskFamily, Vector } from './seams.js';
// Optimizees and their task families.
export { affineMap } from './symmetry/affine-map.js';
export { type CheckActionOptions, checkAction } from './symmetry/check-action.js';
export type { Diffeomorphism } from './symmetry/diffeomorphism.js';
// Group actions and teleports.
export { rotationThrough } from './symmetry/rotation.js';
export { PAPER_SCHEDULE, type Schedule, type ScheduleDescription, schedule } from './symmetry/schedule.js';
export { type ShearParameters, shearMap } from './symmetry/shear-map.js';
export {
  type AscentOptions,
  type AscentTeleport,
  type Teleport,
  type TeleportCost,
  teleportAtRandom,
  teleportByAscent,
} from './symmetry/teleport.js';
export { thetaGradient, thetaGradientVjp } from './symmetry/theta-gradient.js';
export { type LoadTensorsOptions, loadTensors, type Tensors, tensorBackend } from './tensors/load.js';
// Theory.
export * from './theory/index.js';
