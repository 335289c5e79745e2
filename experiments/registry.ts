/** Every experiment there is to reproduce, by id and by figure. */

import { requireOneOf } from '../src/checks.js';
import { ablations } from './ablations.js';
import { estimatorExperiments } from './estimators.js';
import type { Experiment } from './experiment.js';
import { figures } from './figures.js';
import { networkAblations } from './network-ablations.js';
import { coordinatewiseExperiments } from './network-coordinatewise.js';
import { networkFigures } from './network-figures.js';

/** All experiments: in the plane, then on networks, figures first, and those on estimators. */
export const experiments: readonly Experiment[] = [
  ...figures,
  ...ablations,
  ...networkFigures,
  ...coordinatewiseExperiments,
  ...networkAblations,
  ...estimatorExperiments,
];

const ids = experiments.map(({ id }) => id);

/** The experiment of that id. @throws on an unknown one. */
export function experimentById(id: string): Experiment {
  requireOneOf('experimentById', 'id', id, ids);
  return experiments[ids.indexOf(id)];
}

/** The experiments of those ids; 'ablations' stands for all ablations and 'all' for everything. @throws on an unknown id. */
export function experimentsNamed(names: readonly string[]): readonly Experiment[] {
  for (const name of names) {
    requireOneOf('experimentsNamed', 'experiment', name, [...ids, 'ablations', 'all']);
  }
  return experiments.filter(
    (one) =>
      names.includes(one.id) || names.includes('all') || (names.includes('ablations') && isAblation(one)),
  );
}

/** Whether it varies one thing of a figure's experiment. */
export function isAblation({ id }: Experiment): boolean {
  return id.startsWith('ablation-');
}

/** The experiments of those figures of the paper; 'all' stands for everything but the ablations. @throws on an unknown one. */
export function experimentsOfFigures(names: readonly string[]): readonly Experiment[] {
  for (const name of names) requireOneOf('experimentsOfFigures', 'figure', name, [...figureNames, 'all']);
  return experiments.filter(
    ({ figure }) => figure !== undefined && (names.includes('all') || names.includes(figure)),
  );
}

/** What {@link experimentsOfFigures} knows, in the paper's order. */
export const figureNames: readonly string[] = [...new Set(experiments.flatMap(({ figure }) => figure ?? []))];
