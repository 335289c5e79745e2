/**
 * What is compared in a two-dimensional experiment: meta-optimizers that are trained, and baselines that are tuned.
 *
 * A baseline's step size is searched for on training tasks of the same seed, with the same number of steps as the
 * evaluation; the search is part of its result.
 */

import { refuse } from '../src/checks.js';
import { nullable } from '../src/evaluation/evaluate.js';
import { summarise } from '../src/evaluation/statistics.js';
import type { LstmShape } from '../src/lstm/engine.js';
import { parameterShapes } from '../src/lstm/lstm-parameters.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import { completeMetaTrainOptions, type MetaTrainOptions } from '../src/metaoptimizer/meta-train.js';
import { engineShape } from '../src/metaoptimizer/unroll.js';
import { adam } from '../src/optimizers/adam.js';
import { gradientDescent } from '../src/optimizers/gradient-descent.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import type { BaselineTeleport } from '../src/optimizers/step-rule.js';
import type { Stream } from '../src/random/stream.js';
import type { Task, TaskFamily } from '../src/seams.js';
import type { ScheduleDescription } from '../src/symmetry/schedule.js';
import { teleportAtRandom, teleportByAscent } from '../src/symmetry/teleport.js';

/** A meta-optimizer that is trained. */
export interface LearnedMethod {
  readonly kind: 'learned';
  readonly name: string;
  readonly description: MetaOptimizerDescription;
  /** Where it departs from the experiment's training. */
  readonly training?: MetaTrainOptions;
  /** Layer sizes of the regression that it is trained on, where these are not the experiment's: it must run on any dimension. */
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
  readonly teleport?: { readonly by: 'ascent' | 'random'; readonly schedule: ScheduleDescription };
}

/** What an experiment compares. */
export type Method = LearnedMethod | BaselineMethod;

/** A method from a meta-optimizer's description, under its name. */
export function learned(description: MetaOptimizerDescription, training?: MetaTrainOptions): LearnedMethod {
  return { kind: 'learned', name: description.name, description, training };
}

/** What the search of a baseline is taken for: it is over before a meta-training has well begun. */
const BASELINE_WORK = 1e8;

/** Roughly the multiply–adds of training a method: three for each weight of the LSTM and inner step. */
export function workOf(method: Method, family: TaskFamily, training: MetaTrainOptions): number {
  if (method.kind === 'baseline') return BASELINE_WORK;
  const { trajectories, steps, batch } = completeMetaTrainOptions({ ...training, ...method.training });
  const shape = engineShape(method.description, family.dimension, family.algebraDimension, batch, 1);
  return 3 * trajectories * steps * shape.batch * weightsOf(shape) + BASELINE_WORK;
}

function weightsOf(shape: LstmShape): number {
  return Object.values(parameterShapes(shape)).reduce(
    (total, dimensions) => total + dimensions.reduce((product, d) => product * d, 1),
    0,
  );
}

/** 10^low … 10^high, two a decade. */
export function logGrid(low: number, high: number): number[] {
  return Array.from({ length: 2 * (high - low) + 1 }, (_, i) => Number((10 ** (low + i / 2)).toPrecision(2)));
}

/** Gradient descent and momentum, tuned, and Adam at the public code's learning rate. */
export const baselines: readonly BaselineMethod[] = [
  { kind: 'baseline', name: 'GD (tuned)', rule: 'gradient descent', learningRates: logGrid(-5, 0) },
  {
    kind: 'baseline',
    name: 'momentum (tuned)',
    rule: 'momentum',
    learningRates: logGrid(-5, 0),
    momenta: [0.5, 0.9],
  },
  { kind: 'baseline', name: 'Adam (lr 0.3)', rule: 'Adam', learningRates: [0.3] },
];

/** One candidate of a search. */
export interface Candidate {
  readonly learningRate: number;
  readonly momentum?: number;
  /** Median over training tasks of the last loss; null if half of them or more diverged. */
  readonly score: number | null;
}

export interface TunedBaseline {
  readonly optimizer: Optimizer;
  readonly chosen: Candidate;
  readonly search: readonly Candidate[];
}

/** Searches a baseline's step size on training tasks. @throws if every candidate diverged. */
export function tune(
  method: BaselineMethod,
  tasks: readonly Task[],
  steps: number,
  stream: Stream,
): TunedBaseline {
  const grid = method.learningRates.flatMap((learningRate) =>
    (method.momenta ?? [undefined]).map((momentum) => ({ learningRate, momentum })),
  );
  const search = grid.map((point): Candidate => {
    const trajectories = make(method, point, stream).run(tasks, steps);
    const { median } = summarise(trajectories.map(({ losses }) => nullable(losses)[steps]));
    return { ...point, score: Number.isNaN(median) ? null : median };
  });
  const ranked = search.filter(({ score }) => score !== null).sort((a, b) => a.score! - b.score!);
  if (ranked.length === 0) refuse('tune', 'some step size must not diverge', method.learningRates);
  return { optimizer: make(method, ranked[0], stream), chosen: ranked[0], search };
}

function make(
  method: BaselineMethod,
  { learningRate, momentum }: Pick<Candidate, 'learningRate' | 'momentum'>,
  stream: Stream,
): Optimizer {
  const teleport = method.teleport && untrainedTeleport(method.teleport, stream);
  const { name } = method;
  if (method.rule === 'Adam') return adam({ name, learningRate, teleport });
  return gradientDescent({ name, learningRate, momentum, teleport });
}

/** The ascent's first step along the orbit, in radians; the line search shortens or lengthens it. */
const ASCENT_LEARNING_RATE = 0.1;

function untrainedTeleport(
  { by, schedule }: NonNullable<BaselineMethod['teleport']>,
  stream: Stream,
): BaselineTeleport {
  if (by === 'ascent') {
    const options = { learningRate: ASCENT_LEARNING_RATE, objective: 'log-norm', lineSearch: true } as const;
    return {
      schedule,
      configuration: { by, schedule, ...options },
      teleport: ({ optimizee, action }, x) => teleportByAscent(optimizee, action, x, options),
    };
  }
  return {
    schedule,
    configuration: { by, schedule, scale: 1 },
    teleport: ({ action }, x, task, t) => teleportAtRandom(action, x, stream.split(task).split(t), 1),
  };
}
