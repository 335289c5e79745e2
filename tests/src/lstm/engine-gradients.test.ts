/** Every engine against float64: outputs, every block of weight gradients, input gradients, and Adam. */

import { describe, expect, it } from 'vitest';
import type { LstmEngine, LstmParameters, LstmShape, LstmState } from '../../../src/lstm/engine.js';
import { KERNEL_BUILDS } from '../../../src/lstm/kernel-build.js';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine, type ReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import {
  finiteDifferences,
  outputsInFloat64,
  randomCase,
  runWindow,
  type WindowCase,
} from '../../support/lstm-window.js';

const engines: { name: string; create(shape: LstmShape): LstmEngine | ReferenceEngine }[] = [
  ...KERNEL_BUILDS.map((build) => ({
    name: `WASM engine, ${build}`,
    create: (shape: LstmShape) => createWasmEngine(shape, build),
  })),
  { name: 'reference engine (float64)', create: createReferenceEngine },
];

/** Largest relative error of one float32 rounding. */
const ROUNDING = 2 ** -24;

/**
 * Allowed |engine − float64| over the largest entry of the block. A window's gradient goes through some 60 float32
 * operations in a row (4 steps of 2 cells, each a sum, three gates and a product), and their roundings add up.
 */
const TOLERANCE = 64 * ROUNDING; // 3.8e-6

const cases: { name: string; shape: LstmShape; before: number }[] = [
  { name: 'one trajectory', shape: { inputs: 2, hidden: 8, outputs: 3, batch: 1, window: 4 }, before: 0 },
  { name: 'carried memory', shape: { inputs: 3, hidden: 6, outputs: 2, batch: 1, window: 4 }, before: 3 },
  { name: 'batch of three', shape: { inputs: 2, hidden: 5, outputs: 1, batch: 3, window: 4 }, before: 2 },
  { name: 'batch of five', shape: { inputs: 3, hidden: 9, outputs: 2, batch: 5, window: 4 }, before: 1 },
  { name: 'hidden size 1', shape: { inputs: 1, hidden: 1, outputs: 1, batch: 2, window: 4 }, before: 1 },
];

const windows = cases.map(({ name, shape, before }) => ({ name, window: randomCase(shape, before, 20_240) }));

/** The slow part, shared by the engines. */
const differences = new WeakMap<WindowCase, ReturnType<typeof finiteDifferences>>();
function expectedOf(window: WindowCase) {
  const known = differences.get(window) ?? finiteDifferences(window);
  differences.set(window, known);
  return known;
}

describe.each(engines)('$name', ({ create }) => {
  describe.each(windows)('$name', ({ window }) => {
    const { shape } = window;

    it('emits what the float64 loops emit', () => {
      const { outputs } = runWindow(create(shape), window);
      expect(worstError(outputs.flat(2), outputsInFloat64(window).flat(2))).toBeLessThan(TOLERANCE);
    });

    it('gives the gradients of every weight and of the inputs that finite differences give', () => {
      const { gradients, gradientsAtOnce, inputGradients } = runWindow(create(shape), window);
      const expected = expectedOf(window);
      for (const name of parameterNames) {
        expect(worstError(gradients[name], expected.gradients[name]), name).toBeLessThan(TOLERANCE);
        expect(gradientsAtOnce[name], name).toEqual(gradients[name]);
      }
      const inputError = worstError(inputGradients.flat(2), expected.inputGradients.flat(2));
      expect(inputError, 'inputs').toBeLessThan(TOLERANCE);
    });
  });

  const shape: LstmShape = { inputs: 2, hidden: 8, outputs: 3, batch: 2, window: 4 };
  const window = randomCase(shape, 1, 7);

  it('takes Adam steps by the formula of Kingma & Ba', () => {
    const engine = create(shape);
    const options = { learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };
    runWindow(engine, window);
    for (let n = 1; n <= 3; n++) {
      const expected = adamInFloat64(engine.state(), engine.gradients(4), options);
      expect(engine.apply(4, options)).toBe('applied');
      expectState(engine.state(), expected);
    }
  });

  it('changes no weight where the learning rate is 0', () => {
    const engine = create(shape);
    runWindow(engine, window);
    expect(engine.apply(4, { learningRate: 0 })).toBe('applied');
    expect(engine.state().parameters).toEqual(window.parameters);
  });

  it('uses the documented defaults of Adam', () => {
    const engine = create(shape);
    runWindow(engine, window);
    const defaults = { learningRate: 4e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    const expected = adamInFloat64(engine.state(), engine.gradients(4), defaults);
    engine.apply(4);
    expectState(engine.state(), expected);
  });

  it('scales a gradient beyond clipNorm down to it, and leaves a shorter one alone', () => {
    const engine = create(shape);
    const { gradients } = runWindow(engine, window);
    const length = Math.sqrt(parameterNames.reduce((total, name) => total + squared(gradients[name]), 0));
    const before = engine.state();

    engine.apply(4, { clipNorm: 2 * length });
    const unclipped = engine.state();
    engine.load(before);
    engine.apply(4);
    expect(engine.state()).toEqual(unclipped);

    runWindow(engine, window);
    engine.apply(4, { clipNorm: length / 2, beta1: 0, beta2: 0 }); // then the first moment is the gradient
    for (const name of parameterNames) {
      const half = Array.from(gradients[name], (g) => g / 2);
      expect(worstError(engine.state().firstMoment[name], half), name).toBeLessThan(8 * ROUNDING);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])(
    'skips Adam and changes nothing where the gradient is %d',
    (poison) => {
      const engine = create(shape);
      const poisoned = structuredClone(window);
      poisoned.cotangents[2][1][0] = poison;
      runWindow(engine, poisoned);
      const before = engine.state();
      expect(engine.apply(4)).toBe('skipped: gradient not finite');
      expect(engine.apply(4, { clipNorm: 1 })).toBe('skipped: gradient not finite');
      expect(engine.state()).toEqual(before);
    },
  );

  it('sums the gradient over as many steps as it is told', () => {
    const engine = create(shape);
    const whole = runWindow(engine, window).gradients;
    const firstTwo = structuredClone(window);
    for (const t of [2, 3]) for (const row of firstTwo.cotangents[t]) row.fill(0);
    const { inputs, cotangents } = window;
    const short = {
      ...window,
      shape: { ...shape, window: 2 },
      inputs: inputs.slice(0, window.before + 2),
      cotangents: cotangents.slice(0, 2),
    };
    const expected = finiteDifferences(short);
    const { gradients } = runWindow(engine, firstTwo); // steps 2 and 3 contribute nothing
    for (const name of parameterNames) {
      expect(worstError(gradients[name], expected.gradients[name]), name).toBeLessThan(TOLERANCE);
      expect(worstError(engine.gradients(2)[name], expected.gradients[name]), name).toBeLessThan(TOLERANCE);
    }
    expect(worstError(whole['head.bias'], expected.gradients['head.bias'])).toBeGreaterThan(0.01);
  });

  it('continues bit for bit from a restored state', () => {
    const engine = create(shape);
    const proceed = (one: LstmEngine): LstmState => {
      runWindow(one, window, 'of the engine');
      expect(one.apply(4)).toBe('applied');
      return one.state();
    };
    engine.load(window.parameters);
    const saved = proceed(engine);
    const restored = create(shape);
    if ('loadExact' in restored && 'exactState' in engine) restored.loadExact(engine.exactState());
    else restored.load(saved);
    expect(proceed(restored)).toEqual(proceed(engine));
    expect(restored.state().steps).toBe(2);
  });

  it('starts Adam afresh when given weights alone', () => {
    const engine = create(shape);
    runWindow(engine, window);
    engine.apply(4);
    engine.load(window.parameters);
    const { steps, firstMoment, parameters } = engine.state();
    expect(steps).toBe(0);
    expect(parameters).toEqual(window.parameters);
    expect(firstMoment['lstm1.weight_hh'].every((m) => m === 0)).toBe(true);
  });

  it('forgets the trajectory on reset', () => {
    const engine = create(shape);
    const first = runWindow(engine, window);
    expect(runWindow(engine, window)).toEqual(first);
  });

  it('keeps its weights and Adam’s state from a step beyond the window', () => {
    const engine = create(shape);
    runWindow(engine, window);
    const before = engine.state();
    expect(() => engine.step(shape.window)).toThrow();
    expect(() => engine.carry(99)).toThrow();
    expect(engine.state()).toEqual(before);
  });

  it('refuses a bad shape, parameters of another shape, and steps outside the window', () => {
    expect(() => create({ ...shape, hidden: 0 })).toThrow(
      /^create\w+Engine: hidden must be a whole number of at least 1, got 0$/,
    );
    const engine = create(shape);
    const short = { ...window.parameters, 'head.bias': new Float32Array(2) };
    expect(() => engine.load(short)).toThrow(
      /^LstmEngine\.load: head\.bias must hold \[3\] float32 numbers, got 2/,
    );
    const poisoned = { ...window.parameters, 'head.bias': Float32Array.of(0, Number.NaN, 0) };
    expect(() => engine.load(poisoned)).toThrow(/^LstmEngine\.load: head\.bias must be finite, got NaN/);
    expect(() => engine.inputs(4)).toThrow(/^LstmEngine\.inputs: step must lie in 0 … 3, got 4/);
    expect(() => engine.outputs(-1)).toThrow(/^LstmEngine\.outputs: step must lie in 0 … 3, got -1/);
    for (const bad of [4, 99, -1, 0.5, Number.NaN]) {
      expect(() => engine.step(bad)).toThrow(/^LstmEngine\.step: step must lie in 0 … 3, got/);
      expect(() => engine.stepBackward(bad)).toThrow(/^LstmEngine\.stepBackward: step must lie in/);
      expect(() => engine.outputGradients(bad)).toThrow(/^LstmEngine\.outputGradients: step must lie in/);
    }
    for (const bad of [5, 99, -1, 0, 0.5, Number.NaN]) {
      for (const method of ['carry', 'apply', 'gradients', 'backward', 'beginBackward'] as const) {
        expect(() => engine[method](bad), method).toThrow(/^LstmEngine\.\w+: steps must be /);
      }
    }
    expect(engine.hasFiniteWeights?.()).toBe(true);
    runWindow(engine, window);
    expect(() => engine.apply(4, { clipNorm: 0 })).toThrow(
      /^LstmEngine\.apply: clipNorm must be positive, got 0/,
    );
  });
});

/** max |a − b| / max |b|: both all zero is agreement, anything not finite is not. */
function worstError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let error = 0;
  let scale = 0;
  for (let k = 0; k < b.length; k++) {
    const difference = Math.abs(a[k] - b[k]);
    error = Number.isFinite(difference) ? Math.max(error, difference) : Number.POSITIVE_INFINITY;
    scale = Math.max(scale, Math.abs(b[k]));
  }
  return error === 0 ? 0 : error / scale;
}

function squared(values: Float32Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}

/** p −= lr/(1 − β₁ⁿ) · m / (√v/√(1 − β₂ⁿ) + ε), in float64. */
function adamInFloat64(
  { parameters, firstMoment, secondMoment, steps }: LstmState,
  gradients: LstmParameters,
  { learningRate, beta1, beta2, epsilon }: Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon', number>,
) {
  const n = steps + 1;
  const block = (name: keyof LstmParameters) => {
    const m = Array.from(firstMoment[name], (old, k) => beta1 * old + (1 - beta1) * gradients[name][k]);
    const v = Array.from(secondMoment[name], (old, k) => beta2 * old + (1 - beta2) * gradients[name][k] ** 2);
    const parameter = m.map((mean, k) => {
      const root = Math.sqrt(v[k]) / Math.sqrt(1 - beta2 ** n) + epsilon;
      return parameters[name][k] - ((learningRate / (1 - beta1 ** n)) * mean) / root;
    });
    return { name, m, v, parameter };
  };
  return { steps: n, blocks: parameterNames.map(block) };
}

/** A few float32 roundings apart, relative to the largest entry of each block. */
function expectState(state: LstmState, expected: ReturnType<typeof adamInFloat64>): void {
  expect(state.steps).toBe(expected.steps);
  for (const { name, m, v, parameter } of expected.blocks) {
    expect(worstError(state.firstMoment[name], m), `first moment of ${name}`).toBeLessThan(8 * ROUNDING);
    expect(worstError(state.secondMoment[name], v), `second moment of ${name}`).toBeLessThan(8 * ROUNDING);
    expect(worstError(state.parameters[name], parameter), name).toBeLessThan(8 * ROUNDING);
  }
}
