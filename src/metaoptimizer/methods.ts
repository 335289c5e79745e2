/** Meta-optimizers with a name: those of the paper's two-dimensional experiments (Section 5, Figures 3–6), and their ancestor. */

import { PAPER_SCHEDULE } from '../symmetry/schedule.js';
import { describe } from './describe.js';
import type { InputDescription, MetaOptimizerDescription } from './description.js';

/** As in the public code: the derivative flows through the gradient, the theta gradient itself is a constant. */
const WITH_THETA_GRADIENT: readonly InputDescription[] = [
  { name: 'theta-gradient', flows: false },
  { name: 'gradient', flows: true },
];

/** Algorithm 1: no teleport. */
export const vanilla: MetaOptimizerDescription = describe({ name: 'vanilla' });

/** Algorithm 2 with teleports at Z = {2, 5, 8, 11, 14, 17}. */
export const teleportOnSchedule: MetaOptimizerDescription = describe({
  name: 'tel sched',
  teleport: PAPER_SCHEDULE,
});

/** The same, reading the theta gradient too. */
export const teleportOnScheduleThetaGradient: MetaOptimizerDescription = describe({
  name: 'tel sched + theta grad',
  teleport: PAPER_SCHEDULE,
  inputs: WITH_THETA_GRADIENT,
});

/** Reading the theta gradient and teleporting at every step. */
export const thetaGradientEveryStep: MetaOptimizerDescription = describe({
  name: 'theta grad',
  teleport: { every: 1 },
  inputs: WITH_THETA_GRADIENT,
});

/** All four, in the order of the paper's legends. */
export const paperMethods: readonly MetaOptimizerDescription[] = [
  vanilla,
  teleportOnSchedule,
  teleportOnScheduleThetaGradient,
  thetaGradientEveryStep,
];

/**
 * The coordinate-wise LSTM of Andrychowicz et al. (2016): the same small LSTM for every parameter, each with a memory of its
 * own, so that what was trained on one network runs on another. It reads the preprocessed gradient; its updates are scaled by
 * 0.1, so that random weights take small steps. Hidden size 20 and windows of 20 steps are theirs (Section 3).
 */
export const coordinatewiseLstm: MetaOptimizerDescription = describe({
  name: 'LSTM (coordinate-wise)',
  per: 'coordinate',
  hidden: 20,
  inputs: [{ name: 'gradient', flows: false, preprocessed: true }],
  updateScale: 0.1,
});
