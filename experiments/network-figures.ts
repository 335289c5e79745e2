/**
 * Figure 7 of the paper, in five experiments:
 *
 *     figure-7               learned step sizes with momentum and teleports, exact action, beside tuned baselines
 *     figure-7-longer        the same with more meta-training, which the paper's leaves room for
 *     figure-7-published     the same heads as published: I ± T for the group element, α clamped to its range
 *     figure-7-classifier    the readers' experiment: a two-layer classifier on spirals, positive scaling
 *     figure-7-update        LSTM(update), which emits all 800 numbers of an update
 *
 * The paper teleports at the epochs of a set Z that its text leaves open. Chosen here: every tenth epoch, the length of
 * a truncation window, so that every window of the meta-training holds one teleport. It makes the window's last iterate, whose loss
 * it leaves alone, so no meta-gradient reaches its head: `network-mended.ts` measures and mends that. Other choices are in
 * `network-ablations.ts`.
 */

import { describe } from '../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import { mlpClassification } from '../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../src/optimizees/mlp-regression.js';
import { PUBLISHED_ELEMENT_NORM } from '../src/symmetry/element-norm.js';
import type { ScheduleDescription } from '../src/symmetry/schedule.js';
import type { BaselineMethod, Experiment } from './experiment.js';
import { learned, logGrid } from './methods.js';

/** Z: see above. */
export const NETWORK_SCHEDULE: ScheduleDescription = { every: 10 };

/** Training of the step-size family (paper, Section 5.2): 30 trajectories of 300 epochs, Adam 1e-4. */
export const STEP_SIZE_TRAINING: MetaTrainOptions = {
  trajectories: 30,
  steps: 300,
  window: 10,
  adam: { learningRate: 1e-4 },
};

/** Unseen tasks and epochs on each (paper, Section 5.2); its figure shows the first 30. */
const EVALUATION = { tasks: 5, steps: 300 };

/** Epochs that the paper's figure shows. */
export const SHOWN_EPOCHS = 30;

/** The names under which Figure 7 and its claim speak of the methods. */
export const NETWORK_METHOD = {
  gd: 'GD (tuned)',
  publishedGd: 'GD (lr 1e-4)',
  rate: 'LSTM(lr)',
  rateTeleport: 'LSTM(lr, tele)',
  rateMomentum: 'LSTM(lr, momentum)',
  rateTeleportMomentum: 'LSTM(lr, tele, momentum)',
} as const;

/** A learned step size as in the paper, hidden size 20; teleports have ‖T‖_F = 0.01, as published. */
export function stepSizeLstm(
  name: string,
  heads: { readonly teleport?: boolean; readonly momentum?: boolean },
  options: Partial<MetaOptimizerDescription> = {},
): MetaOptimizerDescription {
  return describe({
    name,
    hidden: 20,
    update: heads.momentum ? 'learning-rate-and-momentum' : 'learning-rate',
    ...(heads.teleport && {
      teleport: NETWORK_SCHEDULE,
      elementSize: { exactly: PUBLISHED_ELEMENT_NORM },
    }),
    ...options,
  });
}

const baselines: readonly BaselineMethod[] = [
  {
    kind: 'baseline',
    name: NETWORK_METHOD.publishedGd,
    rule: 'gradient descent',
    learningRates: [1e-4],
  },
  {
    kind: 'baseline',
    name: NETWORK_METHOD.gd,
    rule: 'gradient descent',
    learningRates: [1e-5, 3e-5, 1e-4, 1.5e-4, 2e-4, 3e-4, 4e-4, 6e-4, 1e-3],
  },
  {
    kind: 'baseline',
    name: 'momentum (tuned)',
    rule: 'momentum',
    learningRates: [1e-5, 3e-5, 1e-4, 2e-4, 3e-4],
    momenta: [0.5, 0.9],
  },
  { kind: 'baseline', name: 'Adam (tuned)', rule: 'Adam', learningRates: logGrid(-2, 1) },
];

/** Figure 7, learned step sizes: the paper's protocol with the exact action. */
export const figure7: Experiment = {
  id: 'figure-7',
  title: 'Figure 7: two-layer network, learned step sizes',
  figure: '7',
  family: mlpRegression(),
  methods: [
    ...baselines,
    learned(stepSizeLstm(NETWORK_METHOD.rate, {})),
    learned(stepSizeLstm(NETWORK_METHOD.rateTeleport, { teleport: true })),
    learned(stepSizeLstm(NETWORK_METHOD.rateMomentum, { momentum: true })),
    learned(stepSizeLstm(NETWORK_METHOD.rateTeleportMomentum, { teleport: true, momentum: true })),
  ],
  training: STEP_SIZE_TRAINING,
  tuningTasks: EVALUATION.tasks,
  evaluation: EVALUATION,
};

/**
 * Figure 7 with ten times the Adam step and 100 trajectories: the paper's 900 Adam steps of 1e-4 leave an LSTM near its
 * random weights (see `ablation-network-training`).
 */
export const figure7Longer: Experiment = {
  ...figure7,
  id: 'figure-7-longer',
  title: 'Figure 7 with more meta-training: 100 trajectories, Adam 1e-3',
  methods: figure7.methods.filter(({ kind, name }) => kind === 'learned' || name === NETWORK_METHOD.gd),
  training: { ...STEP_SIZE_TRAINING, trajectories: 100, adam: { learningRate: 1e-3 } },
};

const clamp = { learningRateMap: 'clamp' } as const;

/**
 * As published: g = I + T and g⁻¹ = I − T, which keep the loss to first order only. 'clamped' has the published map of
 * an output to α as well.
 */
export const figure7Published: Experiment = {
  ...figure7,
  id: 'figure-7-published',
  title: 'Figure 7 as published: I ± T, clamped step sizes',
  family: mlpRegression({ action: 'general-linear-first-order' }),
  methods: [
    learned(stepSizeLstm('LSTM(lr, tele), I ± T', { teleport: true })),
    learned(stepSizeLstm('LSTM(lr, tele, momentum), I ± T', { teleport: true, momentum: true })),
    learned(stepSizeLstm('LSTM(lr, tele), clamped', { teleport: true }, clamp)),
    learned(stepSizeLstm('LSTM(lr, tele, momentum), clamped', { teleport: true, momentum: true }, clamp)),
  ],
};

/** Figure 7, learned updates (paper, Section 5.2): hidden size 300, Adam 1e-3. */
export const figure7Update: Experiment = {
  ...figure7,
  id: 'figure-7-update',
  title: 'Figure 7: two-layer network, learned updates',
  methods: [
    learned(describe({ name: 'LSTM(update)', hidden: 300 })),
    learned(
      describe({
        name: 'LSTM(update, tele)',
        hidden: 300,
        teleport: NETWORK_SCHEDULE,
        elementSize: { exactly: PUBLISHED_ELEMENT_NORM },
      }),
      { trajectories: 700 },
    ),
  ],
  training: { trajectories: 600, steps: 100, window: 10, adam: { learningRate: 1e-3 } },
};

/** Step sizes for a cross-entropy, a mean over examples: far larger than for the paper's sum of squares. */
const CLASSIFIER_RATES = { learningRateRange: [1e-3, 10] } as const;
const CLASSIFIER_ELEMENTS = { elementSize: { atMost: 0.3 } } as const;

/**
 * The readers' experiment. Positive scaling is exact here, where there are more examples than features and GL(k)
 * through the data is not; each element's logarithm has a norm of at most 0.3.
 */
export const figure7Classifier: Experiment = {
  id: 'figure-7-classifier',
  title: 'Readers’ experiment: two-layer classifier on spirals',
  figure: '7',
  family: mlpClassification({ data: 'spirals', examples: 100, hiddenSizes: [16] }),
  methods: [
    { kind: 'baseline', name: NETWORK_METHOD.gd, rule: 'gradient descent', learningRates: logGrid(-2, 1) },
    {
      kind: 'baseline',
      name: 'momentum (tuned)',
      rule: 'momentum',
      learningRates: logGrid(-2, 1),
      momenta: [0.5, 0.9],
    },
    learned(stepSizeLstm(NETWORK_METHOD.rate, {}, CLASSIFIER_RATES)),
    learned(
      stepSizeLstm(
        NETWORK_METHOD.rateTeleport,
        { teleport: true },
        { ...CLASSIFIER_RATES, ...CLASSIFIER_ELEMENTS },
      ),
    ),
    learned(stepSizeLstm(NETWORK_METHOD.rateMomentum, { momentum: true }, CLASSIFIER_RATES)),
    learned(
      stepSizeLstm(
        NETWORK_METHOD.rateTeleportMomentum,
        { teleport: true, momentum: true },
        { ...CLASSIFIER_RATES, ...CLASSIFIER_ELEMENTS },
      ),
    ),
  ],
  training: { trajectories: 100, steps: 200, window: 10, adam: { learningRate: 1e-3 } },
  tuningTasks: 5,
  evaluation: { tasks: 20, steps: 200 },
};

/** In the order in which they are told of. */
export const networkFigures: readonly Experiment[] = [
  figure7,
  figure7Longer,
  figure7Published,
  figure7Classifier,
  figure7Update,
];
