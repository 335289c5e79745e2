/** `orbit-l2o check`: what it prints, what it gives to programs, and its exit codes. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.js';

test('gives everything to programs', async () => {
  const { code, stdout } = await runCli('check', '(a - x)^2 + b*(y - x^2)^2', '--at', 'x=1.5,y=1.2', '--param', 'a=1,b=10', '--json', '--latex'); // biome-ignore format: a command
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({
    variables: ['x', 'y'],
    holds: true,
    premises: true,
    curvature: 'positive definite',
  });
  expect(found.value).toBeCloseTo(0.25 + 10 * 1.05 ** 2, 12);
  expect(found.gradient).toHaveLength(2);
  expect(found.hessian).toEqual([[224, -60], [-60, 20]]); // biome-ignore format: rows
  expect(found.newton.derivative).toBe(found.derivative.symbols);
  expect(found.agreement.gradient.differences).toBeLessThan(1e-9);
  expect(found.agreement.hessian.tensors).toBeLessThan(1e-2);
  expect(found.latex.hessian).toContain('pmatrix');
});

test('names a symmetry, its teleport, and the share of a region, with a picture', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-check-'));
  const picture = join(folder, 'share.png');
  try {
    const { code, stdout } = await runCli('check', 'x^2 + 4y^2', '--at', 'x=2,y=1', '--symmetry', '[-2y, x/2]', '--grid', 'x=-3:3,y=-3:pi', '--resolution', '9', '--picture', picture); // biome-ignore format: a command
    expect(code).toBe(0);
    expect(stdout).toContain('its premises are met, and the inequality holds');
    expect(stdout).toContain('Generator [-2y, x/2]: leaves f alone (proved');
    expect(stdout).toMatch(/teleport to \[.*‖∇f‖ 8\.94\S* → 11\.3/);
    expect(stdout).toMatch(/the inequality holds +100\.0 %/);
    expect(existsSync(picture)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('reads vectors and promises nothing where the premises are not met', async () => {
  const { code, stdout } = await runCli('check', "x' * Q * x", '--at', 'x=[1,2]', '--param', 'Q=[1,0;0,-1]');
  expect(code).toBe(0);
  expect(stdout).toContain('promises nothing here, the Hessian being indefinite; the inequality fails');
});

test.each<[args: string[], message: RegExp]>([
  [['x^2'], /^check: --at must be given/],
  [['x^2', '--at', 'x'], /^check: --at must be NAME=VALUE/],
  [['x^2', '--at', 'x=foo'], /^check: --at x: a value must be made of numbers, got 'foo'$/],
  [['x^2 + z', '--at', 'x=1'], /^check: variables are x, got 'z'$/],
  [['log(x)', '--at', 'x=-1'], /^check: log must be of a positive number in log\(x\): .*got \[-1\]$/],
  [['abs(x)', '--at', 'x=0'], /^check: x must not be at the kink of abs\(x\), got \[0\]$/],
  [['x + y', '--at', 'x=1,y=1', '--grid', 'x=0:1'], /^check: --grid must name two coordinates/],
  [
    ['x + y', '--at', 'x=1,y=1', '--symmetry', 'x'],
    /^check: --symmetry: a generator must have 2 entries \(x, y\), got 'x'$/,
  ],
])('refuses %j in one line', async (args, message) => {
  const { code, stdout, stderr } = await runCli('check', ...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.trim()).toMatch(message);
  expect(stderr.trim()).not.toContain('\n');
});

test.each<[string[]]>([
  [['-x^2', '--at', 'x=1']],
  [['--at', 'x=1', '-x^2']],
  [['--', '-x^2', '--at', 'x=1']],
  [['--at', 'x=1', '--', '-x^2']],
])('a formula that begins with a minus may stand anywhere: %j', async (args) => {
  const { code, stdout } = await runCli('check', '--json', ...args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ expression: '-x^2', value: -1, gradient: [-2] });
});

test('help says that a point is needed', async () => {
  const { stdout } = await runCli('check', '--help');
  expect(stdout).toMatch(/^Usage: orbit-l2o check <expression> --at <point> \[options\]/);
  expect(stdout).toMatch(/--at <point> +needed: /);
});
