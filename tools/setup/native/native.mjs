/**
 * `npm run native`: native TensorFlow for @tensorflow/tfjs-node, where the download of its binary fails.
 *
 *     npm run native                 make it, once a machine (some minutes), and put it into this clone
 *     npm run native -- --remove     take it out of this clone, and remove the machine's build
 *
 * TensorFlow's libraries come from a wheel of PyPI, pinned by hash, and the addon is compiled; nothing is installed but into
 * node_modules and the user's cache. What fails leaves everything as it was. Nothing else of the project needs it.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';
import { SetupError } from '../project.mjs';
import { cacheFolder, isKept, keptBuild, makeBuild } from './kept-build.mjs';
import { requireNeeds, requirePlatform } from './needs.mjs';
import { hasAddon, place, unplace } from './place.mjs';

const ANEW = 'npm run native -- --remove, and then npm run native,';

const started = performance.now();
/** Says what begins. */
function step(what) {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what} …`);
}

/** Whether it computes, tried in a process of its own: one that cannot be loaded may end the process. */
function tried() {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'verify.mjs');
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  if (status === 0) return { works: true, words: stdout.trim() };
  const [reason] = stderr.split('\n').filter((line) => /must|Error/.test(line));
  return { works: false, words: reason?.trim() ?? signal ?? `exit code ${status}` };
}

function verify() {
  step('trying it');
  const { works, words } = tried();
  if (!works)
    throw new SetupError(`native: the backend must compute, got '${words}' (${ANEW} makes the build anew)`);
  console.log(`        ${words}`);
}

function make() {
  requirePlatform();
  if (hasAddon()) {
    const { works, words } = tried();
    if (works) return console.log(`Native TensorFlow is already there: ${words}.`);
    console.log(`Native TensorFlow is there and does not work (${words}).`);
    unplace();
  }
  requireNeeds(isKept() ? undefined : cacheFolder());
  if (isKept()) console.log(`Native TensorFlow is in ${keptBuild()}.`);
  else makeBuild(step);
  step('putting it into node_modules (npm install --no-save)');
  place(verify);
  console.log(
    `Native TensorFlow is there, for problems with many parameters. Its build is kept in ${keptBuild()}.`,
  );
}

function remove() {
  unplace();
  rmSync(cacheFolder(), { recursive: true, force: true });
  console.log(`Native TensorFlow is removed, here and from ${cacheFolder()}.`);
}

try {
  const [option, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || ![undefined, '--remove'].includes(option))
    throw new SetupError(`native: options must be --remove or none, got ${process.argv.slice(2).join(' ')}`);
  withLock(option === '--remove' ? remove : make);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
