/** Proposition 4.1 and what surrounds it, as code that proves or measures. */

export { denseHessian, finiteDifferenceHessian } from '../optimizees/hessian.js';
export { AGREEMENT_TOLERANCE, type Agreement, type AgreementOf, Disagreement } from './agreement.js';
export {
  type ConvexPoint,
  convexCounterexample,
  indefiniteCounterexample,
  type LemmaSides,
  lemmaSides,
  type Rational,
} from './exact-examples.js';
export type { ExpressionOptions, ParameterValue } from './expression.js';
export { type ExpressionSymmetry, type GeneratorCheck, symmetryFromExpression } from './generator.js';
export { type Identity, type Proof, type ProveOptions, proveIdentity } from './identity.js';
export { expressionLatex, gradientLatex, hessianLatex } from './latex.js';
export {
  angleBetween,
  decomposeNewton,
  type NewtonDecomposition,
  newtonDecomposition,
  planarDerivative,
  planarDeterminant,
} from './newton-decomposition.js';
export { type PropositionAt, propositionAt } from './proposition.js';
export { type PropositionRegion, type PropositionShares, propositionShares } from './proposition-grid.js';
export { compareSmallTeleport, type NewtonComparison, type SmallTeleport } from './small-teleport.js';
export { kantorovichBound, type SpectralForm, spectralForm, spectralFormOf } from './spectral-condition.js';
export { proveStatements, STATEMENTS } from './statements.js';
export { type ExpressionOptimizee, optimizeeFromExpression } from './symbolic.js';
export { type CheckExpressionOptions, checkExpression } from './tensor-agreement.js';
