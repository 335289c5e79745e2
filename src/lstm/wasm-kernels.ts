/** The compiled kernels of `assembly/lstm.ts` as functions, each engine's over a memory of its own. */

import { refuse } from '../checks.js';
import { type KernelBuild, moduleOf } from './kernel-build.js';
import { RESERVED_BYTES } from './wasm-layout.js';

/** The exports of `assembly/lstm.ts`; addresses are byte offsets. */
export interface Kernels {
  forward(rows: number, inputs: number, outputs: number, Z: number, W: number, Y: number): void;
  backward(
    rows: number, from: number, to: number, inputs: number, outputs: number, dY: number, W: number,
    P: number, dZ: number,
  ): void;
  pack(inputs: number, outputs: number, W: number, P: number): void;
  forwardGates(
    rows: number, hidden: number, gates: number, cBefore: number, c: number, tanhC: number,
    h1: number, row1: number, h2: number, row2: number,
  ): void;
  backwardGates(
    rows: number, hidden: number, gates: number, cBefore: number, tanhC: number, dC: number,
    dhAbove: number, rowAbove: number, dhAfter: number, rowAfter: number,
  ): void;
  weightGradient(
    rows: number, inputs: number, outputs: number, Z: number, dY: number, dW: number, scratch: number,
  ): void;
  adam(
    rows: number, inputs: number, outputs: number, Z: number, dY: number, W: number, M: number, V: number, scratch: number,
    beta1: number, meanFactor: number, beta2: number, squareFactor: number,
    step: number, rootCorrection: number, epsilon: number,
  ): void;
  flush(address: number, count: number, smallest: number): void;
  largestMagnitude(address: number, count: number): number;
} // biome-ignore format: parameter lists as in the kernels

const PAGE_BYTES = 1 << 16;

/** Kernels over a fresh, zeroed memory of `floats` float32 numbers. */
export function instantiateKernels(
  floats: number,
  build: KernelBuild,
): { kernels: Kernels; heap: Float32Array } {
  const pages = Math.ceil((floats * 4) / PAGE_BYTES);
  if (pages > 65536) refuse('instantiateKernels', 'the engine must fit into 4 GiB', `${floats * 4} bytes`);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(moduleOf(build), { env: { memory } });
  const heapBase = (exports.__heap_base as WebAssembly.Global | undefined)?.value ?? 0;
  if (heapBase > RESERVED_BYTES)
    refuse('instantiateKernels', `kernel data must end by ${RESERVED_BYTES}`, heapBase);
  return { kernels: exports as unknown as Kernels, heap: new Float32Array(memory.buffer, 0, floats) };
}
