/**
 * The teleport head: ξ_t, and optionally a gate s, from the LSTM; exp(ξ_t) then acts on the iterate.
 *
 *     no gate             ξ applied = ξ
 *     hard                ξ applied = ξ where σ(s) > ½, else no teleport; no derivative reaches s (as published)
 *     straight-through    the same, but backwards as if ξ applied = σ(s) ξ were the rule for s: s̄ = ⟨ξ̄, ξ⟩ σ′(s)
 *
 * ξ is the emitted vector itself, or that brought to a size (`ElementSize`). An element acts on all parameters at once, so only a
 * layout of one row a task has this head: it reads the task's first row.
 */

import type { Numbers } from '../lstm/engine.js';
import { into } from '../numerics/into.js';
import { dot } from '../numerics/vector.js';
import type { ActionCotangent, Task, Vector } from '../seams.js';
import { boundedByNorm, boundedByNormVjp, scaledToNorm, scaledToNormVjp } from '../symmetry/element-norm.js';
import { type ElementSize, type MetaOptimizerDescription, teleports } from './description.js';
import type { InnerStep } from './inner-step.js';
import { sigmoid } from './update-head.js';

export class TeleportHead {
  /** Outputs it takes, last in the row: m for ξ, one more for a gate; none for an optimizer without teleports. */
  readonly size: number;
  readonly #m: number;
  readonly #gate: MetaOptimizerDescription['gate'];
  readonly #pulledBack: ActionCotangent;
  readonly #emitted: Vector;
  readonly #sized: Vector;
  readonly #size: SizeMap;

  constructor(description: MetaOptimizerDescription, n: number, m: number) {
    this.#m = m;
    this.#gate = description.gate;
    this.size = teleports(description) ? m + (this.#gate === 'none' ? 0 : 1) : 0;
    this.#pulledBack = { xi: new Float64Array(m), x: new Float64Array(n) };
    this.#emitted = new Float64Array(m);
    this.#sized = new Float64Array(m);
    this.#size = sizeMap(description.elementSize);
  }

  /** Moves `step.acted` by the emitted element to `step.moved`, if a teleport is due and the gate lets it through. */
  forward(task: Task, step: InnerStep, outputs: Numbers, at: number): void {
    step.gateOpen = step.teleportDue && (this.#gate === 'none' || outputs[at + this.#m] > 0); // σ(s) > ½
    if (!step.gateOpen) {
      step.xi.fill(0);
      step.moved.set(step.acted);
      return;
    }
    this.#size.apply(this.#read(outputs, at), step.xi);
    into(step.moved, 'act', task.action.act(step.xi, step.acted, step.moved));
  }

  /**
   * Given w = ∂loss/∂(acted point, moved): overwrites w with ∂loss/∂(acted point), and writes ∂loss/∂outputs.
   */
  backward(task: Task, step: InnerStep, w: Vector, outputs: Numbers, gradients: Numbers, at: number): void {
    if (this.size === 0) return;
    const learnsGate = this.#gate === 'straight-through' && step.teleportDue;
    if (!step.gateOpen && !learnsGate) {
      gradients.fill(0, at, at + this.size);
      return;
    }
    const s = this.#gate === 'none' ? 0 : sigmoid(outputs[at + this.#m]);
    const emitted = this.#read(outputs, at);
    const { xi, x } = task.action.vjp(step.xi, step.acted, w, this.#pulledBack);
    const gateBar = learnsGate ? dot(xi, this.#size.apply(emitted, this.#sized)) * s * (1 - s) : 0;
    const emittedBar = this.#size.pullBack(emitted, xi, this.#sized);
    for (let i = 0; i < this.#m; i++) gradients[at + i] = step.gateOpen ? emittedBar[i] : 0;
    if (this.#gate !== 'none') gradients[at + this.#m] = gateBar;
    if (step.gateOpen) w.set(x);
  }

  #read(outputs: Numbers, at: number): Vector {
    for (let i = 0; i < this.#m; i++) this.#emitted[i] = outputs[at + i];
    return this.#emitted;
  }
}

/** From the emitted vector to ξ, and the covector back. */
export interface SizeMap {
  apply(emitted: Vector, out: Vector): Vector;
  pullBack(emitted: Vector, w: Vector, out: Vector): Vector;
}

/** The map of an {@link ElementSize}. */
export function sizeMap(size: ElementSize): SizeMap {
  if (size === 'free') return { apply: copy, pullBack: (_emitted, w, out) => copy(w, out) };
  if ('exactly' in size) {
    return {
      apply: (emitted, out) => scaledToNorm(emitted, size.exactly, out),
      pullBack: (emitted, w, out) => scaledToNormVjp(emitted, size.exactly, w, out),
    };
  }
  return {
    apply: (emitted, out) => boundedByNorm(emitted, size.atMost, out),
    pullBack: (emitted, w, out) => boundedByNormVjp(emitted, size.atMost, w, out),
  };
}

function copy(from: Vector, out: Vector): Vector {
  out.set(from);
  return out;
}
