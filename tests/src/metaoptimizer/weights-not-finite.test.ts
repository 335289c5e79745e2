/** A training whose weights overflow stops, says at which step, and stands where they were last finite. */

import { expect, test } from 'vitest';
import type { LstmShape } from '../../../src/lstm/engine.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { ellipseFixed } from '../../../src/optimizees/ellipse.js';
import { Stream } from '../../../src/random/stream.js';

const description = describe({ name: 'small', hidden: 8 });
const stream = Stream.fromSeed(1);
const options = { trajectories: 20, adam: { learningRate: 3e38 } };

test('metaTrain ends with the last finite weights and names the step', () => {
  const { stopped, state, losses } = metaTrain(description, ellipseFixed, stream, options);
  expect(stopped?.reason).toBe('weights not finite');
  expect(losses.length).toBe(stopped!.step);
  for (const part of Object.values(state.parameters)) expect(part.every(Number.isFinite)).toBe(true);
});

test('MetaTraining stands where it was before the step, and fails there again', () => {
  const training = new MetaTraining(description, ellipseFixed, stream, options);
  const run = () => {
    for (;;) training.step();
  };
  expect(run).toThrow(/^metaTrain: weights must stay finite, got an overflow in outer step \d+/);
  const { done } = training;
  const state = training.state();
  expect(run).toThrow(`outer step ${done} `);
  expect(training.state()).toEqual(state);
});

test('a training that goes well has no such word in its record', () => {
  expect(metaTrain(description, ellipseFixed, stream, { trajectories: 2 })).not.toHaveProperty('stopped');
});

test.each([0, 3])('a staggered one has the runs under way of before outer step %i too', (failing) => {
  let steps = 0;
  /** Says once that weights have overflowed. */
  const createEngine = (shape: LstmShape) => {
    const engine = createWasmEngine(shape);
    const hasFiniteWeights = engine.hasFiniteWeights!.bind(engine);
    return Object.assign(engine, { hasFiniteWeights: () => hasFiniteWeights() && steps++ !== failing });
  };
  const staggered = { batch: 4, staggered: true };
  const training = new MetaTraining(description, ellipseFixed, stream, staggered, createEngine);
  const untroubled = new MetaTraining(description, ellipseFixed, stream, staggered);
  for (let k = 0; k < failing; k++) {
    training.step();
    untroubled.step();
  }
  expect(() => training.step()).toThrow(`overflow in outer step ${failing} `);
  for (let k = 0; k < 2; k++) {
    expect(training.done).toBe(untroubled.done);
    expect(training.underWay()).toEqual(untroubled.underWay());
    expect(training.state()).toEqual(untroubled.state());
    expect(training.step().loss).toBe(untroubled.step().loss);
  }
});
