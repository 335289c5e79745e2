/** What one inner step of one trajectory leaves behind for its adjoint. */

import type { Vector } from '../seams.js';

/** Filled in two halves: `observe` evaluates x_t, `advance` reads the LSTM and moves; `backward` only reads it. */
export interface InnerStep {
  // Set by `observe`:
  readonly x: Vector; // x_t [n]
  readonly gradient: Vector; // ∇f(x_t) [n]
  readonly displacement: Vector; // x_t − x_{t−1} [n]; 0 at the start
  readonly velocity: Vector; // v_t, before the step [n]; moved by a momentum head alone
  loss: number; // f(x_t)
  weight: number; // w_t, of what the step counts in the window's loss
  counted: number; // what it counts: f(x_t), or ℓ_t of a distance term
  readonly countedGradient: Vector; // its gradient: ∇f(x_t) itself, or ∇ℓ_t [n]
  // Set by `advance`:
  teleportDue: boolean; // whether the schedule teleports at t
  stepSize: number; // α_t of a learning-rate head (the mean over rows), else NaN
  momentum: number; // β_t of a momentum head (the mean over rows), else NaN
  readonly update: Vector; // what the update adds to the iterate [n]
  readonly acted: Vector; // what the group acts on: x_t + update, or x_t if teleport-first [n]
  gateOpen: boolean; // whether a teleport was due and the gate, if any, let it through
  readonly xi: Vector; // ξ_t as applied [m]; 0 where no teleport takes place
  readonly moved: Vector; // exp(ξ_t)·acted [n]; acted itself where no teleport takes place
  readonly next: Vector; // x_{t+1} as computed, before any safeguard [n]
  refused: boolean; // whether the safeguard refused `next`: the iterate stayed, and f(next) joined the window's loss
}

/** `hasTerm` says whether a step counts something else than f(x_t). */
export function emptyInnerStep(n: number, m: number, hasTerm = false): InnerStep {
  const vector = () => new Float64Array(n);
  const gradient = vector();
  return {
    x: vector(),
    gradient,
    countedGradient: hasTerm ? vector() : gradient,
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
    counted: 0,
    weight: 0,
    teleportDue: false,
    gateOpen: false,
    refused: false,
  };
}

/** Cotangents carried backwards through a trajectory: ∂loss/∂ of what step t handed to step t + 1. */
export interface Cotangent {
  readonly x: Vector; // ∂loss/∂x [n]
  readonly velocity: Vector; // ∂loss/∂v, the momentum's velocity [n]
  readonly previousX: Vector; // what the displacement input of step t + 1 owes to x_t, added once x_t is reached [n]
}

export function emptyCotangent(n: number): Cotangent {
  return { x: new Float64Array(n), velocity: new Float64Array(n), previousX: new Float64Array(n) };
}

export function clearCotangent(cotangent: Cotangent): void {
  cotangent.x.fill(0);
  cotangent.velocity.fill(0);
  cotangent.previousX.fill(0);
}
