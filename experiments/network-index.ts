/** The experiments on neural networks: Figure 7, its variants and claim, learned momentum, and what each group is worth. */

export {
  type Correlation,
  type CorrelationOptions,
  correlate,
  type PairedCorrelation,
} from '../src/evaluation/correlation.js';
export { type NetworkComparison, networkClaim, networkComparisons } from './claims/network-claim.js';
export {
  type EmittedCoefficients,
  type NetworkExperiment,
  type NetworkMethod,
  type NetworkMethodRun,
  type NetworkRun,
  runNetworkExperiment,
  runNetworkMethod,
} from './network.js';
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
export {
  type GroupCase,
  type GroupOptions,
  type GroupResult,
  groupCases,
  measureGroup,
  type TeleportWorth,
} from './symmetry-groups.js';
