/** What a formula may be made of: vectors, matrices, parameters, names. */

import { describe, expect, it } from 'vitest';
import { denseHessian } from '../../../src/optimizees/hessian.js';
import { expressionLatex, gradientLatex, hessianLatex } from '../../../src/theory/latex.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';
import { nodesWithDerivatives } from '../../support/formula-nodes.js';

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
  const derivatives = (text: string) => {
    const f = optimizeeFromExpression(text);
    const point = new Float64Array(f.dimension).fill(1.01);
    return { point, H: denseHessian(f, point) };
  };
  const squares = (n: number) => indices(n).map((i) => `x${i}^2`).join(' + '); // biome-ignore format: one idea
  const product = (n: number) => indices(n).map((i) => `x${i}`).join('*'); // biome-ignore format: one idea
  const inPlane = (n: number) => indices(n).map((i) => `(x - y*${i}/1000)`).join('*'); // biome-ignore format: one idea
  const sines = (n: number) => `${'sin('.repeat(n)}x${')'.repeat(n)}`;

  it('have Hessians', () => {
    expect(derivatives(squares(200)).H[0]).toBe(2);
    const { H, point } = derivatives(product(300));
    expect(H[1] / point[0] ** 298).toBeCloseTo(1, 12);
    expect(derivatives(inPlane(300)).H).toHaveLength(4);
    expect(derivatives(sines(12)).H).toHaveLength(1);
  });

  // Without shared subexpressions products and nested functions would grow as powers of n.
  it.each<[name: string, text: (n: number) => string, n: number, most: number]>([
    ['a sum of squares', squares, 200, 5 * 200],
    ['a product of all variables, whose Hessian has n² entries', product, 300, 2 * 300 ** 2],
    ['a product in the plane', inPlane, 300, 50 * 300],
    ['nested sines', sines, 12, 10 * 12],
  ])('%s has a graph of so many nodes, and of twice the length in proportion', (name, text, n, most) => {
    const [half, whole] = [n / 2, n].map((length) => nodesWithDerivatives(text(length)));
    expect(whole).toBeLessThanOrEqual(most);
    expect(whole / half).toBeLessThan(name.includes('n²') ? 4.1 : 2.1);
  });

  it('of 20,000 terms work, or are refused in a line', () => {
    const sums = indices(20_000).map((i) => `x${i % 7}^2`).join(' + '); // biome-ignore format: one idea
    expect(derivatives(sums).H[0]).toBeCloseTo(2 * 2857, 6);
    expect(nodesWithDerivatives(sums)).toBeLessThan(20_000 + 100);
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

  it('are evaluated by few operations, for Beale’s function', () => {
    const beale = '(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2';
    expect(nodesWithDerivatives(beale)).toBeLessThanOrEqual(140);
  });
});
