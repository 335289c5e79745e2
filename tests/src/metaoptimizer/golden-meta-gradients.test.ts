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
import type { LstmParameters } from '../../../src/lstm/engine.js';
import type { KernelBuild } from '../../../src/lstm/kernel-build.js';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { Unroll } from '../../../src/metaoptimizer/unroll.js';
import { endsWindow, lossWeights } from '../../../src/metaoptimizer/window.js';
import { ellipse } from '../../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { Task } from '../../../src/seams.js';
import { schedule } from '../../../src/symmetry/schedule.js';

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
  readFileSync(new URL('../../fixtures/meta-gradients.json', import.meta.url), 'utf8'),
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

/** The engine's gradient of every window, each with the weights that float64 Adam makes of the golden gradients. */
function gradientsOfWindows(
  { mode, initial, gradients }: Golden['cases'][number],
  build: KernelBuild,
  disturb?: Stream,
) {
  const description = descriptions[mode];
  const engine = createWasmEngine(engineShape(description, 2, 1, 1, WINDOW + 1), build);
  const adam = new Float64Adam(convert(initial));
  const unroll = new Unroll(description, engine, 2, 1);
  const weights = lossWeights(STEPS, WINDOW, { alignment: 'as-published' });
  const teleports = schedule(description.teleport, STEPS);
  const windows: LstmParameters[] = [];
  const load = () => engine.load(disturb ? oneRoundingAway(adam.weights(), disturb) : adam.weights());
  load();
  for (const goldenTask of golden.tasks) {
    unroll.start([task(goldenTask)]);
    let t = 0;
    for (let e = 0; e < STEPS; e++) {
      unroll.observe(t, e, weights[e]);
      unroll.advance(t, teleports.includes(e));
      t++;
      if (!endsWindow(e, WINDOW)) continue;
      const through = unroll.backward(t);
      adam.step(convert(gradients[windows.length]));
      windows.push(engine.gradients(through));
      load();
      unroll.carry(t);
      t = 0;
    }
  }
  return { windows, final: adam.weights() };
}

/** Every weight moved by one rounding of float32, up or down at random. */
function oneRoundingAway(parameters: LstmParameters, stream: Stream): LstmParameters {
  const moved = parameterNames.map((name) => {
    const signs = stream.split(name).normals(parameters[name].length).map(Math.sign);
    return [name, parameters[name].map((w, i) => w * (1 + signs[i] * 2 ** -23))];
  });
  return Object.fromEntries(moved) as LstmParameters;
}

/**
 * Float32 sums of a few hundred products against float64, a few rounding units of 6e-8 each. A window may be worse
 * conditioned than that, by gates that barely are not saturated: then as much as one rounding of all weights changes it.
 */
const TOLERANCE = 1e-5;

suite.each(['simd', 'relaxed-simd'] as const)('meta-gradients of the authors’ loop, kernels: %s', (build) => {
  it.each(golden.cases)('agree in all windows: $mode', (one) => {
    const { windows, final } = gradientsOfWindows(one, build);
    const disturbed = gradientsOfWindows(one, build, Stream.fromSeed(1)).windows;
    expect(windows).toHaveLength(16);
    const errors = windows.map((gradient, k) => worstError(gradient, convert(one.gradients[k])));
    const conditioning = windows.map((gradient, k) => worstError(disturbed[k], gradient));
    errors.forEach((error, k) => {
      expect(error, `window ${k}`).toBeLessThan(Math.max(TOLERANCE, conditioning[k]));
    });
    expect(conditioning.filter((one) => one > TOLERANCE).length).toBeLessThanOrEqual(1);
    expect(worstError(final, convert(one.final))).toBeLessThan(1e-6);
  });
});
