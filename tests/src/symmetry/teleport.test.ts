import { describe, expect, it } from 'vitest';
import { addScaled, norm } from '../../../src/numerics/vector.js';
import { BOOTH, ellipse, ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import {
  CLASSICAL_ROSENBROCK,
  rosenbrock,
  rosenbrockFixed,
  rosenbrockVaried,
} from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee, Task, Vector } from '../../../src/seams.js';
import { type Schedule, schedule } from '../../../src/symmetry/schedule.js';
import { type AscentOptions, teleportAtRandom, teleportByAscent } from '../../../src/symmetry/teleport.js';
import { thetaGradient } from '../../../src/symmetry/theta-gradient.js';

const booth = () => ellipse(BOOTH, Float64Array.of(5, -5));
const classicalRosenbrock = () => rosenbrock(CLASSICAL_ROSENBROCK, Float64Array.of(-1, -1));

interface Run {
  readonly loss: number;
  readonly teleports: { before: number; after: number; lossChange: number }[];
}

/** Gradient descent with teleports before the scheduled steps; ‖∇f‖ before and after each teleport. */
function descend(task: Task, learningRate: number, steps: number, at: Schedule, options: AscentOptions): Run {
  const { optimizee: f, action } = task;
  const teleports: Run['teleports'] = [];
  let x: Vector = Float64Array.from(task.start);
  for (let t = 0; t < steps; t++) {
    if (at.includes(t)) {
      const moved = teleportByAscent(f, action, x, options).x;
      teleports.push({
        before: norm(f.gradient(x)),
        after: norm(f.gradient(moved)),
        lossChange: Math.abs(f.value(moved) / f.value(x) - 1),
      });
      x = moved;
    }
    x = addScaled(Float64Array.from(x), -learningRate, f.gradient(x));
  }
  return { loss: f.value(x), teleports };
}

describe('teleportByAscent on Booth, as in arXiv 2205.10637', () => {
  const run = (at: Schedule) => descend(booth(), 0.08, 10, at, { learningRate: 1e-3 });

  it('raises the gradient norm, keeps the loss, and saves the descent most of its loss', () => {
    const plain = run(schedule('never', 10));
    const teleported = run(schedule([4], 10));
    expect(teleported.teleports).toHaveLength(1);
    const [{ before, after, lossChange }] = teleported.teleports;
    expect(after).toBeGreaterThan(2 * before);
    expect(lossChange).toBeLessThan(1e-14);
    expect(plain.loss).toBeCloseTo(2.2025, 4);
    expect(teleported.loss).toBeLessThan(1e-3);
  });

  it('reaches the largest gradient of the orbit: 2 σ_max √f', () => {
    const { optimizee, action, start } = booth();
    const { x } = teleportByAscent(optimizee, action, start, {
      learningRate: 1e-3,
      lineSearch: true,
      steps: 40,
    });
    expect(norm(optimizee.gradient(x))).toBeCloseTo(2 * 3 * Math.sqrt(optimizee.value(start)), 9);
  });
});

describe('teleportByAscent on Rosenbrock', () => {
  const run = (at: Schedule, options: AscentOptions) =>
    descend(classicalRosenbrock(), 1e-3, 1000, at, options);
  const every100 = schedule({ every: 100 }, 1000);

  it('raises the gradient norm at every teleport and keeps the loss', () => {
    const plain = run(schedule('never', 1000), { learningRate: 0.1 });
    for (const options of [{ learningRate: 0.1 }, { learningRate: 0.1, lineSearch: true }]) {
      const { loss, teleports } = run(every100, options);
      expect(teleports).toHaveLength(10);
      for (const { before, after, lossChange } of teleports) {
        expect(after).toBeGreaterThan(before);
        expect(lossChange).toBeLessThan(1e-12);
      }
      expect(loss).toBeLessThan(plain.loss / 10);
    }
  });

  it('goes on paying with the logarithm, whose steps do not shrink with the loss', () => {
    const squared = run(every100, { learningRate: 0.1, lineSearch: true });
    const log = run(every100, { learningRate: 0.1, objective: 'log-norm' });
    expect(log.loss).toBeLessThan(squared.loss / 1e3);
  });

  it('makes gradient descent with the same learning rate diverge when the start itself is teleported', () => {
    const { loss } = run(schedule([0], 1000), { learningRate: 0.1 }); // ‖∇f‖ from 898 to 3642
    expect(Number.isFinite(loss)).toBe(false);
  });
});

describe('teleportByAscent', () => {
  const stream = Stream.fromSeed(20).split('teleport');
  const task = rosenbrockFixed.sample(stream.split('task'));
  const { optimizee: f, action, start } = task;

  it('takes its first step along the theta gradient', () => {
    const { elements } = teleportByAscent(f, action, start, { learningRate: 1e-5, steps: 1 });
    const tau = thetaGradient(f, action, start, f.gradient(start));
    expect(elements[0][0]).toBeCloseTo(1e-5 * tau[0], 12);
    const log = teleportByAscent(f, action, start, { learningRate: 1e-2, steps: 1, objective: 'log-norm' });
    expect(log.elements[0][0]).toBeCloseTo((1e-2 * tau[0]) / (2 * norm(f.gradient(start)) ** 2), 12);
  });

  it('lists the elements whose product it applied', () => {
    const { x, elements } = teleportByAscent(f, action, start, { learningRate: 1e-4, lineSearch: true });
    const product = elements.reduce((product, eta) => action.compose(eta, product));
    expect(Math.hypot(...action.act(product, start).map((value, i) => value - x[i]))).toBeLessThan(1e-12);
  });

  it('never lowers the gradient norm with a line search, however long its first step', () => {
    for (const family of [ellipseVaried, rosenbrockVaried]) {
      for (let i = 0; i < 50; i++) {
        const { optimizee, action, start } = family.sample(stream.split(i));
        for (const objective of ['squared-norm', 'log-norm'] as const) {
          const { x } = teleportByAscent(optimizee, action, start, {
            learningRate: 1,
            objective,
            lineSearch: true,
          });
          expect(norm(optimizee.gradient(x))).toBeGreaterThanOrEqual(norm(optimizee.gradient(start)));
        }
      }
    }
  });

  it('counts what it evaluates', () => {
    for (const lineSearch of [false, true]) {
      const counted = { gradients: 0, hessianVectors: 0, actions: 0 };
      const counting = <A extends unknown[], R>(kind: keyof typeof counted, call: (...args: A) => R) => {
        return (...args: A): R => {
          counted[kind] += 1;
          return call(...args);
        };
      };
      const countingOptimizee: Optimizee = {
        ...f,
        gradient: counting('gradients', f.gradient),
        hessianVector: counting('hessianVectors', f.hessianVector),
      };
      const countingAction = {
        ...action,
        act: counting('actions', action.act),
        vjp: counting('actions', action.vjp),
      };
      const options = { learningRate: 0.1, lineSearch, from: Float64Array.of(0.5) };
      const { evaluations } = teleportByAscent(countingOptimizee, countingAction, start, options);
      expect(evaluations).toEqual(counted);
      if (!lineSearch) expect(evaluations).toEqual({ gradients: 10, hessianVectors: 10, actions: 21 });
    }
  });

  it('starts from another point of the orbit when told', () => {
    const from = Float64Array.of(1.2);
    const there = teleportByAscent(f, action, action.act(from, start), { learningRate: 1e-4 });
    const { x, elements } = teleportByAscent(f, action, start, { learningRate: 1e-4, from });
    expect(x).toEqual(there.x);
    expect(elements[0]).toEqual(from);
  });

  it('moves no farther than the trust radius, with and without a line search', () => {
    for (const lineSearch of [false, true]) {
      const options = { learningRate: 1, trustRadius: 0.05, lineSearch };
      const { x, elements } = teleportByAscent(f, action, start, options);
      for (const eta of elements) expect(norm(eta)).toBeLessThan(0.05 * (1 + 1e-12));
      expect(norm(elements[0])).toBeCloseTo(0.05, 12);
      expect(norm(f.gradient(x))).toBeGreaterThan(norm(f.gradient(start)));
    }
  });

  it('climbs a network’s gradient norm within a trust radius and keeps its loss', () => {
    for (const name of ['general-linear', 'positive-scaling'] as const) {
      const { optimizee, action, start } = mlpRegression({ action: name }).sample(stream.split(name));
      const options = {
        learningRate: 1,
        trustRadius: 0.01,
        objective: 'log-norm',
        lineSearch: true,
      } as const;
      const { x, ended } = teleportByAscent(optimizee, action, start, options);
      expect(ended).toBe('all steps');
      expect(norm(optimizee.gradient(x))).toBeGreaterThan(norm(optimizee.gradient(start)));
      expect(Math.abs(optimizee.value(x) / optimizee.value(start) - 1)).toBeLessThan(1e-12);
    }
  });

  it('stops at a stationary point, at a maximum, and where it would leave the finite numbers', () => {
    const circle = ellipse({ A: [[1, 0], [0, 1]] }, Float64Array.of(1, 0)); // biome-ignore format: a matrix
    const options = { learningRate: 1 };
    expect(teleportByAscent(circle.optimizee, circle.action, circle.start, options).ended).toBe('stationary');
    const minimum = f.minimum!.point!;
    const atMinimum = teleportByAscent(f, action, minimum, { ...options, objective: 'log-norm' });
    expect(atMinimum).toMatchObject({ ended: 'stationary', x: minimum, elements: [] });

    const top = teleportByAscent(f, action, start, { learningRate: 1, lineSearch: true, steps: 500 });
    expect(top.ended).toBe('no uphill step');

    const far = Float64Array.of(1e120, 0);
    expect(teleportByAscent(f, action, far, options)).toMatchObject({ ended: 'not finite', x: far });
    const diverged = Float64Array.of(Number.NaN, 0);
    expect(teleportByAscent(f, action, diverged, options).ended).toBe('not finite');
  });

  it.each([
    [{ learningRate: 0 }, 'teleportByAscent: learningRate must be positive, got 0'],
    [{ learningRate: Number.NaN }, 'teleportByAscent: learningRate must be finite, got NaN'],
    [{ learningRate: 1, steps: 0 }, 'teleportByAscent: steps must be a whole number of at least 1, got 0'],
    [
      { learningRate: 1, objective: 'norm' },
      "teleportByAscent: objective must be one of squared-norm, log-norm, got 'norm'",
    ],
    [{ learningRate: 1, trustRadius: -1 }, 'teleportByAscent: trustRadius must be positive, got -1'],
    [{ learningRate: 1, linesearch: true }, 'teleportByAscent: options are learningRate, steps, objective'],
    [{ learningRate: 1, from: Float64Array.of(1, 2) }, 'teleportByAscent: from must hold 1 numbers'],
  ])('refuses %j', (options, message) => {
    expect(() => teleportByAscent(f, action, start, options as AscentOptions)).toThrow(message);
  });

  it('refuses a point of another dimension', () => {
    expect(() => teleportByAscent(f, action, new Float64Array(3), { learningRate: 1 })).toThrow(
      "teleportByAscent: x must hold 2 numbers, got '3 of them'",
    );
  });
});

describe('teleportAtRandom', () => {
  it('moves along the orbit, the same for the same stream', () => {
    const { optimizee, action, start } = booth();
    const stream = () => Stream.fromSeed(3).split('random teleport');
    const { x, elements, evaluations } = teleportAtRandom(action, start, stream(), 0.5);
    expect(x).toEqual(action.act(elements[0], start));
    expect(x).not.toEqual(start);
    expect(optimizee.value(x) / optimizee.value(start)).toBeCloseTo(1, 13);
    expect(evaluations).toEqual({ gradients: 0, hessianVectors: 0, actions: 1 });
    expect(teleportAtRandom(action, start, stream(), 0.5).x).toEqual(x);
  });

  it('refuses a scale of zero', () => {
    const { action, start } = booth();
    expect(() => teleportAtRandom(action, start, Stream.fromSeed(1), 0)).toThrow(
      'teleportAtRandom: scale must be positive, got 0',
    );
  });
});
