/**
 * The passes of the WASM engine through a window, forward and back: which kernel runs on which block (`wasm-layout.ts`).
 *
 * The wide kernels go back through packed weights. These are packed when a pass back first meets new ones, which is once a
 * window. A batch below four would gain less than that costs, and does without.
 */

import type { LstmShape } from './engine.js';
import { isWide, type KernelBuild } from './kernel-build.js';
import type { Kernels } from './wasm-kernels.js';
import {
  type CellMemory,
  inputGradientRow,
  inputRow,
  type Layer,
  type Layout,
  outputRow,
} from './wasm-layout.js';

const SMALLEST_PACKED_BATCH = 4;

/** Whether the passes back of such an engine read packed weights. */
export function packsWeights(build: KernelBuild, batch: number): boolean {
  return isWide(build) && batch >= SMALLEST_PACKED_BATCH;
}

export class Passes {
  readonly #shape: LstmShape;
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #heap: Float32Array;
  #arePacked = false;

  constructor(shape: LstmShape, layout: Layout, kernels: Kernels, heap: Float32Array) {
    this.#shape = shape;
    this.#layout = layout;
    this.#kernels = kernels;
    this.#heap = heap;
  }

  /** To be told of every change of the weights. */
  weightsChanged(): void {
    this.#arePacked = false;
  }

  step(t: number): void {
    const { batch, inputs } = this.#shape;
    const { cell1, cell2, head, hidden } = this.#layout;
    const z2 = inputRow(cell2, batch, t);
    const z3 = inputRow(head, batch, t);
    const nextH1 = inputRow(cell1, batch, t + 1) + inputs;
    const nextH2 = inputRow(cell2, batch, t + 1) + hidden;
    this.#stepCell(cell1, t, z2, cell2.rowLength, nextH1, cell1.rowLength);
    this.#stepCell(cell2, t, z3, head.rowLength, nextH2, cell2.rowLength);
    this.#forward(head, t);
  }

  /** One cell: its h goes to the layer above and to itself, one step on. */
  #stepCell(
    cell: Layer & CellMemory,
    t: number,
    above: number,
    aboveRow: number,
    own: number,
    ownRow: number,
  ): void {
    const { batch } = this.#shape;
    const { hidden } = this.#layout;
    this.#forward(cell, t);
    const before = cell.cell + t * batch * hidden;
    this.#kernels.forwardGates(
      batch,
      hidden,
      bytes(outputRow(cell, batch, t)),
      bytes(before),
      bytes(before + batch * hidden),
      bytes(cell.tanhCell + t * batch * hidden),
      bytes(above),
      aboveRow,
      bytes(own),
      ownRow,
    );
  }

  #forward(layer: Layer, t: number): void {
    const { batch } = this.#shape;
    const z = inputRow(layer, batch, t);
    const y = outputRow(layer, batch, t);
    this.#kernels.forward(batch, layer.rowLength, layer.width, bytes(z), bytes(layer.weights), bytes(y));
  }

  backward(steps: number): void {
    const { inputs } = this.#shape;
    const { cell1, cell2, head, hidden } = this.#layout;
    this.beginBackward(steps);
    this.#backward(head, 0, steps, 0, hidden);
    // Within a cell, step t waits for step t + 1 by its own memory alone; what goes to the layer below is made of all steps at once.
    this.#backwardCell(cell2, steps, head, hidden);
    this.#backward(cell2, 0, steps, 0, hidden);
    this.#backwardCell(cell1, steps, cell2, inputs);
  }

  /** The steps of one cell in reverse, its memory's gradient being handed on in columns `own` … of its input gradients. */
  #backwardCell(cell: Layer & CellMemory, steps: number, above: Layer, own: number): void {
    for (let t = steps - 1; t >= 0; t--) {
      this.#backwardGates(cell, t, above, own);
      if (t > 0) this.#backward(cell, t, 1, own, own + this.#layout.hidden);
    }
  }

  /** No gradient flows in from beyond the window. */
  beginBackward(steps: number): void {
    this.#pack();
    const { batch } = this.#shape;
    const { cell1, cell2, hidden } = this.#layout;
    for (const cell of [cell1, cell2]) {
      this.#heap.fill(0, cell.cellGradient, cell.cellGradient + batch * hidden);
      const beyond = inputGradientRow(cell, batch, steps);
      this.#heap.fill(0, beyond, beyond + batch * cell.rowLength);
    }
  }

  stepBackward(t: number): void {
    const { inputs } = this.#shape;
    const { cell1, cell2, head, hidden } = this.#layout;
    this.#backward(head, t, 1, 0, hidden);
    this.#backwardGates(cell2, t, head, hidden);
    this.#backward(cell2, t, 1, 0, t > 0 ? 2 * hidden : hidden);
    this.#backwardGates(cell1, t, cell2, inputs);
    this.#backward(cell1, t, 1, 0, t > 0 ? inputs + hidden : inputs);
  }

  /** dh is the sum of what the layer above hands down and what the cell's own step t + 1 left in columns `own` …. */
  #backwardGates(cell: Layer & CellMemory, t: number, above: Layer, own: number): void {
    const { batch } = this.#shape;
    const { hidden } = this.#layout;
    this.#kernels.backwardGates(
      batch,
      hidden,
      bytes(outputRow(cell, batch, t)),
      bytes(cell.cell + t * batch * hidden),
      bytes(cell.tanhCell + t * batch * hidden),
      bytes(cell.cellGradient),
      bytes(inputGradientRow(above, batch, t)),
      above.rowLength,
      bytes(inputGradientRow(cell, batch, t + 1) + own),
      cell.rowLength,
    );
  }

  /** The input gradients of columns from … to − 1, for `steps` steps from t on. */
  #backward(layer: Layer, t: number, steps: number, from: number, to: number): void {
    const { batch } = this.#shape;
    const dy = bytes(outputRow(layer, batch, t));
    const dz = bytes(inputGradientRow(layer, batch, t));
    const { rowLength, width, weights, packed } = layer;
    this.#kernels.backward(steps * batch, from, to, rowLength, width, dy, bytes(weights), bytes(packed), dz);
  }

  #pack(): void {
    if (this.#arePacked) return;
    const { cell1, cell2, head } = this.#layout;
    for (const { rowLength, width, weights, packed } of [cell1, cell2, head]) {
      if (packed) this.#kernels.pack(rowLength, width, bytes(weights), bytes(packed));
    }
    this.#arePacked = true;
  }
}

function bytes(offset: number): number {
  return offset * 4;
}
