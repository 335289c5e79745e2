/**
 * Imports a user's JavaScript or TypeScript file by its path, from any folder; and a digest of it with the files of one's own that it
 * imports, by which it is known which version of it made a result.
 */

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refuse } from '../checks.js';
import { readBytes } from './files.js';
import type { HookData } from './module-hooks.js';
import { projectRoot } from './project-root.js';

/** Node runs JavaScript, so the sources register the built hooks too. */
const HOOKS = pathToFileURL(join(projectRoot, 'dist/src/node/module-hooks.js'));

const ENDINGS = ['.ts', '.mts', '.js', '.mjs'];

/** Whether Node reads TypeScript by itself (≥ 22.18 and ≥ 23.6). */
const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript);

let registered: string | undefined;

/** The path of a file that can be imported. @throws BadInput on one that is not there, or of another kind. */
export function requireModuleFile(where: string, file: string): string {
  const path = resolve(file);
  if (!ENDINGS.some((ending) => path.endsWith(ending))) {
    refuse(where, `a file must end with ${ENDINGS.join(', ')}`, file);
  }
  if (!existsSync(path) || !statSync(path).isFile()) refuse(where, 'the file must be there', file);
  return path;
}

/** What a file exports. Its `orbit-l2o` is this package; another version of the file is another module. @throws what the file throws. */
export async function importFile(where: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const path = requireModuleFile(where, file);
  const typescript = /\.m?ts$/.test(path) && !stripsTypes ? typescriptFor(where, path) : undefined;
  if (registered === undefined || (typescript !== undefined && registered === '')) {
    const data: HookData = { typescript };
    register(HOOKS, { parentURL: import.meta.url, data });
    registered = typescript ?? '';
  }
  return import(`${pathToFileURL(path).href}?version=${fileDigest(where, path)}`);
}

/** TypeScript beside the file, else beside this package. @throws BadInput where there is none. */
function typescriptFor(where: string, path: string): string {
  for (const from of [path, join(projectRoot, 'package.json')]) {
    try {
      return pathToFileURL(createRequire(from).resolve('typescript')).href;
    } catch {} // the next place
  }
  return refuse(
    where,
    'a TypeScript file needs Node 22.18 or newer, or npm install typescript; or write it in JavaScript',
    `Node ${process.versions.node}`,
  );
}

/** Static and dynamic imports of files of one's own. */
const OWN_IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\1/g;

/** The first 16 hexadecimal digits of the SHA-256 of the file and, in order, of the files beside it that it imports. */
export function fileDigest(where: string, file: string): string {
  const hash = createHash('sha256');
  const seen = new Set<string>();
  const add = (path: string) => {
    if (seen.has(path) || !existsSync(path) || !statSync(path).isFile()) return;
    seen.add(path);
    const bytes = readBytes(where, path);
    hash.update(`${bytes.length}\n`).update(bytes);
    for (const [, , specifier] of bytes.toString('utf8').matchAll(OWN_IMPORT)) {
      add(resolve(dirname(path), specifier));
    }
  };
  add(resolve(file));
  return hash.digest('hex').slice(0, 16);
}
