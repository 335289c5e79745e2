/** Which code made a result: a version number alone does not change when someone edits the library. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelBinary } from '../metaoptimizer/wasm-kernels.js';

/** The build, which is what workers run; `src/` and `dist/` lie side by side, so the path is the same from either. */
const BUILD = fileURLToPath(new URL('../../dist', import.meta.url));

/** The folders that results depend on: not what draws, tells or starts. */
const FOLDERS = [
  'random',
  'numerics',
  'symmetry',
  'optimizees',
  'optimizers',
  'metaoptimizer',
  'evaluation',
  'experiments',
];

let known: string | undefined;

/** The first 16 hexadecimal digits of a SHA-256 digest of the compiled library and of the build of its kernels in use. */
export function codeDigest(): string {
  if (known) return known;
  const hash = createHash('sha256');
  const add = (path: string) => hash.update(`\n${path}\n`).update(readFileSync(join(BUILD, path)));
  hash.update(kernelBinary());
  for (const folder of FOLDERS) {
    const files = readdirSync(join(BUILD, folder), { recursive: true }) as string[];
    for (const file of files.filter((name) => name.endsWith('.js')).sort()) add(join(folder, file));
  }
  known = hash.digest('hex').slice(0, 16);
  return known;
}
