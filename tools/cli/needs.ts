/**
 * What a command needs beyond what comes with the package: other packages, which are its optional peers, or the repository,
 * where the notebooks and their kernel lie.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refuse } from '../../src/checks.js';
import { projectRoot } from '../../src/node/project-root.js';

const require = createRequire(import.meta.url);

/** What draws a figure without a browser. */
export const DRAWING = ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'jsdom', 'plotly.js-dist'];

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'MODULE_NOT_FOUND'; // it is there, and keeps its package.json to itself
  }
}

/** @throws BadInput that names the packages to install, or the option to do without. */
export function requirePackages(command: string, names: readonly string[], without: string): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const remedy = `npm install ${missing.join(' ')}, or ${without}`;
  refuse(command, `its packages must be installed (${remedy})`, `no ${missing.join(', no ')}`);
}

/** @throws BadInput where this is the installed package and not the repository. */
export function requireRepository(command: string): void {
  if (existsSync(join(projectRoot, 'tools', 'kernel', 'launcher.cjs'))) return;
  refuse(
    command,
    'must run in a clone of the repository, where the notebooks and their kernel are',
    'the package',
  );
}
