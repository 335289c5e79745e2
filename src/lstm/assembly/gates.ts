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

import { sigmoid, tanh } from './activations';
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
    const z = gates + 4 * b * H;
    const cRow = c + b * H;
    const tRow = tanhC + b * H;
    sigmoid(z, 2 * H);
    tanh(z + 2 * H, z + 2 * H, H);
    sigmoid(z + 3 * H, H);
    for (let j: usize = 0; j < H; j += VECTOR) {
      const added = f32x4.mul(load(z + j), load(z + 2 * H + j));
      store(cRow + j, flush(multiplyAdd(added, load(z + H + j), load(cBefore + b * H + j))));
    }
    tanh(cRow, tRow, H);
    for (let j: usize = 0; j < H; j += VECTOR) {
      const h = flush(f32x4.mul(load(z + 3 * H + j), load(tRow + j)));
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

// @ts-ignore: decorator
@inline
function oneMinus(x: v128): v128 {
  return f32x4.sub(splat(1), x);
}
