/** orbit-l2o/node: what needs files. Checkpoints on disk, and data sets in MNIST's format. */

export { checkpointOf, loadCheckpoint, resumeTraining, saveCheckpoint } from './checkpoint.js';
export type { Checkpoint } from './checkpoint-bytes.js';
export { type IdxArray, type IdxFiles, parseIdx, readIdxDataSet } from './idx.js';
