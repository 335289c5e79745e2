/**
 * orbit-l2o/experiments: what a notebook imports. The experiments with all that is drawn and said of runs, stored results
 * and the seeds that a notebook trains. A stored run names the code of `experiments/*.ts`, which this file is no part of: a
 * new figure here makes no run old.
 */

export { storedNetworkComparisons } from '../claims/stored-comparisons.js';
export * from '../index.js';
export { type Drawable, medianLoss, seedsText } from '../plots/drawn-methods.js';
export { lowestFirst } from '../plots/lowest-first.js';
export { allPairs } from '../plots/statistics.js';
export { titled } from '../plots/titles.js';
export { trajectoryPanels } from '../plots/trajectory-panels.js';
export { TRAJECTORY_KEY } from '../plots/trajectory-traces.js';
// Stored results of ten seeds, and what can be drawn and said of them as of runs.
export { results } from '../results/index.js';
export type { ExperimentResults } from '../results/results.js';
export { storedClaim } from '../results/stored-claims.js';
export { liveSeeds } from './live-seeds.js';
