/**
 * An outer step by backpropagation, truncated or full, on the engine that is trained.
 *
 *     for e = 0 … N − 1:   window loss += w_e f(x_e);  x_{e+1} = inner step;
 *                          at a window's end: backpropagate, an Adam step on φ, then detach
 *
 * Where Adam steps once a run, φ rests while the windows' gradients are summed.
 */

import type { AdamOptions, LstmEngine } from '../../lstm/engine.js';
import { flattened, weightCount } from '../../lstm/lstm-parameters.js';
import { addScaled } from '../../numerics/vector.js';
import type { Task, Vector } from '../../seams.js';
import type { Schedule } from '../../symmetry/schedule.js';
import type { Recording } from '../diagnosis/recording.js';
import type { Unroll } from '../unroll.js';
import type { AdamEvery, OuterRun, OuterRunResult } from './outer-run.js';
import { BACKWARD_COST } from './unrolled-system.js';

interface BackpropagationParts {
  readonly engine: LstmEngine;
  readonly unroll: Unroll;
  readonly steps: number;
  /** w_e of every step; or 'minimum', where the run is one window: then the least loss weighs 1, and no other. */
  readonly weights: Vector | 'minimum';
  readonly schedule: Schedule;
  readonly adam: AdamOptions;
  readonly adamEvery: AdamEvery;
  /** What reads along, if anything does. */
  readonly recording?: Recording;
  /** Whether a window ends with step e. */
  readonly endsWith: (e: number) => boolean;
}

/** What {@link OuterRun} is by backpropagation. */
export class BackpropagationRun implements OuterRun {
  readonly #parts: BackpropagationParts;
  readonly #sum: Vector; // of a run's gradients, where Adam waits for its end

  constructor(parts: BackpropagationParts) {
    this.#parts = parts;
    this.#sum = new Float64Array(parts.adamEvery === 'run' ? weightCount(parts.engine.shape) : 0);
  }

  run(tasks: readonly Task[]): OuterRunResult {
    const { engine, unroll, steps, weights, schedule, adam, adamEvery, recording, endsWith } = this.#parts;
    let [loss, skippedWindows, summed, through, t] = [0, 0, 0, 0, 0];
    this.#sum.fill(0);
    unroll.start(tasks);
    for (let e = 0; e < steps; e++) {
      const observed = unroll.observe(t, e, weights === 'minimum' ? 1 : weights[e]);
      unroll.advance(t, schedule.includes(e));
      recording?.step(observed, unroll.divergences());
      t++;
      if (!endsWith(e)) continue;
      if (weights === 'minimum') unroll.keepLeast(t);
      const allDiverged = unroll.divergences().every((divergence) => divergence !== undefined);
      loss += unroll.windowLoss(t);
      if (allDiverged) skippedWindows++;
      else {
        const back = unroll.backward(t);
        through += back;
        recording?.window(engine, back);
        if (adamEvery === 'run') {
          addScaled(this.#sum, 1, flattened(engine.gradients(back)));
          summed++;
        } else if (engine.apply(back, adam) !== 'applied') skippedWindows++;
      }
      unroll.carry(t);
      t = 0;
    }
    if (summed > 0 && engine.applyGradient(this.#sum, adam) !== 'applied') skippedWindows += summed;
    const divergences = unroll.divergences().filter((divergence) => divergence !== undefined);
    const evaluations = (steps + BACKWARD_COST * through) * tasks.length;
    return { loss, divergences, skippedWindows, evaluations };
  }
}
