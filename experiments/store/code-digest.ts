/** Which code made a result: a version number alone does not change when someone edits the library. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelArithmetic } from '../../src/lstm/kernel-build.js';
import { projectRoot } from '../../src/node/project-root.js';

/** The build, which is what workers run. */
const BUILD = join(projectRoot, 'dist');

/** The folders that results depend on, their files alone in `experiments`: not what draws, judges, stores or starts. */
const FOLDERS = [
  'src/random',
  'src/numerics',
  'src/networks',
  'src/symmetry',
  'src/optimizees',
  'src/optimizers',
  'src/lstm',
  'src/metaoptimizer',
  'src/evaluation',
  'experiments',
];

/** The list of what the house offers: names, and nothing that runs. */
const ENTRY = 'index.js';

let known: string | undefined;

/** The first 16 hexadecimal digits of a SHA-256 digest of the compiled library, all builds of its kernels with it, and of the arithmetic in use. */
export function codeDigest(): string {
  if (known) return known;
  const hash = createHash('sha256');
  const add = (path: string) => hash.update(`\n${path}\n`).update(readFileSync(join(BUILD, path)));
  hash.update(kernelArithmetic());
  for (const folder of FOLDERS) {
    const files = readdirSync(join(BUILD, folder), { recursive: folder !== 'experiments' }) as string[];
    const counted = files.filter((name) => name.endsWith('.js') && name !== ENTRY);
    for (const file of counted.sort()) add(join(folder, file));
  }
  known = hash.digest('hex').slice(0, 16);
  return known;
}
