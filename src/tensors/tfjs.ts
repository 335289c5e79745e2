/**
 * TensorFlow.js: its core, gradients, tensors' methods and two backends. A bundler takes this file as it is; Node takes
 * what `tools/setup/tensors.mjs` makes of it. Both find it as `#tfjs`, see `imports` in package.json.
 */

// The core comes first: what follows adds to it.
export * from '@tensorflow/tfjs-core';

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-cpu';

export { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
