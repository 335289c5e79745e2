/** Under what a result came about, kept with every one of them. */

import { type KernelArithmetic, kernelArithmetic } from '../lstm/kernel-build.js';
import { nodeVersion, platform } from '../platform.js';
import type { Task } from '../seams.js';
import type { TensorBackend } from '../tensors/backend.js';
import { VERSION } from '../version.js';

export interface Provenance {
  /** Version of this library. */
  readonly version: string;
  /** Version of Node; 'none' in a browser. */
  readonly node: string;
  /** Platform and processor architecture, such as linux-x64. */
  readonly platform: string;
  /** What the meta-optimizer ran on: which arithmetic its kernels have. */
  readonly backend: `wasm-${KernelArithmetic}`;
  /** What the tasks ran on that are written in TensorFlow.js, such as 'cpu 4.22.0'; absent where there are none. */
  readonly tensors?: readonly string[];
}

/** Of what runs in this process, on these tasks. */
export function provenance(tasks: readonly Task[] = []): Provenance {
  const tensors = tensorBackendsOf(tasks);
  return {
    version: VERSION,
    node: nodeVersion() ?? 'none',
    platform: platform(),
    backend: `wasm-${kernelArithmetic()}`,
    ...(tensors.length > 0 && { tensors }),
  };
}

/** An optimizee or action made by `loadTensors` names its backend. */
function tensorBackendsOf(tasks: readonly Task[]): string[] {
  const backendOf = (part: object) => (part as { readonly backend?: TensorBackend }).backend;
  const backends = tasks.flatMap(({ optimizee, action }) => [backendOf(optimizee), backendOf(action)]);
  const named = backends.flatMap((backend) => (backend ? `${backend.name} ${backend.version}` : []));
  return [...new Set(named)].sort();
}
