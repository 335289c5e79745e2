/**
 * Where the WASM engine keeps what: one linear memory of float32 blocks, laid out once for a shape.
 *
 * A layer (cell 1, cell 2, head) is one matrix product per step, z ↦ Wᵀz, of input rows
 *
 *     cell 1   z = [x (inputs) | h¹ (H) | 1 | 1]      cell 2   z = [h¹ (H) | h² (H) | 1 | 1]      head   z = [h² (H) | 1]
 *
 * The two ones of a cell meet PyTorch's two biases, which Adam moves separately. H and the rows z are padded to a multiple
 * of four and the head's width to one of eight; padded weights are zero, get a zero gradient, and stay zero.
 */

import type { LstmParameters, LstmShape } from './engine.js';

/** One layer's blocks, as offsets in float32 numbers. K = rowLength, N = width, B = batch, T = window. */
export interface Layer {
  readonly rowLength: number;
  /** The column of the first of the ones, and how many they are. */
  readonly firstOne: number;
  readonly ones: number;
  readonly width: number;
  readonly weights: number; // [K, N]
  readonly firstMoment: number; // [K, N]
  readonly secondMoment: number; // [K, N]
  readonly gradient: number; // [K, N], filled on demand only
  readonly packed: number; // the weights transposed, [⌈K / 16⌉, 4, N / 4, 16]; 0 where no kernel asks for them
  readonly inputRows: number; // [T + 1, B, K]
  readonly outputRows: number; // [T, B, N]
  readonly inputGradientRows: number; // [T + 1, B, K]; what is not wanted is not filled
}

/** A cell's blocks beside its layer. */
export interface CellMemory {
  readonly cell: number; // c: [T + 1, B, H]
  readonly tanhCell: number; // tanh c: [T, B, H]
  readonly cellGradient: number; // dc: [B, H]
}

export interface Layout {
  /** H, padded to a multiple of four. */
  readonly hidden: number;
  readonly cell1: Layer & CellMemory;
  readonly cell2: Layer & CellMemory;
  readonly head: Layer;
  /** Four numbers a row of a window, for the weight gradient. */
  readonly scratch: number;
  /** All of it, in float32 numbers. */
  readonly size: number;
}

/** The kernels' own data ends below this (asserted at instantiation by the module's __heap_base). */
export const RESERVED_BYTES = 1 << 16;

const ALIGNMENT = 16; // floats: a cache line

/** With room for packed weights, or without. */
export function layOut(
  { inputs, hidden: wanted, outputs, batch, window }: LstmShape,
  isPacked: boolean,
): Layout {
  let top = RESERVED_BYTES / 4;
  const take = (count: number): number => {
    const start = top;
    top += roundUp(count, ALIGNMENT);
    return start;
  };
  const hidden = roundUp(wanted, 4);
  const layer = (columns: number, ones: number, width: number): Layer => {
    const rowLength = roundUp(columns + ones, 4);
    return {
      rowLength,
      firstOne: columns,
      ones,
      width,
      weights: take(rowLength * width),
      firstMoment: take(rowLength * width),
      secondMoment: take(rowLength * width),
      gradient: take(rowLength * width),
      packed: isPacked ? take(roundUp(rowLength, 16) * width) : 0,
      inputRows: take((window + 1) * batch * rowLength),
      outputRows: take(window * batch * width),
      inputGradientRows: take((window + 1) * batch * rowLength),
    };
  };
  const memory = (): CellMemory => ({
    cell: take((window + 1) * batch * hidden),
    tanhCell: take(window * batch * hidden),
    cellGradient: take(batch * hidden),
  });
  const cell1 = { ...layer(inputs + hidden, 2, 4 * hidden), ...memory() };
  const cell2 = { ...layer(2 * hidden, 2, 4 * hidden), ...memory() };
  const head = layer(hidden, 1, roundUp(outputs, 8));
  const scratch = take(4 * window * batch);
  return { hidden, cell1, cell2, head, scratch, size: top };
}

/** Where the rows of step t begin. */
export function inputRow(layer: Layer, batch: number, t: number): number {
  return layer.inputRows + t * batch * layer.rowLength;
}

export function outputRow(layer: Layer, batch: number, t: number): number {
  return layer.outputRows + t * batch * layer.width;
}

export function inputGradientRow(layer: Layer, batch: number, t: number): number {
  return layer.inputGradientRows + t * batch * layer.rowLength;
}

/** Where a parameter of PyTorch's layout lies in a layer's [K, N] block. */
export interface ParameterBlock {
  readonly name: keyof LstmParameters;
  readonly layer: 'cell1' | 'cell2' | 'head';
  /** Its columns are the rows firstRow … firstRow + columns − 1 of the block. */
  readonly firstRow: number;
  readonly columns: number;
  /** Its rows are gates × units; in the block a gate is `paddedUnits` wide. */
  readonly gates: number;
  readonly units: number;
  readonly paddedUnits: number;
}

export function parameterBlocks(
  { inputs, hidden: units, outputs }: LstmShape,
  layout: Layout,
): ParameterBlock[] {
  const paddedUnits = layout.hidden;
  const cell = { gates: 4, units, paddedUnits };
  const head = { gates: 1, units: outputs, paddedUnits: layout.head.width };
  return [
    { name: 'lstm1.weight_ih', layer: 'cell1', firstRow: 0, columns: inputs, ...cell },
    { name: 'lstm1.weight_hh', layer: 'cell1', firstRow: inputs, columns: units, ...cell },
    { name: 'lstm1.bias_ih', layer: 'cell1', firstRow: inputs + paddedUnits, columns: 1, ...cell },
    { name: 'lstm1.bias_hh', layer: 'cell1', firstRow: inputs + paddedUnits + 1, columns: 1, ...cell },
    { name: 'lstm2.weight_ih', layer: 'cell2', firstRow: 0, columns: units, ...cell },
    { name: 'lstm2.weight_hh', layer: 'cell2', firstRow: paddedUnits, columns: units, ...cell },
    { name: 'lstm2.bias_ih', layer: 'cell2', firstRow: 2 * paddedUnits, columns: 1, ...cell },
    { name: 'lstm2.bias_hh', layer: 'cell2', firstRow: 2 * paddedUnits + 1, columns: 1, ...cell },
    { name: 'head.weight', layer: 'head', firstRow: 0, columns: units, ...head },
    { name: 'head.bias', layer: 'head', firstRow: paddedUnits, columns: 1, ...head },
  ];
}

/** Calls back with (index in PyTorch's tensor, index in the layer's [K, N] block) for every weight. */
export function forEachWeight(
  block: ParameterBlock,
  width: number,
  visit: (tensorIndex: number, blockIndex: number) => void,
): void {
  for (let row = 0; row < block.gates * block.units; row++) {
    const gate = Math.floor(row / block.units);
    const column = gate * block.paddedUnits + (row % block.units);
    for (let c = 0; c < block.columns; c++) {
      visit(row * block.columns + c, (block.firstRow + c) * width + column);
    }
  }
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
