/** What a formula may be made of: vectors, matrices, parameters, names. */

import { describe, expect, it } from 'vitest';
import { denseHessian } from '../../../src/optimizees/hessian.js';
import { expressionLatex, gradientLatex, hessianLatex } from '../../../src/theory/latex.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

const Q = [[2, 1, 0], [1, 3, -1], [0, -1, 4]]; // biome-ignore format: a matrix
const x = Float64Array.of(1, -2, 0.5);

describe('vectors', () => {
  it.each<[text: string, value: number, gradient: number[]]>([
    ['norm(x)^2', 5.25, [2, -4, 1]],
    ["x' * Q * x", 13, [0, -11, 8]],
    ['x[1]*x[3] + x[2]', -1.5, [0.5, 1, 1]],
    ['sum(x .^ 4)', 17.0625, [4, -32, 0.5]],
    ['dot(x, [1, 2, 3])', -1.5, [1, 2, 3]],
    ['norm(Q * x)^2', 46.25, [-11, -41, 43]],
    ['sum((1:3) .* x.^2)', 9.75, [2, -8, 3]],
    ['sum((x - 1).^2)', 9.25, [0, -6, -1]],
    ['max(x)', 1, [1, 0, 0]],
    ['prod(x)', -1, [-1, 0.5, -2]],
  ])('%s', (text, value, gradient) => {
    const f = optimizeeFromExpression(text, {
      vectors: { x: 3 },
      ...(text.includes('Q') && { parameters: { Q } }),
    });
    expect(f.variables).toEqual(['x[1]', 'x[2]', 'x[3]']);
    expect(f.value(x)).toBeCloseTo(value, 12);
    for (const [i, right] of gradient.entries()) expect(f.gradient(x)[i]).toBeCloseTo(right, 11);
  });

  it('have the dimension of their largest index unless told', () => {
    expect(optimizeeFromExpression('x[2]^2').dimension).toBe(2);
    expect(optimizeeFromExpression('x[2]^2 + y', { vectors: { x: 4 } }).variables).toHaveLength(5);
    expect(Array.from(denseHessian(optimizeeFromExpression('norm(x)^2', { vectors: { x: 2 } }), new Float64Array(2)))).toEqual([2, 0, 0, 2]); // biome-ignore format: one idea
  });

  it.each([
    ['x * x', 'shapes must fit in a product (for two vectors use dot), got'],
    ['x + [1, 2]', 'both sides of + must have one shape'],
    ['x^2', 'a power must be of a number (entry by entry: .^)'],
    ['x', "expression must be made of numbers and give one, got 'a vector of 3'"],
    ['x[4]', 'an index of x must be a whole number from 1 to 3, got 4'],
    ['1/x', 'a divisor must be a number'],
  ])('refuse %s', (text, message) => {
    expect(() => optimizeeFromExpression(text, { vectors: { x: 3 } })).toThrow(message);
  });
});

describe('parameters and names', () => {
  it('have values, and stay symbols in print', () => {
    const options = { parameters: { a: 1, b: 100 } };
    const f = optimizeeFromExpression('(a - x)^2 + b*(y - x^2)^2', options);
    expect(f.variables).toEqual(['x', 'y']);
    expect(Array.from(f.gradient(Float64Array.of(-1, 1)))).toEqual([-4, 0]);
    expect(hessianLatex('b*x^2', { parameters: { b: 3 } })).toBe('\\begin{pmatrix} 2\\,b \\end{pmatrix}');
    expect(hessianLatex("x' * Q * x", { vectors: { x: 2 }, parameters: { Q: [[1, 2], [2, 3]] } })).toContain('Q_{1,2}+Q_{2,1}'); // biome-ignore format: one idea
    expect(() => optimizeeFromExpression('a*x', { parameters: { a: Number.NaN } })).toThrow(
      'a must be finite, got NaN',
    );
    expect(() => optimizeeFromExpression('a*x', { variables: ['a', 'x'], parameters: { a: 1 } })).toThrow(
      'no variable',
    );
  });

  it('may be Greek and have subscripts', () => {
    const f = optimizeeFromExpression('α*θ_1^2 + x₁ − 2·x₂²', { variables: ['α', 'θ_1', 'x₁', 'x2'] });
    expect(Array.from(f.gradient(Float64Array.of(2, 3, 1, 1)))).toEqual([9, 12, 1, -4]);
    expect(expressionLatex('alpha*theta_1 + x1 + x[2]')).toBe(
      '\\alpha\\,\\theta_{1}+ x_{1}+x_{2}'.replace('+ ', '+'),
    );
    expect(gradientLatex('abs(x)')).toBe(
      '\\begin{pmatrix} \\operatorname{sign}\\left(x\\right) \\end{pmatrix}',
    );
  });

  it('are counted in words that fit', () => {
    const f = optimizeeFromExpression('x + y + z');
    expect(() => f.gradient(Float64Array.of(1, 2))).toThrow('x must hold 3 numbers (x, y, z), got [1, 2]');
  });
});

describe('long formulas', () => {
  const indices = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
  const within = (text: string, seconds: number, options = {}) => {
    const started = performance.now();
    const f = optimizeeFromExpression(text, options);
    const point = new Float64Array(f.dimension).fill(1.01);
    const H = denseHessian(f, point);
    expect(performance.now() - started).toBeLessThan(1000 * seconds * SLOW_MACHINE);
    return { f, point, H };
  };
  /** Other work on the machine must not fail the tests. */
  const SLOW_MACHINE = 5;

  it('have Hessians within two seconds', () => {
    expect(within(indices(200).map((i) => `x${i}^2`).join(' + '), 2).H[0]).toBe(2); // biome-ignore format: one idea
    const { H, point } = within(indices(300).map((i) => `x${i}`).join('*'), 2); // biome-ignore format: one idea
    expect(H[1] / point[0] ** 298).toBeCloseTo(1, 12);
    expect(within(indices(300).map((i) => `(x - y*${i}/1000)`).join('*'), 2).H).toHaveLength(4); // biome-ignore format: one idea
    expect(within(`${'sin('.repeat(12)}x${')'.repeat(12)}`, 2).H).toHaveLength(1);
  });

  it('of 20,000 terms work, or are refused in a line', () => {
    expect(within(indices(20_000).map((i) => `x${i % 7}^2`).join(' + '), 5).H[0]).toBeCloseTo(2 * 2857, 6); // biome-ignore format: one idea
    const many = optimizeeFromExpression(indices(20_000).map((i) => `x${i}`).join(' + ')); // biome-ignore format: one idea
    expect(many.gradient(new Float64Array(20_000))[19_999]).toBe(1);
    expect(() => denseHessian(many, new Float64Array(20_000))).toThrow(
      'the dimension must be at most 5000, got 20000',
    );
    for (const deep of [
      `${'sin('.repeat(5000)}x${')'.repeat(5000)}`,
      indices(3000)
        .map(() => 'x')
        .join('^'),
    ]) {
      expect(() => optimizeeFromExpression(deep)).toThrow(
        /^optimizeeFromExpression: expression must be nested [^\n]*$/,
      );
    }
  });

  it('are evaluated within 20 µs, for Beale’s function', () => {
    const beale = optimizeeFromExpression('(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2');
    const point = Float64Array.of(1, 0.5);
    const out = new Float64Array(2);
    const started = performance.now();
    for (let k = 0; k < 20_000; k++) {
      point[0] = 1 + k * 1e-6;
      beale.value(point);
      beale.gradient(point, out);
      beale.hessianVector(point, point, out);
    }
    expect((performance.now() - started) / 20_000).toBeLessThan(0.02 * SLOW_MACHINE);
  });
});
