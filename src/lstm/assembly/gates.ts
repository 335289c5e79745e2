/**
 * What an LSTM cell does to its pre-activations, and the derivative of that.
 *
 *     forward    i, f, o = σ(z_i), σ(z_f), σ(z_o);  g = tanh(z_g);  c = f c′ + i g;  h = o tanh(c)      (c′: c a step ago)
 *     backward   dc += dh o (1 − tanh²c)
 *                dz_i = dc g i(1 − i)    dz_f = dc c′ f(1 − f)    dz_g = dc i (1 − g²)    dz_o = dh tanh(c) o(1 − o)
 *                dc′ = dc f
 *
 * The hidden size is a multiple of four here; the host pads it with units whose weights are and stay zero. Saturated gates
 * would make numbers of any smallness, so none leaves here below some 2⁻⁶⁰ (`flush`).
 */

import { broadcast, FLOAT, flush, load, multiplyAdd, store, VECTOR } from './simd';

/**
 * gates[rows, 4H]: pre-activations in, activations out. cBefore, c, tanhC: [rows, H]. h is written into the
 * input rows of whoever reads it next: h1 (row length row1) and, unless 0, h2.
 */
export function forwardGates(
  rows: i32, hidden: i32, gates: usize, cBefore: usize, c: usize, tanhC: usize,
  h1: usize, row1: i32, h2: usize, row2: i32,
): void {
  const H = <usize>hidden * FLOAT;
  for (let b: usize = 0; b < <usize>rows; b++) {
    const h1Row = h1 + b * <usize>row1 * FLOAT;
    const h2Row = h2 + b * <usize>row2 * FLOAT;
    for (let j: usize = 0; j < H; j += VECTOR) {
      const z = gates + 4 * b * H + j;
      const i = sigmoid(load(z));
      const f = sigmoid(load(z + H));
      const g = tanh(load(z + 2 * H));
      const o = sigmoid(load(z + 3 * H));
      const cell = flush(multiplyAdd(f32x4.mul(i, g), f, load(cBefore + b * H + j)));
      const t = tanh(cell);
      const h = flush(f32x4.mul(o, t));
      store(z, i);
      store(z + H, f);
      store(z + 2 * H, g);
      store(z + 3 * H, o);
      store(c + b * H + j, cell);
      store(tanhC + b * H + j, t);
      store(h1Row + j, h);
      if (h2) store(h2Row + j, h);
    }
  }
}

/**
 * gates[rows, 4H]: activations in, dz out. dC[rows, H]: in from the step after, out for the step before. dh is
 * the sum of what comes from above (dhAbove, row length rowAbove) and from the step after (dhAfter, rowAfter).
 */
export function backwardGates(
  rows: i32, hidden: i32, gates: usize, cBefore: usize, tanhC: usize, dC: usize,
  dhAbove: usize, rowAbove: i32, dhAfter: usize, rowAfter: i32,
): void {
  const H = <usize>hidden * FLOAT;
  for (let b: usize = 0; b < <usize>rows; b++) {
    const above = dhAbove + b * <usize>rowAbove * FLOAT;
    const after = dhAfter + b * <usize>rowAfter * FLOAT;
    for (let j: usize = 0; j < H; j += VECTOR) {
      const z = gates + 4 * b * H + j;
      const i = load(z);
      const f = load(z + H);
      const g = load(z + 2 * H);
      const o = load(z + 3 * H);
      const t = load(tanhC + b * H + j);
      const dh = f32x4.add(load(above + j), load(after + j));
      const dc = multiplyAdd(load(dC + b * H + j), f32x4.mul(dh, o), oneMinus(f32x4.mul(t, t)));
      store(z, flush(f32x4.mul(f32x4.mul(f32x4.mul(dc, g), i), oneMinus(i))));
      store(z + H, flush(f32x4.mul(f32x4.mul(f32x4.mul(dc, load(cBefore + b * H + j)), f), oneMinus(f))));
      store(z + 2 * H, flush(f32x4.mul(f32x4.mul(dc, i), oneMinus(f32x4.mul(g, g)))));
      store(z + 3 * H, flush(f32x4.mul(f32x4.mul(f32x4.mul(dh, t), o), oneMinus(o))));
      store(dC + b * H + j, flush(f32x4.mul(dc, f)));
    }
  }
}

/** The constants lie in memory, whence one goes into all lanes by one instruction; V8 builds a constant vector anew at every use. */
const ONE = memory.data<f32>([1], 4);

// @ts-ignore: decorator
@inline
function oneMinus(x: v128): v128 {
  return f32x4.sub(broadcast(ONE), x);
}

/** 1 / (1 + e⁻ˣ). */
// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  return f32x4.div(broadcast(ONE), f32x4.add(broadcast(ONE), exp(f32x4.neg(x))));
}

/** Below this |x| the quotient loses digits to cancellation, and the Taylor polynomial has none to lose. */
const TANH_TAYLOR_BELOW = memory.data<f32>([0.15], 4);
const TANH_3 = memory.data<f32>([-1.0 / 3.0], 4);
const TANH_5 = memory.data<f32>([2.0 / 15.0], 4);
const TANH_7 = memory.data<f32>([-17.0 / 315.0], 4);

/** (e²ˣ − 1) / (e²ˣ + 1), or x − x³/3 + 2x⁵/15 − 17x⁷/315 near zero. */
// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const e = exp(f32x4.add(x, x));
  const quotient = f32x4.div(f32x4.sub(e, broadcast(ONE)), f32x4.add(e, broadcast(ONE)));
  const square = f32x4.mul(x, x);
  let series = multiplyAdd(broadcast(TANH_5), square, broadcast(TANH_7));
  series = multiplyAdd(broadcast(TANH_3), square, series);
  series = f32x4.mul(x, multiplyAdd(broadcast(ONE), square, series));
  return v128.bitselect(series, quotient, f32x4.lt(f32x4.abs(x), broadcast(TANH_TAYLOR_BELOW)));
}

/** Added to x and taken away again, it leaves x rounded to a whole number, which its last bits hold meanwhile: 1.5 · 2²³. */
const ROUNDER = memory.data<f32>([12582912], 4);
const EXP_MOST = memory.data<f32>([41.5], 4);
const EXP_LEAST = memory.data<f32>([-41.5], 4);
const LOG2_E = memory.data<f32>([1.44269504088896341], 4);
const MINUS_LN2_HIGH = memory.data<f32>([-0.693359375], 4);
const MINUS_LN2_LOW = memory.data<f32>([2.12194440e-4], 4);
const EXP_2 = memory.data<f32>([5.0000001201e-1], 4);
const EXP_3 = memory.data<f32>([1.6666665459e-1], 4);
const EXP_4 = memory.data<f32>([4.1665795894e-2], 4);
const EXP_5 = memory.data<f32>([8.3334519073e-3], 4);
const EXP_6 = memory.data<f32>([1.3981999507e-3], 4);
const EXP_7 = memory.data<f32>([1.987569150e-4], 4);
const EXPONENT_BIAS = memory.data<i32>([127], 4);

/**
 * eˣ = 2ⁿ eʳ with n = x / ln 2 rounded and |r| ≤ ln 2 / 2: ln 2 is subtracted in two parts, the first exact, and eʳ is
 * a polynomial with the minimax coefficients of the Cephes library's `expf` (S. Moshier). Relative error below
 * 2e-7 up to |x| = 41.5, where x is clamped: there σ is 0 or 1 to within 1e-18. NaN stays NaN (operands of pmin, pmax in
 * this order).
 */
// @ts-ignore: decorator
@inline
function exp(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, broadcast(EXP_MOST)), broadcast(EXP_LEAST));
  const shifted = multiplyAdd(broadcast(ROUNDER), x, broadcast(LOG2_E));
  const n = f32x4.sub(shifted, broadcast(ROUNDER));
  const r = multiplyAdd(multiplyAdd(x, n, broadcast(MINUS_LN2_HIGH)), n, broadcast(MINUS_LN2_LOW));
  let p = multiplyAdd(broadcast(EXP_6), broadcast(EXP_7), r);
  p = multiplyAdd(broadcast(EXP_5), p, r);
  p = multiplyAdd(broadcast(EXP_4), p, r);
  p = multiplyAdd(broadcast(EXP_3), p, r);
  p = multiplyAdd(broadcast(EXP_2), p, r);
  p = f32x4.add(multiplyAdd(r, f32x4.mul(p, r), r), broadcast(ONE));
  const powerOfTwo = i32x4.shl(i32x4.add(shifted, broadcast(EXPONENT_BIAS)), 23); // the rounder's own bits are shifted out
  return f32x4.mul(p, powerOfTwo);
}
