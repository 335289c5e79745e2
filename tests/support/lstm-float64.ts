/** The two stacked LSTM cells with their linear head in plain float64 loops, for finite differences. Forward only. */

import type { LstmParameters, LstmShape } from '../../src/lstm/engine.js';

/** The parameters, in any precision. */
export type Weights = Record<keyof LstmParameters, ArrayLike<number>>;

/** h¹, c¹, h², c² of one trajectory. */
export interface Memory {
  h1: number[];
  c1: number[];
  h2: number[];
  c2: number[];
}

export function zeroMemory(hidden: number): Memory {
  const zeros = () => new Array<number>(hidden).fill(0);
  return { h1: zeros(), c1: zeros(), h2: zeros(), c2: zeros() };
}

/** One step of one trajectory: (y, memory′) from (u, memory). */
export function lstmStep(
  weights: Weights,
  { hidden, outputs }: Pick<LstmShape, 'hidden' | 'outputs'>,
  u: readonly number[],
  memory: Memory,
): { y: number[]; memory: Memory } {
  const lower = cell(weights, 'lstm1', hidden, u, memory.h1, memory.c1);
  const upper = cell(weights, 'lstm2', hidden, lower.h, memory.h2, memory.c2);
  const y = affine(weights['head.weight'], weights['head.bias'], upper.h, outputs);
  return { y, memory: { h1: lower.h, c1: lower.c, h2: upper.h, c2: upper.c } };
}

function cell(
  weights: Weights,
  name: 'lstm1' | 'lstm2',
  H: number,
  x: readonly number[],
  h: readonly number[],
  c: readonly number[],
): { h: number[]; c: number[] } {
  const fromInput = affine(weights[`${name}.weight_ih`], weights[`${name}.bias_ih`], x, 4 * H);
  const fromMemory = affine(weights[`${name}.weight_hh`], weights[`${name}.bias_hh`], h, 4 * H);
  const z = fromInput.map((value, row) => value + fromMemory[row]);
  const next = c.map((old, k) => sigmoid(z[H + k]) * old + sigmoid(z[k]) * Math.tanh(z[2 * H + k]));
  return { h: next.map((value, k) => sigmoid(z[3 * H + k]) * Math.tanh(value)), c: next };
}

/** W x + b. */
function affine(W: ArrayLike<number>, b: ArrayLike<number>, x: readonly number[], rows: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    x.reduce((total, value, column) => total + W[row * x.length + column] * value, b[row]),
  );
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
