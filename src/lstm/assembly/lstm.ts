/**
 * The kernels of the LSTM engine, in AssemblyScript for WebAssembly SIMD (128 bit, four float32 at a time).
 *
 * All matrices are float32, row-major, at byte offsets into one memory that the host lays out
 * (`../wasm-layout.ts`). Names are those of the docstring of `../engine.ts`; sizes:
 *
 *     rows     trajectories, or trajectories × steps
 *     inputs   K, the length of an input row z (what the layer reads, its own memory h, ones for the biases, and zeros),
 *              a multiple of 4
 *     outputs  N, the length of an output row, a multiple of 8
 *
 * A layer's weights are stored transposed against PyTorch, W[K, N]: row k holds the weights of input k, and the
 * last rows, met by the ones in z, are the biases. So a layer's gradient is one sum of outer products z ⊗ dy.
 *
 * V8 of Node 20 spills vector registers beyond 16, so the inner loops keep about 12 vectors alive. Not so the wide builds
 * (WIDE, see `asconfig.json`), whose tiles count on V8 to join vectors (`tile.ts`).
 */

export { backwardGates, forwardGates } from './gates';
export { backward, forward } from './linear';
export { pack } from './transposed';
export { adam, flush, largestMagnitude, weightGradient } from './update';
