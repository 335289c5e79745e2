/**
 * Matrix groups acting on the units of a hidden layer of a linear network, σ(z) = z, with g = exp(T):
 *
 *     W ↦ g W,   b ↦ g b,   V ↦ V g⁻¹,     so that V g⁻¹ (g W H + g b 1ᵀ) = V (W H + b 1ᵀ)  for any data H.
 *
 * GL(k) is all of this symmetry; SO(k), g⁻¹ = gᵀ, the part that also keeps norms. **SO(k) never changes ‖∇f‖**: it
 * acts on the parameters by an orthogonal matrix Q, and f(Qx) = f(x) gives ∇f(Qx) = Q∇f(x). Its theta gradient is
 * 0, gradient descent commutes with it, and teleporting by it is worth nothing to a method that carries no
 * coordinate-wise state.
 *
 *     generator   Ẇ = T W,   ḃ = T b,   V̇ = −V T
 *     vjp         W̄ = gᵀW̄′,   b̄ = gᵀb̄′,   V̄ = V̄′(g⁻¹)ᵀ,   ḡ = W̄′Wᵀ + b̄′bᵀ,   h̄ = VᵀV̄′,
 *                 T̄ = D exp(T)ᵀ (ḡ − hᵀ h̄ hᵀ),   h = g⁻¹.
 */

import { refuse, requireOptions } from '../checks.js';
import { layerPair, type Network } from '../networks/network.js';
import { multiply, multiplyABt, multiplyAtB } from '../numerics/dense.js';
import { matrixExponential } from '../numerics/matrix-exponential.js';
import { addScaled, scaled } from '../numerics/vector.js';
import type { GroupAction, Vector } from '../seams.js';
import { generalLinearAlgebra, type MatrixAlgebra, specialOrthogonalAlgebra } from './matrix-algebra.js';
import type { UnitActionOptions } from './positive-scaling.js';

/** GL(k) on a linear network; ξ is T row-major. @throws if σ is not linear, or the network has no such layer. */
export function generalLinear(options: UnitActionOptions): GroupAction {
  return onUnits('generalLinear', options, generalLinearAlgebra);
}

/** SO(k) on a linear network; ξ in the order of `matrix-algebra.ts`. @throws as {@link generalLinear}, and for k = 1. */
export function specialOrthogonal(options: UnitActionOptions): GroupAction {
  return onUnits('specialOrthogonal', options, specialOrthogonalAlgebra);
}

function onUnits(
  where: string,
  options: UnitActionOptions,
  algebraOf: (k: number) => MatrixAlgebra,
): GroupAction {
  requireOptions(where, options, ['network', 'hidden']);
  const { network: net, hidden = 1 } = options;
  const [lower, upper] = layerPair(where, net, hidden);
  if (net.activation.name !== 'linear') refuse(where, 'the activation must be linear', net.activation.name);
  const { dimension } = net;
  const k = lower.outputs;
  const d = lower.inputs;
  const m = upper.outputs;
  const algebra = algebraOf(k);
  const { both, pullBack } = matrixExponential(k);
  const [T, minusT, g, gInverse, gBar, left, right] = Array.from(
    { length: 7 },
    () => new Float64Array(k * k),
  );
  const { W, b, V } = partsOf(net, hidden);

  const elements = (xi: Vector): void => {
    both(algebra.matrix(xi, T), g, gInverse);
  };
  const generator = (xi: Vector, x: Vector, out: Vector = new Float64Array(dimension)): Vector => {
    algebra.matrix(xi, T);
    out.fill(0);
    multiply(T, W(x), k, k, d, W(out));
    if (net.bias) multiply(T, b(x), k, k, 1, b(out));
    multiply(V(x), scaled(-1, T, minusT), m, k, k, V(out));
    return out;
  };

  return {
    name: `${algebra.group} on a linear network`,
    algebraDimension: algebra.dimension,
    dimension,
    invariance: 'exact',
    act: (xi, x, out = new Float64Array(dimension)) => {
      elements(xi);
      out.set(x);
      multiply(g, W(x), k, k, d, W(out));
      if (net.bias) multiply(g, b(x), k, k, 1, b(out));
      multiply(V(x), gInverse, m, k, k, V(out));
      return out;
    },
    vjp: (xi, x, w, out = { xi: new Float64Array(algebra.dimension), x: new Float64Array(dimension) }) => {
      elements(xi);
      out.x.set(w);
      multiplyAtB(g, W(w), k, k, d, W(out.x));
      if (net.bias) multiplyAtB(g, b(w), k, k, 1, b(out.x));
      multiplyABt(V(w), gInverse, m, k, k, V(out.x));
      multiplyABt(W(w), W(x), k, d, k, gBar);
      if (net.bias) addScaled(gBar, 1, multiplyABt(b(w), b(x), k, 1, k, left));
      multiplyAtB(V(x), V(w), k, m, k, right); // h̄
      multiplyAtB(gInverse, right, k, k, k, left);
      addScaled(gBar, -1, multiplyABt(left, gInverse, k, k, k, right));
      algebra.cotangent(pullBack(gBar, right), out.xi);
      return out;
    },
    generator,
    /** The generator is linear in x by T and −T: transposed, by Tᵀ and −Tᵀ. */
    generatorVjp: (xi, _x, w, out = new Float64Array(dimension)) => {
      algebra.matrix(xi, T);
      out.fill(0);
      multiplyAtB(T, W(w), k, k, d, W(out));
      if (net.bias) multiplyAtB(T, b(w), k, k, 1, b(out));
      multiplyABt(V(w), scaled(-1, T, minusT), m, k, k, V(out));
      return out;
    },
    compose: algebra.compose,
    inverse: algebra.inverse,
  };
}

/** Views of the parameters around a hidden layer: W [k, d] and b [k] make it, V [m, k] reads it. */
function partsOf(net: Network, hidden: number) {
  const [lower, upper] = layerPair('partsOf', net, hidden);
  return {
    W: (x: Vector): Vector => x.subarray(lower.weight, lower.bias),
    b: (x: Vector): Vector => x.subarray(lower.bias, lower.end),
    V: (x: Vector): Vector => x.subarray(upper.weight, upper.bias),
  };
}
