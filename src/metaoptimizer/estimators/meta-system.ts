/**
 * A meta-optimizer on a batch of tasks as an unrolled system, by the fast unroll: what meta-training gives to the estimators that do not
 * work on the engine that is trained, those by evolution and all staggered ones.
 *
 * The engine has one set of weights for a whole batch. So there is one engine for all copies and batches; before one of them runs a window
 * the engine takes over its weights and memory, and the unroll its tasks and iterates. Without an adjoint the engine's window is a
 * single step, since nothing goes back through it.
 *
 * The least loss of a run, 'minimum', is told in parts: with m_k the least loss up to the end of window k,
 *
 *     L = min_t f(x_t) = m_0 + Σ_{k>0} (m_k − m_{k−1})
 *
 * so that window k counts m_k − m_{k−1} ≤ 0, and what is unbiased for a sum of windows is unbiased for the least loss.
 */

import type { LstmEngine } from '../../lstm/engine.js';
import { flattened, weightCount } from '../../lstm/lstm-parameters.js';
import type { Task, Vector } from '../../seams.js';
import type { Schedule } from '../../symmetry/schedule.js';
import type { Unroll, UnrollState } from '../unroll.js';
import type { Advanced, UnrolledSystem } from './unrolled-system.js';

/** What is the same in every outer step. */
export interface MetaSystemParts {
  /** Of window 1, or as long as the longest window that is backpropagated through. */
  readonly engine: LstmEngine;
  readonly unroll: Unroll;
  /** w_t of every step, or 'minimum'. */
  readonly weights: Vector | 'minimum';
  readonly schedule: Schedule;
}

/** Where a batch is, a plain value. */
export interface MetaState extends UnrollState {
  /** m of each trajectory, where the loss of a run is its least and a window is done. */
  readonly least?: Vector;
}

/** The system of a batch of tasks. Backpropagation knows weighted losses alone. */
export function metaSystem(
  { engine, unroll, weights, schedule }: MetaSystemParts,
  tasks: readonly Task[],
): UnrolledSystem<MetaState> {
  const batch = unroll.start(tasks);
  const start = unroll.state();
  const enter = (theta: Vector, state: MetaState): void => {
    engine.setWeights(theta);
    unroll.recall(state, batch);
  };
  return {
    dimension: weightCount(engine.shape),
    rows: tasks.length,
    start: () => start,
    advance: (theta, state, from, to): Advanced<MetaState> => {
      enter(theta, state);
      const totals = new Float64Array(tasks.length).fill(
        weights === 'minimum' ? Number.POSITIVE_INFINITY : 0,
      );
      if (state.least) totals.set(state.least);
      for (let t = from; t < to; t++) {
        unroll.observe(0, t, weights === 'minimum' ? 1 : weights[t]);
        unroll.advance(0, schedule.includes(t));
        unroll.losses(1).forEach((loss, row) => {
          totals[row] = weights === 'minimum' ? Math.min(totals[row], loss) : totals[row] + loss;
        });
        unroll.carry(1);
      }
      if (weights !== 'minimum') return { state: unroll.state(), losses: totals };
      const { least: before } = state;
      const losses = before ? totals.map((least, row) => least - before[row]) : totals;
      return { state: { ...unroll.state(), least: totals }, losses };
    },
    ...(weights !== 'minimum' && {
      backpropagate: (theta: Vector, state: MetaState, from: number, to: number) => {
        enter(theta, state);
        for (let t = from; t < to; t++) {
          unroll.observe(t - from, t, weights[t]);
          unroll.advance(t - from, schedule.includes(t));
        }
        const losses = unroll.losses(to - from);
        const through = unroll.backward(to - from);
        const gradient = flattened(engine.gradients(through));
        unroll.carry(to - from);
        return { state: unroll.state(), losses, gradient, through };
      },
    }),
  };
}
