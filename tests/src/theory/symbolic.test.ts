import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOOTH, ellipse } from '../../../src/optimizees/ellipse.js';
import { denseHessian, finiteDifferenceHessian } from '../../../src/optimizees/hessian.js';
import { CLASSICAL_ROSENBROCK, rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import type { Optimizee, Vector } from '../../../src/seams.js';
import { expressionLatex, gradientLatex, hessianLatex } from '../../../src/theory/latex.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

const BOOTH_FORMULA = '(x + 2y - 7)^2 + (2x + y - 5)^2';
const ROSENBROCK_FORMULA = '100(x1^2 - x2)^2 + (x1 - 1)^2';
const LOG_SUM_EXP = 'log(exp(x + 3y - 1/10) + exp(x - 3y - 1/10) + exp(-x - 1/10))';
const EVERY_FUNCTION =
  'exp(-x^2) + log(2 + y) + sqrt(3 + x) + abs(x + 5) + sin(x y) + cos(x) + tan(y/2) + asin(x/4) + acos(y/4)' +
  ' + atan(x - y) + sinh(x) + cosh(y) + tanh(x + y) + sec(x/3) + csc(2 + x/3) + cot(2 + y/3) + sech(y)' +
  ' + pi x^3 + y^e - 2^x + x/(3 + y) - (-x)^2';
const origin = Float64Array.of(0, 0);

/** The largest difference, over the largest entry of either (or 1). */
function relativeDifference(a: Vector, b: Vector): number {
  const scale = Math.max(1, ...a.map(Math.abs), ...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / scale;
}

describe('optimizeeFromExpression', () => {
  it.each<[string, Optimizee]>([
    [BOOTH_FORMULA, ellipse(BOOTH, origin).optimizee],
    [ROSENBROCK_FORMULA, rosenbrock(CLASSICAL_ROSENBROCK, origin).optimizee],
  ])('has the value, gradient and Hessian of the closed form: %s', (formula, closed) => {
    const symbolic = optimizeeFromExpression(formula);
    const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (x1, x2) => {
        const x = Float64Array.of(x1, x2);
        const value = closed.value(x);
        expect(Math.abs(symbolic.value(x) - value)).toBeLessThanOrEqual(1e-13 * Math.max(1, value));
        expect(relativeDifference(symbolic.gradient(x), closed.gradient(x))).toBeLessThan(1e-12);
        expect(relativeDifference(denseHessian(symbolic, x), denseHessian(closed, x))).toBeLessThan(1e-12);
      }),
      { seed: 2 },
    );
  });

  it.each([BOOTH_FORMULA, ROSENBROCK_FORMULA, LOG_SUM_EXP, EVERY_FUNCTION])(
    'agrees with finite differences to 1e-8: %s',
    (formula) => {
      const f = optimizeeFromExpression(formula);
      const coordinate = fc.double({ min: 0.1, max: 1.4, noNaN: true });
      fc.assert(
        fc.property(coordinate, coordinate, (x1, x2) => {
          const x = Float64Array.of(x1, x2);
          const quotient = Float64Array.from([0, 1], (i) => {
            const h = 6e-6;
            const [after, before] = [h, -h].map((s) =>
              f.value(x.map((value, j) => value + (i === j ? s : 0))),
            );
            return (after - before) / (2 * h);
          });
          expect(relativeDifference(f.gradient(x), quotient)).toBeLessThan(1e-8);
          expect(relativeDifference(denseHessian(f, x), finiteDifferenceHessian(f, x))).toBeLessThan(1e-8);
        }),
        { numRuns: 50, seed: 3 },
      );
    },
  );

  it('orders variables by name and number, or as told', () => {
    expect(optimizeeFromExpression('x10 - 2x2').gradient(Float64Array.of(0, 0))).toEqual(
      Float64Array.of(-2, 1),
    );
    const told = optimizeeFromExpression('y - 2x', { variables: ['y', 'x', 'unused'] });
    expect(told.gradient(new Float64Array(3))).toEqual(Float64Array.of(1, -2, 0));
  });

  it('may write where it is told to', () => {
    const f = optimizeeFromExpression('x^2 + x y');
    const out = new Float64Array(2);
    expect(f.hessianVector(Float64Array.of(1, 1), Float64Array.of(1, 2), out)).toBe(out);
    expect(out).toEqual(Float64Array.of(4, 1));
    expect(f.gradient(Float64Array.of(1, 2), out)).toBe(out);
  });

  it.each([
    ['x +* 2', 'expression must parse (Value expected (char 4))'],
    ['', 'expression must be a formula'],
    ['3', 'expression must have a variable'],
    ['x = 3', 'expression must be made of numbers, variables, + - * / ^ and functions'],
    ['[x, 1]', 'expression must be made of numbers'],
    ['x.y', 'expression must be made of numbers'],
    ['x > 2', "operators are + - * / ^, got '>'"],
    ['x!', "operators are + - * / ^, got '!'"],
    ['foo(x)', "got 'foo'"],
    ['atan2(x, y)', "got 'atan2'"],
    ['constructor(x)', "got 'constructor'"],
    ['log(x, 2)', 'log must have one argument'],
    ['i x', "a variable must be no constant and no function, got 'i'"],
    ['"a" x', 'a constant must be a number'],
  ])('refuses %j', (formula, message) => {
    expect(() => optimizeeFromExpression(formula)).toThrow(message);
  });

  it('refuses unknown variables and options', () => {
    expect(() => optimizeeFromExpression('x + z', { variables: ['x', 'y'] })).toThrow(
      "optimizeeFromExpression: variables are x, y, got 'z'",
    );
    expect(() => optimizeeFromExpression('x', { variables: ['x', 'x'] })).toThrow('variables must differ');
    expect(() => optimizeeFromExpression('x', { variables: ['x', 'a;b'] })).toThrow('plain name');
    expect(() => optimizeeFromExpression('x', { variable: ['x'] } as object)).toThrow(
      'options are variables',
    );
  });

  it('refuses points where a derivative does not exist, and never gives NaN', () => {
    const f = optimizeeFromExpression('abs(x - 1) + y^2');
    const kink = Float64Array.of(1, 2);
    expect(f.value(kink)).toBe(4);
    expect(() => f.gradient(kink)).toThrow('x must not be at the kink of abs(x - 1), got [1, 2]');
    expect(() => f.hessianVector(kink, kink)).toThrow('x must not be at the kink of abs(x - 1)');
    expect(f.gradient(Float64Array.of(0, 2))).toEqual(Float64Array.of(-1, 4));
    const g = optimizeeFromExpression('log(x) + sqrt(y)');
    expect(() => g.value(Float64Array.of(-1, 1))).toThrow('the value must be defined at x, got [-1, 1]');
    expect(() => g.gradient(Float64Array.of(1, 0))).toThrow('the gradient must be defined at x, got [1, 0]');
    expect(() => g.hessianVector(Float64Array.of(1, 0), kink)).toThrow('the Hessian must be defined at x');
    expect(() => g.value(Float64Array.of(1))).toThrow('x must hold 2 numbers (x, y), got [1]');
  });
});

describe('finiteDifferenceHessian', () => {
  it('has order 2 in its step', () => {
    const f = optimizeeFromExpression('exp(x) sin(2y)');
    const x = Float64Array.of(0.4, 0.3);
    const error = (step: number) =>
      relativeDifference(finiteDifferenceHessian(f, x, step), denseHessian(f, x));
    expect(Math.log2(error(2e-2) / error(1e-2))).toBeCloseTo(2, 2);
  });
});

describe('LaTeX', () => {
  it('prints formula, gradient and Hessian', () => {
    expect(hessianLatex(BOOTH_FORMULA)).toBe('\\begin{pmatrix} 10 & 8 \\\\ 8 & 10 \\end{pmatrix}');
    expect(gradientLatex('x1^2/2 + x2')).toBe('\\begin{pmatrix} x_{1} \\\\ 1 \\end{pmatrix}');
    expect(expressionLatex('exp(-x^2) + 1')).toMatch(/^e\^\{.*\}\+1$/);
  });
});
