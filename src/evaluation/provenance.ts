/** Under what a result came about, kept with every one of them. */

import { createRequire } from 'node:module';

export interface Provenance {
  /** Version of this library. */
  readonly version: string;
  /** Version of Node. */
  readonly node: string;
  /** Platform and processor architecture, such as linux-x64. */
  readonly platform: string;
  /** What the meta-optimizer ran on. */
  readonly backend: 'wasm-simd';
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

export function provenance(): Provenance {
  return {
    version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    backend: 'wasm-simd',
  };
}
