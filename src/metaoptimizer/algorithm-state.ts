/** The plain values that the paper's algorithms (`algorithm.ts`) hand from step to step. */

import type { StepTape } from '../lstm/cells.js';
import type { LstmMemory } from '../lstm/engine.js';
import type { Divergence } from '../optimizers/trajectory.js';
import type { Vector } from '../seams.js';

/** The state of a trajectory between two steps, a plain value. */
export interface InnerState {
  readonly t: number; // steps done
  readonly x: Vector; // x_t [n]
  readonly velocity: Vector; // v_t [n], moved by Algorithm 3 alone
  readonly memory: LstmMemory; // h and c of both cells, each [H]
}

/** One step as it was taken. */
export interface StepTaken {
  readonly before: InnerState;
  readonly loss: number; // f(x_t)
  readonly gradient: Vector; // ∇f(x_t) [n]
  readonly input: Vector; // z_t, what the LSTM read
  readonly emitted: Vector; // y_t, what it emitted: the update or α and β, then ξ
  readonly update: Vector; // m_φ(z_t) [n]
  readonly acted: Vector; // x_t + update [n], what the group acts on
  readonly teleported: boolean; // whether t is in Z
  readonly xi: Vector; // ξ_t as applied [m]; 0 without a teleport
  readonly tape: StepTape; // of the LSTM's step, for its adjoint
  readonly divergence?: Divergence;
}
