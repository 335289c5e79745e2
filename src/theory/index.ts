/** Proposition 4.1 and what surrounds it, as code that proves or measures. */

export { denseHessian, finiteDifferenceHessian } from '../optimizees/hessian.js';
export {
  type ConvexPoint,
  convexCounterexample,
  indefiniteCounterexample,
  type LemmaSides,
  lemmaSides,
  type Rational,
} from './exact-examples.js';
export { type Identity, type Proof, proveIdentity } from './identity.js';
export { expressionLatex, gradientLatex, hessianLatex } from './latex.js';
export {
  angleBetween,
  decomposeNewton,
  type NewtonDecomposition,
  newtonDecomposition,
  planarDerivative,
  planarDeterminant,
} from './newton-decomposition.js';
export { compareSmallTeleport, type NewtonComparison, type SmallTeleport } from './small-teleport.js';
export { kantorovichBound, type SpectralForm, spectralForm, spectralFormOf } from './spectral-condition.js';
export { proveStatements, STATEMENTS } from './statements.js';
export { type ExpressionOptions, optimizeeFromExpression } from './symbolic.js';
