/**
 * The meta-gradient of every head, input, order and safeguard against finite differences of the whole unrolled loss in
 * float64: the loss as a function of the LSTM's weights, through LSTM, inputs, update, teleport and objective.
 *
 * All inputs flow here, since a constant one makes the meta-gradient differ from the loss's derivative on purpose; the
 * constant ones are checked by the golden meta-gradients.
 */

import { expect, it, describe as suite } from 'vitest';
import type { Weights } from '../../../src/lstm/cells.js';
import type { LstmEngine, LstmParameters, LstmShape } from '../../../src/lstm/engine.js';
import { parameterNames, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { Unroll } from '../../../src/metaoptimizer/unroll.js';
import type { UnrollOptions } from '../../../src/metaoptimizer/unroll-options.js';
import { ellipse } from '../../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { Task } from '../../../src/seams.js';
import { schedule } from '../../../src/symmetry/schedule.js';

const STEPS = 5;

const tasks: Task[] = [
  ellipse({ A: [[1.1, -0.4], [0.3, 0.8]], b: [0.2, -0.5] }, Float64Array.of(0.7, -0.9)), // biome-ignore format: a matrix
  rosenbrock({ a: 0.9, b: -0.4, c: 1.2, d: [0.1, -0.3, 0.5] }, Float64Array.of(-0.6, 0.8)),
];

interface Case {
  readonly description: MetaOptimizerDescription;
  readonly options?: UnrollOptions;
  /** The first of the head's biases, to put α or a gate where it is to be. */
  readonly bias?: readonly number[];
}

const flowing = (...names: ('gradient' | 'theta-gradient' | 'iterate' | 'displacement')[]) =>
  names.map((name) => ({ name, flows: true }));

const rate = { learningRateRange: [1e-3, 0.5], updateGradientFlows: true } as const;
const everyStep = { teleport: { every: 1 } } as const;

const cases: Case[] = [
  { description: describe({ name: 'direct update', inputs: flowing('gradient') }) },
  { description: describe({ name: 'teleport on schedule', inputs: flowing('gradient'), teleport: [1, 3] }) },
  {
    description: describe({
      name: 'teleport first',
      inputs: flowing('gradient'),
      ...everyStep,
      order: 'teleport-first',
    }),
  },
  {
    description: describe({
      name: 'theta gradient, flowing',
      inputs: flowing('theta-gradient', 'gradient'),
      ...everyStep,
    }),
  },
  {
    description: describe({
      name: 'iterate and displacement',
      inputs: flowing('iterate', 'displacement'),
      ...everyStep,
    }),
  },
  {
    description: describe({ name: 'gate open', inputs: flowing('gradient'), ...everyStep, gate: 'hard' }),
    bias: [0, 0, 0, 2],
  },
  {
    description: describe({ name: 'gate closed', inputs: flowing('gradient'), ...everyStep, gate: 'hard' }),
    bias: [0, 0, 0, -2],
  },
  {
    description: describe({
      name: 'learning rate',
      inputs: flowing('gradient'),
      update: 'learning-rate',
      ...rate,
    }),
    bias: [0.1],
  },
  {
    description: describe({
      name: 'learning rate, teleport',
      inputs: flowing('gradient'),
      update: 'learning-rate',
      ...rate,
      ...everyStep,
    }),
    bias: [0.1, 0],
  },
  {
    description: describe({
      name: 'learning rate, clamped',
      inputs: flowing('gradient'),
      update: 'learning-rate',
      learningRateMap: 'clamp',
      ...rate,
    }),
    bias: [0.2],
  },
  {
    description: describe({
      name: 'learning rate, momentum, teleport',
      inputs: flowing('gradient'),
      update: 'learning-rate-and-momentum',
      ...rate,
      ...everyStep,
    }),
    bias: [0.1, 0.3, 0],
  },
  {
    description: describe({ name: 'safeguard', inputs: flowing('gradient'), teleport: [1] }),
    options: { safeguardFactor: 1 }, // refuses every update that does not lower the loss
  },
].map(({ description, ...rest }) => ({ description: { ...description, hidden: 5 }, ...rest }));

/** Unrolls a window on `engine`; leaves it ready for `backward`. */
function unrolled({ description, options }: Case, engine: LstmEngine): { unroll: Unroll; refused: number } {
  const unroll = new Unroll(description, engine, 2, 1, options);
  const teleports = schedule(description.teleport, STEPS);
  unroll.start(tasks);
  let refused = 0;
  for (let t = 0; t < STEPS; t++) {
    const steps = unroll.observe(t, t, (t + 1) / STEPS);
    unroll.advance(t, teleports.includes(t));
    refused += steps.filter((step) => step.refused).length;
  }
  return { unroll, refused };
}

function weightsOf({ description, bias = [] }: Case): LstmParameters {
  const shape = engineShape(description, 2, 1, tasks.length, STEPS);
  const parameters = randomParameters(shape, Stream.fromSeed(11).split(description.name));
  bias.forEach((value, i) => {
    parameters['head.bias'][i] = value;
  });
  return parameters;
}

/** A float64 engine with those weights. */
function exactEngine(shape: LstmShape, weights: Weights): LstmEngine {
  const engine = createReferenceEngine(shape);
  engine.loadExact(weights);
  return engine;
}

function lossAt(one: Case, weights: Weights): number {
  const shape = engineShape(one.description, 2, 1, tasks.length, STEPS);
  return unrolled(one, exactEngine(shape, weights)).unroll.windowLoss(STEPS);
}

/** d loss / ds along a direction of one tensor, by the central difference of fourth order. */
function derivative(
  one: Case,
  parameters: LstmParameters,
  name: keyof LstmParameters,
  direction: Float64Array,
): number {
  const h = 1e-4;
  const at = (s: number) =>
    lossAt(one, { ...parameters, [name]: direction.map((d, i) => parameters[name][i] + s * d) });
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}

/** Float32 through some 60 operations a window, relative to the length of the whole gradient. */
const TOLERANCE = 2e-5;

suite('meta-gradient of the whole unrolled loss', () => {
  it.each(cases.map((one) => ({ name: one.description.name, one })))('$name', ({ one }) => {
    const parameters = weightsOf(one);
    const engine = createWasmEngine(engineShape(one.description, 2, 1, tasks.length, STEPS));
    engine.load(parameters);
    const { unroll } = unrolled(one, engine);
    const gradients = engine.gradients(unroll.backward(STEPS));
    const norm = Math.hypot(...parameterNames.flatMap((name) => Array.from(gradients[name])));
    expect(norm).toBeGreaterThan(1e-3);
    for (const name of parameterNames) {
      const direction = Stream.fromSeed(3).split(name).normals(parameters[name].length);
      const expected = derivative(one, parameters, name, direction);
      const actual = gradients[name].reduce((sum, g, i) => sum + g * direction[i], 0);
      expect(Math.abs(actual - expected), name).toBeLessThan(TOLERANCE * norm * Math.hypot(...direction));
    }
  });

  it('meets a refused update in the safeguard case', () => {
    const one = cases.find(({ description }) => description.name === 'safeguard')!;
    const shape = engineShape(one.description, 2, 1, tasks.length, STEPS);
    const { refused } = unrolled(one, exactEngine(shape, weightsOf(one)));
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(STEPS * tasks.length);
  });

  it('gives the straight-through gate the derivative of σ(s) ξ, and ξ what it has without a gate', () => {
    const withGate: Case = {
      description: { ...cases[1].description, ...everyStep, gate: 'straight-through' },
      bias: [0, 0, 0, 2],
    };
    const parameters = weightsOf(withGate);
    const engine = createWasmEngine(engineShape(withGate.description, 2, 1, tasks.length, STEPS));
    const gradientOf = (gate: 'hard' | 'straight-through') => {
      engine.load(parameters);
      const { unroll } = unrolled({ description: { ...withGate.description, gate } }, engine);
      return engine.gradients(unroll.backward(STEPS));
    };
    const hard = gradientOf('hard');
    const through = gradientOf('straight-through');
    expect(hard['head.bias'][3]).toBe(0);
    expect(Math.abs(through['head.bias'][3])).toBeGreaterThan(1e-6);
    expect(through['head.bias'].slice(0, 3)).not.toEqual(new Float32Array(3));
  });
});
