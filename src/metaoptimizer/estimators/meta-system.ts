/**
 * A meta-optimizer on a batch of tasks as an unrolled system, by the fast unroll: what meta-training gives to the estimators by evolution.
 *
 * The engine has one set of weights for a whole batch. So there is one engine, whose window is a single step since nothing goes back
 * through it; before a copy runs a window the engine takes over that copy's weights, and the unroll its state, iterates and memory.
 */

import type { LstmEngine } from '../../lstm/engine.js';
import { weightCount } from '../../lstm/lstm-parameters.js';
import type { Task, Vector } from '../../seams.js';
import type { Schedule } from '../../symmetry/schedule.js';
import type { Unroll, UnrollState } from '../unroll.js';
import type { Advanced, UnrolledSystem } from './unrolled-system.js';

/** What is the same in every outer step. */
export interface MetaSystemParts {
  /** Of window 1. */
  readonly engine: LstmEngine;
  readonly unroll: Unroll;
  /** w_t of every step, or 'minimum': then the loss of a window is the least f(x_t) in it. */
  readonly weights: Vector | 'minimum';
  readonly schedule: Schedule;
}

/** The system of one outer step's tasks. */
export function metaSystem(
  { engine, unroll, weights, schedule }: MetaSystemParts,
  tasks: readonly Task[],
): UnrolledSystem<UnrollState> {
  unroll.start(tasks);
  const start = unroll.state();
  return {
    dimension: weightCount(engine.shape),
    rows: tasks.length,
    start: () => start,
    advance: (theta, state, from, to): Advanced<UnrollState> => {
      engine.setWeights(theta);
      unroll.recall(state);
      const losses = new Float64Array(tasks.length).fill(
        weights === 'minimum' ? Number.POSITIVE_INFINITY : 0,
      );
      for (let t = from; t < to; t++) {
        unroll.observe(0, t, weights === 'minimum' ? 1 : weights[t]);
        unroll.advance(0, schedule.includes(t));
        unroll.losses(1).forEach((loss, row) => {
          losses[row] = weights === 'minimum' ? Math.min(losses[row], loss) : losses[row] + loss;
        });
        unroll.carry(1);
      }
      return { state: unroll.state(), losses };
    },
  };
}
