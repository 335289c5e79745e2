import { describe, expect, it } from 'vitest';
import { ellipse, FIXED_ELLIPSE } from '../../../src/optimizees/ellipse.js';
import { adam } from '../../../src/optimizers/adam.js';
import { gradientDescent } from '../../../src/optimizers/gradient-descent.js';
import { iterateAt } from '../../../src/optimizers/trajectory.js';
import { teleportByAscent } from '../../../src/symmetry/teleport.js';

const task = ellipse(FIXED_ELLIPSE, Float64Array.of(2, 1));
const steepTask = ellipse({ A: [[1, 0], [0, 1]] }, Float64Array.of(1e10, 0)); // biome-ignore format: a matrix

describe('baselines', () => {
  it('descends on a quadratic as the closed form says: x_t = (1 − 2αλ)ᵗ x₀', () => {
    const [trajectory] = gradientDescent({ learningRate: 0.05 }).run([task], 10);
    const [x1, x2] = iterateAt(trajectory, 2, 10);
    expect(x1).toBeCloseTo(2 * (1 - 2 * 0.05 * 0.25) ** 10, 12);
    expect(x2).toBeCloseTo((1 - 2 * 0.05 * 9) ** 10, 12);
    expect(Array.from(trajectory.evaluations)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('adds momentum: x₂ = x₁ + β(x₁ − x₀) − α∇f(x₁)', () => {
    const [trajectory] = gradientDescent({ learningRate: 0.02, momentum: 0.7 }).run([task], 2);
    const [a, b, c] = [0, 1, 2].map((t) => iterateAt(trajectory, 2, t)[1]);
    expect(c).toBeCloseTo(b + 0.7 * (b - a) - 0.02 * 18 * b, 12);
  });

  it('begins Adam with a step of the learning rate against the sign of the gradient', () => {
    const [trajectory] = adam({ learningRate: 0.3 }).run([task], 1);
    expect(iterateAt(trajectory, 2, 1)[0]).toBeCloseTo(1.7, 6);
    expect(iterateAt(trajectory, 2, 1)[1]).toBeCloseTo(0.7, 6);
  });

  it('meets every task with a fresh state, unless it is told to repeat the published mistake', () => {
    const [, fresh] = adam().run([task, task], 5);
    const [first] = adam().run([task], 5);
    expect(fresh.losses).toEqual(first.losses);
    const [, kept] = adam({ keepsState: true }).run([task, task], 5);
    expect(kept.losses[3]).not.toBe(first.losses[3]);
  });

  it('teleports before the steps of its schedule, at its price', () => {
    const optimizer = gradientDescent({
      learningRate: 0.05,
      teleport: {
        schedule: [2],
        configuration: {},
        teleport: ({ optimizee, action }, x) =>
          teleportByAscent(optimizee, action, x, {
            learningRate: 0.2,
            objective: 'log-norm',
            lineSearch: true,
          }),
      },
    });
    const [plain] = gradientDescent({ learningRate: 0.05 }).run([task], 4);
    const [trajectory] = optimizer.run([task], 4);
    const [{ step, from, to }] = trajectory.teleports;
    expect(step).toBe(2);
    expect(task.optimizee.value(to)).toBeCloseTo(task.optimizee.value(from), 12);
    expect(trajectory.losses[2]).toBe(plain.losses[2]);
    expect(trajectory.losses[3]).toBeLessThan(plain.losses[3]);
    expect(trajectory.evaluations[3]).toBeGreaterThan(plain.evaluations[3] + 10);
  });

  it('names divergence with its step, and leaves NaN behind it', () => {
    const [trajectory] = gradientDescent({ learningRate: 1e3 }).run([steepTask], 10);
    expect(trajectory.divergence?.reason).toBe('loss beyond ceiling');
    const { step } = trajectory.divergence!;
    expect(trajectory.losses[step]).toBeNaN();
    expect(trajectory.losses[step - 1]).toBeLessThan(1e30);
  });

  it.each([
    [() => gradientDescent({ learningRate: 0 }), 'gradientDescent: learningRate must be positive, got 0'],
    [
      () => gradientDescent({ learningRate: 0.1, momentum: 1 }),
      'gradientDescent: momentum must lie in [0, 1), got 1',
    ],
    [() => adam({ learningRate: Number.NaN }), 'adam: learningRate must be finite, got NaN'],
    [() => adam().run([task], 0), 'Adam: steps must be a whole number of at least 1, got 0'],
  ])('refuses bad input', (run, message) => {
    expect(run).toThrow(message);
  });
});
