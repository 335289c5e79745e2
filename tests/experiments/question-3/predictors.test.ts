/** Each predictor against a closed form: f = x₁² + 9x₂² from (3, 1), g = (6, 18), H = diag(2, 18), κ = 9, rotations of (x₁, 3x₂). */

import { describe, expect, it } from 'vitest';
import { measureTask } from '../../../experiments/question-3/predictors.js';
import { ellipse } from '../../../src/optimizees/ellipse.js';
import { FIXED_ROSENBROCK, rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { squaredNorm } from '../../../src/optimizees/squared-norm.js';
import { Stream } from '../../../src/random/stream.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { blockRotationsThrough } from '../../../src/symmetry/block-rotations.js';

const stream = Stream.fromSeed(1).split('predictors');
const A = [[1, 0], [0, 3]]; // biome-ignore format: a matrix

describe('measureTask on a quadratic', () => {
  const task = ellipse({ A }, Float64Array.of(3, 1));
  const measured = measureTask(task, stream);
  const p = [36 / 360, 324 / 360];

  it('measures what does not depend on the orbit in closed form', () => {
    expect(measured.condition).toBeCloseTo(Math.log10(9), 12);
    expect(measured['newton cosine']).toBeCloseTo(-360 / (Math.hypot(12, 324) * Math.hypot(3, 1)), 12);
    const mean = p[0] * 2 + p[1] * 18;
    expect(measured.curvature).toBeCloseTo(mean / 18, 12);
    expect(measured['spectral excess']).toBeCloseTo(Math.log10(mean * (p[0] / 2 + p[1] / 18)), 12);
    expect(measured.participation).toBeCloseTo(1 / (2 * (p[0] ** 2 + p[1] ** 2)), 12);
    expect(measured.negative).toBe(0);
    expect(measured.distance).toBeCloseTo(Math.log10(Math.hypot(3, 1)), 12);
    expect(measured.dimension).toBeCloseTo(Math.log10(2), 12);
    expect(measured['orbit dimension']).toBe(1);
    expect(measured.noise).toBeLessThan(1e-8);
  });

  it('measures the spread on the orbit: ‖∇f‖² = 4(y₁² + 9y₂²), y on a circle: largest 9, median 5 times the smallest', () => {
    const spreads = Array.from({ length: 40 }, (_, i) => measureTask(task, stream.split(i))['orbit spread']);
    const average = spreads.reduce((a, b) => a + b) / spreads.length;
    expect(average).toBeCloseTo(0.5 * Math.log10(9 / 5), 1);
    for (const spread of spreads) expect(spread).toBeLessThan(0.5 * Math.log10(9));
  });

  it('finds no spread on a round bowl, where Newton’s direction is the gradient’s', () => {
    const bowl = measureTask(ellipse({ A: [[2, 0], [0, 2]] }, Float64Array.of(1, 1)), stream); // biome-ignore format: a matrix
    expect(bowl['orbit spread']).toBeCloseTo(0, 12);
    expect(bowl['newton cosine']).toBeCloseTo(-1, 12);
    expect(bowl['spectral excess']).toBeCloseTo(0, 12);
  });
});

it('counts an orbit of two planes in four dimensions as two of three directions', () => {
  const h = affineMap([[1, 0, 0, 0], [0, 2, 0, 0], [0, 0, 3, 0], [0, 0, 0, 4]]); // biome-ignore format: a matrix
  const task = {
    optimizee: squaredNorm('f', h),
    action: blockRotationsThrough(h, [2, 2]),
    start: Float64Array.of(1, 2, 3, 4),
  };
  expect(measureTask(task, stream)['orbit dimension']).toBeCloseTo(2 / 3, 12);
});

it('sees negative curvature and a gradient that is no gradient', () => {
  const bent = measureTask(rosenbrock(FIXED_ROSENBROCK, Float64Array.of(0, 3)), stream);
  expect(bent.negative).toBe(0.5);
  expect(bent['spectral excess']).toBeLessThan(0); // Proposition 4.1 fails there
  const task = ellipse({ A }, Float64Array.of(3, 1));
  const gradient = (x: Float64Array) => task.optimizee.gradient(x).map((g) => 1.25 * g);
  expect(measureTask({ ...task, optimizee: { ...task.optimizee, gradient } }, stream).noise).toBeCloseTo(
    0.25,
    6,
  );
});

it('refuses a critical start', () => {
  expect(() => measureTask(ellipse({ A }, Float64Array.of(0, 0)), stream)).toThrow('must not be zero');
});
