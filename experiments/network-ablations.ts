/**
 * Ablations on the paper's network: what the LSTM reads and how a window's losses are weighted (both of the public
 * code), how often and how far it teleports, and how much of its performance is training at all.
 */

import type { InputDescription, MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { Experiment, Method } from './experiment.js';
import { learned } from './methods.js';
import { figure7, stepSizeLstm } from './network-figures.js';

const gradient: InputDescription = { name: 'gradient', flows: false };
const iterate: InputDescription = { name: 'iterate', flows: true };
const displacement: InputDescription = { name: 'displacement', flows: true };

/** LSTM(lr, tele, momentum), varied. */
function varied(name: string, options: Partial<MetaOptimizerDescription> = {}): MetaOptimizerDescription {
  return stepSizeLstm(name, { teleport: true, momentum: true }, options);
}

const inputs: readonly Method[] = [
  learned(varied('gradient', { inputs: [gradient] })),
  learned(varied('+ iterates', { inputs: [gradient, iterate] })),
  learned(varied('+ last update', { inputs: [gradient, displacement] })),
  learned(varied('all three', { inputs: [gradient, iterate, displacement] })),
];

/** As in the plane: whether the meta-gradient flows to the previous iterate too. */
const detached: readonly Method[] = [
  learned(varied('+ last update', { inputs: [gradient, displacement] })),
  learned(
    varied('+ last update, detached (as published)', {
      inputs: [gradient, { ...displacement, previousFlows: false }],
    }),
  ),
];

const weights: readonly Method[] = ([0.1, 0.5, 0.9, 1.5, 'uniform'] as const).map((gamma) =>
  learned(varied(gamma === 'uniform' ? 'uniform' : `γ = ${gamma}`), { weights: { gamma } }),
);

const frequency: readonly Method[] = [
  learned(varied('never', { teleport: 'never' })),
  ...[1, 5, 10, 50].map((every) =>
    learned(varied(every === 1 ? 'every epoch' : `every ${every}`, { teleport: { every } })),
  ),
];

/** ‖T‖: the published one; bounds up to where teleports start to break the descent; and no bound. */
const elementSize: readonly Method[] = [
  learned(varied('never', { teleport: 'never' })),
  learned(varied('‖T‖ = 0.01 (as published)')),
  ...[0.1, 0.5, 1].map((atMost) => learned(varied(`‖T‖ < ${atMost}`, { elementSize: { atMost } }))),
  learned(varied('T free', { elementSize: 'free' })),
];

/** How much of the result is training: none of it, the paper's, and ten times its Adam step. */
const training: readonly Method[] = [
  learned(varied('untrained'), { trajectories: 1, adam: { learningRate: 0 } }),
  learned(varied('Adam 1e-4 (the paper’s)')),
  learned(varied('Adam 1e-3'), { adam: { learningRate: 1e-3 } }),
  learned(varied('Adam 1e-3, 100 trajectories'), { trajectories: 100, adam: { learningRate: 1e-3 } }),
];

const SETS: Readonly<Record<string, { readonly title: string; readonly methods: readonly Method[] }>> = {
  inputs: { title: 'inputs of the LSTM', methods: inputs },
  weights: { title: 'weights of the window’s losses', methods: weights },
  frequency: { title: 'teleport frequency', methods: frequency },
  'element-size': { title: 'size of the group element', methods: elementSize },
  training: { title: 'amount of meta-training', methods: training },
  detached: { title: 'derivative of the last update', methods: detached },
};

/** All on LSTM(lr, tele, momentum) with the exact action. */
export const networkAblations: readonly Experiment[] = Object.entries(SETS).map(
  ([name, { title, methods }]) => ({
    ...figure7,
    id: `ablation-network-${name}`,
    title: `Ablation, ${title}: two-layer network`,
    figure: undefined,
    methods,
  }),
);
