/**
 * Loads the compiled kernels of `assembly/lstm.ts`, each engine with a memory of its own.
 *
 * There are two builds of them. 'relaxed-simd' has a fused multiply–add, up to a fifth faster where the processor has one;
 * 'simd' runs everywhere. The two differ in the last digits, so every result records which made it.
 */

import { refuse, requireOneOf } from '../checks.js';
import { environment, nodeVersion } from '../platform.js';
import { KERNEL_BINARIES } from './kernel-binaries.js';
import { RESERVED_BYTES } from './wasm-layout.js';

/** The exports of `assembly/lstm.ts`; addresses are byte offsets. */
export interface Kernels {
  forward(rows: number, inputs: number, outputs: number, Z: number, W: number, Y: number): void;
  backward(
    rows: number, from: number, to: number, inputs: number, outputs: number, dY: number, W: number, dZ: number,
  ): void;
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

/** Which build of the kernels. */
export type KernelBuild = 'simd' | 'relaxed-simd';

const BUILDS: readonly KernelBuild[] = ['relaxed-simd', 'simd'];

const binaries: Partial<Record<KernelBuild, Uint8Array<ArrayBuffer>>> = {};

function binaryOf(build: KernelBuild): Uint8Array<ArrayBuffer> {
  binaries[build] ??= Uint8Array.from(atob(KERNEL_BINARIES[build]), (character) => character.charCodeAt(0));
  return binaries[build];
}

let chosen: KernelBuild | undefined;
const compiled: Partial<Record<KernelBuild, WebAssembly.Module>> = {};

/** The build in use: ORBIT_L2O_KERNELS if that is set, else the fastest that runs here. */
export function kernelBuild(): KernelBuild {
  if (chosen) return chosen;
  const wanted = environment('ORBIT_L2O_KERNELS');
  if (wanted) requireOneOf('kernelBuild', 'ORBIT_L2O_KERNELS', wanted, BUILDS);
  chosen = (wanted as KernelBuild | undefined) ?? BUILDS.find(runsHere) ?? 'simd';
  return chosen;
}

/** Node 20 has relaxed SIMD, but behind a flag, which may be set until the first such module is compiled. */
function runsHere(build: KernelBuild): boolean {
  const binary = binaryOf(build);
  if (build === 'relaxed-simd' && nodeVersion()?.startsWith('20.') && !WebAssembly.validate(binary)) {
    process.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return WebAssembly.validate(binary);
}

/** The compiled kernels' bytes: part of what defines a result. */
export function kernelBinary(): Uint8Array {
  return binaryOf(kernelBuild());
}

function compile(build: KernelBuild): WebAssembly.Module {
  if (!runsHere(build)) refuse('instantiateKernels', 'the kernels must be of a build that runs here', build);
  return new WebAssembly.Module(binaryOf(build));
}

/** Kernels over a fresh, zeroed memory of `floats` float32 numbers. */
export function instantiateKernels(
  floats: number,
  build: KernelBuild,
): { kernels: Kernels; heap: Float32Array } {
  const pages = Math.ceil((floats * 4) / PAGE_BYTES);
  if (pages > 65536) refuse('instantiateKernels', 'the engine must fit into 4 GiB', `${floats * 4} bytes`);
  compiled[build] ??= compile(build);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(compiled[build], { env: { memory } });
  const heapBase = (exports.__heap_base as WebAssembly.Global | undefined)?.value ?? 0;
  if (heapBase > RESERVED_BYTES)
    refuse('instantiateKernels', `kernel data must end by ${RESERVED_BYTES}`, heapBase);
  return { kernels: exports as unknown as Kernels, heap: new Float32Array(memory.buffer, 0, floats) };
}
