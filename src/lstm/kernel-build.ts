/**
 * Which build of the kernels runs, and how it is compiled.
 *
 * There are four builds. 'relaxed-simd' has a fused multiply–add, up to a fifth faster where the processor has one; 'simd'
 * runs everywhere. The two differ in the last digits, so every result records which of them made it. Each has a wide variant, '…-256',
 * whose tiles fill vectors of eight where V8 makes them (`revectorise.ts`). A wide variant gives the bytes of its narrow one
 * everywhere, and is slow where V8 makes none.
 */

import { refuse, requireOneOf } from '../checks.js';
import { environment, nodeVersion } from '../platform.js';
import { KERNEL_BINARIES } from './kernel-binaries.js';
import { canRevectorise, compileWide, type WideModule } from './revectorise.js';

/** Which build of the kernels. */
export type KernelBuild = 'simd' | 'relaxed-simd' | 'simd-256' | 'relaxed-simd-256';

/** All builds, the one that would be fastest first. */
export const KERNEL_BUILDS: readonly KernelBuild[] = ['relaxed-simd-256', 'relaxed-simd', 'simd-256', 'simd'];

/** Wide tiles are taken where they are faster by this factor: 1.8 was measured where V8 joins vectors, 0.65 where not. */
const WORTH_IT = 1.2;

const binaries: Partial<Record<KernelBuild, Uint8Array<ArrayBuffer>>> = {};

function binaryOf(build: KernelBuild): Uint8Array<ArrayBuffer> {
  binaries[build] ??= Uint8Array.from(atob(KERNEL_BINARIES[build]), (character) => character.charCodeAt(0));
  return binaries[build];
}

/** Whether the build's tiles are 16 columns wide. */
export function isWide(build: KernelBuild): boolean {
  return build.endsWith('-256');
}

let chosen: KernelBuild | undefined;

/** The build in use: ORBIT_L2O_KERNELS if that is set, else the fastest that runs here. */
export function kernelBuild(): KernelBuild {
  if (chosen) return chosen;
  const wanted = environment('ORBIT_L2O_KERNELS');
  if (wanted) requireOneOf('kernelBuild', 'ORBIT_L2O_KERNELS', wanted, KERNEL_BUILDS);
  chosen = (wanted as KernelBuild | undefined) ?? fastest();
  return chosen;
}

function fastest(): KernelBuild {
  if (!runsHere('relaxed-simd')) return 'simd';
  if (!canRevectorise() || !runsHere('relaxed-simd-256')) return 'relaxed-simd';
  return wideModule('relaxed-simd-256').gain > WORTH_IT ? 'relaxed-simd-256' : 'relaxed-simd';
}

/** How many times as fast wide tiles are as narrow ones here, by the self-test; undefined where there is nothing to test. */
export function wideGain(): number | undefined {
  return canRevectorise() ? wideModule('relaxed-simd-256').gain : undefined;
}

/** Node 20 has relaxed SIMD, but behind a flag, which may be set until the first such module is compiled. */
function runsHere(build: KernelBuild): boolean {
  const binary = binaryOf(build);
  if (build.startsWith('relaxed') && nodeVersion()?.startsWith('20.') && !WebAssembly.validate(binary)) {
    process.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return WebAssembly.validate(binary);
}

/** What of a build decides its numbers, and so is kept with results: wide tiles give the bytes of narrow ones. */
export type KernelArithmetic = 'simd' | 'relaxed-simd';

/** That of the build in use. It does not depend on the self-test, which a busy machine may turn. */
export function kernelArithmetic(): KernelArithmetic {
  return kernelBuild().replace('-256', '') as KernelArithmetic;
}

const wideModules: Partial<Record<KernelBuild, WideModule>> = {};

function wideModule(build: KernelBuild): WideModule {
  wideModules[build] ??= compileWide(binaryOf(build));
  return wideModules[build];
}

const modules: Partial<Record<KernelBuild, WebAssembly.Module>> = {};

/** A build's module, compiled once. @throws on a build that does not run here. */
export function moduleOf(build: KernelBuild): WebAssembly.Module {
  modules[build] ??= compile(build);
  return modules[build];
}

function compile(build: KernelBuild): WebAssembly.Module {
  if (!runsHere(build)) refuse('instantiateKernels', 'the kernels must be of a build that runs here', build);
  return isWide(build) && canRevectorise()
    ? wideModule(build).module
    : new WebAssembly.Module(binaryOf(build));
}
