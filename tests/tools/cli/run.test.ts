/** `orbit-l2o new` and `run`: a file of one's own, from any folder, on every thread, resumed, and never mixed with another version. */

import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRuns } from '../../../experiments/store/run-store.js';
import { loadCheckpoint } from '../../../src/node/checkpoint.js';
import { newExperiment } from '../../../tools/cli/new-template.js';
import { runCli, runCliHere } from './run-cli.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-own-')); // outside of the repository: nothing of it resolves from here
});
afterAll(() => rmSync(root, { recursive: true }));

const file = (name: string) => join(root, name);
const QUICK = [
  '--seeds',
  '2',
  '--trajectories',
  '12',
  '--tasks',
  '4',
  '--hidden',
  '6',
  '--jobs',
  '2',
  '--no-figures',
];
const write = (name: string, text: string) => {
  writeFileSync(file(name), text);
  return file(name);
};
/** The template with one part replaced. */
const changed = (name: string, from: string | RegExp, to: string) => {
  const text = newExperiment('changed', name, 'js');
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return write(name, other);
};

describe('new', () => {
  test('writes a file, in TypeScript or JavaScript, and never over one that is there', async () => {
    for (const name of ['first', 'second.js', 'third.ts']) {
      const { code, stdout } = await runCliHere('new', file(name));
      expect({ code, stdout }).toMatchObject({ code: 0 });
    }
    expect(readdirSync(root)).toEqual(expect.arrayContaining(['first.ts', 'second.js', 'third.ts']));
    write('kept.ts', 'mine');
    const { code, stderr } = await runCliHere('new', file('kept'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^new: the file must not be there yet, got '.*kept\.ts'\n$/);
    expect(readFileSync(file('kept.ts'), 'utf8')).toBe('mine');
    expect((await runCliHere('new', 'no name')).code).toBe(2);
    expect((await runCliHere('new', file('missing/folder'))).stderr).toMatch(
      /must be one that can be written/,
    );
  });

  test('writes types that hold', () => {
    const source = join(import.meta.dirname, 'template.ts'); // where the package resolves; only in memory
    const host = ts.createCompilerHost({});
    const { readFile, fileExists } = host;
    host.readFile = (path) => (path === source ? newExperiment('own', 'own.ts', 'ts') : readFile(path));
    host.fileExists = (path) => path === source || fileExists(path);
    const { getSourceFile } = host;
    host.getSourceFile = (path, target) =>
      path === source
        ? ts.createSourceFile(path, newExperiment('own', 'own.ts', 'ts'), target)
        : getSourceFile(path, target);
    const options = {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
    };
    const found = ts.getPreEmitDiagnostics(ts.createProgram([source], options, host));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});

describe('run', () => {
  test('goes the whole road with what new has written, and says how the trainings went', async () => {
    await runCliHere('new', file('own.ts'));
    const command = ['run', file('own.ts'), ...QUICK, '--out', file('out')];
    const { code, stdout, stderr } = await runCli(...command);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^10 runs done in .* s, 0 found done, of 10/);
    expect(stdout).toMatch(/vanilla: 0 of 24 trajectories diverged, 0 of 96 windows left out/);
    expect(stdout).toMatch(/\n {2}.+ ends lower: median of the last losses [\d.e-]+, against [\d.e-]+\n/); // of 12 trajectories
    const { header, runs } = readRuns(file('out/runs/own.jsonl'));
    expect(runs).toHaveLength(10);
    expect(header.configuration.file).toMatchObject({
      name: 'own.ts',
      digest: expect.stringMatching(/^[\da-f]{16}$/),
    });
    const [checkpoint] = readdirSync(file('out/checkpoints')).filter((name) => name.includes('vanilla'));
    expect(loadCheckpoint(file(`out/checkpoints/${checkpoint}`))).toMatchObject({
      done: 12,
      family: { name: 'own' },
    });
    expect(readdirSync(file('out/findings'))).toHaveLength(4);

    const again = await runCli(...command);
    expect(again.stdout).toMatch(/^0 runs done in .* s, 10 found done, of 10/);

    const plain = readFileSync(file('out/runs/own.jsonl'), 'utf8');
    appendFileSync(file('own.ts'), '// another version\n');
    const other = await runCli(...command);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /^RunStore: .* must hold runs of the same configuration, got 'another file\.digest/,
    );
    expect(readFileSync(file('out/runs/own.jsonl'), 'utf8')).toBe(plain);
  }, 240_000);

  test('counts a file that it imports as a part of it', async () => {
    write('start.js', 'export const low = 0.5;\n');
    changed('parts.js', /stream\.uniforms\(2, 0\.5, 2\)/, 'stream.uniforms(2, low, 2)');
    write('parts.js', `import { low } from './start.js';\n${readFileSync(file('parts.js'), 'utf8')}`);
    const command = ['run', file('parts.js'), ...QUICK, '--seeds', '1', '--out', file('parts')];
    expect((await runCli(...command)).code).toBe(0);
    write('start.js', 'export const low = 0.6;\n');
    expect((await runCli(...command)).stderr).toMatch(/another file\.digest/);
  }, 240_000);

  test.each<[string, string | RegExp, string, RegExp]>([
    ['a misspelt part', 'evaluation: {', 'evaluaton: {', /^experiment: options are .*, got 'evaluaton'; did you mean 'evaluation'\?\n$/],
    ['a misspelt option', 'trajectories: 300', 'trajectory: 300', /^experiment: training: metaTrain: options are .*, got 'trajectory'; did you mean 'trajectories'\?\n$/],
    ['no methods', /methods: \[[\s\S]*?\],\n {2}training/, 'methods: [],\n  training', /^experiment: methods must be a list of descriptions and baselines, got \[\]\n$/],
    ['a wrong adjoint', 'x - v * Math.exp', 'x + v * Math.exp', /^experiment: the vjp by ξ must be the adjoint of the action \(.*\n$/],
    ['a group that is no symmetry', '[s], [x, y]) => Float64Array.of(Math.exp(s) * x, Math.exp(-s) * y)', '[s], [x, y]) => Float64Array.of(Math.exp(s) * x, Math.exp(s) * y)', /^experiment: the action must be a symmetry, f\(exp\(ξ\)·x\) = f\(x\) \(.*\n$/],
    ['a start of the wrong length', 'uniforms(2, 0.5', 'uniforms(3, 0.5', /^experiment: the start must hold 2 numbers, got '3 of them'\n$/],
    ['no action', 'optimizee, action, start', 'optimizee, start', /^experiment: a task must have an action \(noAction\(2\) is the trivial one\), got undefined\n$/],
    ['no default export', 'export default', 'export const own =', /^experiment: a file must have `export default experiment/],
    ['a slip of the pen', 'const optimizee = ', 'const optimizee == ', /^slip-7\.js must load, got SyntaxError: .*\n$/],
    ['a method twice', '...baselines,', '...baselines, ...baselines,', /^experiment: each method must have a name of its own, got 'GD \(tuned\)'\n$/],
  ])('refuses by one line: %s', async (what, from, to, message) => {
    const name = what === 'a slip of the pen' ? 'slip-7.js' : `${what.replaceAll(/\W/g, '-')}.js`;
    const { code, stderr } = await runCli('run', changed(name, from, to), ...QUICK, '--out', file(`out-${name}`));
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(file(`out-${name}`))).toBe(false);
  }); // biome-ignore format: a table

  test('a file that is none', async () => {
    expect((await runCliHere('run', file('nothing.ts'), '--no-figures')).stderr).toMatch(
      /^run: the file must be there, got/,
    );
    expect((await runCliHere('run', 'README.md', '--no-figures')).stderr).toMatch(
      /^run: a file must end with \.ts, /,
    );
  });
});
