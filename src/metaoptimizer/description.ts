/**
 * What a meta-optimizer reads and what it emits: the one description from which all variants are built.
 *
 *     z_t  = the inputs, side by side                            read by the LSTM of `engine.ts`
 *     y_t  = [ update | momentum | ξ | gate ]                    emitted by its head
 *     x_{t+1} = exp(ξ)·(x_t + update)   or, teleport-first,   exp(ξ)·x_t + update      (Algorithms 1–3)
 */

import {
  refuse,
  requireBoolean,
  requireObject,
  requireOneOf,
  requireOptions,
  requirePositive,
  requireSize,
  requireText,
  requireVector,
} from '../checks.js';
import { requireSchedule, type ScheduleDescription } from '../symmetry/schedule.js';
import { type LayoutName, layoutNames } from './layout.js';

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

/** What a meta-optimizer reads and emits; {@link describe} completes and checks one. */
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

/** Of more the weights alone would not fit into WebAssembly's 4 GiB. */
const MOST_HIDDEN = 10_000;

const DEFAULTS: Omit<MetaOptimizerDescription, 'name'> = {
  hidden: 100,
  inputs: [{ name: 'gradient', flows: false }],
  update: 'direct',
  learningRateRange: [1e-7, 5e-3],
  learningRateMap: 'log-sigmoid',
  updateGradientFlows: false,
  teleport: 'never',
  elementSize: 'free',
  gate: 'none',
  order: 'update-first',
};

/**
 * Completes a description with the defaults. Every option is told of, with its range, at {@link MetaOptimizerDescription}.
 *
 * @throws on an unknown option or choice, or an impossible one.
 * @example
 * ```ts
 * import { describe } from 'orbit-l2o';
 *
 * const description = describe({ name: 'teleports at every third step', teleport: { every: 3 } });
 * console.log(description.hidden, description.update, description.order); // 100 direct update-first
 * ```
 */
export function describe(
  options: Partial<MetaOptimizerDescription> & { readonly name: string },
): MetaOptimizerDescription {
  const where = 'describe';
  requireOptions(where, options, ['name', 'per', 'updateScale', 'momentum', ...Object.keys(DEFAULTS)]);
  const { per = 'task', updateScale = 1, momentum: ofMomentum = {}, ...others } = options;
  const momentum = requireMomentum(where, ofMomentum);
  const plainMomentum =
    momentum.initial === DEFAULT_MOMENTUM.initial && momentum.scale === DEFAULT_MOMENTUM.scale;
  const { inputs = DEFAULTS.inputs } = others;
  if (!Array.isArray(inputs) || inputs.length === 0) refuse(where, 'inputs must not be empty', inputs);
  for (const input of inputs) {
    requireOptions(where, input, ['name', 'flows', 'preprocessed', 'previousFlows'], 'an input');
  }
  const description: MetaOptimizerDescription = {
    ...DEFAULTS,
    ...others,
    ...(others.inputs && { inputs: others.inputs.map(withoutDefaults) }),
    ...(per !== 'task' && { per }), // without what is the default, so that a description's record stays as it was
    ...(updateScale !== 1 && { updateScale }),
    ...(!plainMomentum && { momentum }),
  };
  requireText(where, 'name', description.name);
  requireOneOf(where, 'per', per, layoutNames);
  requireBoolean(where, 'updateGradientFlows', description.updateGradientFlows);
  requireSchedule(where, description.teleport);
  requirePositive(where, 'updateScale', updateScale);
  requireSize(where, 'hidden', description.hidden, MOST_HIDDEN);
  for (const input of description.inputs) {
    requireOneOf(where, 'input', input.name, ['gradient', 'theta-gradient', 'iterate', 'displacement']);
    if (input.previousFlows !== undefined && !(input.name === 'displacement' && input.flows)) {
      refuse(where, 'previousFlows goes with a displacement that flows', input);
    }
    if (input.preprocessed && input.flows) refuse(where, 'a preprocessed input must not flow', input);
  }
  const names = description.inputs.map((input) => input.name);
  if (new Set(names).size < names.length) refuse(where, 'each input comes once', names);
  requireOneOf(where, 'update', description.update, [
    'direct',
    'learning-rate',
    'learning-rate-and-momentum',
  ]);
  requireOneOf(where, 'learningRateMap', description.learningRateMap, ['log-sigmoid', 'clamp']);
  requireOneOf(where, 'gate', description.gate, ['none', 'hard', 'straight-through']);
  requireOneOf(where, 'order', description.order, ['update-first', 'teleport-first']);
  const range = description.learningRateRange;
  requireVector(where, 'learningRateRange', range, 2);
  const [low, high] = range;
  if (!(low > 0 && low < high)) {
    refuse(where, 'learningRateRange must be two positive numbers, the smaller first', [low, high]);
  }
  requireElementSize(where, description.elementSize);
  if (updateScale !== 1 && description.update !== 'direct') {
    refuse(where, 'updateScale goes with a direct update', description.update);
  }
  if (!plainMomentum && description.update !== 'learning-rate-and-momentum') {
    refuse(where, 'momentum goes with the update learning-rate-and-momentum', description.update);
  }
  if (per !== 'task') requireNoElement(where, description);
  if (description.gate !== 'none' && description.teleport === 'never') {
    refuse(where, 'a gate needs teleports to gate', description.gate);
  }
  return description;
}

/** An input's record says nothing of what is the default. */
function withoutDefaults({ previousFlows = true, ...input }: InputDescription): InputDescription {
  return previousFlows ? input : { ...input, previousFlows };
}

/** A group element, and the theta gradient, belong to all parameters at once. */
function requireNoElement(where: string, { per, teleport, inputs }: MetaOptimizerDescription): void {
  if (teleport !== 'never')
    refuse(where, `a row a ${per} emits no group element: teleport must be 'never'`, teleport);
  if (inputs.some(({ name }) => name === 'theta-gradient')) {
    refuse(where, `a row a ${per} cannot read the theta gradient`, inputs);
  }
}

/** Whether any teleport head is there. */
export function teleports(description: MetaOptimizerDescription): boolean {
  return description.teleport !== 'never';
}

/** Whether a training asks the optimizee for its Hessian. */
export function readsHessian({ inputs, updateGradientFlows }: MetaOptimizerDescription): boolean {
  return updateGradientFlows || inputs.some(({ name, flows }) => name === 'theta-gradient' || flows);
}

/** With its defaults. */
function requireMomentum(where: string, options: MomentumOptions): Required<MomentumOptions> {
  requireOptions(where, options, Object.keys(DEFAULT_MOMENTUM), 'momentum');
  const momentum = { ...DEFAULT_MOMENTUM, ...options };
  if (!(momentum.initial > 0 && momentum.initial < 1)) {
    refuse(where, 'momentum.initial must be between 0 and 1', momentum.initial);
  }
  requirePositive(where, 'momentum.scale', momentum.scale);
  return momentum;
}

function requireElementSize(where: string, size: ElementSize): void {
  if (size === 'free') return;
  const rho = typeof size === 'object' && size !== null ? Object.entries(size) : [];
  if (rho.length !== 1 || !['exactly', 'atMost'].includes(rho[0][0])) {
    refuse(where, "elementSize must be 'free', { exactly } or { atMost }", size);
  }
  requirePositive(where, `elementSize.${rho[0][0]}`, rho[0][1]);
}

/** Requires a whole description, as {@link describe} gives it. */
export function requireDescription(where: string, description: MetaOptimizerDescription): void {
  requireObject(where, 'description', description);
  describe(description);
  for (const key of Object.keys(DEFAULTS)) {
    if (!Object.hasOwn(description, key))
      refuse(where, `description must be what describe gives, with ${key}`, description);
  }
}
