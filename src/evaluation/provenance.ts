/** Under what a result came about, kept with every one of them. */

import { createRequire } from 'node:module';
import { type KernelBuild, kernelBuild } from '../metaoptimizer/wasm-kernels.js';

export interface Provenance {
  /** Version of this library. */
  readonly version: string;
  /** Version of Node. */
  readonly node: string;
  /** Platform and processor architecture, such as linux-x64. */
  readonly platform: string;
  /** What the meta-optimizer ran on: which build of its kernels. */
  readonly backend: `wasm-${KernelBuild}`;
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

export function provenance(): Provenance {
  return {
    version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    backend: `wasm-${kernelBuild()}`,
  };
}
