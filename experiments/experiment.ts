/**
 * The contract of all experiments: an {@link Experiment} and a {@link Run} of it, both plain data.
 *
 *     runMethod(experiment, method, seed) → Run      one method at one training seed: the unit of work
 *     runExperiment(experiment, seeds) → Run[]       all methods at all seeds
 *     scaled(experiment, scale) → Experiment         a quick look at it
 *     configuration(experiment)                      everything that defines it, as it is stored beside its runs
 *     work(experiment, method)                       roughly how long a run takes
 *
 * Figures, tables, claims and pages are functions of runs. Experiments in the plane and on networks differ in their data
 * alone. This file imports no experiment.
 */

import type { Evaluation, PlottedTrajectory } from '../src/evaluation/evaluate.js';
import type { Provenance } from '../src/evaluation/provenance.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { MetaTrained } from '../src/metaoptimizer/meta-train.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import type { Stream } from '../src/random/stream.js';
import type { Task, TaskFamily } from '../src/seams.js';
import type { ScheduleDescription } from '../src/symmetry/schedule.js';

/** What defines an experiment; everything else follows from it and the seed. */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** The number of the paper's figure that it belongs to, or 'mixed', the family described beside Figures 3 to 6. */
  readonly figure?: string;
  readonly family: TaskFamily;
  readonly methods: readonly Method[];
  readonly training: MetaTrainOptions;
  /** Training tasks on which a baseline's step size is searched. */
  readonly tuningTasks: number;
  /** Test tasks, and steps on each. */
  readonly evaluation: { readonly tasks: number; readonly steps: number };
  /** The task of the trajectory plots, where there are any. */
  readonly plotted?: Task;
  /** Whether the public code's evaluation is shown beside the corrected one. */
  readonly asPublished?: boolean;
  /** Whether every teleport of the evaluation is measured by where it ends: farther from the optimum, or nearer. */
  readonly measuresHarm?: boolean;
  /** The study of many families that it is one of: such experiments are listed, stored and shown as one. */
  readonly group?: string;
  /** The comparisons that it was made for, each at a budget of its own; all pairs of methods unless told. */
  readonly planned?: readonly PlannedComparison[];
  /** The file that it is from, where it is one of a reader's own. */
  readonly file?: ExperimentFile;
}

/** Method a against method b after as many evaluations, in gradients. */
export interface PlannedComparison {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly budget: number;
}

/** A file with an experiment, by name, and by content: two versions of it are two experiments. */
export interface ExperimentFile {
  readonly name: string;
  readonly digest: string;
}

/** What an experiment compares. */
export type Method = LearnedMethod | BaselineMethod;

/** A meta-optimizer that is trained. */
export interface LearnedMethod {
  readonly kind: 'learned';
  readonly name: string;
  readonly description: MetaOptimizerDescription;
  /** Where it departs from the experiment's training. */
  readonly training?: MetaTrainOptions;
  /** Layer sizes of the regression that it is trained on, where these are not the experiment's: a layout tied to no n. */
  readonly trainedOn?: readonly number[];
}

/** A classical optimizer whose step size is searched for. */
export interface BaselineMethod {
  readonly kind: 'baseline';
  readonly name: string;
  readonly rule: 'gradient descent' | 'momentum' | 'Adam';
  /** The step sizes searched; a single one is not searched for. */
  readonly learningRates: readonly number[];
  /** The momenta searched (rule 'momentum' only). */
  readonly momenta?: readonly number[];
  /** Untrained teleports, as controls. */
  readonly teleport?: {
    readonly by: 'ascent' | 'random';
    readonly schedule: ScheduleDescription;
    /** Of the ascent; 10 unless told. */
    readonly steps?: number;
  };
}

/** What one method at one training seed gives, as JSON carries it: null stands where a trajectory has diverged. */
export interface Run {
  readonly experiment: string;
  readonly method: string;
  readonly seed: number;
  readonly definition: Method;
  /** Of a learned method. */
  readonly training?: TrainingRecord;
  /** Of a baseline: every step size tried, and the one chosen. */
  readonly search?: { readonly candidates: readonly Candidate[]; readonly chosen: Candidate };
  /** What the public code's evaluation would have shown, where the experiment asks for it. */
  readonly asPublished?: AsPublished;
  readonly evaluation: Evaluation;
  /** Of the teleports, where the experiment asks for it. */
  readonly harm?: TeleportHarm;
  /** Of a learned step size. */
  readonly coefficients?: EmittedCoefficients;
  /** On the experiment's plotted task, where it has one. */
  readonly plotted?: PlottedTrajectory;
  readonly provenance: Provenance;
  /** Seconds: the one part that differs from run to run. A stored run has none. */
  readonly timing?: Timing;
}

/** How a meta-optimizer was trained. */
export interface TrainingRecord {
  /** With all defaults filled in. */
  readonly options: object;
  /** Loss of every outer step. */
  readonly losses: readonly (number | null)[];
  readonly diverged: number;
  /** Windows without an Adam step, since the meta-gradient was not finite. */
  readonly skippedWindows: number;
}

/** One candidate of a baseline's search. */
export interface Candidate {
  readonly learningRate: number;
  readonly momentum?: number;
  /** Median over training tasks of the last loss; null if half of them or more diverged. */
  readonly score: number | null;
}

/** The curves of the last test task. */
export interface AsPublished {
  readonly losses: (number | null)[];
  readonly gradientNorms: (number | null)[];
}

/** The teleports of each task by where they end; see `teleport-harm.ts`. [task] */
export interface TeleportHarm {
  readonly teleports: readonly number[];
  /** Those that end farther from the optimum. */
  readonly harmful: readonly number[];
  /** Mean of log₁₀ of the distance after over that before; null where there was no teleport, or it is not finite. */
  readonly logFactors: readonly (number | null)[];
}

/** α_t and β_t of the evaluation's tasks, [task][t]; null where the head has none, too. */
export interface EmittedCoefficients {
  readonly stepSizes: (number | null)[][];
  readonly momenta: (number | null)[][];
}

/** Seconds in all, of training or tuning, and of the evaluation on test tasks, from which wall-clock curves are drawn. */
export interface Timing {
  readonly total: number;
  readonly training: number;
  readonly evaluation: number;
}

/** How a run is watched and interrupted. */
export interface RunHooks {
  /** Called now and then with the share of the training that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Called with what a training of a learned method gave, and what it was trained on. */
  readonly onTrained?: (trained: MetaTrained, family: TaskFamily, stream: Stream) => void;
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
