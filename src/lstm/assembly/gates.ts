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

import { FLOAT, flush, load, multiplyAdd, splat, store, VECTOR } from './simd';

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
    let j: usize = 0;
    if (WIDE) {
      for (; j + 2 * VECTOR <= H; j += 2 * VECTOR) {
        const at = b * H + j;
        const second = h2 ? h2Row + j : 0;
        forwardPair(gates + 4 * b * H + j, H, cBefore + at, c + at, tanhC + at, h1Row + j, second);
      }
    }
    for (; j < H; j += VECTOR) {
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
    let j: usize = 0;
    if (WIDE) {
      for (; j + 2 * VECTOR <= H; j += 2 * VECTOR) {
        const at = b * H + j;
        backwardPair(gates + 4 * b * H + j, H, cBefore + at, tanhC + at, dC + at, above + j, after + j);
      }
    }
    for (; j < H; j += VECTOR) {
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

/** The loop's body of `forwardGates` for two neighbouring vectors: offsets are constants, as V8's revectoriser wants them. */
// @ts-ignore: decorator
@inline
function forwardPair(z: usize, H: usize, cBefore: usize, c: usize, tanhC: usize, h1: usize, h2: usize): void {
  const zf = z + H;
  const zg = zf + H;
  const zo = zg + H;
  const iA = sigmoid(v128.load(z));
  const iB = sigmoid(v128.load(z, 16));
  v128.store(z, iA);
  v128.store(z, iB, 16);
  const fA = sigmoid(v128.load(zf));
  const fB = sigmoid(v128.load(zf, 16));
  v128.store(zf, fA);
  v128.store(zf, fB, 16);
  const gA = tanh(v128.load(zg));
  const gB = tanh(v128.load(zg, 16));
  v128.store(zg, gA);
  v128.store(zg, gB, 16);
  const oA = sigmoid(v128.load(zo));
  const oB = sigmoid(v128.load(zo, 16));
  v128.store(zo, oA);
  v128.store(zo, oB, 16);
  const cellA = flush(multiplyAdd(f32x4.mul(iA, gA), fA, v128.load(cBefore)));
  const cellB = flush(multiplyAdd(f32x4.mul(iB, gB), fB, v128.load(cBefore, 16)));
  v128.store(c, cellA);
  v128.store(c, cellB, 16);
  const tA = tanh(cellA);
  const tB = tanh(cellB);
  v128.store(tanhC, tA);
  v128.store(tanhC, tB, 16);
  const hA = flush(f32x4.mul(oA, tA));
  const hB = flush(f32x4.mul(oB, tB));
  v128.store(h1, hA);
  v128.store(h1, hB, 16);
  if (h2) {
    v128.store(h2, hA);
    v128.store(h2, hB, 16);
  }
}

/** The same for `backwardGates`. */
// @ts-ignore: decorator
@inline
function backwardPair(z: usize, H: usize, cBefore: usize, tanhC: usize, dC: usize, above: usize, after: usize): void {
  const zf = z + H;
  const zg = zf + H;
  const zo = zg + H;
  const iA = v128.load(z);
  const fA = v128.load(zf);
  const gA = v128.load(zg);
  const oA = v128.load(zo);
  const tA = v128.load(tanhC);
  const dhA = f32x4.add(v128.load(above), v128.load(after));
  const dcA = multiplyAdd(v128.load(dC), f32x4.mul(dhA, oA), oneMinus(f32x4.mul(tA, tA)));
  const beforeA = v128.load(cBefore);
  const iB = v128.load(z, 16);
  const fB = v128.load(zf, 16);
  const gB = v128.load(zg, 16);
  const oB = v128.load(zo, 16);
  const tB = v128.load(tanhC, 16);
  const dhB = f32x4.add(v128.load(above, 16), v128.load(after, 16));
  const dcB = multiplyAdd(v128.load(dC, 16), f32x4.mul(dhB, oB), oneMinus(f32x4.mul(tB, tB)));
  const beforeB = v128.load(cBefore, 16);
  v128.store(z, flush(f32x4.mul(f32x4.mul(f32x4.mul(dcA, gA), iA), oneMinus(iA))));
  v128.store(z, flush(f32x4.mul(f32x4.mul(f32x4.mul(dcB, gB), iB), oneMinus(iB))), 16);
  v128.store(zf, flush(f32x4.mul(f32x4.mul(f32x4.mul(dcA, beforeA), fA), oneMinus(fA))));
  v128.store(zf, flush(f32x4.mul(f32x4.mul(f32x4.mul(dcB, beforeB), fB), oneMinus(fB))), 16);
  v128.store(zg, flush(f32x4.mul(f32x4.mul(dcA, iA), oneMinus(f32x4.mul(gA, gA)))));
  v128.store(zg, flush(f32x4.mul(f32x4.mul(dcB, iB), oneMinus(f32x4.mul(gB, gB)))), 16);
  v128.store(zo, flush(f32x4.mul(f32x4.mul(f32x4.mul(dhA, tA), oA), oneMinus(oA))));
  v128.store(zo, flush(f32x4.mul(f32x4.mul(f32x4.mul(dhB, tB), oB), oneMinus(oB))), 16);
  v128.store(dC, flush(f32x4.mul(dcA, fA)));
  v128.store(dC, flush(f32x4.mul(dcB, fB)), 16);
}

// @ts-ignore: decorator
@inline
function oneMinus(x: v128): v128 {
  return f32x4.sub(splat(1), x);
}

/** 1 / (1 + e⁻ˣ). */
// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp(f32x4.neg(x))));
}

/** Below this |x| the quotient loses digits to cancellation, and the Taylor polynomial has none to lose. */
const TANH_TAYLOR_BELOW: f32 = 0.15;

/** (e²ˣ − 1) / (e²ˣ + 1), or x − x³/3 + 2x⁵/15 − 17x⁷/315 near zero. */
// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const e = exp(f32x4.add(x, x));
  const quotient = f32x4.div(f32x4.sub(e, splat(1)), f32x4.add(e, splat(1)));
  const square = f32x4.mul(x, x);
  let series = multiplyAdd(splat(2.0 / 15.0), square, splat(-17.0 / 315.0));
  series = multiplyAdd(splat(-1.0 / 3.0), square, series);
  series = f32x4.mul(x, multiplyAdd(splat(1), square, series));
  return v128.bitselect(series, quotient, f32x4.lt(f32x4.abs(x), splat(TANH_TAYLOR_BELOW)));
}

/** Added to x and taken away again, it leaves x rounded to a whole number, which its last bits hold meanwhile: 1.5 · 2²³. */
const ROUNDER: f32 = 12582912;

/**
 * eˣ = 2ⁿ eʳ with n = x / ln 2 rounded and |r| ≤ ln 2 / 2: ln 2 is subtracted in two parts, the first exact, and eʳ is
 * a polynomial with the minimax coefficients of the Cephes library's `expf` (S. Moshier). Relative error below
 * 2e-7 up to |x| = 41.5, where x is clamped: there σ is 0 or 1 to within 1e-18. NaN stays NaN (operands of pmin, pmax in
 * this order).
 */
// @ts-ignore: decorator
@inline
function exp(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, splat(41.5)), splat(-41.5));
  const shifted = multiplyAdd(splat(ROUNDER), x, splat(1.44269504088896341));
  const n = f32x4.sub(shifted, splat(ROUNDER));
  const r = multiplyAdd(multiplyAdd(x, n, splat(-0.693359375)), n, splat(2.12194440e-4));
  let p = multiplyAdd(splat(1.3981999507e-3), splat(1.987569150e-4), r);
  p = multiplyAdd(splat(8.3334519073e-3), p, r);
  p = multiplyAdd(splat(4.1665795894e-2), p, r);
  p = multiplyAdd(splat(1.6666665459e-1), p, r);
  p = multiplyAdd(splat(5.0000001201e-1), p, r);
  p = f32x4.add(multiplyAdd(r, f32x4.mul(p, r), r), splat(1));
  const powerOfTwo = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23); // the rounder's own bits are shifted out
  return f32x4.mul(p, powerOfTwo);
}
