/**
 * The teleport head: ξ_t, and optionally a gate s, from the LSTM; exp(ξ_t) then acts on the iterate.
 *
 *     no gate             ξ applied = ξ
 *     hard                ξ applied = ξ where σ(s) > ½, else no teleport; no derivative reaches s (as published)
 *     straight-through    the same, but backwards as if ξ applied = σ(s) ξ were the rule for s: s̄ = ⟨ξ̄, ξ⟩ σ′(s)
 */

import { dot } from '../numerics/vector.js';
import type { ActionCotangent, Task, Vector } from '../seams.js';
import { type MetaOptimizerDescription, teleports } from './description.js';
import type { InnerStep } from './inner-step.js';
import { sigmoid } from './update-head.js';

export class TeleportHead {
  /** Outputs it takes, last in the row: m for ξ, one more for a gate; none for an optimizer without teleports. */
  readonly size: number;
  readonly #m: number;
  readonly #gate: MetaOptimizerDescription['gate'];
  readonly #pulledBack: ActionCotangent;
  readonly #emitted: Vector;

  constructor(description: MetaOptimizerDescription, n: number, m: number) {
    this.#m = m;
    this.#gate = description.gate;
    this.size = teleports(description) ? m + (this.#gate === 'none' ? 0 : 1) : 0;
    this.#pulledBack = { xi: new Float64Array(m), x: new Float64Array(n) };
    this.#emitted = new Float64Array(m);
  }

  /** Moves `step.acted` by the emitted element to `step.moved`, if a teleport is due and the gate lets it through. */
  forward(task: Task, step: InnerStep, outputs: Float32Array, at: number): void {
    step.gateOpen = step.teleportDue && (this.#gate === 'none' || outputs[at + this.#m] > 0); // σ(s) > ½
    if (!step.gateOpen) {
      step.xi.fill(0);
      step.moved.set(step.acted);
      return;
    }
    for (let i = 0; i < this.#m; i++) step.xi[i] = outputs[at + i];
    task.action.act(step.xi, step.acted, step.moved);
  }

  /**
   * Given w = ∂loss/∂(acted point, moved): overwrites w with ∂loss/∂(acted point), and writes ∂loss/∂outputs.
   */
  backward(
    task: Task,
    step: InnerStep,
    w: Vector,
    outputs: Float32Array,
    gradients: Float32Array,
    at: number,
  ): void {
    if (this.size === 0) return;
    const learnsGate = this.#gate === 'straight-through' && step.teleportDue;
    if (!step.gateOpen && !learnsGate) {
      gradients.fill(0, at, at + this.size);
      return;
    }
    const s = this.#gate === 'none' ? 0 : sigmoid(outputs[at + this.#m]);
    for (let i = 0; i < this.#m; i++) this.#emitted[i] = outputs[at + i];
    const { xi, x } = task.action.vjp(step.xi, step.acted, w, this.#pulledBack);
    for (let i = 0; i < this.#m; i++) gradients[at + i] = step.gateOpen ? xi[i] : 0;
    if (this.#gate !== 'none')
      gradients[at + this.#m] = learnsGate ? dot(xi, this.#emitted) * s * (1 - s) : 0;
    if (step.gateOpen) w.set(x);
  }
}
