/** Bad input: one line on stderr, exit code 2, and nothing done. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BadInput } from '../../../src/checks.js';
import { runProgram } from '../../../tools/cli/run-program.js';
import { runCli, runCliHere } from './run-cli.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orbit-bad-input-'));
  writeFileSync(join(root, 'file'), 'good');
});
afterEach(() => rmSync(root, { recursive: true }));

const TRAIN = 'train --family ellipse-varied --method vanilla --trajectories 1 --hidden 4 --out OUT';

/** OUT stands for a folder that is not there yet, FILE for a file that is. */
test.each<[string, RegExp]>([
  [
    'reproduce --figure 3 --jobs 0 --out OUT',
    /^reproduce: --jobs must be a whole number of at least 1, got '0'$/,
  ],
  ['reproduce --figure 3 --jobs two --out OUT', /--jobs must be a whole number/],
  ['reproduce --figure 3 --seeds -1 --out OUT', /--seeds must be a whole number of at least 1, got '-1'$/],
  ['reproduce --figure 3 --seeds 99999999999 --out OUT', /--seeds must be at most 10000, got '99999999999'$/],
  ['reproduce --figure 3 --tasks 99999999999 --out OUT', /--tasks must be at most 1000000, got/],
  ['evaluate --checkpoint FILE --steps 99999999999', /--steps must be at most 100000, got/],
  ['reproduce --figure 3 --tasks 1.5 --out OUT', /--tasks must be a whole number/],
  ['results --code 0123456789abcdef', /^results: --code must come with --runs, got '0123456789abcdef'$/],
  ['verify --seeds 0', /^verify: --seeds must be a whole number of at least 1, got '0'$/],
  ['verify --experiment figure-9', /experiment must be one of figure-3, .*got 'figure-9'$/],
  ['reproduce --figure 9 --out OUT', /figure must be one of 3, 4, 5, 6, .*all, got '9'$/],
  ['reproduce --experiment nothing --out OUT', /must be one of figure-3, .*got 'nothing'$/],
  [
    'reproduce --experiment mixed --figure 3 --out OUT',
    /'--experiment <ids...>' cannot be used with option '--figure <numbers...>'$/,
  ],
  ['reproduce --figure 3 --out FILE', /^reproduce: --out must be a folder that can be written to, got /],
  ['reproduce --figure 3 --out FILE/below', /--out must be a folder that can be written to/],
  ['reproduce --figur 3 --out OUT', /unknown option '--figur'/],
  ['train --family square --method vanilla --out OUT', /must be one of ellipse-fixed, .*got 'square'$/],
  ['train --family mixed --method magic --out OUT', /must be one of vanilla, .*got 'magic'$/],
  ['train --family mlp-regression --method vanilla --out OUT', /must be one of LSTM\(lr\), .*got 'vanilla'$/],
  ['train --family idx --method LSTM(lr) --out OUT', /^train: --images and --labels go with the family idx/],
  [
    'train --family idx --method LSTM(lr) --images FILE --out OUT',
    /^train: --images and --labels must be given together, got/,
  ],
  [
    'train --family idx --method LSTM(lr) --images FILE --labels FILE --out OUT',
    /^train: \S*file: the magic number must be that of an IDX file, got '0x676f6f64'$/,
  ],
  ['train --method vanilla --out OUT', /--family must be given/],
  [
    'train --family mixed --method vanilla --seed x --out OUT',
    /--seed must be a whole number of at least 0, got 'x'$/,
  ],
  [
    'train --family mixed --method vanilla --trajectories 0 --out OUT',
    /--trajectories must be a whole number/,
  ],
  ['train --family mixed --method vanilla --out FILE', /--out must not be there yet/],
  ['train --family mixed --method vanilla', /required option '--out <file>' not specified/],
  ['train --resume FILE --out OUT', /^train: .* must begin with the length of its header, got '4 bytes'$/],
  ['train --resume FILE --family mixed --out OUT', /cannot be used with option/],
  ['evaluate --checkpoint FILE', /must begin with the length of its header/],
  ['evaluate --checkpoint FILE --json FILE', /^evaluate: --json must be a file that is not there yet, got/],
  ['evaluate --checkpoint FILE --family square', /must be one of ellipse-fixed/],
  ['evaluate --checkpoint FILE --steps 0', /--steps must be a whole number/],
  ['start --jobs 0 --out OUT', /^start: --jobs must be a whole number/],
  ['dance', /unknown command 'dance'/],
  [`${TRAIN} --estimator full-evolution --sigma 0`, /^train: --sigma must be positive, got 0$/],
  [`${TRAIN} --estimator magic`, /^train: --estimator must be one of truncated-backpropagation, /],
  [`${TRAIN} --staggered`, /^train: --staggered goes with a batch of at least 2, got 1$/],
  ['train --family nope --method vanilla --out OUT', /^train: --family must be one of ellipse-fixed, /],
  ['train --family ellipse-fixed --method nope --out OUT', /^train: --method must be one of vanilla, /],
  ['evaluate --checkpoint OUT', /^evaluate: the path of --checkpoint or of its data must be a file that /],
  ['reproduce --experiment nope --out OUT', /^reproduce: --experiment must be one of figure-3, /],
  ['units --figure 9', /^units: --figure must be one of 3, 4, 5, 6, mixed, 7, all, got '9'$/],
])('%s', async (line, message) => {
  const out = join(root, 'out');
  const args = line.split(' ').map((word) => word.replace(/^OUT/, out).replace(/^FILE/, join(root, 'file')));
  const { code, stdout, stderr } = await runCliHere(...args);
  const [first, ...more] = stderr.trimEnd().split('\n');
  expect(first).toMatch(message);
  expect(more).toEqual([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(root)).toEqual(['file']);
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('good');
});

test.each([
  ['runs', 'file', /^reproduce: the folder of runs must be a folder that can be written to, got .*runs \(/],
  ['runs/figure-3.jsonl', 'folder', /^RunStore: path must be a file that can be read, got .*\(EISDIR: /],
])('reproduce where %s is a %s', async (name, kind, message) => {
  mkdirSync(join(root, kind === 'folder' ? name : '.'), { recursive: true });
  if (kind === 'file') writeFileSync(join(root, name), 'good');
  const { code, stderr } = await runCli('reproduce', '--figure', '3', '--seeds', '1', '--out', root);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a RangeError that is not the project’s own is a fault of the program, shown whole', async () => {
  const failing = (error: Error) =>
    new Command('failing').exitOverride().action(() => {
      throw error;
    });
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const outcome = async (error: Error) => {
    await runProgram(failing(error), ['node', 'failing']);
    return [process.exitCode, said.mock.lastCall![0]];
  };
  try {
    const own = new BadInput('f: x must be y,\n  got z');
    expect(await outcome(own)).toEqual([2, 'f: x must be y, got z']);
    const bug = new RangeError('Invalid array length');
    expect(await outcome(bug)).toEqual([1, bug]);
  } finally {
    process.exitCode = undefined;
    said.mockRestore();
  }
});

test('help is no error', async () => {
  const { code, stdout, stderr } = await runCli('reproduce', '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/--figure <numbers\.\.\.>/);
});

test('list says what chooses each experiment, and names families and methods', async () => {
  const { code, stdout } = await runCli('list');
  expect(code).toBe(0);
  const sections = stdout.split('\n\n');
  const under = (command: string) => sections.find((text) => text.startsWith(`${command}\n`));
  expect(under('orbit-l2o reproduce --figure 3')).toMatch(
    /^ {2}figure-3: .*\n {4}methods: vanilla; tel sched; /m,
  );
  expect(under('orbit-l2o reproduce --figure mixed')).toMatch(/^ {2}mixed: /m);
  expect(under('orbit-l2o reproduce --figure 7')).toMatch(/^ {2}figure-7-update: /m);
  const ablations = under('orbit-l2o reproduce --experiment ablations')!;
  expect(ablations.match(/^ {2}ablation-/gm)).toHaveLength(20);
  for (const name of ['rosenbrock-varied', 'tel sched + theta grad']) expect(sections.at(-1)).toContain(name);
});
