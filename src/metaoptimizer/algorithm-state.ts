/** The plain values that the paper's algorithms (`algorithm.ts`) hand from step to step. */

import type { StepTape } from '../lstm/cells.js';
import type { LstmMemory } from '../lstm/engine.js';
import type { ExactParameters, ExactState } from '../lstm/exact-state.js';
import type { Divergence } from '../optimizers/trajectory.js';
import type { Task, Vector } from '../seams.js';

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

/** One window of a meta-training, with the Adam step that ended it. */
export interface WindowTaken {
  readonly trajectory: number; // outer step, from 0
  readonly steps: readonly StepTaken[];
  readonly loss: number; // Σ w_t f(x_t)
  readonly metaGradient: ExactParameters; // ∂loss/∂φ
  readonly before: ExactState; // φ and Adam's moments as the window was run with
  readonly after: ExactState; // the same state where the gradient was not finite
}

/** The inner loop as a value: where it starts, how it steps, when it ends. */
export interface InnerLoop {
  /** The state before the first step, at the task's start. */
  init(task: Pick<Task, 'start'>): InnerState;
  /** One step; the state that it is given stays as it was. */
  step(task: Task, before: InnerState): { readonly state: InnerState; readonly taken: StepTaken };
  /** Whether `steps` steps are done. */
  terminate(state: InnerState, steps: number): boolean;
}
