/** What the study needs of a family: what is measured of it, and its gains by runs. */

import { Stream } from '../../src/random/stream.js';
import type { TaskFamily } from '../../src/seams.js';
import type { Experiment, Run } from '../experiment.js';
import { DESIGN_SEED } from '../question-3-design.js';
import { type Gain, gainOf } from './gain.js';
import { type Measured, measureFamily } from './predictors.js';
import type { FamilyRow } from './study.js';

/** Results and the claim both ask; a family takes some 40 ms. */
const known = new WeakMap<TaskFamily, Measured>();

/** What is measured on a family's own stream of tasks, which no training and no test sees. */
export function measuredOf({ id, family }: Pick<Experiment, 'id' | 'family'>): Measured {
  const found = known.get(family);
  if (found) return found;
  const stream = Stream.fromSeed(DESIGN_SEED).split('question-3').split('measured').split(id);
  const measured = measureFamily(family, stream);
  known.set(family, measured);
  return measured;
}

/** The planned gains, as far as there are runs for them. */
export function gainsOf(
  { id, planned = [] }: Pick<Experiment, 'id' | 'planned'>,
  runs: readonly Run[],
): Gain[] {
  return planned.flatMap((one) => gainOf(id, runs, one) ?? []);
}

/** A family with its id, as results store it. */
export interface FamilyResults {
  readonly id: string;
  readonly measured: Measured;
  readonly gains: readonly Gain[];
}

/** The families that have the gain of that name. */
export function rowsOf(families: readonly FamilyResults[], name: string): FamilyRow[] {
  return families.flatMap(({ id, measured, gains }) => {
    const gain = gains.find((one) => one.name === name);
    return gain && gain.gain.value !== null ? [{ id, measured, gain }] : [];
  });
}

/** Both. */
export function familyRow(
  experiment: Experiment,
  runs: readonly Run[],
): { readonly measured: Measured; readonly gains: readonly Gain[] } {
  return { measured: measuredOf(experiment), gains: gainsOf(experiment, runs) };
}
