/** Brings `dist` up to date: the library by tsc, the LSTM's kernel by the AssemblyScript compiler. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot, readJson, root, SetupError } from './project.mjs';
import { tensorsSource, tensorsStep } from './tensors.mjs';

/** What is compiled to `dist`, folder by folder. */
const HOUSES = ['src', 'experiments', 'tools'];

const assemblyFolder = inRoot('src', 'lstm', 'assembly');

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

/** The three houses: every .ts file of theirs but the LSTM kernels', which are AssemblyScript. */
function libraryStep() {
  const sources = HOUSES.flatMap((house) => filesUnder(inRoot(house))).filter(
    (file) => file.endsWith('.ts') && !file.startsWith(assemblyFolder + sep),
  );
  const outputs = sources
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => inRoot('dist', relative(root, file).replace(/\.ts$/, '.js')));
  return {
    name: 'library',
    inputs: [inRoot('tsconfig.json'), inRoot('package-lock.json'), ...sources],
    outputs,
    run() {
      // tsc's incremental record does not notice that an output was deleted.
      if (!outputs.every(existsSync)) rmSync(inRoot('dist', '.tsbuildinfo'), { force: true });
      runTool('Compiling (tsc)', inRoot('node_modules', 'typescript', 'bin', 'tsc'), ['-p', '.']);
    },
  };
}

/** What the library imports the kernels from: in Node, in a browser and in a notebook's cell alike. */
const binariesPath = join(assemblyFolder, '..', 'kernel-binaries.ts');

/** The kernels as a module of base64 text, a name a target. */
function binariesModule(targets) {
  const lines = targets.map(
    ([target, file]) => `  '${target}':\n    '${readFileSync(file).toString('base64')}',\n`,
  );
  return `/** Made by \`tools/setup/build.mjs\` from \`assembly/\`: the compiled kernels, base64. */\nexport const KERNEL_BINARIES = {\n${lines.join('')}} as const;\n`;
}

/**
 * The LSTM's kernels, from AssemblyScript to dist/lstm-*.wasm, a file a target of the asconfig.json, and from there to
 * the module that the library imports.
 */
function assemblyStep() {
  const source = join(assemblyFolder, 'lstm.ts');
  const config = join(assemblyFolder, 'asconfig.json');
  const targets = Object.keys(readJson(config)?.targets ?? {});
  const outputOf = (target) => inRoot('dist', `lstm-${target}.wasm`);
  return {
    name: 'assembly',
    inputs: [inRoot('package-lock.json'), fileURLToPath(import.meta.url), ...filesUnder(assemblyFolder)],
    outputs: [...targets.map(outputOf), binariesPath],
    run() {
      for (const target of targets) {
        const compiler = inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js');
        runTool(`Compiling the LSTM kernels (asc, ${target})`, compiler, [
          relative(root, source),
          '--config',
          relative(root, config),
          '--target',
          target,
          '--outFile',
          relative(root, outputOf(target)),
        ]);
      }
      writeWhole(binariesPath, binariesModule(targets.map((target) => [target, outputOf(target)])));
    },
  };
}

/** What each step was built from, as { step: digest of its inputs }. */
const recordPath = inRoot('dist', '.built.json');

/** In the order in which they are taken: the library imports the kernels, and the types of TensorFlow.js. */
const STEPS = [
  ...(existsSync(join(assemblyFolder, 'lstm.ts')) ? [assemblyStep] : []),
  ...(existsSync(tensorsSource) ? [tensorsStep] : []),
  libraryStep,
];

/** A step with the digest of its inputs, where these changed since it was last taken or an output is gone. */
function ifStale(makeStep) {
  const step = makeStep();
  const now = digest(step.inputs);
  const isFresh = readJson(recordPath)?.[step.name] === now && step.outputs.every(existsSync);
  return isFresh ? [] : [{ ...step, digest: now }];
}

/** The steps whose inputs changed since they were last taken, or whose outputs are gone. */
export const staleSteps = () => STEPS.flatMap(ifStale);

function writeWhole(path, text) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Takes the stale steps; each is recorded as soon as it has succeeded. */
export function build() {
  for (const makeStep of STEPS) {
    for (const step of ifStale(makeStep)) {
      step.run();
      writeWhole(recordPath, JSON.stringify({ ...readJson(recordPath), [step.name]: step.digest }));
    }
  }
}
