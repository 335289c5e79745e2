/** An iterate that leaves the domain: one divergence with its step, in whatever the function is written; asked by hand it is refused. */

import { beforeAll, expect, it, describe as suite } from 'vitest';
import { OutsideDomain } from '../../../src/checks.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { nanOutside } from '../../../src/optimizees/outside.js';
import { gradientDescent } from '../../../src/optimizers/gradient-descent.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee, TaskFamily } from '../../../src/seams.js';
import { noAction } from '../../../src/symmetry/no-action.js';
import { loadTensors } from '../../../src/tensors/load.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

/** f = log x + y², by hand. */
const byHand: Optimizee = {
  name: 'by hand',
  dimension: 2,
  value: ([x, y]) => Math.log(x) + y * y,
  gradient: ([x, y]) => Float64Array.of(x > 0 ? 1 / x : Number.NaN, 2 * y),
  hessianVector: ([x], [u, v]) => Float64Array.of(-u / x ** 2, 2 * v),
};

const kinds: Record<string, Optimizee> = { 'by hand': byHand };
beforeAll(async () => {
  const { tf, optimizeeFromTensors } = await loadTensors();
  kinds.formula = optimizeeFromExpression('log(x) + y^2');
  kinds.tensors = optimizeeFromTensors({
    name: 'tensors',
    dimension: 2,
    value: (x) => tf.add(tf.log(tf.slice(x, 0, 1)), tf.square(tf.slice(x, 1, 1))),
  });
});

const familyOf = (optimizee: Optimizee): TaskFamily => ({
  name: 'leaves',
  dimension: 2,
  algebraDimension: 0,
  configuration: {},
  sample: (stream) => ({ optimizee, action: noAction(2), start: stream.uniforms(2, 0.01, 0.3) }),
});

suite.each(['by hand', 'formula', 'tensors'])('log x + y² (%s)', (kind) => {
  it('diverges in training at the step at which x is negative, and training goes on', () => {
    const training = new MetaTraining(
      describe({ name: 'small', hidden: 8 }),
      familyOf(kinds[kind]),
      Stream.fromSeed(1),
      { trajectories: 12 },
    );
    const steps = Array.from({ length: 12 }, () => training.step());
    const reference = new MetaTraining(
      describe({ name: 'small', hidden: 8 }),
      familyOf(byHand),
      Stream.fromSeed(1),
      { trajectories: 12 },
    );
    const expected = Array.from({ length: 12 }, () => reference.step());
    const told = (all: typeof steps) => all.map(({ divergences }) => divergences);
    expect(told(steps)).toEqual(told(expected));
    expect(steps.flatMap(({ divergences }) => divergences).length).toBeGreaterThan(3);
    for (const { reason } of steps.flatMap(({ divergences }) => divergences)) {
      expect(reason).toBe('loss not finite');
    }
  });

  it('diverges under gradient descent too', () => {
    const task = { optimizee: kinds[kind], action: noAction(2), start: Float64Array.of(0.5, 1) };
    const [{ divergence, losses }] = gradientDescent({ learningRate: 0.2 }).run([task], 6);
    expect(divergence).toEqual({ step: 2, reason: 'loss not finite' });
    expect([...losses.subarray(0, 2)].every(Number.isFinite)).toBe(true);
  });
});

suite('a point without a value or a derivative', () => {
  it('is refused by a formula that is asked for it', () => {
    expect(() => kinds.formula.value(Float64Array.of(-1, 0))).toThrow(OutsideDomain);
    expect(() => kinds.formula.gradient(Float64Array.of(-1, 0))).toThrow('log must be of');
  });

  it('is NaN where an optimizer asks', () => {
    const f = nanOutside(optimizeeFromExpression('abs(x) + y'));
    expect(f.value(Float64Array.of(0, 1))).toBe(1);
    expect(f.gradient(Float64Array.of(0, 1)).every(Number.isNaN)).toBe(true);
    expect(f.hessianVector(Float64Array.of(0, 1), Float64Array.of(1, 0)).every(Number.isNaN)).toBe(true);
    expect([...f.gradient(Float64Array.of(2, 1))]).toEqual([1, 1]);
  });

  it('lets every other error pass', () => {
    const faulty = { ...byHand, value: () => { throw new TypeError('a slip'); } }; // biome-ignore format: one idea
    expect(() => nanOutside(faulty).value(Float64Array.of(1, 1))).toThrow('a slip');
  });

  it.each(['norm', 'abs'] as const)('is named by tensors: %s at 0', async (name) => {
    const { tf, optimizeeFromTensors } = await loadTensors();
    const f = optimizeeFromTensors({
      name,
      dimension: 2,
      value: (x) => (name === 'norm' ? tf.square(tf.norm(x)) : tf.sum(tf.abs(x))),
    });
    const [origin, beside] = [Float64Array.of(0, 0), Float64Array.of(3, -4)];
    expect(f.value(origin)).toBe(0);
    expect(() => f.gradient(origin)).toThrow(OutsideDomain);
    expect(() => f.gradient(origin)).toThrow(`the gradient of ${name} must be defined at x, got [0, 0]`);
    const [expected, bend] = name === 'norm' ? [[6, -8], [2, 2]] : [[1, -1], [0, 0]]; // biome-ignore format: two rows
    f.gradient(beside).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
    f.hessianVector(beside, Float64Array.of(1, 1)).forEach((value, i) => {
      expect(value).toBeCloseTo(bend[i], 3);
    });
  });
});
