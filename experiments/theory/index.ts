/** The experiments on theory: configuration → plain data, each seeded by one number. */

export { type TheoryClaimsOptions, theoryClaims } from './claims.js';
export { type DefiniteMatricesResult, definiteMatrices } from './definite-matrices.js';
export {
  descend,
  type HarmfulTeleportsResult,
  harmfulTeleports,
  largestGradientOnOrbit,
} from './harmful-teleports.js';
export { HESSIAN_TOLERANCES, type HessianAgreementResult, hessianAgreement } from './hessian-agreement.js';
export { type IndefiniteMatricesResult, indefiniteMatrices } from './indefinite-matrices.js';
export {
  type LearnedAngle,
  type LearningTheAngleResult,
  learnAngle,
  learningTheAngle,
} from './learning-the-angle.js';
export { type NewtonComparisonResult, newtonComparison } from './newton-comparison.js';
export { PLANE_FUNCTIONS, type PlaneFunction, type SignMap, signMap } from './sign-maps.js';
export { AXIS_TELEPORTS, type TowardTheAxisResult, towardTheAxis } from './toward-the-axis.js';
export { TRAINING_PROBLEMS, type TrainingPointsResult, trainingPoints } from './training-points.js';
