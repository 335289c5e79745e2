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

/** From this n on WebAssembly is the faster one, and from that n on TensorFlow: measured, in the middle of where they cross. */
export const FASTER_FROM = { wasm: 200, node: 10_000 } as const;

/** The backends for n parameters, the fastest first. */
export function backendsFor(n: number): readonly TensorBackendName[] {
  if (n >= FASTER_FROM.node) return ['node', 'wasm', 'cpu'];
  return n >= FASTER_FROM.wasm ? ['wasm', 'cpu'] : ['cpu'];
}

/** Gives the backend for n parameters. */
export type ChooseBackend = (n: number) => RunningBackend;
