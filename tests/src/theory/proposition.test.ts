import { describe, expect, it } from 'vitest';
import { teleportByAscent } from '../../../src/symmetry/teleport.js';
import { Disagreement, relativeDifference } from '../../../src/theory/agreement.js';
import { symmetryFromExpression } from '../../../src/theory/generator.js';
import { propositionAt } from '../../../src/theory/proposition.js';
import { propositionShares } from '../../../src/theory/proposition-grid.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';
import { checkExpression } from '../../../src/theory/tensor-agreement.js';

describe('propositionAt', () => {
  it('holds where the Hessian is positive definite, both sides and the growth', () => {
    const found = propositionAt(
      optimizeeFromExpression('(x + 2y - 7)^2 + (2x + y - 5)^2'),
      Float64Array.of(5, 1),
    );
    expect(found).toMatchObject({ premises: true, holds: true, curvature: 'positive definite' });
    expect(found.sides!.product).toBeGreaterThan(found.sides!.square);
    expect(found.derivative!.differences / found.derivative!.symbols).toBeCloseTo(1, 8);
  });

  it('promises nothing on a saddle, at a critical point and where the Hessian is singular', () => {
    const saddle = optimizeeFromExpression('x^2 - y^2');
    expect(propositionAt(saddle, Float64Array.of(2, 1))).toMatchObject({ premises: false, holds: false });
    expect(propositionAt(saddle, Float64Array.of(0, 0))).toMatchObject({
      premises: false,
      newton: undefined,
    });
    const flat = propositionAt(optimizeeFromExpression('(x + y)^2'), Float64Array.of(1, 1));
    expect(flat).toMatchObject({ curvature: 'singular', premises: false, holds: undefined });
    expect(() => propositionAt(saddle, Float64Array.of(1))).toThrow('propositionAt: x must hold 2 numbers');
  });

  it('is never refuted on a grid', () => {
    const f = optimizeeFromExpression('(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + log(x + 5)');
    const shares = propositionShares(f, {
      axes: [0, 1],
      ranges: [[-6, 6], [-6, 6]],
      through: Float64Array.of(0, 0),
      resolution: 21,
    }); // biome-ignore format: ranges
    expect(shares.refuted).toBe(0);
    expect(shares.defined).toBeLessThan(shares.points); // beyond the logarithm's pole
    expect(shares.holds).toBeGreaterThanOrEqual(shares.premises);
    expect(() => propositionShares(f, { axes: [0, 0], ranges: [[0, 1], [0, 1]], through: Float64Array.of(0, 0) })).toThrow('axes must differ'); // biome-ignore format: one idea
  });
});

describe('symmetryFromExpression', () => {
  it.each<[text: string, generator: string, invariant: boolean, proof: string]>([
    ['x^2 + 4y^2', '[-2y, x/2]', true, 'holds'],
    ['exp(-(x^2 + y^2)/3) + sqrt(1 + x^2 + y^2)', '[-y, x]', true, 'holds'],
    ['x^2 + 4y^2', '[-y, x]', false, 'fails'],
    ['x^2 - y^2', '[y, x]', true, 'holds'],
    ['sin(x)^2 + cos(x)^2 + y', '[1, 0]', true, 'fails'], // as a formula in sin and cos; by numbers it is one
  ])('%s along %s', (text, generator, invariant, proof) => {
    const found = symmetryFromExpression(text, generator);
    expect(found).toMatchObject({ invariant });
    if (!text.startsWith('sin')) expect(found.proof).toBe(proof);
  });

  it('flows along the level set, and back', () => {
    const f = optimizeeFromExpression('x^2 + 4y^2');
    const { action } = symmetryFromExpression('x^2 + 4y^2', '[-2y, x/2]');
    const start = Float64Array.of(2, 1);
    const moved = action.act(Float64Array.of(0.7), start);
    expect(f.value(moved) / f.value(start)).toBeCloseTo(1, 9);
    expect(action.act(action.inverse(Float64Array.of(0.7)), moved)[0]).toBeCloseTo(2, 8);
    const { xi, x } = action.vjp(Float64Array.of(0.7), start, Float64Array.of(1, -1));
    const h = 1e-5;
    const along = (s: number, point: Float64Array) => {
      const [a, b] = action.act(Float64Array.of(s), point);
      return a - b;
    };
    expect(xi[0]).toBeCloseTo((along(0.7 + h, start) - along(0.7 - h, start)) / (2 * h), 6);
    const beside = (s: number) => along(0.7, Float64Array.of(2 + s, 1));
    expect(x[0]).toBeCloseTo((beside(h) - beside(-h)) / (2 * h), 6);
    const options = { learningRate: 0.1, steps: 30, objective: 'log-norm', lineSearch: true } as const;
    const { x: top } = teleportByAscent(f, action, start, options);
    expect(Math.abs(top[0])).toBeLessThan(0.05); // toward the shorter axis
  });

  it('refuses a field of another dimension', () => {
    expect(() => symmetryFromExpression('x^2 + y^2', '[-y]')).toThrow(
      'a generator must have 2 entries (x, y)',
    );
  });
});

describe('agreement', () => {
  it('is told three ways, relative to the numbers', async () => {
    const { points, value, gradient, hessian } = await checkExpression('1e-15*x^2 + y^2*sin(x)/1e3');
    expect(points).toBeGreaterThan(0);
    for (const ways of [value, gradient, hessian]) {
      expect(ways.differences).toBeLessThan(1e-9);
      expect(ways.tensors).toBeLessThan(1e-2);
    }
    expect(value.mathjs).toBeLessThan(1e-12);
  });

  it('does not take small for equal, nor rounding for wrong', () => {
    expect(relativeDifference(0, 6e-15, 1e-31, 1e-9)).toBe(1);
    expect(relativeDifference(2e14, 0, 1e15, 1e-9)).toBe(0);
    expect(new Disagreement('').name).toBe('Disagreement');
  });
});
