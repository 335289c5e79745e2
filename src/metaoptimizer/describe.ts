/** Completes and checks the description of a meta-optimizer (`description.ts`). */

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
import { requireSchedule } from '../symmetry/schedule.js';
import {
  DEFAULT_MOMENTUM,
  type ElementSize,
  type InputDescription,
  type MetaOptimizerDescription,
  type MomentumOptions,
} from './description.js';
import { layoutNames } from './layout.js';

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
