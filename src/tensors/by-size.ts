/**
 * Which backend suits a problem: that of n parameters.
 *
 * Plain JavaScript has the least to do for one operation, WebAssembly computes faster, and TensorFlow itself fastest, with the
 * most to do for each: so they take turns as n grows (`npm run bench -- tensors`). The rule looks at n and at what is installed, never
 * at a clock: the same seed gives the same digits on the same installation. n says nothing of the data of an objective: one with few
 * parameters and much data is told its backend.
 */

import type { TensorBackendName } from './backend.js';
import type { RunningBackend } from './running-backends.js';

/**
 * From here on the one is faster than those before it, as measured: WebAssembly passes plain JavaScript at some tens of parameters, and
 * TensorFlow passes WebAssembly at 10,000 where products of matrices prevail and near 100,000 where there are none.
 */
export const FASTER_FROM = { wasm: 100, node: 20_000 } as const;

/** The backends for n parameters, the fastest first. */
export function backendsFor(n: number): readonly TensorBackendName[] {
  if (n >= FASTER_FROM.node) return ['node', 'wasm', 'cpu'];
  return n >= FASTER_FROM.wasm ? ['wasm', 'cpu'] : ['cpu'];
}

/** Gives the backend for n parameters. */
export type ChooseBackend = (n: number) => RunningBackend;
