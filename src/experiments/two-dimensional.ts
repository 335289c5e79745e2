/**
 * The paper's two-dimensional experiments (Section 5, Figures 3–6): meta-train each method on a family, then run it
 * on the same test tasks, and on the one fixed task of the trajectory plots.
 *
 * The unit of work is one method at one training seed, {@link runMethod}: a pure function of plain data to plain
 * data, so runs can be spread over threads, kept, and resumed one by one.
 */

import { requireOneOf } from '../checks.js';
import {
  type Evaluation,
  evaluate,
  type PlottedTrajectory,
  plottedTrajectory,
  testTasks,
} from '../evaluation/evaluate.js';
import { type Provenance, provenance } from '../evaluation/provenance.js';
import type { MetaOptimizerDescription } from '../metaoptimizer/description.js';
import { learnedOptimizer } from '../metaoptimizer/learned-optimizer.js';
import {
  type CompleteMetaTrainOptions,
  completeMetaTrainOptions,
  type MetaTrainOptions,
  type MetaTrainRun,
  metaTrain,
} from '../metaoptimizer/meta-train.js';
import { paperMethods } from '../metaoptimizer/methods.js';
import { ellipse, ellipseFixed, FIXED_ELLIPSE, FIXED_ELLIPSE_START } from '../optimizees/ellipse.js';
import { Stream } from '../random/stream.js';
import type { Task, TaskFamily } from '../seams.js';

export interface TwoDimensionalExperiment {
  readonly id: string;
  readonly title: string;
  readonly family: TaskFamily;
  readonly methods: readonly MetaOptimizerDescription[];
  /** The task of the trajectory plots. */
  readonly plotted: Task;
  readonly training: MetaTrainOptions;
  /** Default 200 test tasks of 12 steps (public code). */
  readonly evaluation: { readonly tasks: number; readonly steps: number };
}

/** Figure 3: the fixed ellipse. */
export const figure3: TwoDimensionalExperiment = {
  id: 'figure-3',
  title: 'Figure 3: fixed ellipse',
  family: ellipseFixed,
  methods: paperMethods,
  plotted: ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START),
  training: {},
  evaluation: { tasks: 200, steps: 12 },
};

/** The seed of the test tasks, the same for every method and training seed. */
export const TEST_SEED = 1504; // any number would do; it is never a training seed of `reproduce`

/** What one method at one seed gives. */
export interface MethodRun {
  readonly experiment: string;
  readonly method: string;
  readonly seed: number;
  readonly description: MetaOptimizerDescription;
  readonly training: {
    readonly options: CompleteMetaTrainOptions;
    /** Loss of every outer step; null where it diverged. */
    readonly losses: (number | null)[];
    readonly diverged: number;
    readonly skippedWindows: number;
  };
  readonly evaluation: Evaluation;
  readonly plotted: PlottedTrajectory;
  readonly provenance: Provenance;
  /** Seconds of wall-clock time; all else is the same whenever it is run again. */
  readonly timing: { readonly training: number; readonly evaluation: number; readonly total: number };
}

/** Trains and evaluates one method at one seed. @throws if the experiment has no such method. */
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
  const description = experiment.methods.find(({ name }) => name === method)!;
  const { family, evaluation, plotted } = experiment;
  const started = performance.now();
  const stream = Stream.fromSeed(seed).split(experiment.id).split(method);
  const trained = metaTrain(description, family, stream, experiment.training, run);
  const trainedAt = performance.now();
  const optimizer = learnedOptimizer(description, trained.state.parameters);
  const tasks = testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), evaluation.tasks);
  const evaluated = evaluate(optimizer, tasks, evaluation.steps);
  const [trajectory] = optimizer.run([plotted], evaluation.steps);
  const finished = performance.now();
  return {
    experiment: experiment.id,
    method,
    seed,
    description,
    training: {
      options: completeMetaTrainOptions(experiment.training),
      losses: trained.losses.map((loss) => (Number.isFinite(loss) ? loss : null)),
      diverged: trained.diverged,
      skippedWindows: trained.skippedWindows,
    },
    evaluation: evaluated,
    plotted: plottedTrajectory(trajectory, family.dimension),
    provenance: provenance(),
    timing: {
      training: (trainedAt - started) / 1000,
      evaluation: (finished - trainedAt) / 1000,
      total: (finished - started) / 1000,
    },
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
