/** Under what a result came about, kept with every one of them. */

import { type KernelBuild, kernelBuild } from '../lstm/kernel-build.js';
import { nodeVersion, platform } from '../platform.js';
import { VERSION } from '../version.js';

export interface Provenance {
  /** Version of this library. */
  readonly version: string;
  /** Version of Node; 'none' in a browser. */
  readonly node: string;
  /** Platform and processor architecture, such as linux-x64. */
  readonly platform: string;
  /** What the meta-optimizer ran on: which build of its kernels. */
  readonly backend: `wasm-${KernelBuild}`;
}

export function provenance(): Provenance {
  return {
    version: VERSION,
    node: nodeVersion() ?? 'none',
    platform: platform(),
    backend: `wasm-${kernelBuild()}`,
  };
}
