/** Formulas of public bug reports, with the right values; and others of their kinds. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/checks.js';
import { denseHessian } from '../../../src/optimizees/hessian.js';
import { agreementOf } from '../../../src/theory/agreement.js';
import { parseExpression } from '../../../src/theory/expression.js';
import { type Identity, proveIdentity } from '../../../src/theory/identity.js';
import { expressionLatex } from '../../../src/theory/latex.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';
import { SymbolicFunction } from '../../../src/theory/symbolic-function.js';
import { nodesWithDerivatives } from '../../support/formula-nodes.js';

interface Case {
  readonly text: string;
  readonly at?: Readonly<Record<string, number>>;
  readonly gradient?: readonly number[];
  readonly hessian?: readonly (readonly number[])[];
  readonly digits?: number;
  /** At most so many in the graph of value, gradient and Hessian. */
  readonly nodes?: number;
  readonly refuse?: string;
}

const { cases, proofs } = JSON.parse(
  readFileSync(new URL('../../fixtures/formulas.json', import.meta.url), 'utf8'),
) as { cases: Case[]; proofs: { sides: [string, string] }[] };

const CYCLE = Array.from({ length: 30 }, (_, i) => `x${i + 1}^2*x${((i + 1) % 30) + 1}`).join(' + ');

/** Relative to the number itself; 0 only is 0. */
function expectClose(found: number, right: number, digits = 13): void {
  if (right === 0) expect(found).toBe(0);
  else expect(Math.abs(found / right - 1)).toBeLessThan(10 ** -digits * (digits < 10 ? 5 : 1));
}

const derivativesAt = (text: string, at: Readonly<Record<string, number>>) => {
  const f = optimizeeFromExpression(text, { variables: Object.keys(at) });
  const x = Float64Array.from(Object.values(at));
  return { value: f.value(x), gradient: f.gradient(x), hessian: denseHessian(f, x), f, x };
};

describe('formulas that went wrong elsewhere', () => {
  it.each(cases.map((one) => [one.text, one] as const))('%s', (text, one) => {
    if (one.refuse !== undefined) {
      const attempt = () => {
        const f = optimizeeFromExpression(text, { variables: Object.keys(one.at!) });
        f.gradient(Float64Array.from(Object.values(one.at!)));
      };
      expect(attempt).toThrow(BadInput);
      expect(attempt).toThrow(/^[^\n]+$/);
      return;
    }
    const formula = text.includes('…') ? CYCLE : text;
    const at = one.at ?? Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x${i + 1}`, 1 + i / 7]));
    const { gradient, hessian, f, x } = derivativesAt(formula, at);
    for (const [i, right] of (one.gradient ?? []).entries()) expectClose(gradient[i], right, one.digits);
    for (const [k, right] of (one.hessian ?? []).flat().entries()) expectClose(hessian[k], right, one.digits);
    expect(f.agreement.points).toBeGreaterThan(0);
    expect(f.agreement.hessian.differences).toBeLessThan(1e-9);
    const h = 1e-6;
    const beside = [h, -h].map((step) => f.value(x.map((xi, i) => (i === 0 ? xi + step : xi))));
    if (one.text.startsWith('sin(sin')) expectClose((beside[0] - beside[1]) / (2 * h), gradient[0], 8);
    if (one.nodes) expect(nodesWithDerivatives(formula)).toBeLessThanOrEqual(one.nodes);
  });

  it.each(proofs.map(({ sides }) => sides))('does not prove %s = %s', (left, right) => {
    const identity: Identity = { statement: '', variables: ['x'], sides: [[left, right]] };
    expect(() => proveIdentity(identity)).toThrow('proveIdentity: formulas must be rational');
  });

  it('prints no infinity for what is no number', () => {
    expect(() => expressionLatex('NaN*x')).toThrow('a constant must be a finite number, got NaN');
  });
});

describe('their kinds', () => {
  it.each<[text: string, at: Record<string, number>, gradient: number[], hessian?: number[]]>([
    ['1e-30*x^2 + 1e30*y^2', { x: -3, y: 2 }, [-6e-30, 4e30], [2e-30, 0, 0, 2e30]],
    ['1e-16*sin(x)', { x: 0 }, [1e-16], [0]],
    ['((x + 1)^4)^(1/4)', { x: -3 }, [-1], [0]],
    ['((2x)^2)^1.5', { x: -1 }, [-24], [48]],
    ['sqrt(x^2)^3', { x: -2 }, [-12], [12]],
    ['abs(x)^3', { x: 0 }, [0], [0]],
    ['cbrt(x)^6', { x: -2 }, [-4], [2]],
    ['cbrt(x^3)', { x: -2 }, [1], [0]],
    ['((x - 1)^2)^1.5', { x: 1 }, [0], [0]],
    ['(x^3)^(1/3)', { x: 8 }, [1], [0]],
    ['(-x)^1.5', { x: -4 }, [-3], [0.375]],
    ['(-2)^3*x', { x: 1 }, [-8], [0]],
    ['x^-2', { x: -2 }, [0.25], [0.375]],
    ['tanh(x)', { x: 30 }, [1 / Math.cosh(30) ** 2], [(-2 * Math.tanh(30)) / Math.cosh(30) ** 2]],
    ['atan2(y, x)', { x: -1, y: 2 }, [-0.4, -0.2], [-0.16, 0.12, 0.12, 0.16]],
    ['max(x, y^2)', { x: 1, y: 3 }, [0, 6], [0, 0, 0, 2]],
    ['max(1, abs(x))', { x: 0 }, [0], [0]],
    ['min(x, 2x, 3x)', { x: -1 }, [3], [0]],
    ['x - x + 1e-17*x', { x: 1 }, [1e-17], [0]],
    ['x^2 - x^2 + 1e-17*x^2', { x: 3 }, [6e-17], [2e-17]],
    ['1/(1 + exp(-x))', { x: -400 }, [1 / Math.exp(400)], [1 / Math.exp(400)]],
    ['1e-200*x*1e-200*1e300*1e100', { x: 2 }, [1], [0]],
    ['log10(x) + log2(x)', { x: 2 }, [0.5 / Math.LN10 + 0.5 / Math.LN2]],
  ])('differentiates %s', (text, at, gradient, hessian) => {
    const found = derivativesAt(text, at);
    for (const [i, right] of gradient.entries()) expectClose(found.gradient[i], right);
    for (const [i, right] of (hessian ?? []).entries()) expectClose(found.hessian[i], right);
  });

  it('looks names up as they are', () => {
    const f = optimizeeFromExpression('__proto__^2 + toString*hasOwnProperty + valueOf');
    expect(f.variables).toEqual(['__proto__', 'hasOwnProperty', 'toString', 'valueOf']);
    expect(Array.from(f.gradient(Float64Array.of(3, 5, 7, 1)))).toEqual([6, 7, 5, 1]);
  });

  it.each<[text: string, at: number, message: string]>([
    ['0*log(x)', 0, 'x must not be at a pole of log(x)'],
    ['1/(1/x)', 0, 'x must not be at a pole of 1 / x'],
    ['exp(-1/x^2)', 0, 'x must not be at a pole of -1 / x ^ 2'],
    ['atan(1/x)', 0, 'x must not be at a pole of 1 / x'],
    ['log(x)^0', -1, 'log must be of a positive number in log(x)'],
    ['0*sqrt(x)', -1, 'sqrt must be of no negative number in sqrt(x)'],
    ['sqrt(x)^2', -1, 'sqrt must be of no negative number in sqrt(x)'],
    ['sqrt(x)^2', 0, 'x must lie inside the domain of sqrt(x)'],
    ['x^1.5', 0, 'x must lie inside the domain of x ^ 1.5'],
    ['asin(x)', 1, 'x must lie inside the domain of asin(x)'],
    ['x^(1/3)', -8, 'x must not be negative in x ^ (1 / 3)'],
    ['x^-2', 0, 'x must not be at a pole of x ^ (-2)'],
    ['cbrt(x)', 0, 'x must not be at the kink of cbrt(x)'],
    ['max(x, -x)', 0, 'x must not be at the kink of max(x, -x)'],
    ['sqrt(x^4 + x^2)', 0, 'x must not be at the kink of sqrt(x ^ 4 + x ^ 2)'],
    ['atan2(x, -1)', 0, 'x must not be on the cut of atan2(x, -1)'],
    ['1e300*x*1e300/(1e300*1e300)', 1, 'numbers must not overflow in 1e+300 * x * 1e+300'],
    ['tan(1e400*x)', 1, 'a constant must be a finite number, got Infinity'],
    ['1e-400*x', 1, "a constant must not vanish in float64, got '1e-400'"],
  ])('refuses the gradient of %s at %d: %s', (text, at, message) => {
    expect(() => optimizeeFromExpression(text).gradient(Float64Array.of(at))).toThrow(message);
  });
});

describe('many digits', () => {
  const agreement = (text: string, at: readonly Float64Array[] = []) =>
    agreementOf(new SymbolicFunction('test', parseExpression('test', text, { variables: ['x', 'y'] })), at);

  it.each([
    'x^2 + sech(-7.7e26) * y',
    'y + tanh(5e20 * x)',
    'x + 1 / cosh(300 * y)',
    'sinh(120 x) * exp(-120 x) + y',
  ])('reach far from 0 in no time: %s', (text) => {
    const at = [Float64Array.of(0.7, 1.3)];
    expect(agreement(text, at).value.differences).toBeLessThan(1e-9);
  });

  it.each([
    ['atan2(y * (x - x), x - 4)', [-4.5, -0.8]],
    ['max(x - x, 2.4689e-18) * x', [6.2, 0.2]],
    ['tan(6.9657e30) + x', [1, 2]],
    ['sec(acos(y - y)) + x', [0.0447, 11.1]],
    ['e^(sec(y * y * x * 9.6e17))', [0.067, 0.132]],
    ['(x * y * y) / min(max(y, x), 10e15 - y)', [0.4913, 9.9312]],
    ['asinh(cos(8.6e-27^x)) + y', [-1.14, 0.48]],
    ['(x + x) / (x + x) + y^(x - 7e11)', [2.3021939396345097, 4.102871129536253]],
  ])('find no fault where mathjs or float64 cannot tell: %s', (text, at) => {
    expect(() => agreement(text, [Float64Array.from(at)])).not.toThrow();
  });
});
