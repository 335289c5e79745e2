/**
 * Brings a clone into a state in which it runs: packages installed, `dist` built. Every npm script runs it first.
 *
 *     node src/setup.mjs                install what is missing, then build what changed
 *     node src/setup.mjs --no-install   build only
 *
 * It uses only Node's own modules, since it runs before there are any others. When nothing changed it only reads
 * and compares, and is done in a fraction of a second. Several of them may run at once: one works, the others wait.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);
const assemblyFolder = inRoot('src', 'metaoptimizer', 'assembly');

/** A failure whose message is all the user needs; the stack would only hide it. */
class SetupError extends Error {}

/** The first Node with `require` of ES modules, by which a notebook cell imports the library. */
const MINIMUM_NODE = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new SetupError(
    `setup: Node must be ${MINIMUM_NODE.join('.')} or newer, got ${process.versions.node}`,
  );
}

// ---- installing

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves the list of what it installed in
 * node_modules/.package-lock.json, as the last thing it does, so that an install broken off counts as missing.
 * Optional packages may be absent: those of other platforms are, and tfjs-node is where it cannot be built.
 */
function isInstalled() {
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
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.[cm]?js$/.test(script))
    return { program: process.execPath, first: [script], shell: false };
  return { program: 'npm', first: [], shell: process.platform === 'win32' };
}

function install() {
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

// ---- building

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

/** A digest of names and contents. Contents and not times: a git checkout changes times and nothing else. */
function digest(files) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`\n${relative(root, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function runTool(label, script, args) {
  console.log(`${label} …`);
  const run = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  if (run.error) throw new SetupError(`setup: ${label} could not start: ${run.error.message}`);
  if (run.status !== 0) {
    throw new SetupError(
      `${run.stdout}${run.stderr}\nsetup: ${label} failed (exit code ${run.status ?? run.signal})`,
    );
  }
}

/** The library: every .ts file of src but the kernel's, which are AssemblyScript. */
function libraryStep() {
  const sources = filesUnder(inRoot('src')).filter(
    (file) => file.endsWith('.ts') && !file.startsWith(assemblyFolder + sep),
  );
  const outputs = sources
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => inRoot('dist', relative(inRoot('src'), file).replace(/\.ts$/, '.js')));
  return {
    name: 'library',
    inputs: [inRoot('tsconfig.json'), inRoot('package-lock.json'), ...sources],
    outputs,
    run() {
      // tsc's incremental record does not notice that an output was deleted.
      if (!outputs.every(existsSync)) rmSync(inRoot('dist', '.tsbuildinfo'), { force: true });
      runTool('Compiling src (tsc)', inRoot('node_modules', 'typescript', 'bin', 'tsc'), ['-p', '.']);
    },
  };
}

/** The LSTM's kernel, from AssemblyScript to dist/lstm.wasm, with the options of its asconfig.json. */
function assemblyStep() {
  const source = join(assemblyFolder, 'lstm.ts');
  const config = join(assemblyFolder, 'asconfig.json');
  const output = inRoot('dist', 'lstm.wasm');
  return {
    name: 'assembly',
    inputs: [inRoot('package-lock.json'), ...filesUnder(assemblyFolder)],
    outputs: [output],
    run() {
      runTool('Compiling the LSTM kernel (asc)', inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js'), [
        relative(root, source),
        '--config',
        relative(root, config),
        '--outFile',
        relative(root, output),
      ]);
    },
  };
}

/** What each step was built from, as { step: digest of its inputs }. */
const recordPath = inRoot('dist', '.built.json');

function staleSteps() {
  const steps = [libraryStep()];
  if (existsSync(join(assemblyFolder, 'lstm.ts'))) steps.push(assemblyStep());
  const record = readJson(recordPath) ?? {};
  return steps
    .map((step) => ({ ...step, digest: digest(step.inputs) }))
    .filter((step) => record[step.name] !== step.digest || !step.outputs.every(existsSync));
}

function build() {
  for (const step of staleSteps()) {
    step.run();
    const temporary = `${recordPath}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({ ...readJson(recordPath), [step.name]: step.digest }));
    renameSync(temporary, recordPath);
  }
}

// ---- one at a time

/** In dist, since npm ci empties node_modules. */
const lockPath = inRoot('dist', '.setup-lock');

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // it runs, and belongs to someone else
  }
}

/** Creates the lock with our process id in it, in one step; the id of the holder if there is one. */
function tryLock() {
  const own = `${lockPath}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockPath);
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return existsSync(lockPath) ? Number(readFileSync(lockPath, 'utf8')) : 0;
  } finally {
    rmSync(own);
  }
}

/**
 * Removes a lock whose holder was killed. The lock is moved away first: two that find it at once cannot both take it,
 * and one that has meanwhile been laid anew is put back.
 */
function removeStaleLock(holder) {
  const away = `${lockPath}.${process.pid}.stale`;
  try {
    renameSync(lockPath, away);
    if (Number(readFileSync(away, 'utf8')) !== holder) linkSync(away, lockPath);
    rmSync(away);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

/** Runs `work` while no other setup of this clone runs. */
function withLock(work) {
  mkdirSync(dirname(lockPath), { recursive: true });
  let told = false;
  for (let holder = tryLock(); holder !== undefined; holder = tryLock()) {
    if (holder !== 0 && !isRunning(holder)) {
      removeStaleLock(holder);
      continue;
    }
    if (!told && holder !== 0) console.log(`Waiting for another setup (process ${holder}) …`);
    told ||= holder !== 0;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  try {
    return work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function main(args) {
  checkNode();
  const unknown = args.filter((argument) => argument !== '--no-install');
  if (unknown.length > 0)
    throw new SetupError(`setup: options must be --no-install or none, got ${unknown.join(' ')}`);
  const mayInstall = !args.includes('--no-install');
  // Looked at again inside the lock: another setup may have done the work meanwhile.
  if (mayInstall && !isInstalled()) withLock(() => isInstalled() || install());
  if (staleSteps().length > 0) withLock(build);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
