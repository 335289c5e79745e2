/** The least loss of a run: its gradient by backpropagation, and told in parts by the estimators by windows. */

import { expect, it } from 'vitest';
import { flattened, randomParameters } from '../../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../../../src/lstm/reference-engine.js';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import type { CompleteDistanceTerm } from '../../../../src/metaoptimizer/distance-term.js';
import { engineShape } from '../../../../src/metaoptimizer/engine-shape.js';
import type { EstimatorChoice } from '../../../../src/metaoptimizer/estimators/estimator-options.js';
import { metaGradient } from '../../../../src/metaoptimizer/estimators/estimators.js';
import { metaSystem } from '../../../../src/metaoptimizer/estimators/meta-system.js';
import { Unroll } from '../../../../src/metaoptimizer/unroll.js';
import { ellipse, FIXED_ELLIPSE } from '../../../../src/optimizees/ellipse.js';
import { Stream } from '../../../../src/random/stream.js';
import type { Task } from '../../../../src/seams.js';
import { schedule } from '../../../../src/symmetry/schedule.js';

const STEPS = 8;
const flowing = [{ name: 'gradient', flows: true }] as const;
const description = describe({ name: 'flows', hidden: 2, inputs: flowing, teleport: { every: 3 } });
const tasks = [Float64Array.of(1.5, -0.3), Float64Array.of(-1.2, 0.3)].map((start) =>
  ellipse(FIXED_ELLIPSE, start),
);
const onEngine = (window: number, batch: number, distanceTerm?: CompleteDistanceTerm) => {
  const engine = createReferenceEngine(engineShape(description, 2, 1, batch, window));
  return {
    engine,
    unroll: new Unroll(description, engine, 2, 1, { distanceTerm }),
    weights: 'minimum',
    schedule: schedule({ every: 3 }, STEPS),
  } as const;
};
const system = metaSystem(onEngine(1, 2), tasks);
// Random weights for which the least losses lie in the last window, and the losses before fall too.
const theta = flattened(randomParameters(engineShape(description, 2, 1, 1, 1), Stream.fromSeed(16)));
const lossAt = (at: Float64Array, of = system) => {
  const { losses } = of.advance(at, of.start(), 0, STEPS);
  return (losses[0] + losses[1]) / 2;
};

/** By backpropagation, with the steps at which losses are least. */
function backpropagated(of: readonly Task[] = tasks, distanceTerm?: CompleteDistanceTerm) {
  const { engine, unroll, schedule: due } = onEngine(STEPS, of.length, distanceTerm);
  engine.setWeights(theta);
  unroll.start(of);
  const rows = Array.from({ length: STEPS }, (_, t) => {
    const steps = unroll.observe(t, t, 1);
    unroll.advance(t, due.includes(t));
    return steps;
  });
  unroll.keepLeast(STEPS);
  const least = of.map((_, b) => rows.map((row) => row[b].weight));
  return { gradient: flattened(engine.gradients(unroll.backward(STEPS))), least };
}

it.each([undefined, { lambda: 0.3, scale: 'plain' }, { lambda: 0.3, scale: 'log' }] as const)(
  'has the gradient of its step, by differences along random directions, with the distance term %j',
  (term) => {
    const { gradient, least } = backpropagated(tasks, term);
    const counted = metaSystem(onEngine(1, 2, term), tasks);
    const at = least.map((weights) => weights.indexOf(1));
    expect(least.map((weights) => weights.reduce((a, b) => a + b))).toEqual([1, 1]);
    expect(Math.max(...at)).toBeGreaterThan(0); // or no weight would matter
    for (const k of [1, 2, 3]) {
      const d = Stream.fromSeed(k).normals(theta.length);
      const along = (s: number) =>
        lossAt(
          theta.map((w, i) => w + s * d[i]),
          counted,
        );
      const difference = (along(1e-6) - along(-1e-6)) / 2e-6;
      const slope = gradient.reduce((total, g, i) => total + g * d[i], 0);
      expect(Math.abs(difference)).toBeGreaterThan(1e-6);
      expect(slope / difference).toBeCloseTo(1, 5);
    }
  },
);

it('is the first of equal ones', () => {
  const flat = {
    ...tasks[0],
    optimizee: { ...tasks[0].optimizee, value: () => 1, gradient: () => new Float64Array(2) },
  };
  expect(backpropagated([flat]).least).toEqual([[1, 0, 0, 0, 0, 0, 0, 0]]);
});

const of = (
  by: 'full-evolution' | 'persistent-evolution' | 'noise-reuse-evolution',
  seed: number,
  pairs = 2,
) => {
  const choice: EstimatorChoice = { by, sigma: 1e-3, pairs };
  return metaGradient(choice, system, theta, [3, 5, STEPS], Stream.fromSeed(seed));
};

it('is the sum of what noise reuse says of its windows, number for number', () => {
  const [whole, parts] = [of('full-evolution', 1), of('noise-reuse-evolution', 1)];
  expect(parts.loss).toBeCloseTo(whole.loss, 12);
  whole.gradient!.forEach((g, i) => void expect(parts.gradient![i]).toBeCloseTo(g, 9));
});

it('is seen whole by PES: within three standard errors of the exact gradient', () => {
  const { gradient: exact } = backpropagated();
  const length = Math.hypot(...exact);
  const along = Array.from({ length: 400 }, (_, seed) => {
    const { gradient } = of('persistent-evolution', seed, 1);
    return gradient!.reduce((total, g, i) => total + g * exact[i], 0) / length;
  });
  const mean = along.reduce((a, b) => a + b) / along.length;
  const variance = along.reduce((s, v) => s + (v - mean) ** 2, 0) / (along.length - 1);
  const standardError = Math.sqrt(variance / along.length);
  expect(Math.abs(mean - length)).toBeLessThan(3 * standardError);
  expect(standardError).toBeLessThan(0.3 * length);
});
