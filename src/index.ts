/**
 * orbit-l2o: learning to optimize with parameter-space symmetries.
 *
 * The core, in the order in which a reader meets it. Beside it: `orbit-l2o/theory`, `/display`, `/experiments` (the paper,
 * with its statistics and figures), `/estimators` (of the meta-gradient), `/node` (files) and `/lstm` (the engine beneath the
 * meta-optimizers).
 */

// The seams: what to implement for a function, a group or a family of one's own. Streams: the only randomness.
export { Stream } from './random/stream.js';
export type { GroupAction, Optimizee, Task, TaskFamily, Vector } from './seams.js';
export { BadInput } from './checks.js';

// Optimizees of the plane and in n dimensions, and families of them.
export { ellipse, ellipseFixed, ellipseVaried } from './optimizees/ellipse.js';
export { rosenbrock, rosenbrockFixed, rosenbrockVaried } from './optimizees/rosenbrock.js';
export { mixed } from './optimizees/families.js';
export { squaredNorm } from './optimizees/squared-norm.js';
export { affineMap } from './symmetry/affine-map.js';
export { shearMap } from './symmetry/shear-map.js';
export { quadratics } from './optimizees/quadratic.js';

// Group actions, and teleports along their orbits.
export { rotationThrough } from './symmetry/rotation.js';
export { specialOrthogonalThrough } from './symmetry/special-orthogonal.js';
export { teleportAtRandom, teleportByAscent } from './symmetry/teleport.js';
export { PAPER_SCHEDULE } from './symmetry/schedule.js';

// Neural networks, their data, and the groups that act on them.
export { leakyRelu, linear, relu, tanh } from './networks/activation.js';
export { network } from './networks/network.js';
export { mlp } from './optimizees/mlp.js';
export { crossEntropy, squaredError } from './optimizees/output-loss.js';
export { mlpRegression } from './optimizees/mlp-regression.js';
export { mlpClassification } from './optimizees/mlp-classification.js';
export { blobs, moons, spirals } from './optimizees/data-sets.js';
export { networkAction } from './symmetry/network-action.js';
export { generalLinearThroughData } from './symmetry/general-linear.js';
export { positiveScaling } from './symmetry/positive-scaling.js';
export { permutation } from './symmetry/permutation.js';
export { generalLinear, specialOrthogonal } from './symmetry/linear-network.js';
export { productAction } from './symmetry/product-action.js';

// Functions and groups of one's own: by automatic differentiation, and held against the laws.
export { loadTensors } from './tensors/load.js';
export type { Tensor, Tensor1D } from './tensors/tfjs-types/index.js';
export { checkDerivatives } from './optimizees/check-derivatives.js';
export { checkOptimizee } from './optimizees/check-optimizee.js';
export { noAction } from './symmetry/no-action.js';
export { checkAction } from './symmetry/check-action.js';

// Baselines: one interface for everything that is compared.
export type { Optimizer } from './optimizers/optimizer.js';
export { gradientDescent } from './optimizers/gradient-descent.js';
export { adam } from './optimizers/adam.js';
export { newton } from './optimizers/newton.js';
export { fromStepRule } from './optimizers/step-rule.js';
export type { Trajectory } from './optimizers/trajectory.js';

// Meta-optimizers: describe, train, use.
export { describe } from './metaoptimizer/describe.js';
export type { MetaOptimizerDescription } from './metaoptimizer/description.js';
export {
  coordinatewiseLstm,
  paperMethods,
  teleportOnSchedule,
  teleportOnScheduleThetaGradient,
  thetaGradientEveryStep,
  vanilla,
} from './metaoptimizer/methods.js';
export { innerLoop, trainingWindows, trajectorySteps } from './metaoptimizer/algorithm.js';
export type { StepTaken, WindowTaken } from './metaoptimizer/algorithm-state.js';
export { MetaTraining } from './metaoptimizer/meta-training.js';
export { type MetaTrained, metaTrain } from './metaoptimizer/meta-train.js';
export type { MetaTrainOptions } from './metaoptimizer/meta-train-options.js';
export { diagnose } from './metaoptimizer/diagnosis/diagnose.js';
export { learnedOptimizer } from './metaoptimizer/learned-optimizer.js';
export { engineShape } from './metaoptimizer/engine-shape.js';

// Evaluation.
export { evaluate, testTasks } from './evaluation/evaluate.js';
export { summarise, summariseSteps } from './evaluation/statistics.js';
