/**
 * An experiment on neural networks (paper, Section 5.2): train or tune each method on a family of networks, then run
 * it on the same unseen tasks, epoch by epoch.
 *
 * As in `two-dimensional.ts` the unit of work is one method at one training seed, a pure function of plain data, and
 * all methods of a seed share their random numbers. The experiments themselves are in `network-figures.ts` and
 * `network-ablations.ts`.
 */

import { requireOneOf } from '../src/checks.js';
import { type Evaluation, evaluateTrajectories, nullable, testTasks } from '../src/evaluation/evaluate.js';
import { provenance } from '../src/evaluation/provenance.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { type MetaTrainOptions, metaTrain } from '../src/metaoptimizer/meta-train.js';
import { mlpRegression } from '../src/optimizees/mlp-regression.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import { Stream } from '../src/random/stream.js';
import type { TaskFamily } from '../src/seams.js';
import { type BaselineMethod, type LearnedMethod, type Method, tune } from './methods.js';
import type { RunRecord } from './registry.js';
import { type MethodRun, TEST_SEED, type TrainingRecord, trainingStream } from './two-dimensional.js';

/** What can be compared on networks. */
export type NetworkMethod = Method;

/** What defines an experiment; everything else follows from it and the seed. */
export interface NetworkExperiment {
  readonly id: string;
  readonly title: string;
  /** The number of the paper's figure that it belongs to, if to any. */
  readonly figure?: string;
  readonly family: TaskFamily;
  readonly methods: readonly NetworkMethod[];
  readonly training: MetaTrainOptions;
  /** Test tasks and epochs on each; the paper has 5 unseen seeds. */
  readonly evaluation: { readonly tasks: number; readonly steps: number };
}

/** α_t and β_t of the evaluation's tasks, [task][t]; null where the head has none, or the run has diverged. */
export interface EmittedCoefficients {
  readonly stepSizes: (number | null)[][];
  readonly momenta: (number | null)[][];
}

/** What one method at one seed gives. */
export interface NetworkRun extends RunRecord, Pick<MethodRun, 'search' | 'evaluation'> {
  readonly definition: NetworkMethod;
  /** How a meta-training went, with all of its options. */
  readonly training?: Omit<TrainingRecord, 'options'> & { readonly options: object };
  readonly evaluation: Evaluation;
  /** Of a learned step size. */
  readonly coefficients?: EmittedCoefficients;
  /** Seconds: in all, of training or tuning, and of the evaluation, from which wall-clock curves are drawn. */
  readonly timing: { readonly total: number; readonly training: number; readonly evaluation: number };
}

/** How a run is watched and interrupted. */
export interface NetworkMethodRun {
  /** Called after every outer step of the meta-training, with how many are done. */
  readonly onStep?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Training tasks on which a baseline's step size is searched: as many as there are test tasks in the paper. */
const TUNING_TASKS = 5;

/** Trains (or tunes) and evaluates one method at one seed. @throws if the experiment has no such method. */
export function runNetworkMethod(
  experiment: NetworkExperiment,
  method: string,
  seed: number,
  run: NetworkMethodRun = {},
): NetworkRun {
  const names = experiment.methods.map(({ name }) => name);
  requireOneOf('runNetworkMethod', 'method', method, names);
  const definition = experiment.methods[names.indexOf(method)];
  const { id, family, evaluation } = experiment;
  const started = performance.now();
  const tasks = testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), evaluation.tasks);
  const { optimizer, ...record } = prepared(experiment, definition, seed, run);
  const trainedAt = performance.now();
  const trajectories = optimizer.run(tasks, evaluation.steps);
  const ended = performance.now();
  const emits = trajectories.some(({ coefficients }) => coefficients !== undefined);
  const emitted = (pick: 'stepSizes' | 'momenta') =>
    trajectories.map(({ coefficients }) =>
      coefficients ? nullable(coefficients[pick]) : new Array<null>(evaluation.steps).fill(null),
    );
  return {
    experiment: id,
    method,
    seed,
    definition,
    ...record,
    evaluation: evaluateTrajectories(optimizer, trajectories, evaluation.steps),
    ...(emits && { coefficients: { stepSizes: emitted('stepSizes'), momenta: emitted('momenta') } }),
    provenance: provenance(),
    timing: {
      total: (ended - started) / 1000,
      training: (trainedAt - started) / 1000,
      evaluation: (ended - trainedAt) / 1000,
    },
  };
}

type Prepared = Pick<NetworkRun, 'training' | 'search'> & { readonly optimizer: Optimizer };

function prepared(
  experiment: NetworkExperiment,
  definition: NetworkMethod,
  seed: number,
  run: NetworkMethodRun,
): Prepared {
  const stream = trainingStream(seed, experiment.family);
  switch (definition.kind) {
    case 'learned':
      return trained(experiment, definition, stream, run);
    case 'baseline':
      return tuned(experiment, definition, stream);
  }
}

function trained(
  { family, training }: NetworkExperiment,
  { description, training: own, trainedOn }: LearnedMethod,
  stream: Stream,
  { onStep, signal }: NetworkMethodRun,
): Prepared {
  const watch = { onStep: (_: unknown, done: number) => onStep?.(done), signal };
  const trainingFamily = trainedOn ? mlpRegression({ sizes: trainedOn }) : family; // of the stream of this kind of family
  const result = metaTrain(description, trainingFamily, stream, { ...training, ...own }, watch);
  const { options, diverged, skippedWindows, state } = result;
  return {
    optimizer: learnedOptimizer(description, state.parameters),
    training: { options, losses: nullable(result.losses), diverged, skippedWindows },
  };
}

function tuned({ family, evaluation }: NetworkExperiment, method: BaselineMethod, stream: Stream): Prepared {
  const draws = stream.split('tuning');
  const tasks = Array.from({ length: TUNING_TASKS }, (_, i) => family.sample(draws.split(i)));
  const { optimizer, chosen, search } = tune(method, tasks, evaluation.steps, stream.split('teleports'));
  return { optimizer, search: { candidates: search, chosen } };
}

/** All methods at all seeds, seed by seed; between two of them pending events (progress, interrupts) get their turn. */
export async function runNetworkExperiment(
  experiment: NetworkExperiment,
  seeds: readonly number[],
  onRun?: (run: NetworkRun, done: number) => void,
): Promise<NetworkRun[]> {
  const runs: NetworkRun[] = [];
  for (const seed of seeds) {
    for (const { name } of experiment.methods) {
      const run = runNetworkMethod(experiment, name, seed);
      runs.push(run);
      onRun?.(run, runs.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return runs;
}
