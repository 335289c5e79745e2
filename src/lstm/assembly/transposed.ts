/**
 * The backward product of the wide builds, as a sum of outer products over Wᵀ.
 *
 * The narrow kernel adds dY[r, n] W[k, n] in four lanes, lane i over n = i, i + 4, i + 8, …, and the lanes at the end as
 * (0 + 1) + (2 + 3). The same sums are made here in four passes, one a lane, each for sixteen k at once. So W is packed
 * transposed, in panels of sixteen k:
 *
 *     P[⌈K / 16⌉ panels, 4 lanes, N / 4, 16]        P[p, i, q, j] = W[16 p + j, 4 q + i], or 0 beyond K
 */

import { FLOAT, load, splat, store, VECTOR } from './simd';
import { TILE, tile } from './tile';

/** Rows and columns of a tile. */
const ROWS: i32 = 4;
const COLUMNS: i32 = 16;

/** Packs W[inputs, outputs] into P. */
export function pack(inputs: i32, outputs: i32, W: usize, P: usize): void {
  const yRow = <usize>outputs * FLOAT;
  const lane = <usize>(outputs / 4) * TILE;
  for (let panel = 0; panel < inputs; panel += COLUMNS, P += 4 * lane) {
    for (let j = 0; j < COLUMNS; j += 4) {
      const isThere = panel + j < inputs; // inputs is a multiple of four
      const w = W + <usize>(panel + j) * yRow;
      let p = P + <usize>j * FLOAT;
      for (let n: usize = 0; n < yRow; n += VECTOR, p += TILE) {
        let w0 = splat(0), w1 = splat(0), w2 = splat(0), w3 = splat(0);
        if (isThere) {
          w0 = load(w + n);
          w1 = load(w + yRow + n);
          w2 = load(w + 2 * yRow + n);
          w3 = load(w + 3 * yRow + n);
        }
        const low01 = v128.shuffle<f32>(w0, w1, 0, 4, 1, 5);
        const low23 = v128.shuffle<f32>(w2, w3, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(w0, w1, 2, 6, 3, 7);
        const high23 = v128.shuffle<f32>(w2, w3, 2, 6, 3, 7);
        store(p, v128.shuffle<i64>(low01, low23, 0, 2));
        store(p + lane, v128.shuffle<i64>(low01, low23, 1, 3));
        store(p + 2 * lane, v128.shuffle<i64>(high01, high23, 0, 2));
        store(p + 3 * lane, v128.shuffle<i64>(high01, high23, 1, 3));
      }
    }
  }
}

/** Sums of lanes 0 + 1 and of lanes 2 + 3 of a tile. */
const scratch = memory.data(2 * 4 * 64, 64);

/** dZ[rows, from…to) = dY[rows, outputs] Wᵀ[outputs, from…to) for a multiple of four rows, W packed in P. */
export function backwardQuads(
  rows: i32, from: i32, to: i32, inputs: i32, outputs: i32, dY: usize, P: usize, dZ: usize,
): void {
  const zRow = <usize>inputs * FLOAT;
  const yRow = <usize>outputs * FLOAT;
  const steps = outputs / 4;
  const lane = <usize>steps * TILE;
  const upper = scratch + 4 * TILE;
  for (let k = from & ~(COLUMNS - 1); k < to; k += COLUMNS) {
    const p = P + <usize>k * yRow;
    const first = max(from - k, 0);
    const last = min(to - k, COLUMNS);
    for (let b = 0; b < rows; b += ROWS) {
      const y = dY + <usize>b * yRow;
      tile(steps, y, yRow, VECTOR, p, TILE, scratch, TILE, false);
      tile(steps, y + FLOAT, yRow, VECTOR, p + lane, TILE, scratch, TILE, true);
      tile(steps, y + 2 * FLOAT, yRow, VECTOR, p + 2 * lane, TILE, upper, TILE, false);
      tile(steps, y + 3 * FLOAT, yRow, VECTOR, p + 3 * lane, TILE, upper, TILE, true);
      for (let i = 0; i < ROWS; i++) {
        const s = scratch + <usize>i * TILE;
        copySums(s, dZ + <usize>(b + i) * zRow + <usize>k * FLOAT, first, last);
      }
    }
  }
}

/** Columns first … last − 1 of a tile's row: those of lanes 0 + 1 and those of 2 + 3 are added on the way. */
function copySums(sums: usize, z: usize, first: i32, last: i32): void {
  const upper = sums + 4 * TILE;
  let j = <usize>first * FLOAT;
  const end = <usize>last * FLOAT;
  for (; j < end && j % VECTOR != 0; j += FLOAT) f32.store(z + j, f32.load(sums + j) + f32.load(upper + j));
  for (; j + VECTOR <= end; j += VECTOR) store(z + j, f32x4.add(load(sums + j), load(upper + j)));
  for (; j < end; j += FLOAT) f32.store(z + j, f32.load(sums + j) + f32.load(upper + j));
}
