/** One way of checking options: unknown keys with the spelling that was meant, wrong types and ranges, in one line. */

import { expect, it, describe as suite } from 'vitest';
import { BadInput, nearestTo, refuse, requireOptions } from '../../src/checks.js';
import {
  adam,
  describe,
  ellipse,
  ellipseFixed,
  evaluate,
  gradientDescent,
  leakyRelu,
  learnedOptimizer,
  metaTrain,
  mlp,
  mlpRegression,
  network,
  newton,
  Stream,
  squaredError,
  summarise,
  teleportByAscent,
  testTasks,
} from '../../src/index.js';

const stream = Stream.fromSeed(1);
const small = describe({ name: 'small', hidden: 4 });
const train = (options: object) => () =>
  metaTrain(small, ellipseFixed, stream, { trajectories: 1, ...options });
const task = ellipseFixed.sample(stream);
const wrong = <T>(value: unknown) => value as T;

suite('options', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a typo within weights',
      train({ weights: { gama: 1 } }),
      "metaTrain: options of weights are gamma, alignment, got 'gama'; did you mean 'gamma'?",
    ],
    ['a typo within adam', train({ adam: { learningrate: 1 } }), "did you mean 'learningRate'?"],
    [
      'a typo within the estimator',
      train({ estimator: { by: 'full-evolution', sgima: 1 } }),
      "did you mean 'sigma'?",
    ],
    [
      'a typo within an input',
      () => describe({ name: 'x', inputs: [wrong({ name: 'gradient', flow: true })] }),
      "did you mean 'flows'?",
    ],
    ['a typo of a description', () => describe(wrong({ name: 'x', hiden: 3 })), "did you mean 'hidden'?"],
    [
      'a typo of a schedule',
      () => describe({ name: 'x', teleport: wrong({ evry: 3 }) }),
      "did you mean 'every'?",
    ],
    [
      'a typo of how it runs',
      () => metaTrain(small, ellipseFixed, stream, {}, wrong({ onstep: 1 })),
      "did you mean 'onStep'?",
    ],
    ['a typo of a baseline', () => adam(wrong({ learningrate: 1 })), "did you mean 'learningRate'?"],
    [
      'a typo of gradient descent',
      () => gradientDescent(wrong({ learningRate: 1, momentm: 0 })),
      "did you mean 'momentum'?",
    ],
    [
      'a typo of a use',
      () => learnedOptimizer(small, wrong({}), wrong({ safeguard: 3 })),
      'learnedOptimizer: options are teleport, safeguardFactor',
    ],
    ['adam as a number', train({ adam: 5 }), 'metaTrain: adam: options must be an object, got 5'],
    ['adam as null', train({ adam: null }), 'metaTrain: adam: options must be an object, got null'],
    ['weights as a number', train({ weights: 5 }), 'metaTrain: weights must be an object, got 5'],
    [
      'a safeguard as text',
      train({ safeguardFactor: '2' }),
      "metaTrain: safeguardFactor must be at least 1, or 'off', got '2'",
    ],
    [
      'a size as text',
      train({ batch: '2' }),
      "metaTrain: batch must be a whole number of at least 1, got '2'",
    ],
    [
      'inputs of null',
      () => describe({ name: 'x', inputs: wrong(null) }),
      'describe: inputs must not be empty, got null',
    ],
    ['nothing', () => wrong<() => unknown>(describe)(), 'describe: options must be an object, got undefined'],
    [
      'nothing at all',
      () => wrong<() => unknown>(metaTrain)(),
      'metaTrain: description must be an object, got undefined',
    ],
    [
      'half a description',
      () => metaTrain(wrong({ name: 'x' }), ellipseFixed, stream),
      'metaTrain: description must be what describe gives, with hidden',
    ],
    ['β of 2', () => adam({ beta1: 2 }), 'adam: beta1 must lie in [0, 1), got 2'],
    ['ε below 0', () => adam({ epsilon: -1 }), 'adam: epsilon must be positive, got -1'],
    ['a name that is none', () => newton({ name: wrong(5) }), 'newton: name must be text, not empty, got 5'],
    [
      'tasks without number',
      () => testTasks(ellipseFixed, stream, Number.NaN),
      'testTasks: count must be a whole number of at least 1, got NaN',
    ],
    ['no tasks', () => evaluate(adam(), [], 3), 'evaluate: tasks must be a list of at least 1, got []'],
    [
      'tasks that are none',
      () => evaluate(adam(), wrong(undefined), 3),
      'evaluate: tasks must be a list of at least 1, got undefined',
    ],
    [
      'endless steps',
      () => evaluate(adam(), [task], 1e9),
      'evaluate: steps must be at most 1000000, got 1000000000',
    ],
    [
      'a vector too long for a value',
      () => task.optimizee.value(new Float64Array(3)),
      "ellipse: x must hold 2 numbers, got '3 of them'",
    ],
    [
      'a vector too short for a gradient',
      () => task.optimizee.gradient(new Float64Array(1)),
      "ellipse: x must hold 2 numbers, got '1 of them'",
    ],
    [
      'a direction of another length',
      () => task.optimizee.hessianVector(new Float64Array(2), new Float64Array(3)),
      'ellipse: v must hold 2 numbers',
    ],
    [
      'a network without sizes',
      () => network(wrong({})),
      'network: activation must be an object, got undefined',
    ],
    [
      'a network beyond reason',
      () => network({ sizes: [1e4, 1e4], activation: leakyRelu() }),
      'network: sizes must make at most 10000000 parameters',
    ],
    ['an optimizee of nothing', () => mlp(wrong({})), 'mlp: network must be an object, got undefined'],
    [
      'sizes of null',
      () => mlpRegression({ sizes: wrong(null) }),
      'mlpRegression: sizes must be a list of at least 2, got null',
    ],
    [
      'an ellipse of null',
      () => ellipse(wrong(null), wrong(null)),
      'ellipse: parameters must be an object, got null',
    ],
    [
      'a teleport of nothing',
      () => teleportByAscent(task.optimizee, wrong(null), task.start, { learningRate: 1 }),
      'teleportByAscent: action must be an object, got null',
    ],
    [
      'a summary of a number',
      () => summarise(wrong(5)),
      'summarise: values must be a list of at least 0, got 5',
    ],
  ])('refuses %s', (_, call, message) => {
    // biome-ignore format: a table
    expect(call).toThrow(BadInput);
    expect(call).toThrow(message);
  });

  it('of a network check the length of what they are given', () => {
    const net = network({ sizes: [2, 3, 1], activation: leakyRelu() });
    const f = mlp({ network: net, inputs: new Float64Array(4), loss: squaredError(new Float64Array(2), 1) });
    for (const call of [f.value, f.gradient, f.predict]) {
      expect(() => call(new Float64Array(5))).toThrow(/x must hold 9 numbers, got '5 of them'/);
    }
  });
});

suite('a message', () => {
  it('is one line of readable length, whatever the value', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const values = [
      'two\nlines',
      'x'.repeat(1e6),
      new Float64Array(1e6),
      loop,
      { n: Number.NaN },
      10n,
      [10n],
      Symbol('s'),
    ];
    for (const value of values) {
      const call = () => refuse('where', 'it must be so', value);
      expect(call).toThrow(/^where: it must be so, got [^\n]{1,800}$/);
    }
    expect(() => refuse('where', 'it', { n: Number.NaN })).toThrow('got {"n":"NaN"}');
  });
});

suite('the nearest spelling', () => {
  it('is offered where it is near', () => {
    expect(nearestTo('gama', ['alpha', 'gamma'])).toBe('gamma');
    expect(nearestTo('LearningRate', ['learningRate'])).toBe('learningRate');
    expect(nearestTo('colour', ['hidden', 'inputs'])).toBeUndefined();
    expect(nearestTo('x'.repeat(1e6), ['hidden'])).toBeUndefined();
    expect(() => requireOptions('f', { constructor: 1 }, ['name'])).toThrow(
      "options are name, got 'constructor'",
    );
  });
});
