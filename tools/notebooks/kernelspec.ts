/** Registers the project's kernel for all programs of this user that open notebooks, VS Code among them. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../../src/checks.js';
import { kernelspecRoot } from './project.js';

/** The kernel's name among the user's own: that of the project's folder would hide any other tslab. */
const NAME = 'orbit-l2o';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Jupyter looks for what belongs to one user. Source: jupyter_core's `jupyter_data_dir`. */
export function jupyterDataFolder(environment: Environment, platform: string = process.platform): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME, HOME = homedir() } = environment;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (platform === 'darwin') return join(HOME, 'Library', 'Jupyter');
  if (platform === 'win32') return join(APPDATA ?? join(HOME, 'AppData', 'Roaming'), 'jupyter');
  return join(XDG_DATA_HOME ?? join(HOME, '.local', 'share'), 'jupyter');
}

const folderOf = (environment: Environment) => join(jupyterDataFolder(environment), 'kernels', NAME);

/** Writes the kernelspec, with this project's place and this Node in it; returns its folder. */
export function installKernelspec(environment: Environment = process.env): string {
  const source = join(kernelspecRoot, 'kernels', 'tslab');
  const specification = JSON.parse(readFileSync(join(source, 'kernel.json'), 'utf8'));
  const argv = (specification.argv as string[]).map((part) => part.replace('{resource_dir}', source));
  argv[0] = process.execPath;
  const folder = folderOf(environment);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify({ ...specification, argv }, null, 2)}\n`);
  return folder;
}

/** Removes what {@link installKernelspec} wrote; returns its folder, undefined where there was none. */
export function removeKernelspec(environment: Environment = process.env): string | undefined {
  const folder = folderOf(environment);
  if (!existsSync(folder)) return undefined;
  rmSync(folder, { recursive: true });
  return folder;
}

/** The path of a notebook by its name, from the project's root, as Jupyter is to open it. @throws in the words of `where`. */
export function notebookByName(where: string, name: string, names: readonly string[]): string {
  const stem = name.replace(/^notebooks[\\/]/, '').replace(/\.ipynb$/, '');
  if (!names.includes(stem)) refuse(where, `a notebook must be one of ${names.join(', ')}`, name);
  return `notebooks/${stem}.ipynb`;
}
