/**
 * A layer's gradient, dW = Σ_r z_r ⊗ dy_r over the rows of a window, and Adam's step fused to it: the gradient is
 * used where it is made and never written. Both share one loop, and differ in what they do with a finished block.
 */

import { broadcast, FLOAT, flushBelow, load, multiplyAdd, splat, store, VECTOR } from './simd';
import { TILE, tile } from './tile';

/** dW[inputs, outputs] = Z[rows, inputs]ᵀ dY[rows, outputs]. scratch holds rows × 4 numbers. */
export function weightGradient(
  rows: i32, inputs: i32, outputs: i32, Z: usize, dY: usize, dW: usize, scratch: usize,
): void {
  outerProducts(rows, inputs, outputs, Z, dY, dW, 0, 0, scratch, false);
}

/**
 * Adam (Kingma & Ba 2015) on g = scale · Zᵀ dY:
 *
 *     M ← β₁ M + (1 − β₁) g    V ← β₂ V + (1 − β₂) g²    W ← W − step · M / (√V · rootCorrection + ε)
 *
 * with step = learningRate / (1 − β₁ⁿ) and rootCorrection = 1 / √(1 − β₂ⁿ) from the host. So are meanFactor = (1 − β₁) scale
 * and squareFactor = (1 − β₂) scale²: computed there in float64, they are what PyTorch uses; 1 − f32(β₂) would be off by 5e-5.
 */
export function adam(
  rows: i32, inputs: i32, outputs: i32, Z: usize, dY: usize, W: usize, M: usize, V: usize, scratch: usize,
  beta1: f32, meanFactor: f32, beta2: f32, squareFactor: f32, step: f32, rootCorrection: f32, epsilon: f32,
): void {
  adamBeta1 = beta1;
  adamMeanFactor = meanFactor;
  adamBeta2 = beta2;
  adamSquareFactor = squareFactor;
  adamMinusStep = -step;
  adamRootCorrection = rootCorrection;
  adamEpsilon = epsilon;
  outerProducts(rows, inputs, outputs, Z, dY, W, M, V, scratch, true);
}

/** Puts 0 in place of those of `count` numbers whose magnitude is below `smallest`. count: a multiple of four. */
export function flush(address: usize, count: i32, smallest: f32): void {
  const least = splat(smallest);
  for (const end = address + <usize>count * FLOAT; address < end; address += VECTOR) {
    store(address, flushBelow(load(address), least));
  }
}

/**
 * The largest |x| of `count` float32; NaN if there is one. Without their signs, float32 numbers are in the order of their
 * bits read as integers, infinity and then NaN last; V8 compares integers several times faster.
 */
export function largestMagnitude(address: usize, count: i32): f32 {
  const magnitude = i32x4.splat(0x7fffffff);
  let first = i32x4.splat(0);
  let second = i32x4.splat(0);
  const end = address + <usize>count * FLOAT;
  for (; address + 2 * VECTOR <= end; address += 2 * VECTOR) {
    first = i32x4.max_u(first, v128.and(load(address), magnitude));
    second = i32x4.max_u(second, v128.and(load(address, VECTOR), magnitude));
  }
  const lanes = i32x4.max_u(first, second);
  let largest = max(<u32>i32x4.extract_lane(lanes, 0), <u32>i32x4.extract_lane(lanes, 1));
  largest = max(largest, <u32>i32x4.extract_lane(lanes, 2));
  largest = max(largest, <u32>i32x4.extract_lane(lanes, 3));
  for (; address < end; address += FLOAT) largest = max(largest, <u32>i32.load(address) & 0x7fffffff);
  return reinterpret<f32>(largest);
}

/** Blocks of four rows of dW, two vectors wide: eight sums, and each loaded dy serves four of them. */
// @ts-ignore: decorator
@inline
function outerProducts(
  rows: i32, inputs: i32, outputs: i32, Z: usize, dY: usize, W: usize, M: usize, V: usize,
  scratch: usize, isAdam: bool,
): void {
  const zRow = <usize>inputs * FLOAT;
  const yRow = <usize>outputs * FLOAT;
  for (let k: usize = 0; k < <usize>inputs; k += 4) {
    // The four columns of Z side by side: with many rows, Z's own lines would push those of dY out of the cache.
    for (let r: usize = 0; r < <usize>rows; r++) store(scratch + r * VECTOR, load(Z + r * zRow + k * FLOAT));
    let n: usize = 0;
    if (WIDE) {
      for (; n + TILE <= yRow; n += TILE) {
        const at = k * yRow + n;
        if (isAdam) {
          tile(rows, scratch, FLOAT, VECTOR, dY + n, yRow, sums, TILE, false);
          for (let i: usize = 0, from = at; i < 4; i++, from += yRow) {
            const g = sums + i * TILE;
            for (let j: usize = 0; j < TILE; j += 2 * VECTOR) {
              adamPair(g + j, W + from + j, M + from + j, V + from + j);
            }
          }
        } else {
          tile(rows, scratch, FLOAT, VECTOR, dY + n, yRow, W + at, yRow, false);
        }
      }
    }
    for (; n < yRow; n += 2 * VECTOR) {
      let s00 = splat(0), s01 = splat(0), s10 = splat(0), s11 = splat(0);
      let s20 = splat(0), s21 = splat(0), s30 = splat(0), s31 = splat(0);
      let z = scratch;
      let y = dY + n;
      for (const end = scratch + <usize>rows * VECTOR; z < end; z += VECTOR, y += yRow) {
        const y0 = load(y);
        const y1 = load(y, VECTOR);
        let a = broadcast(z);
        s00 = multiplyAdd(s00, a, y0);
        s01 = multiplyAdd(s01, a, y1);
        a = broadcast(z + FLOAT);
        s10 = multiplyAdd(s10, a, y0);
        s11 = multiplyAdd(s11, a, y1);
        a = broadcast(z + 2 * FLOAT);
        s20 = multiplyAdd(s20, a, y0);
        s21 = multiplyAdd(s21, a, y1);
        a = broadcast(z + 3 * FLOAT);
        s30 = multiplyAdd(s30, a, y0);
        s31 = multiplyAdd(s31, a, y1);
      }
      let at = k * yRow + n;
      finish(s00, at, W, M, V, isAdam);
      finish(s01, at + VECTOR, W, M, V, isAdam);
      finish(s10, (at += yRow), W, M, V, isAdam);
      finish(s11, at + VECTOR, W, M, V, isAdam);
      finish(s20, (at += yRow), W, M, V, isAdam);
      finish(s21, at + VECTOR, W, M, V, isAdam);
      finish(s30, (at += yRow), W, M, V, isAdam);
      finish(s31, at + VECTOR, W, M, V, isAdam);
    }
  }
}

let adamBeta1: f32 = 0;
let adamMeanFactor: f32 = 0;
let adamBeta2: f32 = 0;
let adamSquareFactor: f32 = 0;
let adamMinusStep: f32 = 0;
let adamRootCorrection: f32 = 0;
let adamEpsilon: f32 = 0;

/** What becomes of four finished entries of the gradient, those at byte offset `at`. */
// @ts-ignore: decorator
@inline
function finish(g: v128, at: usize, W: usize, M: usize, V: usize, isAdam: bool): void {
  if (isAdam) {
    const m = mean(load(M + at), g);
    const v = meanSquare(load(V + at), g);
    store(M + at, m);
    store(V + at, v);
    store(W + at, moved(load(W + at), m, v));
  } else {
    store(W + at, g);
  }
}

/** A finished tile of the gradient, on its way to Adam. */
const sums = memory.data(4 * 64, 64);

/** Adam's step for two neighbouring vectors of a tile: offsets are constants, as V8's revectoriser wants them. */
// @ts-ignore: decorator
@inline
function adamPair(g: usize, W: usize, M: usize, V: usize): void {
  const g0 = v128.load(g);
  const g1 = v128.load(g, 16);
  const m0 = mean(v128.load(M), g0);
  const m1 = mean(v128.load(M, 16), g1);
  v128.store(M, m0);
  v128.store(M, m1, 16);
  const v0 = meanSquare(v128.load(V), g0);
  const v1 = meanSquare(v128.load(V, 16), g1);
  v128.store(V, v0);
  v128.store(V, v1, 16);
  const w0 = moved(v128.load(W), m0, v0);
  const w1 = moved(v128.load(W, 16), m1, v1);
  v128.store(W, w0);
  v128.store(W, w1, 16);
}

// @ts-ignore: decorator
@inline
function mean(m: v128, g: v128): v128 {
  return multiplyAdd(f32x4.mul(m, splat(adamBeta1)), g, splat(adamMeanFactor));
}

// @ts-ignore: decorator
@inline
function meanSquare(v: v128, g: v128): v128 {
  return multiplyAdd(f32x4.mul(v, splat(adamBeta2)), f32x4.mul(g, g), splat(adamSquareFactor));
}

// @ts-ignore: decorator
@inline
function moved(w: v128, m: v128, v: v128): v128 {
  const root = multiplyAdd(splat(adamEpsilon), f32x4.sqrt(v), splat(adamRootCorrection));
  return multiplyAdd(w, splat(adamMinusStep), f32x4.div(m, root));
}
