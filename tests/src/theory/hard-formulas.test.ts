/** Formulas that try the reader: names of Object's own, depth without end, numbers that are none, proofs without end. */

import { expect, test } from 'vitest';
import { BadInput } from '../../../src/checks.js';
import {
  expressionLatex,
  gradientLatex,
  optimizeeFromExpression,
  proveIdentity,
} from '../../../src/theory/index.js';

const NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', 'prototype'];

test.each(NAMES)('%s is a name like any other', (name) => {
  const f = optimizeeFromExpression(`${name}^2 + 3*${name}`);
  expect([...f.variables]).toEqual([name]);
  expect(f.value(Float64Array.of(2))).toBe(10);
  expect([...f.gradient(Float64Array.of(2))]).toEqual([7]);
  expect(gradientLatex(`${name}^2`)).toContain('2');
  const parameters = Object.fromEntries([[name, 3]]);
  expect(optimizeeFromExpression(`${name}*x^2`, { parameters }).value(Float64Array.of(2))).toBe(12);
  const sides = [[`(${name} + 1)^2`, `${name}^2 + 2*${name} + 1`]] as const;
  expect(proveIdentity({ statement: '', variables: [name], sides }).verdict).toBe('holds');
  expect(() => optimizeeFromExpression(`${name}(x)`)).toThrow(/functions are exp, log/);
});

test.each<[string, string]>([
  ['parentheses', `${'('.repeat(2e4)}x${')'.repeat(2e4)}`],
  ['signs', `${'-'.repeat(2e4)}x`],
  ['powers', `x${'^2'.repeat(2e4)}`],
  ['functions', `${'sin('.repeat(2e4)}x${')'.repeat(2e4)}`],
  ['brackets', '['.repeat(2e4)],
])('%s without end are refused by their depth, in a word', (_, text) => {
  for (const read of [optimizeeFromExpression, expressionLatex, gradientLatex]) {
    expect(() => read(text)).toThrow(BadInput);
    expect(() => read(text)).toThrow(/nested (less deeply|at most 400 deep)/);
  }
});

test('a formula longer than its bound is refused by its length', () => {
  expect(() => optimizeeFromExpression('x'.repeat(2_000_001))).toThrow(
    'at most 2000000 characters, got 2000001',
  );
});

test('a number that is none is not read, and not printed either', () => {
  for (const text of ['x*NaN', 'x + Infinity', '1e999*x']) {
    for (const read of [optimizeeFromExpression, expressionLatex, gradientLatex]) {
      expect(() => read(text)).toThrow(/a constant must be a finite number, got (NaN|Infinity)/);
    }
  }
  expect(expressionLatex('x + 0/0')).toBe('x+\\frac{0}{0}');
});

test('a proof ends in time, tells how far it came, and does not claim what it has not decided', () => {
  const variables = [...'abcdfghjk'];
  const power = `(${variables.join('+')})^40`;
  const told: [number, number][] = [];
  const proof = proveIdentity(
    { statement: '', variables, sides: [[power, `${power} + 0*a`]] },
    { seconds: 0.3, onProgress: (done, total) => void told.push([done, total]) },
  );
  expect(proof).toMatchObject({ verdict: 'not decided', holds: false });
  expect(told.length).toBeGreaterThan(0);
  for (const [done, total] of told) expect(done).toBeLessThan(total);
});

test('exponents and numbers that no proof could bear are refused', () => {
  const prove = (left: string) => () =>
    proveIdentity({ statement: '', variables: ['x'], sides: [[left, 'x']] }, { seconds: 1 });
  expect(prove('(x + 1)^1000000')).toThrow('exponents must be at most 10000, got 1000000');
  expect(prove(`${'('.repeat(2e4)}x${')'.repeat(2e4)}`)).toThrow(/nested less deeply/);
  expect(prove(`${'9'.repeat(2e4)}*x`)).toThrow(/numbers must be whole, got/);
});
