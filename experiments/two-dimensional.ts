/**
 * A two-dimensional experiment (paper, Section 5): train or tune each method on a family, then run it on the same
 * test tasks, and on the one fixed task of the trajectory plots.
 *
 * The unit of work is one method at one training seed, {@link runMethod}: a pure function of plain data to plain
 * data, so runs can be spread over threads, kept, and resumed one by one. The experiments themselves are in
 * `figures.ts` and `ablations.ts`.
 *
 * Randomness is common to all methods of a seed ({@link trainingStream}): training tasks, tuning tasks and, tensor by
 * tensor where shapes agree, initial weights. So methods of one configuration give one result, whatever they are called
 * and wherever they stand, and two methods of a seed differ by what sets them apart alone.
 */

import { requireOneOf } from '../src/checks.js';
import {
  type Evaluation,
  evaluate,
  nullable,
  type PlottedTrajectory,
  plottedTrajectory,
  testTasks,
} from '../src/evaluation/evaluate.js';
import { type Provenance, provenance } from '../src/evaluation/provenance.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import {
  type CompleteMetaTrainOptions,
  type MetaTrainOptions,
  type MetaTrainRun,
  metaTrain,
} from '../src/metaoptimizer/meta-train.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import { Stream } from '../src/random/stream.js';
import type { Task, TaskFamily } from '../src/seams.js';
import { type AsPublished, publishedBaseline, publishedLearned } from './as-published.js';
import { type BaselineMethod, type Candidate, type LearnedMethod, type Method, tune } from './methods.js';

/** What defines an experiment; everything else follows from it and the seed. */
export interface TwoDimensionalExperiment {
  readonly id: string;
  readonly title: string;
  readonly family: TaskFamily;
  readonly methods: readonly Method[];
  /** The task of the trajectory plots. */
  readonly plotted: Task;
  readonly training: MetaTrainOptions;
  /** Test tasks and steps on each; the public code has 200 and 12. */
  readonly evaluation: { readonly tasks: number; readonly steps: number };
}

/** The seed of the test tasks, the same for every method and training seed. */
export const TEST_SEED = 1504; // any number would do that is no training seed

/**
 * The stream of everything random in a training or tuning: it is named by the seed and the family, and by nothing that
 * methods or experiments differ in (common random numbers). Its children are 'weights' and 'training' (`meta-train.ts`),
 * 'tuning' and 'teleports'.
 */
export function trainingStream(seed: number, family: Pick<TaskFamily, 'name'>): Stream {
  return Stream.fromSeed(seed).split(family.name);
}

/** Training tasks on which a baseline's step size is searched. */
const TUNING_TASKS = 100;

/** How a meta-optimizer was trained. */
export interface TrainingRecord {
  readonly options: CompleteMetaTrainOptions;
  /** Loss of every outer step; null where it diverged. */
  readonly losses: (number | null)[];
  readonly diverged: number;
  /** Windows without an Adam step, since the meta-gradient was not finite. */
  readonly skippedWindows: number;
}

/** What one method at one seed gives. */
export interface MethodRun {
  readonly experiment: string;
  readonly method: string;
  readonly seed: number;
  readonly definition: Method;
  /** Of a learned method. */
  readonly training?: TrainingRecord;
  /** Of a baseline: every step size tried, and the one chosen. */
  readonly search?: { readonly candidates: readonly Candidate[]; readonly chosen: Candidate };
  readonly evaluation: Evaluation;
  /** What the public code's evaluation would have shown. */
  readonly asPublished: AsPublished;
  readonly plotted: PlottedTrajectory;
  readonly provenance: Provenance;
  /** Seconds, in all and of training or tuning: the one part that differs from run to run. */
  readonly timing: { readonly total: number; readonly training: number };
}

/** Trains (or tunes) and evaluates one method at one seed. @throws if the experiment has no such method. */
export function runMethod(
  experiment: TwoDimensionalExperiment,
  method: string,
  seed: number,
  run: MetaTrainRun = {},
): MethodRun {
  requireOneOf(
    'runMethod',
    'method',
    method,
    experiment.methods.map(({ name }) => name),
  );
  const definition = experiment.methods.find(({ name }) => name === method)!;
  const { family, evaluation, plotted } = experiment;
  const started = performance.now();
  const stream = trainingStream(seed, family);
  const tasks = testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), evaluation.tasks);
  const prepared =
    definition.kind === 'learned'
      ? prepareLearned(experiment, definition, stream, run, tasks)
      : prepareBaseline(experiment, definition, stream, tasks);
  const { optimizer, trainedAt, ...record } = prepared;
  const [trajectory] = optimizer.run([plotted], evaluation.steps);
  return {
    experiment: experiment.id,
    method,
    seed,
    definition,
    ...record,
    evaluation: evaluate(optimizer, tasks, evaluation.steps),
    plotted: plottedTrajectory(trajectory, family.dimension),
    provenance: provenance(),
    timing: { total: (performance.now() - started) / 1000, training: (trainedAt - started) / 1000 },
  };
}

type Prepared = Pick<MethodRun, 'training' | 'search' | 'asPublished'> & {
  readonly optimizer: Optimizer;
  readonly trainedAt: number;
};

function prepareLearned(
  { family, training, evaluation }: TwoDimensionalExperiment,
  { description, training: own }: LearnedMethod,
  stream: Stream,
  run: MetaTrainRun,
  tasks: readonly Task[],
): Prepared {
  const trained = metaTrain(description, family, stream, { ...training, ...own }, run);
  const { parameters } = trained.state;
  const { options, diverged, skippedWindows } = trained;
  return {
    optimizer: learnedOptimizer(description, parameters),
    trainedAt: performance.now(),
    training: { options, losses: nullable(trained.losses), diverged, skippedWindows },
    asPublished: publishedLearned(description, parameters, tasks, evaluation.steps),
  };
}

function prepareBaseline(
  { family, evaluation }: TwoDimensionalExperiment,
  method: BaselineMethod,
  stream: Stream,
  tasks: readonly Task[],
): Prepared {
  const draws = stream.split('tuning');
  const training = Array.from({ length: TUNING_TASKS }, (_, i) => family.sample(draws.split(i)));
  const { optimizer, chosen, search } = tune(method, training, evaluation.steps, stream.split('teleports'));
  return {
    optimizer,
    trainedAt: performance.now(),
    search: { candidates: search, chosen },
    asPublished: publishedBaseline(method, optimizer, tasks, evaluation.steps),
  };
}

/** All methods at all seeds, one after the other; between two of them pending events (progress, interrupts) get their turn. */
export async function runExperiment(
  experiment: TwoDimensionalExperiment,
  seeds: readonly number[],
  onRun?: (run: MethodRun, done: number) => void,
): Promise<MethodRun[]> {
  const runs: MethodRun[] = [];
  for (const { name } of experiment.methods) {
    for (const seed of seeds) {
      const run = runMethod(experiment, name, seed);
      runs.push(run);
      onRun?.(run, runs.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return runs;
}
