/** Meta-training from random weights to the end: the loop around `meta-training.ts`, and what it gives. */

import { requireOptions } from '../checks.js';
import type { LstmState } from '../lstm/engine.js';
import type { Stream } from '../random/stream.js';
import type { TaskFamily } from '../seams.js';
import type { MetaOptimizerDescription } from './description.js';
import type { Recording } from './diagnosis/recording.js';
import type { RunsUnderWay } from './estimators/outer-run.js';
import type { CompleteMetaTrainOptions, MetaTrainOptions } from './meta-train-options.js';
import { type EngineFactory, MetaTraining, type OuterStep, WeightsNotFinite } from './meta-training.js';

/** How a meta-training is watched and interrupted. */
export interface MetaTrainRun {
  /**
   * Called after every outer step, with how many are done; by default nothing is.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const losses: number[] = [];
   * const onStep = ({ loss }: { loss: number }) => void losses.push(loss);
   * metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 }, { onStep });
   * console.log(losses.length); // 3
   * ```
   */
  readonly onStep?: (step: OuterStep, done: number) => void;
  /**
   * Ends the training before the next outer step; by default it runs to its end.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const controller = new AbortController();
   * try {
   *   const onStep = (_: unknown, done: number) => done === 2 && controller.abort(new Error('enough'));
   *   metaTrain(small, ellipseFixed, Stream.fromSeed(1), {}, { onStep, signal: controller.signal });
   * } catch (error) {
   *   console.log((error as Error).message); // enough
   * }
   * ```
   */
  readonly signal?: AbortSignal;
  /**
   * Makes the LSTM of the shape that it is given; by default `createWasmEngine`.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   * import { createWasmEngine, type LstmShape } from 'orbit-l2o/lstm';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const shapes: LstmShape[] = [];
   * const createEngine = (shape: LstmShape) => {
   *   shapes.push(shape);
   *   return createWasmEngine(shape);
   * };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 }, { createEngine }).diverged); // 0
   * console.log(shapes[0].inputs, shapes[0].outputs); // 2 2
   * ```
   */
  readonly createEngine?: EngineFactory;
  /**
   * Whether it is recorded for `diagnose`, true (default) or false; no number of the training depends on it.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const trained = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 }, { record: false });
   * console.log(trained.recording); // undefined
   * ```
   */
  readonly record?: boolean;
}

/** A trained meta-optimizer: what is needed to use it, and how the training went. */
export interface MetaTrained {
  readonly description: MetaOptimizerDescription;
  readonly state: LstmState;
  readonly options: CompleteMetaTrainOptions;
  readonly family: { readonly name: string; readonly dimension: number; readonly algebraDimension: number };
  /** The path of the random stream, which begins with the seed. */
  readonly stream: string;
  /** The outer step whose weights overflowed, and ended the training; `state` is what was before it. Else absent. */
  readonly stopped?: { readonly step: number; readonly reason: 'weights not finite' };
  /** Loss of every outer step. */
  readonly losses: readonly number[];
  readonly diverged: number;
  readonly skippedWindows: number;
  /** What was seen of it, for `diagnose`; left out where it was not asked for. */
  readonly recording?: Recording;
  /** Of a staggered training, where the runs are that would go on; left out otherwise. */
  readonly underWay?: RunsUnderWay;
  /** What all outer steps took (inner steps, one of backpropagation counting as two). */
  readonly evaluations: number;
}

/**
 * Trains a meta-optimizer on a family, from random weights to the end. Every option is told of, with its range, at
 * {@link MetaTrainOptions}.
 *
 * @throws the signal's reason if it is aborted.
 * @example
 * ```ts
 * import { describe, ellipseVaried, learnedOptimizer, metaTrain, Stream, testTasks } from 'orbit-l2o';
 *
 * const description = describe({ name: 'every third', hidden: 20, teleport: { every: 3 } });
 * const trained = metaTrain(description, ellipseVaried, Stream.fromSeed(1), { trajectories: 50 });
 * const optimizer = learnedOptimizer(description, trained.state.parameters);
 * const [trajectory] = optimizer.run(testTasks(ellipseVaried, Stream.fromSeed(2), 1), 12);
 * console.log(trajectory.losses.length); // 13
 * ```
 */
export function metaTrain(
  description: MetaOptimizerDescription,
  family: TaskFamily,
  stream: Stream,
  options: MetaTrainOptions = {},
  run: MetaTrainRun = {},
): MetaTrained {
  requireOptions('metaTrain', run, ['onStep', 'signal', 'createEngine', 'record'], 'run');
  const { onStep, signal, createEngine, record } = run;
  const training = new MetaTraining(description, family, stream, options, createEngine, record);
  const losses: number[] = [];
  let stopped: MetaTrained['stopped'];
  let diverged = 0;
  let skippedWindows = 0;
  let evaluations = 0;
  while (training.done < training.options.trajectories) {
    signal?.throwIfAborted();
    let step: OuterStep;
    try {
      step = training.step();
    } catch (error) {
      if (!(error instanceof WeightsNotFinite)) throw error;
      stopped = { step: error.step, reason: 'weights not finite' };
      break;
    }
    losses.push(step.loss);
    diverged += step.divergences.length;
    skippedWindows += step.skippedWindows;
    evaluations += step.evaluations;
    onStep?.(step, training.done);
  }
  const { name, dimension, algebraDimension } = family;
  const underWay = training.underWay();
  return {
    description,
    state: training.state(),
    options: training.options,
    family: { name, dimension, algebraDimension },
    stream: stream.path,
    ...(stopped && { stopped }),
    losses,
    diverged,
    skippedWindows,
    evaluations,
    ...(training.recording && { recording: training.recording }),
    ...(underWay && { underWay }),
  };
}
