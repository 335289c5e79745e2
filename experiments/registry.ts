/**
 * Every experiment there is to reproduce, behind one interface.
 *
 * The unit of work is one method at one training seed: {@link Experiment.run} is a pure function of (experiment,
 * method, seed) and the library's version, so units can be spread over threads, kept on disk, and resumed.
 */

import { requireCount, requireOneOf } from '../src/checks.js';
import type { Provenance } from '../src/evaluation/provenance.js';
import { ablations } from './ablations.js';
import { figures } from './figures.js';
import { type Method, workOf } from './methods.js';
import { fromNetwork, networkExperiments } from './network-registry.js';
import { runMethod, type TwoDimensionalExperiment } from './two-dimensional.js';

/** What one unit of work gives: plain data that JSON carries. */
export interface RunRecord {
  readonly experiment: string;
  readonly method: string;
  readonly seed: number;
  readonly provenance: Provenance;
  /** Seconds it took: the one part that differs from run to run, and is compared nowhere. */
  readonly timing: Timing;
}

/** Seconds of wall-clock time by part of the work, `total` among them. */
export interface Timing {
  readonly total: number;
  readonly [part: string]: number;
}

export interface RunHooks {
  /** Called now and then with the share of the unit's work that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** A smaller (or larger) version of an experiment, for a quick look: its results are those of another configuration. */
export interface Scale {
  /** Outer steps of meta-training. */
  readonly trajectories?: number;
  /** Test tasks. */
  readonly tasks?: number;
  /** Hidden size of the meta-optimizers. */
  readonly hidden?: number;
}

export interface Experiment<R extends RunRecord = RunRecord> {
  readonly id: string;
  readonly title: string;
  /** The number of the paper's figure that it belongs to, or 'mixed', the family described beside Figures 3 to 6. */
  readonly figure?: string;
  readonly methods: readonly string[];
  /** Everything that defines it, as plain data: results of another configuration are other results. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Roughly the work of a run of the method, in multiply–adds: to tell the time left. */
  work(method: string): number;
  /** @throws if there is no such method, or with the signal's reason once that is aborted. */
  run(method: string, seed: number, hooks?: RunHooks): R;
  /** The same at another scale. @throws on a number that is not a whole one above zero. */
  scaled(scale: Scale): Experiment<R>;
}

const TWO_DIMENSIONAL: readonly TwoDimensionalExperiment[] = [...figures, ...ablations];

/** The two-dimensional experiment of that id, if there is one. */
export function twoDimensionalById(id: string): TwoDimensionalExperiment | undefined {
  return TWO_DIMENSIONAL.find((experiment) => experiment.id === id);
}

/** All experiments, figures first. */
export function experiments(): readonly Experiment[] {
  return [...TWO_DIMENSIONAL.map(fromTwoDimensional), ...networkExperiments.map(fromNetwork)];
}

/** The experiment of that id. @throws on an unknown one. */
export function experimentById(id: string): Experiment {
  const all = experiments();
  requireOneOf(
    'experimentById',
    'id',
    id,
    all.map((experiment) => experiment.id),
  );
  return all.find((experiment) => experiment.id === id)!;
}

/** The experiments of those ids; 'ablations' stands for all ablations and 'all' for everything. @throws on an unknown id. */
export function experimentsNamed(ids: readonly string[]): readonly Experiment[] {
  const all = experiments();
  for (const id of ids) {
    requireOneOf('experimentsNamed', 'experiment', id, [...all.map((one) => one.id), 'ablations', 'all']);
  }
  return all.filter(
    (one) => ids.includes(one.id) || ids.includes('all') || (ids.includes('ablations') && isAblation(one)),
  );
}

/** Whether it varies one thing of a figure's experiment. */
export function isAblation({ id }: Experiment): boolean {
  return id.startsWith('ablation-');
}

/** The experiments of those figures of the paper; 'all' stands for everything but the ablations. @throws on an unknown one. */
export function experimentsOfFigures(names: readonly string[]): readonly Experiment[] {
  const all = experiments().filter((experiment) => experiment.figure !== undefined);
  for (const name of names) requireOneOf('experimentsOfFigures', 'figure', name, [...figureNames(), 'all']);
  return all.filter(({ figure }) => names.includes('all') || names.includes(figure!));
}

/** What {@link experimentsOfFigures} knows, in the paper's order. */
export function figureNames(): readonly string[] {
  return [...new Set(experiments().flatMap(({ figure }) => figure ?? []))];
}

/** A two-dimensional experiment (Figures 3–6 and their ablations) behind the interface. */
export function fromTwoDimensional(experiment: TwoDimensionalExperiment): Experiment {
  const { id, title, family, methods, training, evaluation, plotted } = experiment;
  return {
    id,
    title,
    figure: figures.some((one) => one.id === id) ? id.replace(/^figure-/, '') : undefined,
    methods: methods.map(({ name }) => name),
    configuration: {
      family: { name: family.name, ...family.configuration },
      methods,
      training,
      evaluation,
      plottedStart: Array.from(plotted.start),
    },
    work: (method) => workOf(methods.find(({ name }) => name === method)!, family, training),
    run: (method, seed, { onProgress, signal } = {}) => {
      const trajectories = training.trajectories ?? 500;
      return runMethod(experiment, method, seed, {
        signal,
        onStep: (_, done) => onProgress?.(done / trajectories),
      });
    },
    scaled: (scale) => fromTwoDimensional(scaleTwoDimensional(experiment, scale)),
  };
}

function scaleTwoDimensional(
  experiment: TwoDimensionalExperiment,
  { trajectories, tasks, hidden }: Scale,
): TwoDimensionalExperiment {
  for (const [name, value] of Object.entries({ trajectories, tasks, hidden })) {
    if (value !== undefined) requireCount('scaled', name, value);
  }
  const { training, evaluation, methods } = experiment;
  return {
    ...experiment,
    training: trajectories === undefined ? training : { ...training, trajectories },
    evaluation: tasks === undefined ? evaluation : { ...evaluation, tasks },
    methods: hidden === undefined ? methods : methods.map((method) => withHidden(method, hidden)),
  };
}

function withHidden(method: Method, hidden: number): Method {
  if (method.kind === 'baseline') return method;
  return { ...method, description: { ...method.description, hidden } };
}
