/**
 * `npm run native`. What it says and undoes, on a small project with stand-ins for npm, Python and the compiler; and the way itself,
 * from the wheel to the tests of tensors on TensorFlow, in a copy of the project.
 *
 * The way takes a minute and 200 MB of downloads, so it is gone where ORBIT_L2O_NATIVE=1 asks for it, or the build is there already.
 */

import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'; // biome-ignore format: one import
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const runNode = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<Result>((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    execFile(process.execPath, args, options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const isLinux = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!isLinux)('with stand-ins', () => {
  let root: string;
  const at = (...parts: string[]) => join(root, ...parts);
  const TFJS_NODE = 'node_modules/@tensorflow/tfjs-node';
  const ADDON = `${TFJS_NODE}/lib/napi-v8/tfjs_binding.node`;
  const LOCK = {
    lockfileVersion: 3,
    packages: {
      '': { name: 'small' },
      'node_modules/a': { version: '1.0.0' },
      [TFJS_NODE]: { version: '4.22.0', integrity: 'sha512-none', optional: true },
    },
  };

  /** `ci` installs what is not optional, `install` also tfjs-node, without its binary. */
  const NPM = `
const fs = require('node:fs');
const [command] = process.argv.slice(2);
fs.appendFileSync('npm-calls', command + '\\n');
if (fs.existsSync('npm-fails-at-' + command)) { console.error('npm error offline'); process.exit(7); }
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
if (command === 'ci') fs.rmSync('node_modules', { recursive: true, force: true });
const paths = Object.keys(packages).filter((path) => path && (command === 'install' || !packages[path].optional));
for (const path of paths) fs.mkdirSync(path, { recursive: true });
const installed = Object.fromEntries(paths.map((path) => [path, packages[path]]));
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: installed }, null, 2));
`;
  /** pip that brings a wheel, though not the right one. */
  const PYTHON = `#!/bin/sh
for option in "$@"; do case $option in --dest=*) echo no wheel > "\${option#--dest=}/t.whl";; esac; done
`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'orbit-native-'));
    cpSync(join(projectRoot, 'tools/setup'), at('tools/setup'), { recursive: true });
    for (const [name, text] of Object.entries({ 'npm.cjs': NPM, python: PYTHON, compiler: '#!/bin/sh\n' }))
      writeFileSync(at(name), text);
    for (const program of ['python', 'compiler']) chmodSync(at(program), 0o755);
    writeFileSync(at('package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(at('package-lock.json'), JSON.stringify(LOCK));
    execFileSync(process.execPath, [at('npm.cjs'), 'ci'], { cwd: root });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const env = () => ({
    npm_execpath: at('npm.cjs'),
    XDG_CACHE_HOME: at('cache'),
    PYTHON: at('python'),
    CXX: at('compiler'),
  });
  const native = (args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) =>
    runNode(root, [at('tools/setup/native/native.mjs'), ...args], { ...env(), ...more });
  /** Installing alone: this project has nothing to compile. */
  const setup = () =>
    runNode(
      root,
      [
        '--input-type=module',
        '--eval',
        "const { install } = await import('./tools/setup/install.mjs'); install();",
      ],
      env(),
    );
  const packages = () => [
    readFileSync(at('node_modules/.package-lock.json'), 'utf8'),
    ...readdirSync(at('node_modules'), { recursive: true }).sort(),
  ];

  /** A build as it is kept, though of no use. */
  async function keepBuild(): Promise<void> {
    const program = "console.log((await import('./tools/setup/native/kept-build.mjs')).keptBuild())";
    const { out } = await runNode(root, ['--input-type=module', '--eval', program], env());
    mkdirSync(join(out.trim(), 'lib'), { recursive: true });
    writeFileSync(join(out.trim(), 'tfjs_binding.node'), 'no library');
  }

  it('names all that is missing, in one line', async () => {
    const nowhere = { CXX: '/nowhere/g++', PYTHON: '/nowhere/python' };
    expect(await native([], nowhere)).toEqual({
      code: 1,
      out: '',
      err: "native: what it needs must be there, got no C++ compiler '/nowhere/g++' (g++, or what CXX names); no Python with pip '/nowhere/python' (python3, or what PYTHON names)\n",
    });
  });

  it('refuses a wheel of another hash and leaves nothing of it', async () => {
    const before = packages();
    const { code, err } = await native();
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^native: the wheel must have SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}\n$/),
    });
    expect(packages()).toEqual(before);
    expect(readdirSync(at('cache/orbit-l2o/native'))).toEqual([]);
  });

  it('goes on from a download that is complete, and keeps it where a later step fails', async () => {
    const { WHEEL } = await import(/* @vite-ignore */ at('tools/setup/native/pins.mjs'));
    const wheel = at('cache/orbit-l2o/native', `${WHEEL.sha256}.whl`);
    mkdirSync(dirname(wheel), { recursive: true });
    writeFileSync(wheel, 'wheel');
    writeFileSync(at('npm-fails-at-pack'), '');
    const { code, out, err } = await native();
    expect({ code, err }).toEqual({
      code: 1,
      err: 'npm error offline\nnative: npm pack failed (exit code 7)\n',
    });
    expect(out).not.toContain('downloading');
    expect(readdirSync(dirname(wheel))).toEqual([`${WHEEL.sha256}.whl`]);
  });

  it('puts everything back where the backend does not compute', async () => {
    await keepBuild();
    const before = packages();
    const { code, err } = await native();
    expect(code).toBe(1);
    expect(err).toMatch(/^native: the backend must compute, got '.+' \(npm run native -- --remove, .*\)\n$/);
    expect(packages()).toEqual(before);
    expect(existsSync(at('dist/.native.json'))).toBe(false);
  });

  it('is put back after npm ci where it is wanted, and given up in one line where that fails', async () => {
    await keepBuild();
    await setup();
    expect(existsSync(at(ADDON))).toBe(false); // a build alone is no wish

    mkdirSync(at('dist'), { recursive: true });
    writeFileSync(at('dist/.native.json'), JSON.stringify({ added: [] }));
    const back = await setup();
    expect(back).toMatchObject({ code: 0, err: '' });
    expect(back.out).toContain('TensorFlow.js has its native backend');
    expect(readFileSync(at(ADDON), 'utf8')).toBe('no library');
    expect(existsSync(at(TFJS_NODE, 'deps/lib'))).toBe(true);

    writeFileSync(at('npm-fails-at-install'), '');
    const failed = await setup();
    expect(failed.code).toBe(0);
    expect(failed.out).toMatch(/goes on without its native backend.* npm install failed \(exit code 7\)\n/);
    expect((await setup()).out).not.toContain('goes on without');
  });

  it('is removed with all that npm added for it', async () => {
    const before = packages();
    await keepBuild();
    mkdirSync(at('dist'), { recursive: true });
    writeFileSync(at('dist/.native.json'), JSON.stringify({ added: [] }));
    await setup();
    expect(packages()).not.toEqual(before);
    expect(await native(['--remove'])).toMatchObject({ code: 0, err: '' });
    expect(packages()).toEqual(before);
    expect(existsSync(at('cache/orbit-l2o/native'))).toBe(false);
  });

  it('refuses an unknown option', async () => {
    expect(await native(['--fast'])).toEqual({
      code: 1,
      out: '',
      err: 'native: options must be --remove or none, got --fast\n',
    });
  });
});

/** Why the way cannot be gone, or undefined. */
async function hindrance(isKept: boolean): Promise<string | undefined> {
  if (!isLinux) return `it is for linux-x64, and this is ${process.platform}-${process.arch}`;
  if (isKept) return undefined;
  if (process.env.ORBIT_L2O_NATIVE !== '1')
    return 'its build is not there yet, and ORBIT_L2O_NATIVE is not 1';
  const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
  const python = process.env.PYTHON || 'python3';
  const pypi = ['index', 'versions', 'tensorflow-cpu', '--retries=0', '--timeout=10'];
  if (!runs(process.env.CXX || 'g++', '--version')) return 'there is no C++ compiler';
  if (!runs(python, '-m', 'pip', '--version')) return 'there is no Python with pip';
  if (!runs('npm', 'ping', '--fetch-retries=0', '--fetch-timeout=10000'))
    return 'npm’s registry does not answer';
  return runs(python, '-m', 'pip', ...pypi) ? undefined : 'PyPI does not answer';
}

const keptBuild = (await import(
  /* @vite-ignore */ join(projectRoot, 'tools/setup/native/kept-build.mjs')
)) as { isKept(): boolean };
const isKept = isLinux && keptBuild.isKept();
const reason = await hindrance(isKept);
if (reason !== undefined) console.log(`Skipped: native TensorFlow is not made here, since ${reason}.`);

describe.skipIf(reason !== undefined)('in a copy of the project', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'orbit-native-'));
    const left = new Set(['.git', 'node_modules', 'out', 'results', 'notebooks']);
    for (const name of readdirSync(projectRoot).filter((one) => !left.has(one)))
      cpSync(join(projectRoot, name), join(copy, name), { recursive: true });
    // Links will do for packages, whose files npm replaces; its list it writes into, and vitest into its own folder.
    const packages = [join(projectRoot, 'node_modules'), copy];
    if (spawnSync('cp', ['-al', ...packages]).status !== 0) execFileSync('cp', ['-a', ...packages]);
    const list = join(copy, 'node_modules/.package-lock.json');
    const text = readFileSync(list);
    for (const own of [list, join(copy, 'node_modules/.vite')]) rmSync(own, { recursive: true, force: true });
    writeFileSync(list, text);
  }, 120_000);
  afterEach(() => rmSync(copy, { recursive: true, force: true }), 120_000);

  it('is made, is there, and computes all that the tests of tensors ask for', async () => {
    const env = isKept ? {} : { XDG_CACHE_HOME: join(copy, 'cache') };
    const native = (...args: string[]) => runNode(copy, ['tools/setup/native/native.mjs', ...args], env);
    const installed = () => [
      JSON.parse(readFileSync(join(copy, 'node_modules/.package-lock.json'), 'utf8')).packages,
      existsSync(join(copy, 'node_modules/@tensorflow/tfjs-node')),
    ];
    const installedBefore = installed();
    const [lock, list] = ['package-lock.json', 'node_modules/.package-lock.json'];
    const read = () =>
      [join(copy, lock), join(projectRoot, lock), join(projectRoot, list)].map((path) => readFileSync(path));
    const before = read();
    const made = await native();
    expect(made.err).toBe('');
    expect(made.out).toContain('Native TensorFlow is ');
    expect((await native()).out).toMatch(/^Native TensorFlow is already there: .*\n$/);
    expect(read()).toEqual(before);

    const vitest = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'core',
      '--reporter=json',
      'tests/src/tensors',
    ];
    const tests = await runNode(copy, vitest, { ...env, ORBIT_L2O_TENSORS: 'node', NO_COLOR: '1' });
    const { numPassedTests, numTotalTests } = JSON.parse(
      tests.out.slice(tests.out.indexOf('{"')).split('\n')[0],
    );
    console.log(`${numPassedTests} of ${numTotalTests} tests of tensors pass on TensorFlow.`);
    expect(tests.code, tests.err).toBe(0);
    expect(numTotalTests).toBeGreaterThan(50);

    if (isKept) return; // else the machine's build would go as well
    expect((await native('--remove')).err).toBe('');
    expect(installed()).toEqual(installedBefore);
    expect(await native('--remove')).toMatchObject({ code: 0, err: '' }); // there is nothing to remove
    expect(installed()).toEqual(installedBefore);
  }, 600_000);
});
