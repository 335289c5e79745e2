/**
 * Brings a clone into a state in which it runs: packages installed, `dist` built. Every npm script runs it first.
 *
 *     node tools/setup/setup.mjs                install what is missing, then build what changed
 *     node tools/setup/setup.mjs --no-install   build only
 *
 * It uses only Node's own modules, since it runs before there are any others. When nothing changed it only reads
 * and compares, and is done in a fraction of a second. Several of them may run at once: one works, the others wait.
 */
import { build, staleSteps } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { isNativeLost, putNativeBack } from './native/place.mjs';
import { SetupError } from './project.mjs';

/** The first Node with `require` of ES modules, by which a notebook cell imports the library. */
const MINIMUM_NODE = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new SetupError(
    `setup: Node must be ${MINIMUM_NODE.join('.')} or newer, got ${process.versions.node}`,
  );
}

function main(args) {
  checkNode();
  const unknown = args.filter((argument) => argument !== '--no-install');
  if (unknown.length > 0)
    throw new SetupError(`setup: options must be --no-install or none, got ${unknown.join(' ')}`);
  const mayInstall = !args.includes('--no-install');
  // Looked at again inside the lock: another setup may have done the work meanwhile.
  if (mayInstall && !isInstalled()) withLock(() => isInstalled() || install());
  if (mayInstall && isNativeLost()) withLock(() => isNativeLost() && putNativeBack()); // after an npm ci by hand
  if (staleSteps().length > 0) withLock(build);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
