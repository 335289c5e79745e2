/**
 * The wide builds' one product: 4 rows by 16 columns, Y[i, j] = Σ_s A[i, s] B[s, j], in the order of s.
 *
 * V8's revectoriser joins two neighbouring vectors of four to one of eight where it is turned on (x64 with AVX2), so these
 * sixteen sums lie in eight registers, and there are enough of them to keep two fused multiply–adds a cycle busy. Without it
 * they would be spilled. Every sum is made as the narrow kernels make theirs: the bytes are the same.
 */

import { broadcast, multiplyAdd, splat, VECTOR } from './simd';

/** Columns of a tile, in bytes. */
export const TILE: usize = 4 * VECTOR;

/**
 * A[i, s] lies at A + i · aRow + s · aStep, row s of B at B + s · bStep, and row i of Y at Y + i · yRow (all in bytes).
 * With `isAdded` the sums are added to what is in Y.
 */
export function tile(
  steps: i32, A: usize, aRow: usize, aStep: usize, B: usize, bStep: usize, Y: usize, yRow: usize, isAdded: bool,
): void {
  let s00 = splat(0), s01 = splat(0), s02 = splat(0), s03 = splat(0);
  let s10 = splat(0), s11 = splat(0), s12 = splat(0), s13 = splat(0);
  let s20 = splat(0), s21 = splat(0), s22 = splat(0), s23 = splat(0);
  let s30 = splat(0), s31 = splat(0), s32 = splat(0), s33 = splat(0);
  const aRow2: usize = 2 * aRow;
  const aRow3: usize = 3 * aRow;
  let b = B;
  for (let a = A, end = A + <usize>steps * aStep; a < end; a += aStep, b += bStep) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = broadcast(a);
    s00 = multiplyAdd(s00, x, b0);
    s01 = multiplyAdd(s01, x, b1);
    s02 = multiplyAdd(s02, x, b2);
    s03 = multiplyAdd(s03, x, b3);
    x = broadcast(a + aRow);
    s10 = multiplyAdd(s10, x, b0);
    s11 = multiplyAdd(s11, x, b1);
    s12 = multiplyAdd(s12, x, b2);
    s13 = multiplyAdd(s13, x, b3);
    x = broadcast(a + aRow2);
    s20 = multiplyAdd(s20, x, b0);
    s21 = multiplyAdd(s21, x, b1);
    s22 = multiplyAdd(s22, x, b2);
    s23 = multiplyAdd(s23, x, b3);
    x = broadcast(a + aRow3);
    s30 = multiplyAdd(s30, x, b0);
    s31 = multiplyAdd(s31, x, b1);
    s32 = multiplyAdd(s32, x, b2);
    s33 = multiplyAdd(s33, x, b3);
  }
  const y1 = Y + yRow;
  const y2 = y1 + yRow;
  const y3 = y2 + yRow;
  if (isAdded) {
    s00 = f32x4.add(v128.load(Y), s00);
    s01 = f32x4.add(v128.load(Y, 16), s01);
    s02 = f32x4.add(v128.load(Y, 32), s02);
    s03 = f32x4.add(v128.load(Y, 48), s03);
    s10 = f32x4.add(v128.load(y1), s10);
    s11 = f32x4.add(v128.load(y1, 16), s11);
    s12 = f32x4.add(v128.load(y1, 32), s12);
    s13 = f32x4.add(v128.load(y1, 48), s13);
    s20 = f32x4.add(v128.load(y2), s20);
    s21 = f32x4.add(v128.load(y2, 16), s21);
    s22 = f32x4.add(v128.load(y2, 32), s22);
    s23 = f32x4.add(v128.load(y2, 48), s23);
    s30 = f32x4.add(v128.load(y3), s30);
    s31 = f32x4.add(v128.load(y3, 16), s31);
    s32 = f32x4.add(v128.load(y3, 32), s32);
    s33 = f32x4.add(v128.load(y3, 48), s33);
  }
  v128.store(Y, s00);
  v128.store(Y, s01, 16);
  v128.store(Y, s02, 32);
  v128.store(Y, s03, 48);
  v128.store(y1, s10);
  v128.store(y1, s11, 16);
  v128.store(y1, s12, 32);
  v128.store(y1, s13, 48);
  v128.store(y2, s20);
  v128.store(y2, s21, 16);
  v128.store(y2, s22, 32);
  v128.store(y2, s23, 48);
  v128.store(y3, s30);
  v128.store(y3, s31, 16);
  v128.store(y3, s32, 32);
  v128.store(y3, s33, 48);
}
