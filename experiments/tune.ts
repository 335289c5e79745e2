/**
 * Tuning of the baselines: a step size is searched for on training tasks of the same seed, with the same number of steps as
 * the evaluation. The search is part of the result.
 */

import { refuse } from '../src/checks.js';
import { nullable } from '../src/evaluation/evaluate.js';
import { summarise } from '../src/evaluation/statistics.js';
import { adam } from '../src/optimizers/adam.js';
import { gradientDescent } from '../src/optimizers/gradient-descent.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import type { BaselineTeleport } from '../src/optimizers/step-rule.js';
import type { Stream } from '../src/random/stream.js';
import type { Task } from '../src/seams.js';
import { teleportAtRandom, teleportByAscent } from '../src/symmetry/teleport.js';
import type { BaselineMethod, Candidate } from './experiment.js';

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
  { by, schedule, steps }: NonNullable<BaselineMethod['teleport']>,
  stream: Stream,
): BaselineTeleport {
  if (by === 'ascent') {
    const options = {
      learningRate: ASCENT_LEARNING_RATE,
      ...(steps !== undefined && { steps }),
      objective: 'log-norm',
      lineSearch: true,
    } as const;
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
