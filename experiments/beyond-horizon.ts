/**
 * Beyond the trained horizon: the learned optimizers of Figures 3 to 6 and of the mixed family, run to ten times the 21 steps of a
 * trajectory in training, which is also all that they have ever seen of how far a run goes. Trained as in the figures; a schedule Z ends
 * with the training's steps, a teleport at every step goes on. Described, not judged: there is no verdict to it.
 */

import type { Experiment } from './experiment.js';
import { figures } from './figures.js';

/** The steps of a trajectory in training (the default of `metaTrain`). */
export const TRAINED_STEPS = 21;

/** One a figure of the plane. */
export const beyondHorizon: readonly Experiment[] = figures.map((figure) => ({
  ...figure,
  id: `beyond-${figure.id}`,
  title: `${figure.title}, to ten times its training`,
  figure: undefined,
  asPublished: undefined,
  plotted: undefined,
  methods: figure.methods.filter(({ kind }) => kind === 'learned'),
  evaluation: { tasks: 20, steps: 10 * TRAINED_STEPS },
}));
