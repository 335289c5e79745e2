/**
 * The meta-gradient of every window against the authors' public training loop, run in float64: hidden size 8, four
 * tasks one after the other, four windows each, Adam between them (tests/fixtures/meta-gradients.json).
 *
 * Before a window the engine is given the weights that float64 Adam makes of the golden gradients so far. Without
 * that, single weights drift: where a gate is saturated, σ(1 − σ) keeps few digits in float32, and Adam turns the
 * relative error of even a tiny gradient into one of the step (a thousandth after a task of saturated gates).
 */

import { readFileSync } from 'node:fs';
import { expect, it, describe as suite } from 'vitest';
import { describe, type MetaOptimizerDescription } from '../../src/metaoptimizer/description.js';
import type { LstmParameters } from '../../src/metaoptimizer/engine.js';
import { parameterNames } from '../../src/metaoptimizer/lstm-parameters.js';
import { engineShape, Unroll } from '../../src/metaoptimizer/unroll.js';
import { createWasmEngine } from '../../src/metaoptimizer/wasm-engine.js';
import { endsWindow, lossWeights } from '../../src/metaoptimizer/window.js';
import { ellipse } from '../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../src/optimizees/rosenbrock.js';
import type { Task } from '../../src/seams.js';
import { schedule } from '../../src/symmetry/schedule.js';

type Nested = number | Nested[];
type GoldenParameters = Record<string, Nested>;

interface Golden {
  schedule: number[];
  tasks: {
    family: string;
    A: number[][];
    b: number[] & number;
    x0: number[];
    a: number;
    c: number;
    d: [number, number, number];
  }[];
  cases: {
    mode: 'vanilla' | 'schedule' | 'theta-gradient';
    initial: GoldenParameters;
    gradients: GoldenParameters[];
    final: GoldenParameters;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../fixtures/meta-gradients.json', import.meta.url), 'utf8'),
);

const STEPS = 21;
const WINDOW = 5;

const descriptions: Record<Golden['cases'][number]['mode'], MetaOptimizerDescription> = {
  vanilla: describe({ name: 'vanilla', hidden: 8 }),
  schedule: describe({ name: 'schedule', hidden: 8, teleport: golden.schedule }),
  'theta-gradient': describe({
    name: 'theta-gradient',
    hidden: 8,
    teleport: { every: 1 },
    inputs: [
      { name: 'theta-gradient', flows: false },
      { name: 'gradient', flows: true },
    ],
  }),
};

/** The authors' two heads, update and angle, are one head here. */
function convert(parameters: GoldenParameters): LstmParameters {
  const flat = (name: string) => [parameters[name] ?? []].flat(2) as number[];
  const converted = Object.fromEntries(parameterNames.map((name) => [name, Float32Array.from(flat(name))]));
  converted['head.weight'] = Float32Array.from([...flat('linear1.weight'), ...flat('linear2.weight')]);
  converted['head.bias'] = Float32Array.from([...flat('linear1.bias'), ...flat('linear2.bias')]);
  return converted as unknown as LstmParameters;
}

function task({ family, A, b, x0, a, c, d }: Golden['tasks'][number]): Task {
  const start = Float64Array.from(x0);
  return family === 'ellipse' ? ellipse({ A, b }, start) : rosenbrock({ a, b, c, d }, start);
}

/** Largest entry of a tensor. */
function magnitude(tensor: ArrayLike<number>): number {
  return Array.from(tensor).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** The worst error of a tensor relative to its largest entry, or to a millionth of the largest of all tensors. */
function worstError(actual: LstmParameters, expected: LstmParameters): number {
  const floor = 1e-6 * Math.max(...parameterNames.map((name) => magnitude(expected[name])));
  const errors = parameterNames.map((name) => {
    const difference = actual[name].map((value, i) => value - expected[name][i]);
    return magnitude(difference) / Math.max(magnitude(expected[name]), floor);
  });
  return Math.max(...errors);
}

/** Adam in float64, as PyTorch computes it, on parameters in this project's layout. */
class Float64Adam {
  readonly #weights: Record<string, Float64Array>;
  readonly #first: Record<string, Float64Array> = {};
  readonly #second: Record<string, Float64Array> = {};
  #steps = 0;

  constructor(initial: LstmParameters) {
    this.#weights = Object.fromEntries(Object.entries(initial).map(([k, v]) => [k, Float64Array.from(v)]));
  }

  step(gradient: LstmParameters): void {
    const n = ++this.#steps;
    for (const [name, weights] of Object.entries(this.#weights)) {
      const m = (this.#first[name] ??= new Float64Array(weights.length));
      const v = (this.#second[name] ??= new Float64Array(weights.length));
      const g = gradient[name as keyof LstmParameters];
      for (let i = 0; i < weights.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2;
        weights[i] -= (4e-4 * m[i]) / (1 - 0.9 ** n) / (Math.sqrt(v[i] / (1 - 0.999 ** n)) + 1e-8);
      }
    }
  }

  weights(): LstmParameters {
    const rounded = Object.entries(this.#weights).map(([name, w]) => [name, Float32Array.from(w)]);
    return Object.fromEntries(rounded) as LstmParameters;
  }
}

/** Float32 sums of a few hundred products against float64, a few rounding units of 6e-8 each. */
const TOLERANCE = 1e-5;

suite('meta-gradients of the authors’ loop', () => {
  it.each(golden.cases)('agree in all windows: $mode', ({ mode, initial, gradients, final }) => {
    const description = descriptions[mode];
    const engine = createWasmEngine(engineShape(description, 2, 1, 1, WINDOW + 1));
    engine.load(convert(initial));
    const adam = new Float64Adam(convert(initial));
    const unroll = new Unroll(description, engine, 2, 1);
    const weights = lossWeights(STEPS, WINDOW, { alignment: 'as-published' });
    const teleports = schedule(description.teleport, STEPS);
    const errors: number[] = [];
    for (const goldenTask of golden.tasks) {
      unroll.start([task(goldenTask)]);
      let t = 0;
      for (let e = 0; e < STEPS; e++) {
        unroll.observe(t, e, weights[e]);
        unroll.advance(t, teleports.includes(e));
        t++;
        if (!endsWindow(e, WINDOW)) continue;
        unroll.backward(t);
        const expected = convert(gradients[errors.length]);
        errors.push(worstError(engine.gradients(t), expected));
        adam.step(expected);
        engine.load(adam.weights());
        unroll.carry(t);
        t = 0;
      }
    }
    expect(errors).toHaveLength(16);
    for (const error of errors) expect(error).toBeLessThan(TOLERANCE);
    expect(worstError(adam.weights(), convert(final))).toBeLessThan(1e-6);
  });
});
