/**
 * Which head a meta-training moves: the meta-gradient of every window, head by head, at weights that rest.
 *
 *     g_w            ∂/∂φ Σ_t w_t f(x_t) over the steps t of window w, truncated where the window begins
 *     ‖g_w‖²         = Σ over heads ‖(head's rows of W₃ and b₃)‖² + ‖(both cells of the LSTM)‖²
 *     ∂/∂b           the entry of g_w at a head's bias: below 0, an Adam step on this window raises what the head emits
 *     first share    Σ ‖g_w‖² over first windows / over all windows: Adam divides by the root of a running mean of squares, so where
 *                    the share is near 1 the other windows hardly move a weight
 *
 * Adam's own step is not taken, so windows and lengths are compared at the same weights.
 */

import { refuse } from '../src/checks.js';
import { summarise } from '../src/evaluation/statistics.js';
import type { LstmEngine, LstmParameters, LstmShape } from '../src/lstm/engine.js';
import { flattened } from '../src/lstm/lstm-parameters.js';
import { createWasmEngine } from '../src/lstm/wasm-engine.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../src/metaoptimizer/meta-training.js';
import type { Stream } from '../src/random/stream.js';
import type { TaskFamily } from '../src/seams.js';

/** What has weights of its own: a head, or the LSTM that all share. */
export type HeadName = 'step size' | 'momentum' | 'element' | 'LSTM';

/** The meta-gradient of one window. */
export interface WindowMetaGradient {
  readonly trajectory: number;
  /** Of the trajectory, from 0 on. */
  readonly window: number;
  /** ‖g_w‖². */
  readonly square: number;
  /** The part of each head in it; 0 of a head that the description has not got. */
  readonly squares: Readonly<Record<HeadName, number>>;
  /** ∂/∂b of the step size and of the momentum. */
  readonly bias: { readonly stepSize: number; readonly momentum: number };
}

/**
 * Follows the meta-gradients of a description with a step size, on the tasks that `metaTrain` would draw of the stream.
 *
 * @param parameters the weights; those that the training of this stream starts from unless given.
 * @throws on a description with a direct update or several rows a task, and on other estimators than truncated backpropagation.
 */
export function studyMetaGradients(
  description: MetaOptimizerDescription,
  family: TaskFamily,
  stream: Stream,
  options: MetaTrainOptions = {},
  parameters?: LstmParameters,
): readonly WindowMetaGradient[] {
  const where = 'studyMetaGradients';
  if (description.update === 'direct' || description.per !== undefined)
    refuse(where, 'the description must emit one step size a task', description.name);
  if ((options.estimator ?? 'truncated-backpropagation') !== 'truncated-backpropagation')
    refuse(where, 'the estimator must be truncated backpropagation', options.estimator);
  const found: WindowMetaGradient[] = [];
  const at = { trajectory: 0, window: 0 };
  const withMomentum = description.update === 'learning-rate-and-momentum';
  let engine: LstmEngine | undefined;
  const createEngine = (shape: LstmShape) => {
    const created = createWasmEngine(shape);
    created.apply = (steps) => {
      found.push({ ...at, ...partsOf(created.gradients(steps), withMomentum) });
      at.window++;
      return 'applied'; // the weights rest
    };
    engine = created;
    return created;
  };
  const training = new MetaTraining(description, family, stream, options, createEngine);
  if (parameters) engine!.load(parameters);
  while (training.done < training.options.trajectories) {
    at.trajectory = training.done;
    at.window = 0;
    training.step();
  }
  return found;
}

function partsOf(
  gradient: LstmParameters,
  withMomentum: boolean,
): Pick<WindowMetaGradient, 'square' | 'squares' | 'bias'> {
  const { 'head.weight': weight, 'head.bias': bias, ...cells } = gradient;
  const hidden = weight.length / bias.length;
  const rows = (from: number, to: number) =>
    squared(weight.subarray(from * hidden, to * hidden)) + squared(bias.subarray(from, to));
  const first = withMomentum ? 2 : 1; // of the element
  return {
    square: squared(flattened(gradient)),
    squares: {
      'step size': rows(0, 1),
      momentum: rows(1, first),
      element: rows(first, bias.length),
      LSTM: Object.values(cells).reduce((total, tensor) => total + squared(tensor), 0),
    },
    bias: { stepSize: bias[0], momentum: withMomentum ? bias[1] : Number.NaN },
  };
}

/** The meta-gradient of the windows of one number, over trajectories. */
export interface WindowStatistics {
  readonly window: number;
  readonly trajectories: number;
  /** Median of each head's norm. */
  readonly norms: Readonly<Record<HeadName, number>>;
  /** The share of trajectories whose window would raise α, and β: ∂/∂b below 0. */
  readonly raises: { readonly stepSize: number; readonly momentum: number };
}

/** Head-wise statistics, and how much of all that Adam squares is of the first windows. */
export interface MetaGradientStatistics {
  readonly windows: readonly WindowStatistics[];
  readonly firstShare: number;
}

/** Statistics of {@link studyMetaGradients} by window. @throws on none. */
export function metaGradientStatistics(found: readonly WindowMetaGradient[]): MetaGradientStatistics {
  if (found.length === 0) refuse('metaGradientStatistics', 'there must be a window', found.length);
  const last = Math.max(...found.map(({ window }) => window));
  const total = (windows: readonly WindowMetaGradient[]) =>
    windows.reduce((sum, { square }) => sum + square, 0);
  const windows = Array.from({ length: last + 1 }, (_, window): WindowStatistics => {
    const own = found.filter((one) => one.window === window);
    const raising = (head: 'stepSize' | 'momentum') =>
      own.filter(({ bias }) => bias[head] < 0).length / own.length;
    const median = (head: HeadName) => summarise(own.map(({ squares }) => Math.sqrt(squares[head]))).median;
    return {
      window,
      trajectories: own.length,
      norms: {
        'step size': median('step size'),
        momentum: median('momentum'),
        element: median('element'),
        LSTM: median('LSTM'),
      },
      raises: { stepSize: raising('stepSize'), momentum: raising('momentum') },
    };
  });
  return { windows, firstShare: total(found.filter(({ window }) => window === 0)) / total(found) };
}

function squared(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ** 2;
  return total;
}
