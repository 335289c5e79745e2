/** How much work a run is, to tell the time left. */

import type { LstmShape } from '../src/lstm/engine.js';
import { weightCount } from '../src/lstm/lstm-parameters.js';
import { engineShape } from '../src/metaoptimizer/engine-shape.js';
import { completeMetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import type { Experiment } from './experiment.js';
import { methodNamed } from './methods.js';

/** What the search of a baseline is taken for: it is over before a meta-training has well begun. */
const BASELINE_WORK = 1e8;

/** What a pair of perturbed runs takes beside a run and its adjoint, weights of 500 kB being perturbed for every window (measured: 8 to 36 times, batch 1). */
const EVOLUTION_WORK = 20;

/** Roughly the multiply–adds of a run of the method: three for each weight of the LSTM, row and inner step. */
export function work(experiment: Experiment, method: string): number {
  const own = methodNamed('work', experiment, method);
  if (own.kind === 'baseline') return BASELINE_WORK;
  const { dimension, algebraDimension } = experiment.family;
  const { trajectories, steps, batch, estimator } = completeMetaTrainOptions({
    ...experiment.training,
    ...own.training,
  });
  return trainingWork(
    trajectories * steps * (typeof estimator === 'object' ? EVOLUTION_WORK * estimator.pairs : 1),
    engineShape(own.description, dimension, algebraDimension, batch, 1),
  );
}

function trainingWork(steps: number, shape: LstmShape): number {
  return 3 * steps * shape.batch * weightCount(shape) + BASELINE_WORK;
}
