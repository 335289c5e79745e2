/** Brings `dist` up to date: the library by tsc, the LSTM's kernel by the AssemblyScript compiler. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inRoot, readJson, root, SetupError } from './project.mjs';

const assemblyFolder = inRoot('src', 'metaoptimizer', 'assembly');

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

/** The LSTM's kernels, from AssemblyScript to dist/lstm-*.wasm: a file a target of the asconfig.json. */
function assemblyStep() {
  const source = join(assemblyFolder, 'lstm.ts');
  const config = join(assemblyFolder, 'asconfig.json');
  const targets = Object.keys(readJson(config)?.targets ?? {});
  const outputOf = (target) => inRoot('dist', `lstm-${target}.wasm`);
  return {
    name: 'assembly',
    inputs: [inRoot('package-lock.json'), ...filesUnder(assemblyFolder)],
    outputs: targets.map(outputOf),
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
    },
  };
}

/** What each step was built from, as { step: digest of its inputs }. */
const recordPath = inRoot('dist', '.built.json');

/** The steps whose inputs changed since they were last taken, or whose outputs are gone. */
export function staleSteps() {
  const steps = [libraryStep()];
  if (existsSync(join(assemblyFolder, 'lstm.ts'))) steps.push(assemblyStep());
  const record = readJson(recordPath) ?? {};
  return steps
    .map((step) => ({ ...step, digest: digest(step.inputs) }))
    .filter((step) => record[step.name] !== step.digest || !step.outputs.every(existsSync));
}

/** Takes the stale steps; each is recorded as soon as it has succeeded. */
export function build() {
  for (const step of staleSteps()) {
    step.run();
    const temporary = `${recordPath}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({ ...readJson(recordPath), [step.name]: step.digest }));
    renameSync(temporary, recordPath);
  }
}
