/** The two matrix products of a layer: forward Y = Z W, and backward dZ = dY Wᵀ. */

import { broadcast, FLOAT, horizontalSum, load, multiplyAdd, splat, store, VECTOR } from './simd';
import { TILE, tile } from './tile';
import { backwardQuads } from './transposed';

/** Y[rows, outputs] = Z[rows, inputs] W[inputs, outputs]; four rows at a time, what is left over one by one. */
export function forward(rows: i32, inputs: i32, outputs: i32, Z: usize, W: usize, Y: usize): void {
  const zRow = <usize>inputs * FLOAT;
  const yRow = <usize>outputs * FLOAT;
  const quads = rows & ~3;
  let n: usize = 0;
  if (WIDE && quads) {
    for (; n + TILE <= yRow; n += TILE) {
      for (let b = 0; b < quads; b += 4) {
        tile(inputs, Z + <usize>b * zRow, zRow, FLOAT, W + n, yRow, Y + <usize>b * yRow + n, yRow, false);
      }
    }
  }
  for (; quads && n < yRow; n += 2 * VECTOR) {
    for (let b = 0; b < quads; b += 4) {
      forwardFourRows(zRow, yRow, Z + <usize>b * zRow, W + n, Y + <usize>b * yRow + n);
    }
  }
  for (let b = quads; b < rows; b++) forwardOneRow(zRow, yRow, Z + <usize>b * zRow, W, Y + <usize>b * yRow);
}

/**
 * Eight rows of W at a time (and four at the end), from end to end, so that W is read in order; Y, small enough for the
 * first-level cache, gathers their sum.
 */
function forwardOneRow(zRow: usize, yRow: usize, Z: usize, W: usize, Y: usize): void {
  memory.fill(Y, 0, yRow);
  const end = Z + zRow;
  let z = Z;
  let w = W;
  for (; z + 8 * FLOAT <= end; z += 8 * FLOAT, w += 8 * yRow) {
    const a0 = broadcast(z);
    const a1 = broadcast(z + FLOAT);
    const a2 = broadcast(z + 2 * FLOAT);
    const a3 = broadcast(z + 3 * FLOAT);
    const a4 = broadcast(z + 4 * FLOAT);
    const a5 = broadcast(z + 5 * FLOAT);
    const a6 = broadcast(z + 6 * FLOAT);
    const a7 = broadcast(z + 7 * FLOAT);
    let n: usize = 0;
    if (WIDE) {
      for (; n < yRow; n += 2 * VECTOR) {
        const upper = w + n;
        const w1 = upper + yRow;
        const w2 = w1 + yRow;
        const w3 = w2 + yRow;
        const w4 = w3 + yRow;
        const w5 = w4 + yRow;
        const w6 = w5 + yRow;
        const w7 = w6 + yRow;
        const y = Y + n;
        let s0 = v128.load(y);
        let s1 = v128.load(y, 16);
        s0 = multiplyAdd(s0, a0, v128.load(upper));
        s1 = multiplyAdd(s1, a0, v128.load(upper, 16));
        s0 = multiplyAdd(s0, a1, v128.load(w1));
        s1 = multiplyAdd(s1, a1, v128.load(w1, 16));
        s0 = multiplyAdd(s0, a2, v128.load(w2));
        s1 = multiplyAdd(s1, a2, v128.load(w2, 16));
        s0 = multiplyAdd(s0, a3, v128.load(w3));
        s1 = multiplyAdd(s1, a3, v128.load(w3, 16));
        s0 = multiplyAdd(s0, a4, v128.load(w4));
        s1 = multiplyAdd(s1, a4, v128.load(w4, 16));
        s0 = multiplyAdd(s0, a5, v128.load(w5));
        s1 = multiplyAdd(s1, a5, v128.load(w5, 16));
        s0 = multiplyAdd(s0, a6, v128.load(w6));
        s1 = multiplyAdd(s1, a6, v128.load(w6, 16));
        s0 = multiplyAdd(s0, a7, v128.load(w7));
        s1 = multiplyAdd(s1, a7, v128.load(w7, 16));
        v128.store(y, s0);
        v128.store(y, s1, 16);
      }
    }
    for (; n < yRow; n += VECTOR) {
      const upper = w + n;
      const lower = upper + 4 * yRow;
      let y = load(Y + n);
      y = multiplyAdd(y, a0, load(upper));
      y = multiplyAdd(y, a1, load(upper + yRow));
      y = multiplyAdd(y, a2, load(upper + 2 * yRow));
      y = multiplyAdd(y, a3, load(upper + 3 * yRow));
      y = multiplyAdd(y, a4, load(lower));
      y = multiplyAdd(y, a5, load(lower + yRow));
      y = multiplyAdd(y, a6, load(lower + 2 * yRow));
      store(Y + n, multiplyAdd(y, a7, load(lower + 3 * yRow)));
    }
  }
  for (; z < end; z += FLOAT, w += yRow) {
    const a = broadcast(z);
    for (let n: usize = 0; n < yRow; n += VECTOR) store(Y + n, multiplyAdd(load(Y + n), a, load(w + n)));
  }
}

/** Two vectors wide, four rows high: eight sums, so each weight loaded serves four rows. */
function forwardFourRows(zRow: usize, yRow: usize, Z: usize, W: usize, Y: usize): void {
  let s00 = splat(0), s01 = splat(0), s10 = splat(0), s11 = splat(0);
  let s20 = splat(0), s21 = splat(0), s30 = splat(0), s31 = splat(0);
  const end = Z + zRow;
  for (let z = Z, w = W; z < end; z += FLOAT, w += yRow) {
    const w0 = load(w);
    const w1 = load(w, VECTOR);
    let a = broadcast(z);
    s00 = multiplyAdd(s00, a, w0);
    s01 = multiplyAdd(s01, a, w1);
    a = broadcast(z + zRow);
    s10 = multiplyAdd(s10, a, w0);
    s11 = multiplyAdd(s11, a, w1);
    a = broadcast(z + 2 * zRow);
    s20 = multiplyAdd(s20, a, w0);
    s21 = multiplyAdd(s21, a, w1);
    a = broadcast(z + 3 * zRow);
    s30 = multiplyAdd(s30, a, w0);
    s31 = multiplyAdd(s31, a, w1);
  }
  store(Y, s00);
  store(Y + VECTOR, s01);
  store(Y + yRow, s10);
  store(Y + yRow + VECTOR, s11);
  store(Y + 2 * yRow, s20);
  store(Y + 2 * yRow + VECTOR, s21);
  store(Y + 3 * yRow, s30);
  store(Y + 3 * yRow + VECTOR, s31);
}

/** Rows of W that stay in the first-level cache while all rows of dY pass by. */
const ROWS_IN_CACHE: i32 = 8;

/**
 * dZ[rows, from…to) = dY[rows, outputs] Wᵀ[outputs, from…to): columns of dZ beyond that range stay as they are. The wide
 * builds read Wᵀ from P, made by `pack`, unless P is 0; the others always read W.
 */
export function backward(
  rows: i32, from: i32, to: i32, inputs: i32, outputs: i32, dY: usize, W: usize, P: usize, dZ: usize,
): void {
  const zRow = <usize>inputs * FLOAT;
  const yRow = <usize>outputs * FLOAT;
  const quads = rows & ~3;
  if (WIDE && P) {
    backwardQuads(quads, from, to, inputs, outputs, dY, P, dZ);
  } else {
    for (let k = from; quads && k < to; k += ROWS_IN_CACHE) {
      const end = min(k + ROWS_IN_CACHE, to);
      for (let b = 0; b < quads; b += 4) {
        backwardFourRows(k, end, zRow, yRow, dY + <usize>b * yRow, W, dZ + <usize>b * zRow);
      }
    }
  }
  for (let b = quads; b < rows; b++) {
    backwardOneRow(from, to, yRow, dY + <usize>b * yRow, W, dZ + <usize>b * zRow);
  }
}

/** Four rows of dY against two rows of W: eight dot products at a time. */
function backwardFourRows(from: i32, to: i32, zRow: usize, yRow: usize, dY: usize, W: usize, dZ: usize): void {
  let k = from;
  for (; k + 2 <= to; k += 2) {
    let s00 = splat(0), s01 = splat(0), s10 = splat(0), s11 = splat(0);
    let s20 = splat(0), s21 = splat(0), s30 = splat(0), s31 = splat(0);
    const end = dY + yRow;
    for (let y = dY, w = W + <usize>k * yRow; y < end; y += VECTOR, w += VECTOR) {
      const w0 = load(w);
      const w1 = load(w + yRow);
      let g = load(y);
      s00 = multiplyAdd(s00, g, w0);
      s01 = multiplyAdd(s01, g, w1);
      g = load(y + yRow);
      s10 = multiplyAdd(s10, g, w0);
      s11 = multiplyAdd(s11, g, w1);
      g = load(y + 2 * yRow);
      s20 = multiplyAdd(s20, g, w0);
      s21 = multiplyAdd(s21, g, w1);
      g = load(y + 3 * yRow);
      s30 = multiplyAdd(s30, g, w0);
      s31 = multiplyAdd(s31, g, w1);
    }
    let z = dZ + <usize>k * FLOAT;
    storePair(z, s00, s01);
    storePair((z += zRow), s10, s11);
    storePair((z += zRow), s20, s21);
    storePair((z += zRow), s30, s31);
  }
  for (; k < to; k++) {
    for (let b = 0; b < 4; b++) {
      const y = dY + <usize>b * yRow;
      f32.store(dZ + <usize>b * zRow + <usize>k * FLOAT, dotProduct(yRow, y, W + <usize>k * yRow));
    }
  }
}

/**
 * One row of dY against six rows of W (and four, and one, at the end). Four sums would wait for one another; with eight V8 of
 * Node 20 runs out of registers.
 */
function backwardOneRow(from: i32, to: i32, yRow: usize, dY: usize, W: usize, dZ: usize): void {
  let k = from;
  const end = dY + yRow;
  for (; k + 6 <= to; k += 6) {
    let s0 = splat(0), s1 = splat(0), s2 = splat(0), s3 = splat(0), s4 = splat(0), s5 = splat(0);
    for (let y = dY, w = W + <usize>k * yRow; y < end; y += VECTOR, w += VECTOR) {
      const g = load(y);
      const lower = w + 3 * yRow;
      s0 = multiplyAdd(s0, g, load(w));
      s1 = multiplyAdd(s1, g, load(w + yRow));
      s2 = multiplyAdd(s2, g, load(w + 2 * yRow));
      s3 = multiplyAdd(s3, g, load(lower));
      s4 = multiplyAdd(s4, g, load(lower + yRow));
      s5 = multiplyAdd(s5, g, load(lower + 2 * yRow));
    }
    const z = dZ + <usize>k * FLOAT;
    storePair(z, s0, s1);
    storePair(z + 2 * FLOAT, s2, s3);
    storePair(z + 4 * FLOAT, s4, s5);
  }
  for (; k + 4 <= to; k += 4) {
    let s0 = splat(0), s1 = splat(0), s2 = splat(0), s3 = splat(0);
    for (let y = dY, w = W + <usize>k * yRow; y < end; y += VECTOR, w += VECTOR) {
      const g = load(y);
      s0 = multiplyAdd(s0, g, load(w));
      s1 = multiplyAdd(s1, g, load(w + yRow));
      s2 = multiplyAdd(s2, g, load(w + 2 * yRow));
      s3 = multiplyAdd(s3, g, load(w + 3 * yRow));
    }
    const z = dZ + <usize>k * FLOAT;
    storePair(z, s0, s1);
    storePair(z + 2 * FLOAT, s2, s3);
  }
  for (; k < to; k++) f32.store(dZ + <usize>k * FLOAT, dotProduct(yRow, dY, W + <usize>k * yRow));
}

function dotProduct(length: usize, a: usize, b: usize): f32 {
  let sum = splat(0);
  for (let i: usize = 0; i < length; i += VECTOR) sum = multiplyAdd(sum, load(a + i), load(b + i));
  return horizontalSum(sum);
}

// @ts-ignore: decorator
@inline
function storePair(address: usize, first: v128, second: v128): void {
  f32.store(address, horizontalSum(first));
  f32.store(address + FLOAT, horizontalSum(second));
}
