import { describe, expect, it } from 'vitest';
import { norm, sum } from '../../../src/numerics/vector.js';
import { ellipse, FIXED_ELLIPSE, FIXED_ELLIPSE_START } from '../../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { compareSmallTeleport } from '../../../src/theory/small-teleport.js';

describe('compareSmallTeleport', () => {
  const valley = rosenbrock({ a: 1, b: -1, c: -2, d: [0, 0, 0.4] }, Float64Array.of(0, 0));

  it.each([
    ['an ellipse', ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START), FIXED_ELLIPSE_START],
    ['a convex part of a Rosenbrock valley', valley, Float64Array.of(2, 0.5)],
  ])('changes distance and angles at the rates of its header on %s, to second order', (_name, task, x) => {
    const { optimizee, action } = task;
    for (const key of ['distance', 'displacementAngle', 'gradientAngle'] as const) {
      const remainder = (epsilon: number) => {
        const { before, after, rates } = compareSmallTeleport(optimizee, action, x, 0.02, epsilon);
        return Math.abs(after[key] - before[key] - epsilon * rates[key]);
      };
      expect(Math.log2(remainder(2e-4) / remainder(1e-4))).toBeCloseTo(2, 1);
    }
  });

  it('moves by ε to the side on which the gradient grows', () => {
    const { optimizee, action, start } = ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START);
    const { arrival } = compareSmallTeleport(optimizee, action, start, 0.01, 1e-4);
    expect(norm(sum(arrival, -1, start)) / 1e-4).toBeCloseTo(1, 3);
    expect(norm(optimizee.gradient(arrival))).toBeGreaterThan(norm(optimizee.gradient(start)));
    expect(optimizee.value(arrival) / optimizee.value(start)).toBeCloseTo(1, 12);
  });

  it('refuses an axis of the ellipse, where v⊥ = 0', () => {
    const { optimizee, action } = ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START);
    expect(() => compareSmallTeleport(optimizee, action, Float64Array.of(0, 1), 0.01, 0.1)).toThrow(
      'compareSmallTeleport: the orbit must move along the level set at x',
    );
  });
});
