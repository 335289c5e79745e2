/** What comes before an evaluation: a learned method is trained, a baseline is tuned. */

import { nullable } from '../src/evaluation/evaluate.js';
import type { LstmParameters } from '../src/lstm/engine.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { metaTrain } from '../src/metaoptimizer/meta-train.js';
import { completeMetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import { WeightsNotFinite } from '../src/metaoptimizer/meta-training.js';
import { mlpRegression } from '../src/optimizees/mlp-regression.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import type { Stream } from '../src/random/stream.js';
import type { BaselineMethod, Experiment, LearnedMethod, Method, Run, RunHooks } from './experiment.js';
import { trainingStream } from './streams.js';
import { tune } from './tune.js';

/** An optimizer, ready to be evaluated, and how it became so. */
export interface Prepared extends Pick<Run, 'training' | 'search'> {
  readonly optimizer: Optimizer;
  /** Of a learned method. */
  readonly parameters?: LstmParameters;
}

/** Trains or tunes a method at a seed. */
export function prepare(experiment: Experiment, method: Method, seed: number, hooks: RunHooks): Prepared {
  const stream = trainingStream(seed, experiment.family);
  if (method.kind === 'baseline') return tuned(experiment, method, stream);
  return trained(experiment, method, stream, hooks);
}

/** The stream is that of the seed and the kind of family: trained on another size, the tasks are other ones. */
function trained(
  { family, training }: Experiment,
  { description, training: own, trainedOn }: LearnedMethod,
  stream: Stream,
  { onProgress, onTrained, signal }: RunHooks,
): Prepared {
  const options = completeMetaTrainOptions({ ...training, ...own });
  const onStep = (_: unknown, done: number) => onProgress?.(done / options.trajectories);
  const tasks = trainedOn ? mlpRegression({ sizes: trainedOn }) : family;
  const watch = { onStep, signal };
  const result = metaTrain(description, tasks, stream, options, watch);
  const { losses, diverged, skippedWindows, state, stopped } = result;
  if (stopped) throw new WeightsNotFinite(stopped.step); // half a training is no result
  onTrained?.(result, tasks, stream);
  return {
    optimizer: learnedOptimizer(description, state.parameters),
    parameters: state.parameters,
    training: { options, losses: nullable(losses), diverged, skippedWindows },
  };
}

function tuned(
  { family, evaluation, tuningTasks }: Experiment,
  method: BaselineMethod,
  stream: Stream,
): Prepared {
  const draws = stream.split('tuning');
  const tasks = Array.from({ length: tuningTasks }, (_, i) => family.sample(draws.split(i)));
  const { optimizer, chosen, search } = tune(method, tasks, evaluation.steps, stream.split('teleports'));
  return { optimizer, search: { candidates: search, chosen } };
}
