/** The loss of one unrolled window as a function of the LSTM's weights, in float64, and its derivative by differences. */

import type { Weights } from '../../src/lstm/cells.js';
import type { LstmEngine, LstmParameters, LstmShape } from '../../src/lstm/engine.js';
import { parameterNames, randomParameters } from '../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../src/lstm/reference-engine.js';
import { createWasmEngine } from '../../src/lstm/wasm-engine.js';
import type { MetaOptimizerDescription } from '../../src/metaoptimizer/description.js';
import type { CompleteDistanceTerm } from '../../src/metaoptimizer/distance-term.js';
import { engineShape } from '../../src/metaoptimizer/engine-shape.js';
import { Unroll } from '../../src/metaoptimizer/unroll.js';
import { Stream } from '../../src/random/stream.js';
import type { Task } from '../../src/seams.js';
import { schedule } from '../../src/symmetry/schedule.js';

/** A meta-optimizer on tasks, for a window of `steps`. */
export interface UnrolledCase {
  readonly description: MetaOptimizerDescription;
  readonly tasks: readonly Task[];
  readonly steps: number;
  /** The first of the head's biases, to put α and β where they are to be. */
  readonly bias?: readonly number[];
  readonly distanceTerm?: CompleteDistanceTerm;
}

function shapeOf({ description, tasks, steps }: UnrolledCase) {
  const { dimension } = tasks[0].optimizee;
  return engineShape(description, dimension, tasks[0].action.algebraDimension, tasks.length, steps);
}

function unrolled({ description, tasks, steps, distanceTerm }: UnrolledCase, engine: LstmEngine): Unroll {
  const { optimizee, action } = tasks[0];
  const unroll = new Unroll(description, engine, optimizee.dimension, action.algebraDimension, {
    distanceTerm,
  });
  const teleports = schedule(description.teleport, steps);
  unroll.start(tasks);
  for (let t = 0; t < steps; t++) {
    unroll.observe(t, t, (t + 1) / steps);
    unroll.advance(t, teleports.includes(t));
  }
  return unroll;
}

/** The largest error of the engine's gradient over all tensors, each along a random direction, relative to the whole gradient. */
export function worstGradientError(
  one: UnrolledCase,
  createEngine: (shape: LstmShape) => LstmEngine = createWasmEngine,
): { readonly error: number; readonly norm: number } {
  const shape = shapeOf(one);
  const parameters = randomParameters(shape, Stream.fromSeed(11).split(one.description.name));
  one.bias?.forEach((value, i) => {
    parameters['head.bias'][i] = value;
  });
  const engine = createEngine(shape);
  engine.load(parameters);
  const gradients = engine.gradients(unrolled(one, engine).backward(one.steps));
  const norm = Math.hypot(...parameterNames.flatMap((name) => Array.from(gradients[name])));
  const errors = parameterNames.map((name) => {
    const direction = Stream.fromSeed(3).split(name).normals(parameters[name].length);
    const expected = derivative(one, parameters, name, direction);
    const actual = gradients[name].reduce((sum, g, i) => sum + g * direction[i], 0);
    return Math.abs(actual - expected) / (norm * Math.hypot(...direction));
  });
  return { error: Math.max(...errors), norm };
}

/** By the central difference of fourth order. */
function derivative(
  one: UnrolledCase,
  parameters: LstmParameters,
  name: keyof LstmParameters,
  direction: Float64Array,
): number {
  const h = 1e-4;
  const at = (s: number) => {
    const weights: Weights = {
      ...parameters,
      [name]: direction.map((d, i) => parameters[name][i] + s * d),
    };
    const engine = createReferenceEngine(shapeOf(one));
    engine.loadExact(weights);
    return unrolled(one, engine).windowLoss(one.steps);
  };
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}
