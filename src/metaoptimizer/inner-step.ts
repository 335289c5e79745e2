/** What one inner step of one trajectory leaves behind for its adjoint. */

import type { Vector } from '../seams.js';

export interface InnerStep {
  /** x_t. */
  readonly x: Vector;
  readonly gradient: Vector; // ∇f(x_t)
  readonly displacement: Vector; // x_t − x_{t−1}
  /** v_t, before the step; only momentum moves it. */
  readonly velocity: Vector;
  /** α_t of a learning-rate head, else NaN. */
  stepSize: number;
  /** β_t of a momentum head, else NaN. */
  momentum: number;
  /** What the update adds to the iterate. */
  readonly update: Vector;
  /** The point that the group acts on: x_t + update, or x_t if teleport-first. */
  readonly acted: Vector;
  /** exp(ξ_t)·acted; acted itself where no teleport takes place. */
  readonly moved: Vector;
  /** ξ_t as applied (0 where the gate is closed). [m] */
  readonly xi: Vector;
  /** x_{t+1} as computed, before any safeguard. */
  readonly next: Vector;
  loss: number; // f(x_t)
  /** Weight of f(x_t) in the window's loss. */
  weight: number;
  /** Whether a teleport was due, and whether the gate (if any) let it through. */
  teleportDue: boolean;
  gateOpen: boolean;
  /** The safeguard refused `next`: the iterate stayed, and f(next) joined the window's loss. */
  refused: boolean;
}

export function emptyInnerStep(n: number, m: number): InnerStep {
  const vector = () => new Float64Array(n);
  return {
    x: vector(),
    gradient: vector(),
    displacement: vector(),
    velocity: vector(),
    stepSize: Number.NaN,
    momentum: Number.NaN,
    update: vector(),
    acted: vector(),
    moved: vector(),
    xi: new Float64Array(m),
    next: vector(),
    loss: 0,
    weight: 0,
    teleportDue: false,
    gateOpen: false,
    refused: false,
  };
}

/** Cotangents carried backwards through a trajectory: ∂loss/∂ of what step t handed to step t + 1. */
export interface Cotangent {
  /** ∂loss/∂x. */
  readonly x: Vector;
  /** ∂loss/∂v, the momentum's velocity. */
  readonly velocity: Vector;
  /** What the displacement input of step t + 1 owes to x_t, to be added once x_t is reached. */
  readonly previousX: Vector;
}

export function emptyCotangent(n: number): Cotangent {
  return { x: new Float64Array(n), velocity: new Float64Array(n), previousX: new Float64Array(n) };
}

export function clearCotangent(cotangent: Cotangent): void {
  cotangent.x.fill(0);
  cotangent.velocity.fill(0);
  cotangent.previousX.fill(0);
}
