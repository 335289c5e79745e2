/**
 * An objective written in TensorFlow.js as an {@link Optimizee}: its derivatives by automatic differentiation.
 *
 *     gradient          ∇f(x)            one backward pass
 *     hessianVector     ∇²f(x) v       = ∇ₓ⟨∇f(x), v⟩               backward through backward
 *     thirdDerivative   D³f(x)[u, v, ·] = ∇ₓ⟨∇ₓ⟨∇f(x), v⟩, u⟩       once more
 *
 * TensorFlow.js computes in float32: expect six to seven digits in f and ∇f relative to the largest intermediate
 * result, one or two fewer in ∇²f, and no convergence of f below about 1e-7 of its terms. A closed form in
 * float64 beside this adapter is checked against it to that accuracy, not beyond.
 *
 * Where f has a value but no gradient, as ‖x‖ at 0, the gradient is refused, as a formula's is.
 *
 * Where an operation has no second derivative in TensorFlow.js, the product is a central difference of the next
 * lower one, with four digits instead of six (three for a third derivative); `higherDerivatives` then says so.
 */

import {
  refuse,
  refuseOutside,
  requireCount,
  requireFinite,
  requireOptions,
  requireVector,
} from '../checks.js';
import { isFiniteVector } from '../numerics/vector.js';
import type { Optimizee, Vector } from '../seams.js';
import type { TensorBackend } from './backend.js';
import type { ChooseBackend } from './by-size.js';
import {
  centralDifference,
  type HigherDerivatives,
  requireDerivable,
  TENSOR_DTYPE,
  tensorFrom,
  tidied,
  whereDerivable,
  writeVector,
} from './second-order.js';
import type { Scalar, Tensor, Tensor1D } from './tfjs-types/index.js';

/** A function to minimise, written in tensors. */
export interface TensorObjective {
  readonly name: string;
  /** n, the number of parameters. */
  readonly dimension: number;
  /** f, by TensorFlow.js operations alone: one number from n. It runs inside `tf.tidy`. */
  readonly value: (x: Tensor1D) => Tensor;
  /** The global minimum, where it is known. */
  readonly minimum?: { readonly value: number; readonly point?: ArrayLike<number> };
}

export interface TensorOptimizee extends Optimizee {
  readonly dtype: 'float32';
  /** What computes it; runs record it. */
  readonly backend: TensorBackend;
  readonly higherDerivatives: HigherDerivatives;
  thirdDerivative(x: Vector, u: Vector, v: Vector, out?: Vector): Vector;
}

const WHERE = 'optimizeeFromTensors';

/** @throws on a bad option; the first call throws if f does not give one number that depends on x. */
export function optimizeeFromTensors(choose: ChooseBackend, objective: TensorObjective): TensorOptimizee {
  requireOptions(WHERE, objective, ['name', 'dimension', 'value', 'minimum']);
  const { name, dimension: n, value, minimum } = objective;
  requireCount(WHERE, 'dimension', n);
  if (typeof value !== 'function') refuse(WHERE, 'value must be a function of a tensor', value);
  if (minimum) {
    requireFinite(WHERE, 'minimum.value', minimum.value);
    if (minimum.point) requireVector(WHERE, 'minimum.point', minimum.point, n);
  }
  const on = choose(n);
  const { tf, backend } = on;
  let higherDerivatives: HigherDerivatives = 'not yet asked for';

  const f = (x: Tensor1D): Scalar => {
    const result: unknown = value(x);
    if (!(result instanceof tf.Tensor)) return refuse(WHERE, 'value must return a tensor', typeof result);
    if (result.size !== 1) refuse(WHERE, 'value must return one number', `shape [${result.shape}]`);
    return tf.reshape(result, []) as Scalar;
  };
  const inner = (a: Tensor, b: Tensor): Scalar => tf.sum(tf.mul(a, b));
  const gradientOf = tf.grad(f as (x: Tensor) => Tensor);
  const point = (label: string, x: Vector) => tensorFrom(tf, WHERE, label, x, n);

  const gradient = (x: Vector, out: Vector = new Float64Array(n)): Vector =>
    tidied(on, () => {
      const at = point('x', x);
      const constraint = 'value must depend on x through differentiable operations';
      requireDerivable(WHERE, constraint, name, () => writeVector(gradientOf(at), out));
      // A value without a derivative, as of abs or a norm at 0; where the value overflows, what there is goes on.
      if (!isFiniteVector(out) && isFiniteVector(x) && Number.isFinite(f(at).dataSync()[0])) {
        refuseOutside(WHERE, `the gradient of ${name} must be defined at x`, x);
      }
      return out;
    });

  /** Backward through backward, else a difference of what is one order lower. */
  const derived = (automatic: () => Tensor, difference: () => Vector, out: Vector): Vector => {
    const found = whereDerivable(() => tidied(on, () => writeVector(automatic(), out)));
    higherDerivatives = found ? 'automatic' : 'central difference';
    return found ?? difference();
  };

  const hessianVector = (x: Vector, v: Vector, out: Vector = new Float64Array(n)): Vector =>
    derived(
      () => {
        const direction = point('v', v);
        return tf.grad((y) => inner(gradientOf(y), direction))(point('x', x));
      },
      () => centralDifference(gradient, x, v, out),
      out,
    );

  const thirdDerivative = (x: Vector, u: Vector, v: Vector, out: Vector = new Float64Array(n)): Vector =>
    derived(
      () => {
        const [first, second] = [point('u', u), point('v', v)];
        const product = tf.grad((y) => inner(gradientOf(y), second));
        return tf.grad((y) => inner(product(y), first))(point('x', x));
      },
      () => {
        const along = (y: Vector, into: Vector) => hessianVector(y, v, into);
        const twice = (y: Vector, into: Vector) => centralDifference(gradient, y, v, into, 2);
        hessianVector(x, v, out); // to see how it comes about
        const known = higherDerivatives === 'automatic';
        higherDerivatives = 'central difference';
        return known ? centralDifference(along, x, u, out) : centralDifference(twice, x, u, out, 2);
      },
      out,
    );

  return {
    name,
    dimension: n,
    dtype: TENSOR_DTYPE,
    backend,
    ...(minimum && {
      minimum: {
        value: minimum.value,
        ...(minimum.point && { point: Float64Array.from(minimum.point) }),
      },
    }),
    get higherDerivatives() {
      return higherDerivatives;
    },
    value: (x) => tidied(on, () => f(point('x', x)).dataSync()[0]),
    gradient,
    hessianVector,
    thirdDerivative,
  };
}
