/**
 * Compiles wide kernels with V8's revectoriser, which joins two neighbouring vectors of four to one of eight (x64 with AVX2).
 *
 * V8 decides by flags, when its optimising compiler meets a function. So the flags are set, every kernel is run until it has
 * been compiled, at once and not in the background, and the flags are put back: no other module of the process is compiled by
 * an experiment. It takes some 15 ms, with the self-test, less than 1 ms of it: wide tiles against narrow ones, both in the
 * same module.
 */

import { nodeVersion } from '../platform.js';
import { RESERVED_BYTES } from './wasm-layout.js';

/**
 * The versions of Node on which this was tried. Node 22 has the flag, but leaves fused multiply–adds as they are; a newer V8
 * may treat these flags in another way.
 */
const [OLDEST_NODE, NEWEST_NODE] = [24, 26];

/** V8's flags while the kernels are compiled, and after: its defaults. */
const WHILE_COMPILING = ['--experimental-wasm-revectorize', '--wasm-sync-tier-up', '--wasm-tiering-budget=1'];
const AFTERWARDS = [
  '--no-experimental-wasm-revectorize',
  '--no-wasm-sync-tier-up',
  '--wasm-tiering-budget=13000000',
];

/** Whether V8 is one that can; whether it does on this processor, the gain of {@link compileWide} tells. */
export function canRevectorise(): boolean {
  const major = Number(nodeVersion()?.split('.')[0]);
  return major >= OLDEST_NODE && major <= NEWEST_NODE && process.arch === 'x64';
}

export interface WideModule {
  readonly module: WebAssembly.Module;
  /** Time of narrow tiles over time of wide tiles, for the same product. */
  readonly gain: number;
}

/** Only where {@link canRevectorise}. A host that calls itself Node and takes no flags of V8 is found out by the self-test. */
export function compileWide(binary: Uint8Array<ArrayBuffer>): WideModule {
  setFlags(WHILE_COMPILING);
  try {
    const module = new WebAssembly.Module(binary);
    const memory = new WebAssembly.Memory({ initial: 2 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const kernels = exports as unknown as Record<string, (...args: number[]) => void>;
    runAll(kernels);
    return { module, gain: gainOf(kernels.forward) };
  } finally {
    setFlags(AFTERWARDS);
  }
}

function setFlags(flags: readonly string[]): void {
  const v8 = process.getBuiltinModule('node:v8');
  try {
    for (const flag of flags) v8.setFlagsFromString(flag);
  } catch {} // Deno has the function, and it throws
}

/** Where the numbers lie: all zero, and a kernel's blocks may overlap. */
const AT = RESERVED_BYTES;

/** Runs every kernel twice, through all of its functions: five rows are a quad and one more. V8 compiles after the first. */
function runAll(kernels: Record<string, (...args: number[]) => void>): void {
  const [rows, inputs, outputs] = [5, 16, 24];
  for (let run = 0; run < 2; run++) {
    kernels.forward(rows, inputs, outputs, AT, AT, AT);
    kernels.pack(inputs, outputs, AT, AT);
    kernels.backward(rows, 0, inputs, inputs, outputs, AT, AT, AT, AT);
    kernels.backward(rows, 0, inputs, inputs, outputs, AT, AT, 0, AT);
    kernels.forwardGates(rows, 12, AT, AT, AT, AT, AT, 12, AT, 12);
    kernels.backwardGates(rows, 12, AT, AT, AT, AT, AT, 12, AT, 12);
    kernels.weightGradient(rows, inputs, outputs, AT, AT, AT, AT);
    kernels.adam(rows, inputs, outputs, AT, AT, AT, AT, AT, AT, 0, 0, 0, 0, 0, 0, 1);
    kernels.flush(AT, inputs, 0);
    kernels.largestMagnitude(AT, inputs);
  }
}

/** Four rows by 16 columns, as one wide tile and as two narrow ones: the fastest of nine times each. */
function gainOf(forward: (...args: number[]) => void): number {
  const inputs = 256;
  const time = (outputs: number, calls: number) => {
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 9; round++) {
      const started = performance.now();
      for (let call = 0; call < calls; call++) forward(4, inputs, outputs, AT, AT + 32768, AT + 16384);
      fastest = Math.min(fastest, performance.now() - started);
    }
    return fastest;
  };
  return time(8, 64) / time(16, 32);
}
