/**
 * What both adapters share: float64 vectors in and out of float32 tensors, and a way on where TensorFlow.js has no
 * derivative of a derivative.
 */

import { refuse } from '../checks.js';
import { norm, sum } from '../numerics/vector.js';
import type { Vector } from '../seams.js';
import type { Tensorflow } from './backend.js';
import type { RunningBackend } from './running-backends.js';
import type { Tensor, Tensor1D } from './tfjs-types/index.js';

/** Half the distance from 1 to the next float32: the largest relative error of one rounding. */
export const FLOAT32_ROUNDING = 2 ** -24;

/** What TensorFlow.js computes in, and what `checkOptimizee` and `checkAction` take their tolerances from. */
export const TENSOR_DTYPE = 'float32';

/** How the last product with a derivative of a derivative came about. */
export type HigherDerivatives = 'automatic' | 'central difference' | 'not yet asked for';

/** Runs `task` on this backend and frees the tensors it made. Its result holds none (`tf.tidy` alone would search it for some). */
export function tidied<T>({ tf, compute }: RunningBackend, task: () => T): T {
  let result: T;
  try {
    compute(() =>
      tf.tidy(() => {
        result = task();
      }),
    );
  } catch (error) {
    abandonTape(tf);
    throw error;
  }
  return result!;
}

/** Frees what a gradient that failed had saved on the tape: TensorFlow.js does so only after one that succeeded. */
function abandonTape(tf: Tensorflow): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0 || !state.activeTape) return;
  for (const node of state.activeTape) for (const tensor of node.saved ?? []) tensor.dispose();
  state.activeTape = null as never; // as TensorFlow.js leaves it
}

/** The vector as a tensor, rounded to float32. @throws on a wrong length, which tfjs might broadcast in silence. */
export function tensorFrom(tf: Tensorflow, where: string, name: string, x: Vector, length: number): Tensor1D {
  if (x.length !== length) refuse(where, `${name} must hold ${length} numbers`, `${x.length} of them`);
  return tf.tensor1d(Float32Array.from(x), 'float32');
}

/** Copies a tensor of `out.length` numbers. */
export function writeVector(tensor: Tensor, out: Vector): Vector {
  out.set(tensor.dataSync());
  return out;
}

/** Runs `derive`; where TensorFlow.js lacks the derivative, answers undefined. Other errors pass. */
export function whereDerivable<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch (error) {
    if (error instanceof Error && LACKING.test(error.message)) return undefined;
    throw error;
  }
}

/** A first derivative, without which there is nothing: where TensorFlow.js lacks it, `constraint` is not met. */
export function requireDerivable<T>(where: string, constraint: string, name: string, derive: () => T): T {
  try {
    return derive();
  } catch (error) {
    if (error instanceof Error && LACKING.test(error.message)) {
      refuse(where, constraint, `${name}: ${error.message}`);
    }
    throw error;
  }
}

/** Its words for: no gradient function, result independent of the input, no such kernel on this backend. */
const LACKING = /Cannot compute gradient|not registered for backend/;

/**
 * d/ds F(x + s v) at s = 0 ≈ (F(x + h v) − F(x − h v)) / 2h.
 *
 * The truncation error grows as h², the rounding error as ε/h; h = ε^(1/3) · max(1, ‖x‖) / ‖v‖ balances them, at
 * about ε^(2/3) = 1.5e-5 of F's size. Where F is such a difference itself, `nested` = 2 in both: rounding then
 * grows as ε/h², the balance is at h = ε^(1/4), and the error about ε^(1/2) = 2.4e-4.
 */
export function centralDifference(
  F: (x: Vector, out: Vector) => Vector,
  x: Vector,
  v: Vector,
  out: Vector,
  nested: 1 | 2 = 1,
): Vector {
  const length = norm(v);
  if (length === 0) return out.fill(0);
  const h = (FLOAT32_ROUNDING ** (1 / (2 + nested)) * Math.max(1, norm(x))) / length;
  const at = (s: number) => F(sum(x, s, v), new Float64Array(out.length));
  const [ahead, behind] = [at(h), at(-h)];
  for (let i = 0; i < out.length; i++) out[i] = (ahead[i] - behind[i]) / (2 * h);
  return out;
}
