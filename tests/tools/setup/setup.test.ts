import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';

/** A small project with the real setup script; node_modules is filled by a stand-in for npm. */
let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const write = (path: string, content: unknown) =>
  writeFileSync(at(path), typeof content === 'string' ? content : JSON.stringify(content));

const lock = (version: string) => ({
  lockfileVersion: 3,
  packages: {
    '': { name: 'small' },
    'node_modules/a': { version, resolved: 'a.tgz' },
    'node_modules/b': { version: '1.0.0', resolved: 'b.tgz', optional: true },
  },
});

/** Does what npm ci does, as far as setup looks, and counts how often it did; fails when told so. */
const NPM = `
const fs = require('node:fs');
if (fs.existsSync('npm-fails')) { console.error('npm error 404 a'); process.exit(7); }
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
fs.mkdirSync('node_modules', { recursive: true });
const installed = Object.fromEntries(Object.entries(packages).filter(([path, { optional }]) => path && !optional));
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-setup-'));
  mkdirSync(at('src'));
  mkdirSync(at('node_modules'));
  cpSync(join(projectRoot, 'tools/setup'), at('tools/setup'), { recursive: true });
  for (const tool of ['typescript', 'assemblyscript', 'binaryen', 'long']) {
    symlinkSync(join(projectRoot, 'node_modules', tool), at('node_modules', tool), 'junction');
  }
  const options = {
    rootDir: '.',
    outDir: 'dist',
    module: 'nodenext',
    types: [],
    lib: ['es5'],
    skipLibCheck: true,
    incremental: true,
  };
  write('tsconfig.json', {
    compilerOptions: { ...options, tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src/**/*.ts'],
    exclude: ['src/lstm/assembly'],
  });
  write('package.json', { type: 'module' });
  write('package-lock.json', lock('1.0.0'));
  write('src/one.ts', 'export const one: number = 1;\n');
  write('npm.cjs', NPM);
});
afterEach(() => rmSync(root, { recursive: true }));

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function setup(args: readonly string[] = [], nodeArgs: readonly string[] = []): Promise<Result> {
  const env = { ...process.env, npm_execpath: at('npm.cjs') };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...nodeArgs, at('tools/setup/setup.mjs'), ...args],
      { env },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      },
    );
  });
}

const npmCalls = () =>
  existsSync(at('npm-calls')) ? readFileSync(at('npm-calls'), 'utf8').trim().split('\n') : [];

describe('installing', () => {
  it('happens when packages are missing, and again only when the lock file asks for others', async () => {
    const first = await setup();
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/Installing packages.*\n.*without its native backend/);
    expect(npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error']);
    expect(await setup()).toEqual({ code: 0, out: '', err: '' });
    write('package-lock.json', lock('1.0.1'));
    await setup();
    expect(npmCalls()).toHaveLength(2);
  });

  it('names tfjs-node where its native part is there', async () => {
    const native = at('node_modules/@tensorflow/tfjs-node/lib/napi-v8');
    mkdirSync(native, { recursive: true });
    writeFileSync(join(native, 'tfjs_binding.node'), '');
    mkdirSync(at('node_modules/@tensorflow/tfjs-node/deps/lib'), { recursive: true });
    expect((await setup()).out).toContain('TensorFlow.js has its native backend, @tensorflow/tfjs-node.');
  });

  it('fails with what npm says', async () => {
    write('npm-fails', '');
    const { code, err } = await setup();
    expect(code).toBe(1);
    expect(err).toContain('npm error 404 a');
    expect(err).toContain('npm ci failed (exit code 7)');
  });

  it('is left out on demand', async () => {
    expect(await setup(['--no-install'])).toMatchObject({ code: 0, err: '' });
    expect(npmCalls()).toEqual([]);
    expect(existsSync(at('dist/src/one.js'))).toBe(true);
  });
});

describe('building', () => {
  const build = () => setup(['--no-install']);

  it('happens once, and again when a source changes, appears, or an output is gone', async () => {
    expect((await build()).out).toContain('Compiling (tsc)');
    expect(await build()).toEqual({ code: 0, out: '', err: '' });
    write('src/one.ts', 'export const one: number = 2;\n');
    await build();
    expect(readFileSync(at('dist/src/one.js'), 'utf8')).toContain('one = 2');
    write('src/two.ts', 'export const two = 2;\n');
    await build();
    expect(existsSync(at('dist/src/two.js'))).toBe(true);
    rmSync(at('dist/src/one.js'));
    await build();
    expect(existsSync(at('dist/src/one.js'))).toBe(true);
    expect(await build()).toEqual({ code: 0, out: '', err: '' });
  });

  it('fails with the compiler’s words, each time until it is mended', async () => {
    write('src/one.ts', 'export const one: number = "no";\n');
    for (let i = 0; i < 2; i++) {
      const { code, err } = await build();
      expect(code).toBe(1);
      expect(err).toMatch(/src\/one\.ts\(1,14\): error TS2322/);
    }
    write('src/one.ts', 'export const one: number = 1;\n');
    expect(await build()).toMatchObject({ code: 0, err: '' });
  });

  it('compiles the assembly to WebAssembly where there is one, a file a target', async () => {
    mkdirSync(at('src/lstm/assembly'), { recursive: true });
    write('src/lstm/assembly/lstm.ts', 'export function add(a: f64, b: f64): f64 { return a + b; }\n');
    write('src/lstm/assembly/asconfig.json', {
      targets: { plain: {}, relaxed: {} },
      options: { optimizeLevel: 3, runtime: 'stub' },
    });
    expect(await build()).toMatchObject({ code: 0, err: '' });
    for (const target of ['plain', 'relaxed']) {
      const { instance } = await WebAssembly.instantiate(readFileSync(at(`dist/lstm-${target}.wasm`)));
      expect((instance.exports.add as (a: number, b: number) => number)(2, 3)).toBe(5);
    }
    expect((await build()).out).toBe('');
  });

  it('is done by one when several want it at once, and not kept from it by one that was killed', async () => {
    mkdirSync(at('dist'));
    write('dist/.setup-lock', '999999999'); // no such process: process ids are smaller
    const results = await Promise.all([build(), build(), build()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.filter(({ out }) => out.includes('Compiling (tsc)'))).toHaveLength(1);
    expect(existsSync(at('dist/.setup-lock'))).toBe(false);
  });
});

describe('a lock', () => {
  it.each([
    ['of this very process number', 'process.pid'],
    ['with nothing in it', "''"],
  ])('%s was left by a kill', async (_, text) => {
    mkdirSync(at('dist'));
    const path = JSON.stringify(at('dist/.setup-lock'));
    const left = `import { writeFileSync } from 'node:fs'; writeFileSync(${path}, String(${text}));`;
    const result = await setup(
      ['--no-install'],
      ['--import', `data:text/javascript,${encodeURIComponent(left)}`],
    );
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining('Compiling (tsc)') });
    expect(existsSync(at('dist/.setup-lock'))).toBe(false);
  });
});

describe('before any work', () => {
  it('an old Node is refused', async () => {
    const old =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })";
    const { code, err } = await setup([], ['--import', `data:text/javascript,${encodeURIComponent(old)}`]);
    expect(code).toBe(1);
    expect(err).toBe('setup: Node must be 20.19 or newer, got 20.18.3\n');
    expect(npmCalls()).toEqual([]);
  });

  it('an unknown option is refused', async () => {
    expect(await setup(['--fast'])).toEqual({
      code: 1,
      out: '',
      err: 'setup: options must be --no-install or none, got --fast\n',
    });
  });
});
