/**
 * A meta-optimizer on one task as an unrolled system, in float64 and with its gradient: the paper's inner loop (`../algorithm.ts`), whose
 * θ is φ, all weights of the LSTM in a row. Slow, and exact: estimators are held against it.
 *
 *     s_t = (x_t, v_t, the LSTM's memory),      ℓ_t = w_t f(x_t)
 *
 * The gradient is the exact one where everything flows (`inputs` with `flows: true`, update 'direct'); what the description takes as a
 * constant is missing from it, and not from an estimate by evolution.
 */

import { requireList, requireVector } from '../../checks.js';
import { flattened, randomParameters, unflattened, weightCount } from '../../lstm/lstm-parameters.js';
import type { Stream } from '../../random/stream.js';
import { requireAction, requireTasks } from '../../seam-checks.js';
import type { Task, Vector } from '../../seams.js';
import { innerLoop } from '../algorithm.js';
import type { InnerState, StepTaken } from '../algorithm-state.js';
import { requireDescription } from '../describe.js';
import type { MetaOptimizerDescription } from '../description.js';
import { engineShape } from '../engine-shape.js';
import { windowGradient } from '../window-gradient.js';
import type { UnrolledSystem } from './unrolled-system.js';

/** The system, with random weights to begin with. */
export interface PlainSystem extends UnrolledSystem<InnerState> {
  /** φ as `metaTrain` would draw it of this stream's child 'weights'. */
  randomTheta(stream: Stream): Vector;
}

/**
 * The system of a description on a task, with loss weights w_t for every step of the run.
 *
 * @throws on a description that is none of the paper's algorithms.
 * @example
 * ```ts
 * import { describe, ellipseFixed, Stream } from 'orbit-l2o';
 * import { metaGradient, plainSystem } from 'orbit-l2o/estimators';
 *
 * const small = describe({ name: 'small', hidden: 2, inputs: [{ name: 'gradient', flows: true }] });
 * const system = plainSystem(small, ellipseFixed.sample(Stream.fromSeed(1)), new Float64Array(6).fill(1 / 6));
 * const theta = system.randomTheta(Stream.fromSeed(1));
 * const { gradient } = metaGradient('full-backpropagation', system, theta, [6], Stream.fromSeed(2));
 * console.log(gradient!.length === system.dimension); // true
 * ```
 */
export function plainSystem(description: MetaOptimizerDescription, task: Task, weights: Vector): PlainSystem {
  requireDescription('plainSystem', description);
  requireTasks('plainSystem', [task]);
  requireAction('plainSystem', task.action);
  requireList('plainSystem', 'weights', weights);
  const shape = engineShape(description, task.optimizee.dimension, task.action.algebraDimension, 1, 1);
  requireVector('plainSystem', 'weights', weights, weights.length);
  const run = (theta: Vector, before: InnerState, from: number, to: number) => {
    const { step } = innerLoop(description, unflattened('plainSystem', shape, theta));
    let state = before;
    const taken: StepTaken[] = [];
    for (let t = from; t < to; t++) {
      const result = step(task, state);
      taken.push(result.taken);
      state = result.state;
    }
    const diverged = taken.some(({ divergence }) => divergence !== undefined);
    const loss = taken.reduce((sum, one, k) => sum + weights[from + k] * one.loss, 0);
    return { state, taken, losses: Float64Array.of(diverged ? Number.NaN : loss) };
  };
  const start = () => innerLoop(description, unflattened('plainSystem', shape, zeros)).init(task);
  const zeros = new Float64Array(weightCount(shape));
  start(); // refuses a description that it cannot run
  return {
    dimension: weightCount(shape),
    rows: 1,
    start,
    advance: run,
    backpropagate: (theta, before, from, to) => {
      const { taken, ...advanced } = run(theta, before, from, to);
      const phi = unflattened('plainSystem', shape, theta);
      const gradient = flattened(windowGradient(description, phi, task, taken, weights.subarray(from, to)));
      return { ...advanced, gradient };
    },
    randomTheta: (stream) => flattened(randomParameters(shape, stream.split('weights'))),
  };
}
