/** Installs the packages, where those that package-lock.json lists are not there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, readJson, root, SetupError } from './project.mjs';

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves the list of what it installed in
 * node_modules/.package-lock.json, as the last thing it does, so that an install broken off counts as missing.
 * Optional packages may be absent: those of other platforms are, and tfjs-node is where it cannot be built.
 */
export function isInstalled() {
  const wanted = readJson(inRoot('package-lock.json'));
  if (wanted === undefined) throw new SetupError(`setup: package-lock.json must be in ${root}, got none`);
  const installed = readJson(inRoot('node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined) return false;
  return Object.entries(wanted.packages).every(
    ([path, { optional, version, resolved }]) =>
      path === '' ||
      !path.startsWith('node_modules/') ||
      optional ||
      (installed[path] && installed[path].version === version && installed[path].resolved === resolved),
  );
}

/** One line about the TensorFlow.js backend: tfjs-node counts as there when its native part is. */
function describeBackend() {
  const library = inRoot('node_modules', '@tensorflow', 'tfjs-node', 'lib');
  const native =
    existsSync(library) &&
    readdirSync(library).some((folder) => existsSync(join(library, folder, 'tfjs_binding.node')));
  return native
    ? 'TensorFlow.js will run on @tensorflow/tfjs-node.'
    : 'TensorFlow.js will run on its wasm backend (@tensorflow/tfjs-node could not be installed here; it is optional).';
}

/** npm's own script when npm started us, since on Windows `npm` itself is not a program that can be spawned. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.[cm]?js$/.test(script))
    return { program: process.execPath, first: [script], shell: false };
  return { program: 'npm', first: [], shell: process.platform === 'win32' };
}

/** Runs `npm ci`, quietly but for its errors. */
export function install() {
  console.log('Installing packages (npm ci) …');
  const { program, first, shell } = npmCommand();
  const run = spawnSync(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    shell,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.error) throw new SetupError(`setup: npm must be runnable, got ${run.error.message}`);
  if (run.status !== 0) throw new SetupError(`setup: npm ci failed (exit code ${run.status ?? run.signal})`);
  if (!isInstalled())
    throw new SetupError('setup: npm ci must install what package-lock.json lists, and did not');
  console.log(describeBackend());
}
