/**
 * What a meta-optimizer reads and what it emits: the one description from which all variants are built.
 *
 *     z_t  = the inputs, side by side                            read by the LSTM of `engine.ts`
 *     y_t  = [ update | momentum | ξ | gate ]                    emitted by its head
 *     x_{t+1} = exp(ξ)·(x_t + update)   or, teleport-first,   exp(ξ)·x_t + update      (Algorithms 1–3)
 */

import type { ScheduleDescription } from '../symmetry/schedule.js';
import type { LayoutName } from './layout.js';

/**
 * gradient: ∇f(x_t) (n numbers). theta-gradient: d‖∇f(exp(ξ)·x_t)‖²/dξ at 0 (m). iterate: x_t (n).
 * displacement: x_t − x_{t−1} (n), zero at the start.
 */
export type InputName = 'gradient' | 'theta-gradient' | 'iterate' | 'displacement';

/** One input of the LSTM. */
export interface InputDescription {
  readonly name: InputName;
  /** Whether the meta-gradient flows through this input to x_t; false takes it as a constant. */
  readonly flows: boolean;
  /**
   * Of a displacement that flows: whether the meta-gradient flows to x_{t−1} too. With true (default, ours) it is that of x_t − x_{t−1};
   * false takes x_{t−1} as a constant, as the paper's public code does. Left out where it is the default.
   */
  readonly previousFlows?: boolean;
  /** Reads logarithm and sign, two numbers for each (see `input-features.ts`); such an input does not flow. Default false. */
  readonly preprocessed?: boolean;
}

/**
 * direct: the update itself (n numbers). learning-rate: α, and the update is −α ∇f(x_t) (1 number).
 * learning-rate-and-momentum: α and β, v ← βv − α∇f(x_t), the update is v (2 numbers; Algorithm 3).
 */
export type UpdateName = 'direct' | 'learning-rate' | 'learning-rate-and-momentum';

/**
 * none: teleports whenever the schedule says so. hard: and only where σ(gate) > ½; no gradient reaches the gate
 * (as published). straight-through: forward like hard, backward as if ξ were scaled by the gate.
 */
export type GateName = 'none' | 'hard' | 'straight-through';

/**
 * What becomes of the emitted ξ before it acts. free: ξ itself. { exactly: ρ }: its direction alone, at the length ρ (the
 * public code's network script has ρ = 0.01). { atMost: ρ }: ρ ξ/√(1 + ‖ξ‖²). See `../symmetry/element-norm.ts`.
 */
export type ElementSize = 'free' | { readonly exactly: number } | { readonly atMost: number };

/** How an output y becomes β = σ(s y + σ⁻¹(β₀)): an LSTM that emits 0 has the momentum β₀. */
export interface MomentumOptions {
  /**
   * β₀, between 0 and 1; default ½, where σ(y) is as the paper leaves it.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * const momentum = { initial: 0.9 };
   * console.log(describe({ name: 'fast', update: 'learning-rate-and-momentum', momentum }).momentum); // { initial: 0.9, scale: 1 }
   * ```
   */
  readonly initial?: number;
  /**
   * s, a positive number: one Adam step on the head moves β s times as far; default 1.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * const momentum = { scale: 4 };
   * console.log(describe({ name: 'steep', update: 'learning-rate-and-momentum', momentum }).momentum); // { initial: 0.5, scale: 4 }
   * ```
   */
  readonly scale?: number;
}

/** The paper's σ(y). */
export const DEFAULT_MOMENTUM: Required<MomentumOptions> = { initial: 0.5, scale: 1 };

/** What a meta-optimizer reads and emits; `describe` completes and checks one (`describe.ts`). */
export interface MetaOptimizerDescription {
  /**
   * What tables and figures call it, and a checkpoint records; any text, no default.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'mine' }).name); // mine
   * ```
   */
  readonly name: string;
  /**
   * What has a row of the LSTM, with a memory of its own (see `layout.ts`): 'task' (the paper) or 'coordinate', which runs on
   * tasks of any dimension, and emits no group element; default 'task'. Left out where it is the default.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'any size', per: 'coordinate', hidden: 20 }).per); // coordinate
   * ```
   */
  readonly per?: LayoutName;
  /**
   * Hidden size of both LSTM cells, a whole number from 1 to 10,000; default 100 (the paper's 2-D experiments).
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'small', hidden: 20 }).hidden); // 20
   * ```
   */
  readonly hidden: number;
  /**
   * What the LSTM reads, each input at most once; default the gradient, as a constant (Algorithm 1).
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * const inputs = [{ name: 'theta-gradient', flows: false }, { name: 'gradient', flows: true }] as const;
   * console.log(describe({ name: 'theta grad', inputs }).inputs.length); // 2
   * ```
   */
  readonly inputs: readonly InputDescription[];
  /**
   * How the output becomes an update, an `UpdateName`; default 'direct' (Algorithms 1 and 2).
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'LSTM(lr)', update: 'learning-rate' }).update); // learning-rate
   * ```
   */
  readonly update: UpdateName;
  /**
   * s of a direct update, s times what is emitted, positive; default 1. Left out where it is the default.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'careful', updateScale: 0.1 }).updateScale); // 0.1
   * ```
   */
  readonly updateScale?: number;
  /**
   * Range of α, two positive numbers, the smaller first; default [1e-7, 5e-3] (the public code's network script).
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'bold', update: 'learning-rate', learningRateRange: [1e-4, 1] }).learningRateRange); // [ 0.0001, 1 ]
   * ```
   */
  readonly learningRateRange: readonly [number, number];
  /**
   * How an output becomes an α of that range. log-sigmoid (default, ours): α = low (high/low)^σ(y). clamp: as published; it
   * passes no derivative outside the range, where random weights put nearly every output, and then never learns.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'as published', update: 'learning-rate', learningRateMap: 'clamp' }).learningRateMap); // clamp
   * ```
   */
  readonly learningRateMap: 'log-sigmoid' | 'clamp';
  /**
   * Where β starts and how fast it moves, for 'learning-rate-and-momentum' alone; default `{ initial: 0.5, scale: 1 }`, which
   * is left out.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * const update = 'learning-rate-and-momentum';
   * console.log(describe({ name: 'fast', update, momentum: { initial: 0.9 } }).momentum); // { initial: 0.9, scale: 1 }
   * ```
   */
  readonly momentum?: MomentumOptions;
  /**
   * Whether the meta-gradient flows through ∇f in a learning-rate update (see `update-head.ts`); default false, as in the
   * public code.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'flows', update: 'learning-rate', updateGradientFlows: true }).updateGradientFlows); // true
   * ```
   */
  readonly updateGradientFlows: boolean;
  /**
   * When it teleports: 'never', a list of steps from 0 on, or `{ every, first }` with `every` from 1 on; default 'never'
   * (Algorithm 1). `{ every: 1 }` is every step; `PAPER_SCHEDULE` is the paper's list.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'every third', teleport: { every: 3 } }).teleport); // { every: 3 }
   * console.log(describe({ name: 'twice', teleport: [2, 5] }).teleport); // [ 2, 5 ]
   * ```
   */
  readonly teleport: ScheduleDescription;
  /**
   * How long the group element is, 'free' or a positive ρ in `{ exactly: ρ }` or `{ atMost: ρ }`; default 'free', as in the
   * paper's 2-D experiments.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'short', teleport: { every: 3 }, elementSize: { atMost: 0.5 } }).elementSize); // { atMost: 0.5 }
   * ```
   */
  readonly elementSize: ElementSize;
  /**
   * Whether a learned gate may refuse a teleport, a `GateName`; default 'none', as in the paper's 2-D experiments. A
   * gate wants a schedule.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'gated', teleport: { every: 1 }, gate: 'straight-through' }).gate); // straight-through
   * ```
   */
  readonly gate: GateName;
  /**
   * Whether a step updates or teleports first, 'update-first' or 'teleport-first'; default 'update-first', as in Algorithm 2.
   * @example
   * ```ts
   * import { describe } from 'orbit-l2o';
   *
   * console.log(describe({ name: 'jump', teleport: { every: 3 }, order: 'teleport-first' }).order); // teleport-first
   * ```
   */
  readonly order: 'update-first' | 'teleport-first';
}

/** Whether any teleport head is there. */
export function teleports(description: MetaOptimizerDescription): boolean {
  return description.teleport !== 'never';
}

/** Whether a training asks the optimizee for its Hessian. */
export function readsHessian({ inputs, updateGradientFlows }: MetaOptimizerDescription): boolean {
  return updateGradientFlows || inputs.some(({ name, flows }) => name === 'theta-gradient' || flows);
}
