import { expect, it, describe as suite, vi } from 'vitest';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { lossWeights } from '../../../src/metaoptimizer/window.js';
import { ellipse, ellipseFixed, ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { Stream } from '../../../src/random/stream.js';
import type { Task, TaskFamily } from '../../../src/seams.js';

const teleporting = describe({ name: 'teleporting', hidden: 12, teleport: { every: 3 } });
const identityTimes = (a: number) => [
  [a, 0],
  [0, a],
];

const short = { trajectories: 12 } as const;

suite('metaTrain', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const train = (seed: number) => metaTrain(teleporting, ellipseVaried, Stream.fromSeed(seed), short);
    const [first, again, other] = [train(1), train(1), train(2)];
    expect(again).toEqual(first);
    expect(other.state.parameters['head.weight']).not.toEqual(first.state.parameters['head.weight']);
  });

  it('lowers the loss', () => {
    const { losses } = metaTrain(teleporting, ellipseFixed, Stream.fromSeed(3), { trajectories: 200 });
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(-50))).toBeLessThan(0.2 * mean(losses.slice(0, 20)));
  });

  it('continues as if it had not been stopped', () => {
    const whole = new MetaTraining(teleporting, ellipseVaried, Stream.fromSeed(4), short);
    const half = new MetaTraining(teleporting, ellipseVaried, Stream.fromSeed(4), short);
    const rest = new MetaTraining(teleporting, ellipseVaried, Stream.fromSeed(4), short);
    for (let i = 0; i < 6; i++) whole.step();
    for (let i = 0; i < 3; i++) half.step();
    rest.resume(half.state(), half.done);
    for (let i = 0; i < 3; i++) rest.step();
    expect(rest.state()).toEqual(whole.state());
  });

  it('learns on the WASM engine what it learns on the reference engine', () => {
    const shape = engineShape(teleporting, 2, 1, 2, 6);
    const reference = createReferenceEngine(shape);
    const options = { trajectories: 2, batch: 2 };
    const slow = metaTrain(teleporting, ellipseVaried, Stream.fromSeed(5), options, {
      createEngine: () => reference,
    });
    const fast = metaTrain(teleporting, ellipseVaried, Stream.fromSeed(5), options);
    for (const name of parameterNames) {
      const difference = fast.state.parameters[name].map((w, i) =>
        Math.abs(w - slow.state.parameters[name][i]),
      );
      // eight Adam steps of 4e-4 each; where a gradient is nothing but rounding, Adam still takes a part of a step
      expect(Math.max(...difference), name).toBeLessThan(4e-4);
    }
    expect(fast.losses[0]).toBeCloseTo(slow.losses[0], 4);
  });

  it('names a diverged trajectory with its step, trains on the others, and skips a window with none left', () => {
    const explosive: Task = ellipse({ A: identityTimes(1e160) }, Float64Array.of(1, 1));
    let draws = 0;
    const family: TaskFamily = {
      ...ellipseFixed,
      sample: (stream) => (draws++ % 2 === 0 ? explosive : ellipseFixed.sample(stream)),
    };
    const both = new MetaTraining(teleporting, family, Stream.fromSeed(6), { batch: 2, check: 'off' }).step();
    expect(both.divergences).toEqual([{ step: 0, reason: 'loss not finite' }]);
    expect(both.skippedWindows).toBe(0);
    expect(both.loss).toBeGreaterThan(0);
    draws = 0;
    const alone = new MetaTraining(teleporting, family, Stream.fromSeed(6), {
      batch: 1,
      check: 'off',
    }).step();
    expect(alone.skippedWindows).toBe(4);
    expect(alone.loss).toBeNaN();
  });

  it('skips an Adam step whose gradient is not finite, and keeps the weights', () => {
    const steep: Task = ellipse({ A: identityTimes(1e14) }, Float64Array.of(1, 1)); // squares of 1e28 overflow float32
    const family: TaskFamily = { ...ellipseFixed, sample: () => steep };
    const training = new MetaTraining(teleporting, family, Stream.fromSeed(6));
    const before = training.state();
    expect(training.step()).toMatchObject({ skippedWindows: 4, divergences: [] });
    expect(training.state()).toEqual(before);
  });

  it('stops when its signal is aborted', () => {
    const abort = new AbortController();
    const onStep = (_: unknown, done: number) => done === 3 && abort.abort(new Error('enough'));
    expect(() =>
      metaTrain(teleporting, ellipseFixed, Stream.fromSeed(7), short, { onStep, signal: abort.signal }),
    ).toThrow('enough');
  });

  it.each([
    [{ trajectories: 0 }, 'metaTrain: trajectories must be a whole number of at least 1, got 0'],
    [{ steps: -1 }, 'metaTrain: steps must be a whole number of at least 1, got -1'],
    [{ window: 0 }, 'metaTrain: window must be a whole number of at least 1, got 0'],
    [{ window: 21 }, 'lossWeights: a window must end within the 21 steps, got 21'],
    [{ batch: 1.5 }, 'metaTrain: batch must be a whole number of at least 1, got 1.5'],
    [{ safeguardFactor: 0.5 }, "metaTrain: safeguardFactor must be at least 1, or 'off', got 0.5"],
    [{ weights: { gamma: -1 } }, 'metaTrain: weights.gamma must be positive, got -1'],
    [{ learningRate: 1 }, 'metaTrain: options are'],
    [{ adam: { lr: 1 } }, 'metaTrain: adam: options are learningRate, beta1, beta2, epsilon, clipNorm, got'],
    [{ adam: { learningRate: -1 } }, 'metaTrain: adam.learningRate must not be negative, got -1'],
    [{ adam: { learningRate: Number.NaN } }, 'metaTrain: adam.learningRate must be finite, got NaN'],
    [{ adam: { beta1: 1 } }, 'metaTrain: adam.beta1 must lie in [0, 1), got 1'],
    [{ adam: { beta2: -0.1 } }, 'metaTrain: adam.beta2 must lie in [0, 1), got -0.1'],
    [{ adam: { beta2: null } }, 'metaTrain: adam.beta2 must be finite, got null'],
    [{ adam: { epsilon: 0 } }, 'metaTrain: adam.epsilon must be positive, got 0'],
    [{ adam: { clipNorm: 0 } }, 'metaTrain: adam.clipNorm must be positive, got 0'],
  ])('refuses %j', (options, message) => {
    expect(() => metaTrain(teleporting, ellipseFixed, Stream.fromSeed(1), options as object)).toThrow(
      message,
    );
  });

  it('takes options of Adam at the edges of their ranges: a learning rate of 0 keeps the random weights', () => {
    const adam = { learningRate: 0, beta1: 0, beta2: 0, epsilon: 1e-12, clipNorm: 1e-3 };
    const training = new MetaTraining(teleporting, ellipseFixed, Stream.fromSeed(1), { adam });
    const { parameters } = training.state();
    expect(training.step().skippedWindows).toBe(0);
    expect(training.state().parameters).toEqual(parameters);
  });

  it('refuses a schedule beyond the run', () => {
    const late = describe({ name: 'late', teleport: [30] });
    expect(() => metaTrain(late, ellipseFixed, Stream.fromSeed(1))).toThrow(
      'schedule: a run of 21 steps teleports at steps 0 to 20, got 30',
    );
  });
});

suite('describe', () => {
  it.each([
    [{ hidden: 0 }, 'describe: hidden must be a whole number of at least 1, got 0'],
    [{ inputs: [] }, 'describe: inputs must not be empty'],
    [{ inputs: [{ name: 'loss', flows: false }] }, 'describe: input must be one of gradient'],
    [{ update: 'sgd' }, 'describe: update must be one of direct'],
    [{ gate: 'hard' }, 'describe: a gate needs teleports to gate'],
    [{ learningRateRange: [1, 0.1] }, 'describe: learningRateRange must be two positive numbers'],
    [{ colour: 'red' }, 'describe: options are name'],
  ])('refuses %j', (options, message) => {
    expect(() => describe({ name: 'bad', ...(options as object) })).toThrow(message);
  });
});

suite('lossWeights', () => {
  it('sums to 1 in every window, the last term weighing most for γ < 1', () => {
    const weights = lossWeights(21, 5, { gamma: 0.5 });
    const windows = [weights.slice(0, 6), weights.slice(6, 11), weights.slice(11, 16), weights.slice(16, 21)];
    for (const window of windows) {
      expect(window.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(window[window.length - 1] / window[window.length - 2]).toBeCloseTo(2, 12);
    }
  });

  it('repeats one pattern by step number as published', () => {
    const weights = lossWeights(21, 5, { gamma: 0.5, alignment: 'as-published' });
    expect(weights[5]).toBe(weights[0]);
    expect(weights[4] / weights[0]).toBeCloseTo(16, 12);
  });
});

suite('learnedOptimizer', () => {
  const { state } = metaTrain(teleporting, ellipseFixed, Stream.fromSeed(8), short);

  it('treats every task as if it were alone, whatever the batch', () => {
    const tasks = Array.from({ length: 70 }, (_, i) => ellipseFixed.sample(Stream.fromSeed(9).split(i)));
    const optimizer = learnedOptimizer(teleporting, state.parameters);
    const together = optimizer.run(tasks, 8);
    for (const i of [0, 3, 63, 69]) {
      const [alone] = optimizer.run([tasks[i]], 8);
      alone.losses.forEach((loss, t) => {
        expect(Math.abs(together[i].losses[t] - loss)).toBeLessThan(1e-4 * (1 + loss));
      });
    }
  });

  it('teleports when its schedule says so, and keeps the loss when it does', () => {
    const task = ellipseFixed.sample(Stream.fromSeed(10));
    const [trajectory] = learnedOptimizer(teleporting, state.parameters).run([task], 8);
    expect(trajectory.teleports.map(({ step }) => step)).toEqual([2, 5]);
    for (const { from, to } of trajectory.teleports) {
      expect(task.optimizee.value(to) / task.optimizee.value(from)).toBeCloseTo(1, 12);
    }
    const [never] = learnedOptimizer(teleporting, state.parameters, { teleport: 'never' }).run([task], 8);
    expect(never.teleports).toEqual([]);
  });

  it('says once that it runs past its trained horizon, and nothing within it', () => {
    const task = ellipseFixed.sample(Stream.fromSeed(10));
    const trained = metaTrain(teleporting, ellipseFixed, Stream.fromSeed(8), short);
    const { steps } = trained.options;
    const said: string[] = [];
    const onWarning = (line: string) => said.push(line);
    const optimizer = learnedOptimizer(teleporting, trained, { onWarning });
    for (const within of [1, steps]) optimizer.run([task], within);
    expect(said).toEqual([]);
    for (const beyond of [steps + 1, 10 * steps]) optimizer.run([task], beyond);
    expect(said).toEqual([
      `${teleporting.name}: trained for ${steps} steps, and run for ${steps + 1}; what it does beyond them was never trained`,
    ]);
    learnedOptimizer(teleporting, trained, { onWarning }).run([task], steps + 2);
    expect(said).toHaveLength(2); // another optimizer says it for itself
    const unknown = learnedOptimizer(teleporting, trained.state.parameters, { onWarning });
    const [alone] = unknown.run([task], steps + 2);
    expect(said).toHaveLength(2); // weights alone do not tell
    expect(optimizer.run([task], steps + 2)[0].losses).toEqual(alone.losses);
    expect(optimizer.configuration).toEqual(unknown.configuration); // and the record is the same
  });

  it('warns on the console unless told otherwise', () => {
    const task = ellipseFixed.sample(Stream.fromSeed(10));
    const trained = metaTrain(teleporting, ellipseFixed, Stream.fromSeed(8), short);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    learnedOptimizer(teleporting, trained).run([task], trained.options.steps + 1);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('counts what it evaluates', () => {
    const task = ellipseFixed.sample(Stream.fromSeed(10));
    const [trajectory] = learnedOptimizer(teleporting, state.parameters).run([task], 3);
    expect(Array.from(trajectory.evaluations)).toEqual([0, 1, 2, 3.5]); // a gradient a step, half one for the action
  });
});
