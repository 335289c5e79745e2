/**
 * σ and tanh of a row of numbers.
 *
 * The constants are loaded once a row and handed to `exp`: V8 would else build each of them anew at every use, which took
 * two thirds of the time. Two neighbouring vectors are done at a time: V8's revectoriser can join them, and elsewhere the
 * latency of one hides behind the other.
 */

import { broadcast, FLOAT, load, multiplyAdd, VECTOR } from './simd';

/** Added to x and taken away again, 1.5 · 2²³ leaves x rounded to a whole number, which its last bits hold meanwhile. */
const ROUNDER = memory.data<f32>([12582912], 4);
const EXPONENT_BIAS = memory.data<i32>([127], 4);
const ONE = memory.data<f32>([1], 4);
const LARGEST = memory.data<f32>([41.5], 4);
const SMALLEST = memory.data<f32>([-41.5], 4);
const LOG2_E = memory.data<f32>([1.44269504088896341], 4);
/** −ln 2 in two parts, the first exact. */
const MINUS_LN2 = memory.data<f32>([-0.693359375, 2.12194440e-4], 4);
/** The minimax coefficients of r² … r⁷ of the Cephes library's `expf` (S. Moshier). */
const POWERS = memory.data<f32>(
  [5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.987569150e-4], 4,
);

/** z ← σ(z) = 1 / (1 + e⁻ᶻ) for a row of `length` bytes, a multiple of a vector. */
export function sigmoid(z: usize, length: usize): void {
  const bias = broadcast(EXPONENT_BIAS), one = broadcast(ONE);
  const log2e = broadcast(LOG2_E), rounder = broadcast(ROUNDER);
  const most = broadcast(LARGEST), least = broadcast(SMALLEST);
  const high = broadcast(MINUS_LN2), low = broadcast(MINUS_LN2 + FLOAT);
  const p2 = broadcast(POWERS), p3 = broadcast(POWERS + FLOAT), p4 = broadcast(POWERS + 2 * FLOAT);
  const p5 = broadcast(POWERS + 3 * FLOAT), p6 = broadcast(POWERS + 4 * FLOAT), p7 = broadcast(POWERS + 5 * FLOAT);
  const end = z + length;
  for (; z + 2 * VECTOR <= end; z += 2 * VECTOR) {
    const a = f32x4.neg(v128.load(z));
    const b = f32x4.neg(v128.load(z, 16));
    const expA = exp(a, most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    const expB = exp(b, most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    v128.store(z, f32x4.div(one, f32x4.add(one, expA)));
    v128.store(z, f32x4.div(one, f32x4.add(one, expB)), 16);
  }
  if (z < end) {
    const a = f32x4.neg(load(z));
    const expA = exp(a, most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    v128.store(z, f32x4.div(one, f32x4.add(one, expA)));
  }
}

/** Below this |x| the quotient loses digits to cancellation, and the Taylor polynomial has none to lose. */
const TAYLOR_BELOW = memory.data<f32>([0.15], 4);
/** The Taylor coefficients of x³, x⁵ and x⁷. */
const TAYLOR = memory.data<f32>([-1.0 / 3.0, 2.0 / 15.0, -17.0 / 315.0], 4);

/** y ← tanh x = (e²ˣ − 1) / (e²ˣ + 1), or x − x³/3 + 2x⁵/15 − 17x⁷/315 near zero. */
export function tanh(x: usize, y: usize, length: usize): void {
  const bias = broadcast(EXPONENT_BIAS), one = broadcast(ONE);
  const log2e = broadcast(LOG2_E), rounder = broadcast(ROUNDER);
  const most = broadcast(LARGEST), least = broadcast(SMALLEST);
  const high = broadcast(MINUS_LN2), low = broadcast(MINUS_LN2 + FLOAT);
  const p2 = broadcast(POWERS), p3 = broadcast(POWERS + FLOAT), p4 = broadcast(POWERS + 2 * FLOAT);
  const p5 = broadcast(POWERS + 3 * FLOAT), p6 = broadcast(POWERS + 4 * FLOAT), p7 = broadcast(POWERS + 5 * FLOAT);
  const below = broadcast(TAYLOR_BELOW);
  const t3 = broadcast(TAYLOR), t5 = broadcast(TAYLOR + FLOAT), t7 = broadcast(TAYLOR + 2 * FLOAT);
  const end = x + length;
  for (; x + 2 * VECTOR <= end; x += 2 * VECTOR, y += 2 * VECTOR) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const expA = exp(f32x4.add(a, a), most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    const expB = exp(f32x4.add(b, b), most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    v128.store(y, tanhFrom(a, expA, one, below, t3, t5, t7));
    v128.store(y, tanhFrom(b, expB, one, below, t3, t5, t7), 16);
  }
  if (x < end) {
    const a = load(x);
    const expA = exp(f32x4.add(a, a), most, least, rounder, log2e, high, low, p2, p3, p4, p5, p6, p7, one, bias);
    v128.store(y, tanhFrom(a, expA, one, below, t3, t5, t7));
  }
}

/** tanh x, from x and e²ˣ. */
// @ts-ignore: decorator
@inline
function tanhFrom(x: v128, e: v128, one: v128, below: v128, t3: v128, t5: v128, t7: v128): v128 {
  const quotient = f32x4.div(f32x4.sub(e, one), f32x4.add(e, one));
  const square = f32x4.mul(x, x);
  let series = multiplyAdd(t5, square, t7);
  series = multiplyAdd(t3, square, series);
  series = f32x4.mul(x, multiplyAdd(one, square, series));
  return v128.bitselect(series, quotient, f32x4.lt(f32x4.abs(x), below));
}

/**
 * eˣ = 2ⁿ eʳ with n = x / ln 2 rounded and |r| ≤ ln 2 / 2: eʳ is 1 + r + a polynomial. Relative error below 2e-7 up to
 * |x| = 41.5, where x is clamped: there σ is 0 or 1 to within 1e-18. NaN stays NaN (operands of pmin, pmax in this order).
 */
// @ts-ignore: decorator
@inline
function exp(
  x: v128, most: v128, least: v128, rounder: v128, log2e: v128, high: v128, low: v128,
  p2: v128, p3: v128, p4: v128, p5: v128, p6: v128, p7: v128, one: v128, bias: v128,
): v128 {
  x = f32x4.pmax(f32x4.pmin(x, most), least);
  const shifted = multiplyAdd(rounder, x, log2e);
  const n = f32x4.sub(shifted, rounder);
  const r = multiplyAdd(multiplyAdd(x, n, high), n, low);
  let p = multiplyAdd(p6, p7, r);
  p = multiplyAdd(p5, p, r);
  p = multiplyAdd(p4, p, r);
  p = multiplyAdd(p3, p, r);
  p = multiplyAdd(p2, p, r);
  p = f32x4.add(multiplyAdd(r, f32x4.mul(p, r), r), one);
  const powerOfTwo = i32x4.shl(i32x4.add(shifted, bias), 23); // the rounder's own bits are shifted out
  return f32x4.mul(p, powerOfTwo);
}
