/**
 * How an inner step moves the iterate of one trajectory, and the adjoint of that:
 *
 *     update first      x_{t+1} = exp(ξ_t)·(x_t + update_t)          (the paper's order)
 *     teleport first    x_{t+1} = exp(ξ_t)·x_t + update_t
 *
 * An optional safeguard (public code) refuses a move that would raise the loss too much: the iterate stays, and the loss it
 * would have had joins the window's.
 */

import type { Numbers } from '../lstm/engine.js';
import { into } from '../numerics/into.js';
import { addScaled, isFiniteVector, sum } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import type { MetaOptimizerDescription } from './description.js';
import type { Cotangent, InnerStep } from './inner-step.js';
import type { Layout, Rows } from './layout.js';
import { TeleportHead } from './teleport-head.js';
import { type UpdateHead, updateHead } from './update-head.js';

export class InnerMove {
  /** Outputs of a row that it takes: the update's, then the teleport's. */
  readonly size: number;
  readonly #updateFirst: boolean;
  readonly #update: UpdateHead;
  readonly #teleport: TeleportHead;
  readonly #safeguardFactor: number | 'off';
  readonly #movedBar: Vector;
  readonly #updateBar: Vector;

  /** For m algebra dimensions. */
  constructor(
    description: MetaOptimizerDescription,
    layout: Layout,
    m: number,
    safeguardFactor: number | 'off' = 'off',
  ) {
    this.#updateFirst = description.order === 'update-first';
    this.#update = updateHead(description, layout);
    const n = layout.row.length;
    this.#teleport = new TeleportHead(description, n, m);
    this.size = this.#update.size + this.#teleport.size;
    this.#safeguardFactor = safeguardFactor;
    this.#movedBar = new Float64Array(n);
    this.#updateBar = new Float64Array(n);
  }

  /** Fills `step` up to `step.next` and `step.refused` from the outputs of its rows, and moves `velocity` from v_t to v_{t+1}. */
  forward(task: Task, step: InnerStep, outputs: Numbers, rows: Rows, velocity: Vector): void {
    const teleportAt = rows.at + this.#update.size;
    this.#update.forward(step, outputs, rows, velocity);
    if (this.#updateFirst) {
      sum(step.x, 1, step.update, step.acted);
      this.#teleport.forward(task, step, outputs, teleportAt);
      step.next.set(step.moved);
    } else {
      step.acted.set(step.x);
      this.#teleport.forward(task, step, outputs, teleportAt);
      sum(step.moved, 1, step.update, step.next);
    }
    step.refused =
      this.#safeguardFactor !== 'off' &&
      !(task.optimizee.value(step.next) <= this.#safeguardFactor * step.loss);
  }

  /** What a refused move adds to the window's loss: the loss it would have had, unless that is not finite. */
  refusedLoss(task: Task, step: InnerStep): number {
    if (!step.refused) return 0;
    const loss = task.optimizee.value(step.next);
    return Number.isFinite(loss) ? step.weight * loss : 0;
  }

  /**
   * Takes `bar` from ∂loss/∂x_{t+1} to ∂loss/∂x_t, but for what flows through the inputs, and f(x_t) itself; writes
   * ∂loss/∂outputs. `counting` trajectories share the window's loss, their mean.
   */
  backward(
    task: Task,
    step: InnerStep,
    outputs: Numbers,
    gradients: Numbers,
    rows: Rows,
    bar: Cotangent,
    counting: number,
  ): void {
    const w = this.#movedBar; // ∂loss/∂next, and then ∂loss/∂(what moved)
    w.set(step.refused ? refusedCotangent(task, step, counting) : bar.x);
    const updateBar = this.#updateBar;
    updateBar.set(w); // teleport first: ∂loss/∂next is ∂loss/∂update, before w moves back along the orbit
    this.#teleport.backward(task, step, w, outputs, gradients, rows.at + this.#update.size);
    if (this.#updateFirst) updateBar.set(w); // ∂loss/∂(x_t + update)
    if (step.refused) addScaled(bar.x, 1, w);
    else bar.x.set(w);
    this.#update.backward(task, step, updateBar, outputs, gradients, rows, bar);
    addScaled(bar.x, 1, bar.previousX); // through the displacement input of step t + 1
    bar.previousX.fill(0);
  }
}

/** ∂loss/∂next of a refused move: its loss joined the window's, and the iterate went on from x_t. */
function refusedCotangent(task: Task, step: InnerStep, counting: number): Vector {
  const gradient = into(new Float64Array(step.next.length), 'gradient', task.optimizee.gradient(step.next));
  if (!isFiniteVector(gradient)) return gradient.fill(0);
  for (let i = 0; i < gradient.length; i++) gradient[i] *= step.weight / counting;
  return gradient;
}
