/** orbit-l2o/lstm: the engine beneath the meta-optimizers, for those who look into it or write another. */

export type {
  AdamOptions,
  ApplyOutcome,
  LstmEngine,
  LstmParameters,
  LstmShape,
  LstmState,
} from './engine.js';
export { type KernelBuild, kernelBuild, wideGain } from './kernel-build.js';
export { randomParameters } from './lstm-parameters.js';
export { createReferenceEngine } from './reference-engine.js';
export { createWasmEngine } from './wasm-engine.js';
