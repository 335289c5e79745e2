/** Every experiment there is to reproduce, by id and by figure. */

import { requireOneOf } from '../src/checks.js';
import { ablations } from './ablations.js';
import { beyondHorizon } from './beyond-horizon.js';
import { estimatorExperiments } from './estimators.js';
import type { Experiment } from './experiment.js';
import { figures } from './figures.js';
import { networkAblations } from './network-ablations.js';
import { coordinatewiseExperiments } from './network-coordinatewise.js';
import { networkFigures } from './network-figures.js';
import { figure7Momentum } from './network-mended.js';
import { questionOne } from './question-1.js';
import { question3 } from './question-3.js';

/** All experiments: in the plane, then on networks, figures first, then one on a momentum that learns, those on estimators, and the questions. */
export const experiments: readonly Experiment[] = [
  ...figures,
  ...ablations,
  ...networkFigures,
  ...coordinatewiseExperiments,
  ...networkAblations,
  figure7Momentum,
  ...estimatorExperiments,
  ...questionOne,
  ...beyondHorizon,
  ...question3,
];

const ids = experiments.map(({ id }) => id);

/** Studies of many families, by the name that stands for all of their experiments. */
export const groups: readonly string[] = [...new Set(experiments.flatMap(({ group }) => group ?? []))];
/** Ids as an error lists them, a group by its name alone. */
const listed = [...experiments.flatMap(({ id, group }) => (group ? [] : id)), ...groups];

/** The experiment of that id. @throws on an unknown one. */
export function experimentById(id: string): Experiment {
  requireOneOf('experimentById', 'id', id, ids);
  return experiments[ids.indexOf(id)];
}

/**
 * The experiments of those ids; a group's name stands for all of the group, 'ablations' for all ablations and 'all' for
 * everything. @throws on an unknown id.
 */
export function experimentsNamed(names: readonly string[]): readonly Experiment[] {
  for (const name of names) {
    if (!ids.includes(name))
      requireOneOf('experimentsNamed', 'experiment', name, [...listed, 'ablations', 'all']);
  }
  return experiments.filter(
    (one) =>
      names.includes(one.id) ||
      names.includes('all') ||
      (one.group !== undefined && names.includes(one.group)) ||
      (names.includes('ablations') && isAblation(one)),
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
