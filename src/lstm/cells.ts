/**
 * The LSTM of `engine.ts` in plain float64 loops, one row and one step at a time, with its vector–Jacobian product: slow, and
 * to be read. The reference engine and the paper's algorithms (`../metaoptimizer/algorithm.ts`) are made of it.
 *
 *     z = W_ih x + b_ih + W_hh h + b_hh,   (i, f, g, o) = (σ, σ, tanh, σ)(z),   c′ = f c + i g,   h′ = o tanh c′
 *
 * Backwards, a bar being the derivative of the loss by what it stands over:
 *
 *     ō = h̄′ tanh c′,   c̄′ += h̄′ o (1 − tanh² c′),   ī = c̄′ g,   ḡ = c̄′ i,   f̄ = c̄′ c,   c̄ = c̄′ f
 */

import type { Vector } from '../seams.js';
import type { LstmMemory, LstmParameters } from './engine.js';

/** Weights in any precision. */
export type Weights = Readonly<Record<keyof LstmParameters, ArrayLike<number>>>;

/** A gradient by the weights, that is added to. */
export type WeightSums = Readonly<Record<keyof LstmParameters, Vector>>;

/** What a cell's step leaves for its adjoint. */
interface CellTape {
  readonly x: ArrayLike<number>; // input
  readonly h: ArrayLike<number>; // [H]
  readonly c: ArrayLike<number>; // [H]
  readonly gates: Vector; // i, f, g, o after their functions, [4H]
  readonly tanhC: Vector; // tanh c′, [H]
}

/** What a step leaves for its adjoint. */
export interface StepTape {
  readonly lower: CellTape;
  readonly upper: CellTape;
  readonly top: Vector; // h² after the step, [H]
}

/** The memory at the start of a trajectory: one row of zeros. */
export function zeroMemory(hidden: number): LstmMemory {
  const zeros = () => new Float64Array(hidden);
  return { h1: zeros(), c1: zeros(), h2: zeros(), c2: zeros() };
}

/** One step of one row: what is emitted, and the memory after it. */
export function lstmStep(
  weights: Weights,
  u: ArrayLike<number>,
  { h1, c1, h2, c2 }: LstmMemory,
): { y: Vector; memory: LstmMemory; tape: StepTape } {
  const lower = cellStep(weights, 'lstm1', u, h1, c1);
  const upper = cellStep(weights, 'lstm2', lower.h, h2, c2);
  const y = affine(weights['head.weight'], weights['head.bias'], upper.h);
  const memory = { h1: lower.h, c1: lower.c, h2: upper.h, c2: upper.c };
  return { y, memory, tape: { lower: lower.tape, upper: upper.tape, top: upper.h } };
}

/** Given ȳ and the memory's cotangent after the step: the input's and the memory's before it; adds φ̄ to `sums`. */
export function lstmStepVjp(
  weights: Weights,
  { lower, upper, top }: StepTape,
  y: ArrayLike<number>,
  after: LstmMemory,
  sums: WeightSums,
): { u: Vector; memory: LstmMemory } {
  const h2 = affineVjp(weights['head.weight'], top, y, sums['head.weight'], sums['head.bias']);
  const top2 = cellStepVjp(weights, 'lstm2', upper, plus(h2, after.h2), after.c2, sums);
  const low = cellStepVjp(weights, 'lstm1', lower, plus(top2.x, after.h1), after.c1, sums);
  return { u: low.x, memory: { h1: low.h, c1: low.c, h2: top2.h, c2: top2.c } };
}

function cellStep(
  weights: Weights,
  name: 'lstm1' | 'lstm2',
  x: ArrayLike<number>,
  h: ArrayLike<number>,
  c: ArrayLike<number>,
) {
  const H = h.length;
  const fromInput = affine(weights[`${name}.weight_ih`], weights[`${name}.bias_ih`], x);
  const fromMemory = affine(weights[`${name}.weight_hh`], weights[`${name}.bias_hh`], h);
  const gates = plus(fromInput, fromMemory).map((z, k) =>
    k >= 2 * H && k < 3 * H ? Math.tanh(z) : sigmoid(z),
  );
  const next = Float64Array.from(c, (old, k) => gates[H + k] * old + gates[k] * gates[2 * H + k]);
  const tanhC = next.map(Math.tanh);
  return { h: tanhC.map((value, k) => gates[3 * H + k] * value), c: next, tape: { x, h, c, gates, tanhC } };
}

function cellStepVjp(
  weights: Weights,
  name: 'lstm1' | 'lstm2',
  { x, h, c, gates, tanhC }: CellTape,
  hAfter: Vector,
  cAfter: ArrayLike<number>,
  sums: WeightSums,
) {
  const H = h.length;
  const z = new Float64Array(4 * H);
  const cBefore = new Float64Array(H);
  for (let k = 0; k < H; k++) {
    const [i, f, g, o] = [gates[k], gates[H + k], gates[2 * H + k], gates[3 * H + k]];
    const cBar = cAfter[k] + hAfter[k] * o * (1 - tanhC[k] ** 2);
    z[k] = cBar * g * i * (1 - i);
    z[H + k] = cBar * c[k] * f * (1 - f);
    z[2 * H + k] = cBar * i * (1 - g ** 2);
    z[3 * H + k] = hAfter[k] * tanhC[k] * o * (1 - o);
    cBefore[k] = cBar * f;
  }
  const [ih, hh] = [`${name}.weight_ih`, `${name}.weight_hh`] as const;
  return {
    x: affineVjp(weights[ih], x, z, sums[ih], sums[`${name}.bias_ih`]),
    h: affineVjp(weights[hh], h, z, sums[hh], sums[`${name}.bias_hh`]),
    c: cBefore,
  };
}

/** W x + b, W row-major. */
function affine(W: ArrayLike<number>, b: ArrayLike<number>, x: ArrayLike<number>): Vector {
  return Float64Array.from(b, (total, row) => {
    for (let k = 0; k < x.length; k++) total += W[row * x.length + k] * x[k];
    return total;
  });
}

/** Given ȳ: x̄ = Wᵀȳ; adds ȳ xᵀ to W̄ and ȳ to b̄. */
function affineVjp(
  W: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  Ws: Vector,
  bs: Vector,
): Vector {
  const n = x.length;
  const xBar = new Float64Array(n);
  for (let row = 0; row < y.length; row++) {
    bs[row] += y[row];
    for (let k = 0; k < n; k++) {
      Ws[row * n + k] += y[row] * x[k];
      xBar[k] += W[row * n + k] * y[row];
    }
  }
  return xBar;
}

function plus(a: ArrayLike<number>, b: ArrayLike<number>): Vector {
  return Float64Array.from(a, (value, k) => value + b[k]);
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
