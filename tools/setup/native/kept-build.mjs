/**
 * Native TensorFlow, made once a machine and kept in the user's cache: libraries and addon, 0.6 GB.
 *
 * It lies outside of the clone, since npm ci empties node_modules, `dist` and `out` are deleted freely, and other clones want the
 * same. It holds for every Node: the addon speaks N-API, which is the same in all of them. A build that was broken off leaves
 * a complete download at most, and the next goes on from there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning } from '../lock.mjs';
import { runNpm } from '../npm.mjs';
import { SetupError } from '../project.mjs';
import { compiler, python } from './needs.mjs';
import { HEADERS, LIBRARIES, tfjsNode, WHEEL } from './pins.mjs';

export const ADDON = 'tfjs_binding.node';

/** Where the builds of all versions lie. */
export const cacheFolder = () =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'orbit-l2o', 'native');

/** The folder of this build: `lib` with the libraries, and the addon. */
export function keptBuild() {
  const of = createHash('sha256').update(`${WHEEL.sha256} ${tfjsNode().integrity}`).digest('hex');
  return join(cacheFolder(), of.slice(0, 16));
}

/** Whether it is complete: it gets its name when it is. */
export const isKept = () => existsSync(join(keptBuild(), ADDON));

/** Makes the build, where there is none. `step` is told what begins. */
export function makeBuild(step) {
  if (isKept()) return;
  removeBroken();
  const folder = join(cacheFolder(), `building-${process.pid}`);
  mkdirSync(join(folder, 'lib'), { recursive: true });
  try {
    const wheel = download(folder, step);
    step('unpacking TensorFlow (0.6 GB)');
    const unpack = join(dirname(fileURLToPath(import.meta.url)), 'unpack.py');
    run('unpacking', python(), [unpack, wheel, folder, ...LIBRARIES]);
    step('compiling the addon');
    compile(folder);
    rmSync(join(folder, 'include'), { recursive: true });
    rmSync(join(folder, 'packages'), { recursive: true });
    if (!isKept()) renameSync(folder, keptBuild()); // unless another process was faster
    rmSync(wheel, { force: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what processes left that were killed. */
function removeBroken() {
  for (const name of existsSync(cacheFolder()) ? readdirSync(cacheFolder()) : []) {
    const [, pid] = /^building-(\d+)$/.exec(name) ?? [];
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid))))
      rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

/** The wheel, with the right hash. */
function download(folder, step) {
  const wheel = join(cacheFolder(), `${WHEEL.sha256}.whl`);
  if (existsSync(wheel)) return wheel;
  step(`downloading ${WHEEL.requirement} (0.2 GB, from PyPI)`);
  const options = ['--disable-pip-version-check', '--no-cache-dir', '--no-input', `--dest=${folder}`];
  const pip = ['-m', 'pip', 'download', ...options, ...WHEEL.target, WHEEL.requirement];
  run('pip download', python(), pip, { stdio: ['ignore', 'inherit', 'pipe'] });
  const loaded = readdirSync(folder).find((name) => name.endsWith('.whl'));
  const found = loaded && sha256(join(folder, loaded));
  if (found !== WHEEL.sha256)
    throw new SetupError(`native: the wheel must have SHA-256 ${WHEEL.sha256}, got ${found ?? 'no wheel'}`);
  renameSync(join(folder, loaded), wheel);
  return wheel;
}

function sha256(path) {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(2 ** 20);
  const file = openSync(path, 'r');
  for (let length = 1; length > 0; hash.update(buffer.subarray(0, length)))
    length = readSync(file, buffer, 0, buffer.length, null);
  closeSync(file);
  return hash.digest('hex');
}

/** One call of the compiler. The addon looks for the libraries where @tensorflow/tfjs-node has them, in its own `deps/lib`. */
function compile(folder) {
  const binding = join(fetchPackage(tfjsNode(), folder), 'binding');
  const sources = readdirSync(binding).filter((name) => name.endsWith('.cc'));
  run('the compiler', compiler(), [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...[join(folder, 'include'), nodeHeaders(folder)].map((path) => `-I${path}`),
    ...sources.map((name) => join(binding, name)),
    ...[`-L${join(folder, 'lib')}`, ...LIBRARIES.map((name) => `-l:${name}`)],
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', join(folder, ADDON)],
  ]);
}

/** Beside Node, or from npm. */
function nodeHeaders(folder) {
  const beside = join(dirname(process.execPath), '..', 'include', 'node');
  return existsSync(join(beside, 'node_api.h')) ? beside : join(fetchPackage(HEADERS, folder), 'include');
}

/** A package of npm, unpacked and nothing else; its folder. */
function fetchPackage({ spec, integrity }, folder) {
  const into = join(folder, 'packages', spec.replaceAll('/', '-'));
  mkdirSync(into, { recursive: true });
  runNpm('native', ['pack', spec, '--pack-destination', into]);
  const tarball = join(into, readdirSync(into)[0]);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) throw new SetupError(`native: ${spec} must have ${integrity}, got ${found}`);
  run('tar', 'tar', ['-xzf', tarball, '-C', into]);
  return join(into, 'package');
}

/** Runs a program; where it fails, with its words. */
function run(label, program, args, { stdio = ['ignore', 'ignore', 'pipe'] } = {}) {
  const { status, signal, stderr, error } = spawnSync(program, args, {
    stdio,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw new SetupError(`native: ${label} must be runnable, got ${error.message}`);
  if (status === 0) return;
  throw new SetupError(`${stderr}native: ${label} must succeed, got ${signal ?? `exit code ${status}`}`);
}
