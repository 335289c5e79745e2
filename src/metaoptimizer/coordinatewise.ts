/**
 * The coordinate-wise LSTM of Andrychowicz et al. (2016): one small LSTM, the same for every coordinate, each with a memory
 * of its own. It is tied to no number of parameters: trained on one network it runs on another.
 *
 *     z_i  = preprocessed ∂f/∂x_i           two numbers (their Appendix A, p = 10):
 *            (log|g|/p, sign g)  where |g| ≥ e^(−p),    (−1, e^p g)  elsewhere
 *     x_i ← x_i + s LSTM(z_i, memory_i)     s = 0.1, so that random weights take small steps
 *
 * On the engine the coordinates are the batch: n · B rows. As in that paper the gradient is a constant of the meta-gradient,
 * so that only the sum of updates carries a derivative: with y_t the outputs at step t of a window,
 *
 *     ∂/∂y_t Σ_τ w_τ f(x_τ) = s Σ_{τ > t} w_τ ∇f(x_τ).
 *
 * It emits no group element: an element of a group that acts on all coordinates is no business of a single one.
 */

import { refuse, requireCount, requireKnownKeys, requirePositive } from '../checks.js';
import { requireAdamOptions } from '../lstm/adam-options.js';
import type { AdamOptions, LstmEngine, LstmParameters, LstmShape } from '../lstm/engine.js';
import { randomParameters } from '../lstm/lstm-parameters.js';
import { createWasmEngine } from '../lstm/wasm-engine.js';
import { addScaled } from '../numerics/vector.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { type Divergence, divergenceAt, Recorder, type Trajectory } from '../optimizers/trajectory.js';
import type { Stream } from '../random/stream.js';
import type { Task, TaskFamily, Vector } from '../seams.js';
import { endsWindow, lossWeights, type WeightOptions } from './window.js';

/** p of the preprocessing. */
const PREPROCESSING = 10;

/** Writes (log|g|/p, sign g), or (−1, e^p g) for a small g, at `at`. */
export function preprocess(g: number, out: Float32Array, at: number): void {
  if (Math.abs(g) >= Math.exp(-PREPROCESSING)) {
    out[at] = Math.log(Math.abs(g)) / PREPROCESSING;
    out[at + 1] = Math.sign(g);
  } else {
    out[at] = -1;
    out[at + 1] = Math.exp(PREPROCESSING) * g;
  }
}

/** What defines a coordinate-wise LSTM. */
export interface CoordinatewiseDescription {
  readonly name?: string;
  /** Hidden size of both cells; 20 by default, theirs. */
  readonly hidden?: number;
  /** s; 0.1 by default. */
  readonly scale?: number;
}

/** How one is trained. */
export interface CoordinatewiseTrainOptions {
  /** 100 by default. */
  readonly trajectories?: number;
  /** 100 by default. */
  readonly steps?: number;
  /** T; 20 by default, theirs. */
  readonly window?: number;
  /** A learning rate of 1e-3 by default. */
  readonly adam?: AdamOptions;
  readonly weights?: WeightOptions;
}

/** How a training is watched and interrupted. */
export interface CoordinatewiseRun {
  /** Called after every trajectory, with how many are done. */
  readonly onTrajectory?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** A trained one. */
export interface CoordinatewiseTrained {
  readonly description: Required<CoordinatewiseDescription>;
  /** With all defaults filled in. */
  readonly options: Required<CoordinatewiseTrainOptions>;
  readonly parameters: LstmParameters;
  /** The window losses of each trajectory, summed; NaN where it diverged. */
  readonly losses: readonly number[];
  readonly diverged: number;
  readonly skippedWindows: number;
}

function complete(description: CoordinatewiseDescription): Required<CoordinatewiseDescription> {
  requireKnownKeys('coordinatewise', description, ['name', 'hidden', 'scale']);
  const { name = 'LSTM (coordinate-wise)', hidden = 20, scale = 0.1 } = description;
  requireCount('coordinatewise', 'hidden', hidden);
  requirePositive('coordinatewise', 'scale', scale);
  return { name, hidden, scale };
}

/** The engine for n coordinates and windows of `window` steps. */
export function coordinatewiseShape(hidden: number, n: number, window: number): LstmShape {
  return { inputs: 2, hidden, outputs: 1, batch: n, window };
}

/** A trajectory under a coordinate-wise LSTM, with its adjoint. */
export class CoordinatewiseUnroll {
  readonly #engine: LstmEngine;
  readonly #scale: number;
  readonly #task: Task;
  readonly #gradients: Vector[]; // ∇f(x_t) of the window
  readonly #weights: number[] = [];
  readonly x: Vector;
  loss = Number.NaN;
  divergence: Divergence | undefined;

  constructor(task: Task, engine: LstmEngine, scale: number) {
    this.#engine = engine;
    this.#scale = scale;
    this.#task = task;
    this.x = Float64Array.from(task.start);
    this.#gradients = Array.from({ length: engine.shape.window }, () => new Float64Array(this.x.length));
    engine.reset();
  }

  /** Evaluates x_t, step `t` of the window and `globalStep` of the trajectory, whose loss weighs `weight`; ∇f(x_t). */
  observe(t: number, globalStep: number, weight: number): Vector {
    const { optimizee } = this.#task;
    const gradient = this.#gradients[t];
    this.#weights[t] = weight;
    this.loss = optimizee.value(this.x);
    optimizee.gradient(this.x, gradient);
    this.divergence ??= divergenceAt(globalStep, this.x, this.loss, gradient);
    return gradient;
  }

  advance(t: number): void {
    const { inputStride, outputStride } = this.#engine;
    const inputs = this.#engine.inputs(t);
    for (const [i, g] of this.#gradients[t].entries()) preprocess(g, inputs, i * inputStride);
    this.#engine.step(t);
    const outputs = this.#engine.outputs(t);
    for (let i = 0; i < this.x.length; i++) this.x[i] += this.#scale * outputs[i * outputStride];
  }

  /**
   * Backpropagates the loss of a window of `steps` observed steps. Returns how many of them it went through, for
   * `engine.apply`: all but the last, what that emitted being seen in the next window alone.
   */
  backward(steps: number): number {
    const { outputStride } = this.#engine;
    const through = Math.max(1, steps - 1);
    const bar = new Float64Array(this.x.length); // Σ_{τ > t} w_τ ∇f(x_τ)
    for (let t = steps - 1; t >= 0; t--) {
      if (t < through) {
        const gradients = this.#engine.outputGradients(t);
        for (let i = 0; i < bar.length; i++) gradients[i * outputStride] = this.#scale * bar[i];
      }
      addScaled(bar, this.#weights[t], this.#gradients[t]);
    }
    this.#engine.backward(through);
    return through;
  }
}

/** Trains a coordinate-wise LSTM on a family, a task a trajectory. @throws the signal's reason if it is aborted. */
export function trainCoordinatewise(
  description: CoordinatewiseDescription,
  family: TaskFamily,
  stream: Stream,
  options: CoordinatewiseTrainOptions = {},
  { onTrajectory, signal }: CoordinatewiseRun = {},
): CoordinatewiseTrained {
  const where = 'trainCoordinatewise';
  requireKnownKeys(where, options, ['trajectories', 'steps', 'window', 'adam', 'weights']);
  const completed = complete(description);
  const { trajectories = 100, steps = 100, window = 20, weights = {} } = options;
  requireCount(where, 'trajectories', trajectories);
  const adam: AdamOptions = { learningRate: 1e-3, ...options.adam };
  requireAdamOptions(where, adam);
  const weightOf = lossWeights(steps, window, weights);
  const engine = createWasmEngine(coordinatewiseShape(completed.hidden, family.dimension, window + 1));
  engine.load(randomParameters(engine.shape, stream.split('weights')));
  const losses: number[] = [];
  let diverged = 0;
  let skippedWindows = 0;
  for (let index = 0; index < trajectories; index++) {
    signal?.throwIfAborted();
    const task = family.sample(stream.split('training').split(index));
    const unroll = new CoordinatewiseUnroll(task, engine, completed.scale);
    let total = 0;
    for (let e = 0, t = 0; e < steps && !unroll.divergence; e++) {
      unroll.observe(t, e, weightOf[e]);
      total += weightOf[e] * unroll.loss;
      if (unroll.divergence) break;
      unroll.advance(t);
      t++;
      if (!endsWindow(e, window)) continue;
      if (engine.apply(unroll.backward(t), adam) !== 'applied') skippedWindows++;
      engine.carry(t);
      t = 0;
    }
    if (unroll.divergence) diverged++;
    losses.push(unroll.divergence ? Number.NaN : total);
    onTrajectory?.(index + 1);
  }
  return {
    description: completed,
    options: { trajectories, steps, window, adam, weights },
    parameters: engine.state().parameters,
    losses,
    diverged,
    skippedWindows,
  };
}

/** The optimizer that these weights make, for tasks of any dimension. */
export function coordinatewiseOptimizer(
  description: CoordinatewiseDescription,
  parameters: LstmParameters,
): Optimizer {
  const completed = complete(description);
  const { name, hidden, scale } = completed;
  if (parameters['lstm1.bias_ih'].length !== 4 * hidden) {
    refuse(
      'coordinatewiseOptimizer',
      `parameters must be of hidden size ${hidden}`,
      parameters['lstm1.bias_ih'].length / 4,
    );
  }
  return {
    name,
    configuration: { method: 'coordinate-wise LSTM', ...completed },
    run: (tasks, steps) => {
      requireCount(name, 'steps', steps);
      return tasks.map((task) => runOne(task, steps, parameters, hidden, scale));
    },
  };
}

function runOne(
  task: Task,
  steps: number,
  parameters: LstmParameters,
  hidden: number,
  scale: number,
): Trajectory {
  const engine = createWasmEngine(coordinatewiseShape(hidden, task.optimizee.dimension, 1));
  engine.load(parameters);
  const unroll = new CoordinatewiseUnroll(task, engine, scale);
  const recorder = new Recorder(task, steps);
  for (let t = 0; t <= steps; t++) {
    const gradient = unroll.observe(0, t, 0);
    if (!recorder.record(t, unroll.x, unroll.loss, gradient) || t === steps) break;
    unroll.advance(0);
    recorder.count.gradients += 1;
    engine.carry(1);
  }
  return recorder.finish();
}
