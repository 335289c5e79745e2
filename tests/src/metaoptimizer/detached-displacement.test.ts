/**
 * The displacement whose previous iterate is detached. Its meta-gradient is no gradient of the window's loss. It is that of
 *
 *     L̃(φ), the same window with x_t(φ) − x̂_{t−1} for the displacement, x̂ the iterates at the φ where the derivative is taken,
 *
 * so that is what is differenced, in float64.
 */

import { expect, it, describe as suite } from 'vitest';
import type { Weights } from '../../../src/lstm/cells.js';
import { parameterNames, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { InputDescription } from '../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { Unroll } from '../../../src/metaoptimizer/unroll.js';
import { ellipse } from '../../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';

const STEPS = 5;

/** A float64 gradient, handed over as float32. */
const EXACT = 6e-8;

const tasks = [
  ellipse({ A: [[1.1, -0.4], [0.3, 0.8]], b: [0.2, -0.5] }, Float64Array.of(0.7, -0.9)), // biome-ignore format: a matrix
  rosenbrock({ a: 0.9, b: -0.4, c: 1.2, d: [0.1, -0.3, 0.5] }, Float64Array.of(-0.6, 0.8)),
];

const reading = (displacement: InputDescription) =>
  describe({
    name: 'displacement',
    hidden: 5,
    inputs: [{ name: 'gradient', flows: true }, displacement],
    teleport: { every: 2 },
  });
const detached = reading({ name: 'displacement', flows: true, previousFlows: false });
const through = reading({ name: 'displacement', flows: true });
const shape = engineShape(detached, 2, 1, tasks.length, STEPS);
const parameters = randomParameters(shape, Stream.fromSeed(11).split('detached'));

/** Unrolls a window; with `held`, [t][task], the previous iterates are those. Returns the iterates beside it. */
function unrolled(
  description: typeof detached,
  engine: ReturnType<typeof createWasmEngine>,
  held?: readonly (readonly Vector[])[],
) {
  const unroll = new Unroll(description, engine, 2, 1);
  const iterates: Vector[][] = [];
  unroll.start(tasks);
  for (let t = 0; t < STEPS; t++) {
    const steps = unroll.observe(t, t, (t + 1) / STEPS);
    iterates.push(steps.map(({ x }) => x.slice()));
    if (held && t > 0) {
      steps.forEach(({ x, displacement }, b) => {
        displacement.set(x.map((value, i) => value - held[t - 1][b][i]));
      });
    }
    unroll.advance(t, t % 2 === 1);
  }
  return { unroll, iterates };
}

/** The gradient of an engine, a row of all tensors. */
function metaGradient(description: typeof detached, createEngine: typeof createWasmEngine) {
  const engine = createEngine(shape);
  engine.load(parameters);
  const gradients = engine.gradients(unrolled(description, engine).unroll.backward(STEPS));
  return parameterNames.map((name) => gradients[name]);
}

const exactly = (weights: Weights) => {
  const engine = createReferenceEngine(shape);
  engine.loadExact(weights);
  return engine;
};

const { iterates } = unrolled(detached, exactly(parameters));

/** The derivative of L̃, or of the loss itself, along a direction of one tensor. */
function differenced(name: (typeof parameterNames)[number], direction: Vector, isHeld: boolean): number {
  const h = 1e-4;
  const at = (s: number) => {
    const moved = { ...parameters, [name]: direction.map((d, i) => parameters[name][i] + s * d) };
    return unrolled(detached, exactly(moved), isHeld ? iterates : undefined).unroll.windowLoss(STEPS);
  };
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}

/** The largest error over all tensors, relative to the whole gradient. */
function worstError(gradient: readonly ArrayLike<number>[], isHeld: boolean): number {
  const norm = Math.hypot(...gradient.flatMap((tensor) => Array.from(tensor)));
  return Math.max(
    ...parameterNames.map((name, k) => {
      const direction = Stream.fromSeed(3).split(name).normals(parameters[name].length);
      const actual = Array.from(gradient[k]).reduce((sum, g, i) => sum + g * direction[i], 0);
      return Math.abs(actual - differenced(name, direction, isHeld)) / (norm * Math.hypot(...direction));
    }),
  );
}

suite('a displacement whose previous iterate is detached', () => {
  it('has the meta-gradient of the window with its previous iterates held', () => {
    expect(worstError(metaGradient(detached, createReferenceEngine), true)).toBeLessThan(EXACT);
    expect(worstError(metaGradient(detached, createWasmEngine), true)).toBeLessThan(3e-5);
  });

  it('is another than the gradient of the loss, which that of both points is', () => {
    expect(worstError(metaGradient(detached, createReferenceEngine), false)).toBeGreaterThan(100 * EXACT);
    expect(worstError(metaGradient(through, createReferenceEngine), false)).toBeLessThan(EXACT);
  });

  it('leaves no record where it is the default, and goes with a displacement that flows', () => {
    const asked = reading({ name: 'displacement', flows: true, previousFlows: true });
    expect(JSON.stringify(asked)).toBe(JSON.stringify(through));
    for (const input of [
      { name: 'iterate', flows: true, previousFlows: false },
      { name: 'displacement', flows: false, previousFlows: false },
    ] as const) {
      expect(() => reading(input)).toThrow('previousFlows goes with a displacement that flows');
    }
  });
});
