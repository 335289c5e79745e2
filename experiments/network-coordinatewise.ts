/**
 * The coordinate-wise LSTM (Andrychowicz et al. 2016), which is tied to no size, on the network of Figure 7 and, with the very
 * same weights, on one of four times as many parameters:
 *
 *     coordinatewise            trained and run on the 20 × 20 regression, beside tuned gradient descent and Adam
 *     coordinatewise-transfer   trained on that, run on the 40 × 40 regression, where the others are tuned
 *
 * LSTM(update) can be run on the size alone that it was trained on. Hidden size 20 and windows of 20 steps are those of
 * Andrychowicz et al. (their Section 3); trajectories have 100 epochs, as those of LSTM(update). The scale s = 0.01 of the
 * updates suits weights that are drawn from U(0, 1).
 */

import { describe } from '../src/metaoptimizer/describe.js';
import { coordinatewiseLstm } from '../src/metaoptimizer/methods.js';
import { mlpRegression } from '../src/optimizees/mlp-regression.js';
import type { BaselineMethod, Experiment, LearnedMethod } from './experiment.js';
import { learned, logGrid } from './methods.js';
import { figure7, NETWORK_METHOD } from './network-figures.js';

const TRAINING = { trajectories: 100, steps: 100, window: 20, adam: { learningRate: 3e-3 } };

const lstm = (name: string = coordinatewiseLstm.name): LearnedMethod =>
  learned(describe({ ...coordinatewiseLstm, name, updateScale: 0.01 }), TRAINING);

const isRival = ({ name }: { readonly name: string }) =>
  name === NETWORK_METHOD.gd || name === 'Adam (tuned)';

/** Trained and run on the network of Figure 7. */
export const coordinatewise: Experiment = {
  ...figure7,
  id: 'coordinatewise',
  title: 'Coordinate-wise LSTM: two-layer network, 20 × 20',
  methods: [...figure7.methods.filter(isRival), lstm()],
};

const SMALL = [20, 20, 20];
const LARGE = [40, 40, 40];

/** The loss of the larger network is some sixty times that of the smaller, and so is its curvature. */
const rivalsOnLarge: readonly BaselineMethod[] = [
  { kind: 'baseline', name: NETWORK_METHOD.gd, rule: 'gradient descent', learningRates: logGrid(-7, -3) },
  { kind: 'baseline', name: 'Adam (tuned)', rule: 'Adam', learningRates: logGrid(-3, 1) },
];

/** Trained on the network of Figure 7, run on a larger one. */
export const coordinatewiseTransfer: Experiment = {
  ...figure7,
  id: 'coordinatewise-transfer',
  title: 'Coordinate-wise LSTM: trained on 20 × 20, run on 40 × 40',
  family: mlpRegression({ sizes: LARGE }),
  methods: [...rivalsOnLarge, { ...lstm('LSTM (coordinate-wise, of 20 × 20)'), trainedOn: SMALL }],
};

export const coordinatewiseExperiments: readonly Experiment[] = [coordinatewise, coordinatewiseTransfer];
