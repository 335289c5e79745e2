/** Installs the packages, where those that package-lock.json lists are not there. */
import { hasAddon, isNativeLost, putNativeBack } from './native/place.mjs';
import { runNpm } from './npm.mjs';
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

/** One line about TensorFlow.js: its native backend counts as there when its addon is. */
const describeBackend = () =>
  hasAddon()
    ? 'TensorFlow.js has its native backend, @tensorflow/tfjs-node.'
    : 'TensorFlow.js runs without its native backend (@tensorflow/tfjs-node could not be installed; it is optional: npm run native).';

/** Runs `npm ci`, quietly but for its errors. */
export function install() {
  console.log('Installing packages (npm ci) …');
  runNpm('setup', ['ci', '--no-audit', '--no-fund']);
  if (!isInstalled())
    throw new SetupError('setup: npm ci must install what package-lock.json lists, and did not');
  if (isNativeLost()) putNativeBack();
  console.log(describeBackend());
}
