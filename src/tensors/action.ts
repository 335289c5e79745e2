/**
 * A group action written in TensorFlow.js as a {@link GroupAction}: its derivatives by automatic differentiation.
 *
 * With F(ξ, x) = exp(ξ)·x, n numbers, and a covector w:
 *
 *     vjp           (∂/∂ξ, ∂/∂x) ⟨w, F(ξ, x)⟩                       one backward pass
 *     generator     D_ξF(0, x) ξ = ∂/∂w ⟨∂/∂ζ⟨w, F(ζ, x)⟩|₀, ξ⟩
 *     generatorVjp  ∂/∂x ⟨w, generator(ξ, x)⟩ = ∂/∂x ⟨∂/∂ζ⟨w, F(ζ, x)⟩|₀, ξ⟩
 *
 * TensorFlow.js has no forward mode. But a vector–Jacobian product Jᵀw is linear in w, and the transpose of a
 * linear map w ↦ Jᵀw is J: one more backward pass, by w at any w, turns it into the Jacobian–vector product J ξ.
 *
 * All in float32, and with central differences where TensorFlow.js has no second derivative: see `optimizee.ts`.
 */

import { refuse, requireCount, requireOneOf, requireOptions } from '../checks.js';
import { sum } from '../numerics/vector.js';
import type { ActionCotangent, GroupAction, Vector } from '../seams.js';
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
import type { Tensor, Tensor1D } from './tfjs-types/index.js';

/** A group action written in tensors. */
export interface TensorGroup {
  readonly name: string;
  /** m, the dimension of the Lie algebra. */
  readonly algebraDimension: number;
  /** n, the number of parameters acted on. */
  readonly dimension: number;
  /** exp(ξ)·x, by TensorFlow.js operations alone: n numbers from m and n. It runs inside `tf.tidy`. */
  readonly act: (xi: Tensor1D, x: Tensor1D) => Tensor;
  /** Default 'exact'. */
  readonly invariance?: GroupAction['invariance'];
  /** Whether the group is commutative: exp(ξ) exp(η) = exp(ξ + η), which then is the default of `compose`. */
  readonly abelian?: boolean;
  /** ζ with exp(ζ) = exp(ξ) exp(η); a group that neither has this nor is abelian refuses to compose. */
  readonly compose?: (xi: Vector, eta: Vector) => Vector;
  /** Coordinates of the inverse; default −ξ for an abelian group, else it refuses as `compose` does. */
  readonly inverse?: (xi: Vector) => Vector;
}

export interface TensorAction extends GroupAction {
  readonly dtype: 'float32';
  /** What computes it; runs record it. */
  readonly backend: TensorBackend;
  readonly higherDerivatives: HigherDerivatives;
  generatorVjp(xi: Vector, x: Vector, w: Vector, out?: Vector): Vector;
}

const WHERE = 'actionFromTensors';
const OPTIONS = [
  'name',
  'algebraDimension',
  'dimension',
  'act',
  'invariance',
  'abelian',
  'compose',
  'inverse',
];

/** @throws on a bad option; the first call throws if `act` does not give n numbers that depend on ξ and x. */
export function actionFromTensors(choose: ChooseBackend, group: TensorGroup): TensorAction {
  requireOptions(WHERE, group, OPTIONS);
  const { name, algebraDimension: m, dimension: n, act, invariance = 'exact', abelian = false } = group;
  requireCount(WHERE, 'algebraDimension', m);
  requireCount(WHERE, 'dimension', n);
  requireOneOf(WHERE, 'invariance', invariance, ['exact', 'first-order']);
  if (typeof act !== 'function') refuse(WHERE, 'act must be a function of two tensors', act);
  const on = choose(n);
  const { tf, backend } = on;
  let higherDerivatives: HigherDerivatives = 'not yet asked for';

  const F = (xi: Tensor1D, x: Tensor1D): Tensor1D => {
    const result: unknown = act(xi, x);
    if (!(result instanceof tf.Tensor)) return refuse(WHERE, 'act must return a tensor', typeof result);
    if (result.size !== n) refuse(WHERE, `act must return ${n} numbers`, `shape [${result.shape}]`);
    return tf.reshape(result, [n]);
  };
  const inner = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.mul(a, b));
  const cotangent = (): ActionCotangent => ({ xi: new Float64Array(m), x: new Float64Array(n) });
  const origin = new Float64Array(m); // ξ = 0, never written to
  const unused = new Float64Array(m);
  const algebra = (label: string, xi: Vector) => tensorFrom(tf, WHERE, label, xi, m);
  const point = (label: string, x: Vector) => tensorFrom(tf, WHERE, label, x, n);

  /** ∂/∂ζ ⟨w, F(ζ, x)⟩ at ζ = 0, m numbers. */
  const pulledToIdentity = (x: Tensor, w: Tensor): Tensor =>
    tf.grad((zeta) => inner(F(zeta as Tensor1D, x as Tensor1D), w))(tf.zeros([m]));

  const derived = (automatic: () => Tensor, difference: () => Vector, out: Vector): Vector => {
    const found = whereDerivable(() => tidied(on, () => writeVector(automatic(), out)));
    higherDerivatives = found ? 'automatic' : 'central difference';
    return found ?? difference();
  };

  const actOn = (xi: Vector, x: Vector, out: Vector = new Float64Array(n)): Vector =>
    tidied(on, () => writeVector(F(algebra('xi', xi), point('x', x)), out));

  const vjp = (xi: Vector, x: Vector, w: Vector, out: ActionCotangent = cotangent()): ActionCotangent =>
    tidied(on, () => {
      const covector = point('w', w);
      const pairing = tf.grads((z, y) => inner(F(z as Tensor1D, y as Tensor1D), covector));
      const at = [algebra('xi', xi), point('x', x)];
      const constraint = 'act must depend on xi and x through differentiable operations';
      const pulled = requireDerivable(WHERE, constraint, name, () => pairing(at));
      writeVector(pulled[0], out.xi);
      writeVector(pulled[1], out.x);
      return out;
    });

  const generator = (xi: Vector, x: Vector, out: Vector = new Float64Array(n)): Vector =>
    derived(
      () => {
        const [direction, at] = [algebra('xi', xi), point('x', x)];
        return tf.grad((w) => inner(pulledToIdentity(at, w), direction))(tf.ones([n]));
      },
      () => centralDifference((z, into) => actOn(z, x, into), origin, xi, out),
      out,
    );

  const commutative = (operation: string) => {
    if (!abelian) refuse(WHERE, `${operation} must be given unless the group is abelian: true`, name);
  };

  return {
    name,
    algebraDimension: m,
    dimension: n,
    invariance,
    dtype: TENSOR_DTYPE,
    backend,
    get higherDerivatives() {
      return higherDerivatives;
    },
    act: actOn,
    vjp,
    generator,
    generatorVjp: (xi, x, w, out = new Float64Array(n)) =>
      derived(
        () => {
          const [direction, covector] = [algebra('xi', xi), point('w', w)];
          return tf.grad((y) => inner(pulledToIdentity(y, covector), direction))(point('x', x));
        },
        // ∂/∂x ⟨w, F(sξ, x)⟩ by s, the two derivatives in the other order
        () => centralDifference((zeta, xBar) => vjp(zeta, x, w, { xi: unused, x: xBar }).x, origin, xi, out),
        out,
      ),
    compose:
      group.compose ??
      ((xi, eta) => {
        commutative('compose');
        return sum(xi, 1, eta);
      }),
    inverse:
      group.inverse ??
      ((xi) => {
        commutative('inverse');
        return Float64Array.from(xi, (component) => -component);
      }),
  };
}
