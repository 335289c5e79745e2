/**
 * Meta-training: the outer loop of Algorithms 1 to 3.
 *
 *     for each outer step: draw `batch` tasks, start at x₀
 *       for e = 0 … steps − 1:   window loss += w_e f(x_e);  x_{e+1} = inner step;
 *                                at a window's end: one Adam step on φ, then detach
 *
 * Every random number comes from the stream's child of the outer step's index, so a training that was stopped and
 * continued from a checkpoint draws what it would have drawn.
 */

import { refuse, requireCount, requireKnownKeys } from '../checks.js';
import { requireAdamOptions } from '../lstm/adam-options.js';
import type { AdamOptions, LstmEngine, LstmShape, LstmState } from '../lstm/engine.js';
import { randomParameters } from '../lstm/lstm-parameters.js';
import { createWasmEngine } from '../lstm/wasm-engine.js';
import type { Divergence } from '../optimizers/trajectory.js';
import type { Stream } from '../random/stream.js';
import type { TaskFamily } from '../seams.js';
import { type Schedule, schedule } from '../symmetry/schedule.js';
import type { MetaOptimizerDescription } from './description.js';
import { engineShape, Unroll } from './unroll.js';
import { endsWindow, lossWeights, type WeightOptions } from './window.js';

/** The protocol of a meta-training; defaults are those of the paper’s 2-D experiments. */
export interface MetaTrainOptions {
  /**
   * Outer steps, a whole number from 1 on; default 500 (the paper's 2-D experiments).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 }).losses.length); // 3
   * ```
   */
  readonly trajectories?: number;
  /**
   * Inner steps of a trajectory, a whole number above `window`; default 21 (public code).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, steps: 11 }).options.steps); // 11
   * ```
   */
  readonly steps?: number;
  /**
   * T, the length of a truncation window, a whole number from 1 on and below `steps`; default 5 (public code).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, window: 10 }).options.window); // 10
   * ```
   */
  readonly window?: number;
  /**
   * Tasks an outer step, a whole number from 1 on; default 1, as in Algorithm 1. The meta-gradient is their mean.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, batch: 8 }).options.batch); // 8
   * ```
   */
  readonly batch?: number;
  /**
   * Meta-training's Adam. Default: a learning rate of 4e-4 (public code; 0 keeps the random weights), β of 0.9 and 0.999 in
   * [0, 1), ε = 1e-8 above 0 (Kingma & Ba 2015), and no `clipNorm`, which is positive.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const adam = { learningRate: 1e-3, clipNorm: 1 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, adam }).skippedWindows); // 0
   * ```
   */
  readonly adam?: AdamOptions;
  /**
   * The weights of the losses in a window. Default: γ = 'uniform' or any positive number, and the alignment 'normalised' or
   * 'as-published' (see `window.ts`).
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const weights = { gamma: 0.9 };
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, weights }).options.weights); // { gamma: 0.9 }
   * ```
   */
  readonly weights?: WeightOptions;
  /**
   * Refuses an update that raises the loss by more than this factor, a number from 1 on; default 'off'. The public code has 100.
   * @example
   * ```ts
   * import { describe, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * console.log(metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3, safeguardFactor: 100 }).diverged); // 0
   * ```
   */
  readonly safeguardFactor?: number | 'off';
}

/** What happened in one outer step. */
export interface OuterStep {
  readonly index: number;
  /** Sum of the window losses; NaN where a trajectory of batch 1 diverged. */
  readonly loss: number;
  readonly divergences: readonly Divergence[];
  /** Windows whose Adam step was left out because the meta-gradient was not finite, or nothing was left to count. */
  readonly skippedWindows: number;
}

const DEFAULTS = {
  trajectories: 500,
  steps: 21,
  window: 5,
  batch: 1,
  adam: {} as AdamOptions,
  weights: {} as WeightOptions,
  safeguardFactor: 'off' as number | 'off',
};

export type CompleteMetaTrainOptions = typeof DEFAULTS;

/** The options with all defaults filled in, for the record. @throws on an unknown option or one out of its range. */
export function completeMetaTrainOptions(options: MetaTrainOptions): CompleteMetaTrainOptions {
  requireKnownKeys('metaTrain', options, Object.keys(DEFAULTS));
  const complete = { ...DEFAULTS, ...options };
  for (const name of ['trajectories', 'steps', 'window', 'batch'] as const) {
    requireCount('metaTrain', name, complete[name]);
  }
  requireAdamOptions('metaTrain', complete.adam);
  const { safeguardFactor } = complete;
  if (safeguardFactor !== 'off' && !(safeguardFactor >= 1)) {
    refuse('metaTrain', "safeguardFactor must be at least 1, or 'off'", safeguardFactor);
  }
  return complete;
}

/** Makes an engine; `createWasmEngine` unless told. */
export type EngineFactory = (shape: LstmShape) => LstmEngine;

/** A meta-training under way: run it a few outer steps at a time, or to the end with {@link metaTrain}. */
export class MetaTraining {
  readonly description: MetaOptimizerDescription;
  readonly options: CompleteMetaTrainOptions;
  readonly #family: TaskFamily;
  readonly #stream: Stream;
  readonly #engine: LstmEngine;
  readonly #unroll: Unroll;
  readonly #weights: Float64Array;
  readonly #schedule: Schedule;
  #done = 0;

  /**
   * @param stream weights are drawn from its child 'weights', tasks from 'training'.
   * @throws on bad options, or a schedule beyond the run.
   */
  constructor(
    description: MetaOptimizerDescription,
    family: TaskFamily,
    stream: Stream,
    options: MetaTrainOptions = {},
    createEngine: EngineFactory = createWasmEngine,
  ) {
    this.options = completeMetaTrainOptions(options);
    const { steps, window, batch, safeguardFactor, weights } = this.options;
    const { dimension: n, algebraDimension: m } = family;
    this.#weights = lossWeights(steps, window, weights);
    this.#schedule = schedule(description.teleport, steps);
    this.description = description;
    this.#family = family;
    this.#stream = stream;
    const shape = engineShape(description, n, m, batch, window + 1); // the first window is one step longer
    this.#engine = createEngine(shape);
    this.#engine.load(randomParameters(shape, stream.split('weights')));
    this.#unroll = new Unroll(description, this.#engine, n, m, { safeguardFactor });
  }

  /** Outer steps done. */
  get done(): number {
    return this.#done;
  }

  /** Everything that has been learned, and Adam's state. */
  state(): LstmState {
    return this.#engine.state();
  }

  /** Takes over a state reached after `done` outer steps. */
  resume(state: LstmState, done: number): void {
    requireCount('MetaTraining.resume', 'done', done, 0);
    this.#engine.load(state);
    this.#done = done;
  }

  /** One outer step: `batch` trajectories, and an Adam step a window. */
  step(): OuterStep {
    const { steps, window, batch, adam } = this.options;
    const index = this.#done;
    const draws = this.#stream.split('training').split(index);
    const tasks = Array.from({ length: batch }, (_, b) => this.#family.sample(draws.split(b)));
    const unroll = this.#unroll;
    let loss = 0;
    let skippedWindows = 0;
    unroll.start(tasks);
    let t = 0;
    for (let e = 0; e < steps; e++) {
      unroll.observe(t, e, this.#weights[e]);
      unroll.advance(t, this.#schedule.includes(e));
      t++;
      if (!endsWindow(e, window)) continue;
      const allDiverged = unroll.divergences().every((divergence) => divergence !== undefined);
      loss += unroll.windowLoss(t);
      if (allDiverged) {
        skippedWindows++;
      } else if (this.#engine.apply(unroll.backward(t), adam) !== 'applied') {
        skippedWindows++;
      }
      unroll.carry(t);
      t = 0;
    }
    this.#done++;
    const divergences = unroll.divergences().filter((divergence) => divergence !== undefined);
    return { index, loss, divergences, skippedWindows };
  }
}

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
}

/** A trained meta-optimizer: what is needed to use it, and how the training went. */
export interface MetaTrained {
  readonly description: MetaOptimizerDescription;
  readonly state: LstmState;
  readonly options: CompleteMetaTrainOptions;
  readonly family: { readonly name: string; readonly dimension: number; readonly algebraDimension: number };
  /** The path of the random stream, which begins with the seed. */
  readonly stream: string;
  /** Loss of every outer step. */
  readonly losses: readonly number[];
  readonly diverged: number;
  readonly skippedWindows: number;
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
  { onStep, signal, createEngine }: MetaTrainRun = {},
): MetaTrained {
  const training = new MetaTraining(description, family, stream, options, createEngine);
  const losses: number[] = [];
  let diverged = 0;
  let skippedWindows = 0;
  while (training.done < training.options.trajectories) {
    signal?.throwIfAborted();
    const step = training.step();
    losses.push(step.loss);
    diverged += step.divergences.length;
    skippedWindows += step.skippedWindows;
    onStep?.(step, training.done);
  }
  const { name, dimension, algebraDimension } = family;
  return {
    description,
    state: training.state(),
    options: training.options,
    family: { name, dimension, algebraDimension },
    stream: stream.path,
    losses,
    diverged,
    skippedWindows,
  };
}
