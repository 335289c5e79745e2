/** The LSTM engine on WebAssembly SIMD: see `engine.ts` for what it computes and `wasm-layout.ts` for where. */

import { refuse, requireCount, requirePositive } from '../checks.js';
import type {
  AdamOptions,
  ApplyOutcome,
  LstmEngine,
  LstmParameters,
  LstmShape,
  LstmState,
} from './engine.js';
import { emptyParameters, isLstmState, requireParameters } from './lstm-parameters.js';
import { instantiateKernels, type Kernels } from './wasm-kernels.js';
import {
  type CellMemory,
  forEachWeight,
  type Layer,
  type Layout,
  layOut,
  parameterBlocks,
} from './wasm-layout.js';

/** Squares of smaller gradients stay finite in float32: √(largest float32) ≈ 1.8e19. */
const LARGEST_SAFE_GRADIENT = 1e19;

type Moment = 'weights' | 'firstMoment' | 'secondMoment' | 'gradient';

/** An engine with zero weights: `load` some. @throws unless every number of the shape is a whole one above zero. */
export function createWasmEngine(shape: LstmShape): LstmEngine {
  for (const [name, value] of Object.entries(shape)) requireCount('createWasmEngine', name, value);
  return new WasmEngine(shape);
}

class WasmEngine implements LstmEngine {
  readonly shape: LstmShape;
  readonly inputStride: number;
  readonly outputStride: number;
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #heap: Float32Array;
  #steps = 0;

  constructor(shape: LstmShape) {
    this.shape = { ...shape };
    this.#layout = layOut(shape);
    const { cell1, cell2, head, size } = this.#layout;
    const { kernels, heap } = instantiateKernels(size);
    this.#kernels = kernels;
    this.#heap = heap;
    this.inputStride = cell1.rowLength;
    this.outputStride = head.width;
    const rows = (shape.window + 1) * shape.batch;
    for (const [layer, ones] of [
      [cell1, 2],
      [cell2, 2],
      [head, 1],
    ] as const) {
      // biome-ignore format: a table
      for (let row = 0; row < rows; row++) {
        const end = layer.inputRows + (row + 1) * layer.rowLength;
        heap.fill(1, end - ones, end);
      }
    }
  }

  reset(): void {
    const { cell1, cell2, hidden } = this.#layout;
    this.#heap.fill(0, cell1.cell, cell1.cell + this.shape.batch * hidden);
    this.#heap.fill(0, cell2.cell, cell2.cell + this.shape.batch * hidden);
    for (let b = 0; b < this.shape.batch; b++) {
      const h1 = cell1.inputRows + b * cell1.rowLength + this.shape.inputs;
      const h2 = cell2.inputRows + b * cell2.rowLength + hidden;
      this.#heap.fill(0, h1, h1 + hidden);
      this.#heap.fill(0, h2, h2 + hidden);
    }
  }

  inputs(t: number): Float32Array {
    return this.#rows(this.#layout.cell1, 'inputRows', t);
  }

  outputs(t: number): Float32Array {
    return this.#rows(this.#layout.head, 'outputRows', t);
  }

  outputGradients(t: number): Float32Array {
    return this.#rows(this.#layout.head, 'outputRows', t);
  }

  inputGradients(): Float32Array {
    const { cell1 } = this.#layout;
    return this.#heap.subarray(
      cell1.inputGradientRows,
      cell1.inputGradientRows + this.shape.batch * cell1.rowLength,
    );
  }

  step(t: number): void {
    const { batch, inputs } = this.shape;
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
    const { batch } = this.shape;
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
    const { batch } = this.shape;
    const z = inputRow(layer, batch, t);
    const y = outputRow(layer, batch, t);
    this.#kernels.forward(batch, layer.rowLength, layer.width, bytes(z), bytes(layer.weights), bytes(y));
  }

  beginBackward(): void {
    const { batch } = this.shape;
    const { cell1, cell2, hidden } = this.#layout;
    for (const cell of [cell1, cell2]) {
      this.#heap.fill(0, cell.cellGradient, cell.cellGradient + batch * hidden);
      this.#heap.fill(0, cell.inputGradientRows, cell.inputGradientRows + batch * cell.rowLength);
    }
  }

  stepBackward(t: number, wantInputGradients = false): void {
    const { inputs } = this.shape;
    const { cell1, cell2, head, hidden } = this.#layout;
    // A cell's own dh, from step t + 1, still lies in its input gradients; they are overwritten after its use.
    this.#backward(head, t, 0, hidden);
    this.#backwardGates(cell2, t, head, cell2.inputGradientRows + hidden);
    this.#backward(cell2, t, 0, t > 0 ? 2 * hidden : hidden);
    this.#backwardGates(cell1, t, cell2, cell1.inputGradientRows + inputs);
    this.#backward(cell1, t, wantInputGradients ? 0 : inputs, t > 0 ? inputs + hidden : inputs);
  }

  #backwardGates(cell: Layer & CellMemory, t: number, above: Layer, after: number): void {
    const { batch } = this.shape;
    const { hidden } = this.#layout;
    this.#kernels.backwardGates(
      batch,
      hidden,
      bytes(outputRow(cell, batch, t)),
      bytes(cell.cell + t * batch * hidden),
      bytes(cell.tanhCell + t * batch * hidden),
      bytes(cell.cellGradient),
      bytes(above.inputGradientRows),
      above.rowLength,
      bytes(after),
      cell.rowLength,
    );
  }

  /** The input gradients of columns from … to − 1. */
  #backward(layer: Layer, t: number, from: number, to: number): void {
    const { batch } = this.shape;
    const dy = bytes(outputRow(layer, batch, t));
    const dz = bytes(layer.inputGradientRows);
    this.#kernels.backward(batch, from, to, layer.rowLength, layer.width, dy, bytes(layer.weights), dz);
  }

  apply(steps: number, options: AdamOptions = {}): ApplyOutcome {
    const { learningRate = 4e-4, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, clipNorm } = options;
    let scale = 1;
    if (clipNorm !== undefined) {
      requirePositive('LstmEngine.apply', 'clipNorm', clipNorm);
      const norm = this.#gradientNorm(steps);
      if (!(norm < LARGEST_SAFE_GRADIENT)) return 'skipped: gradient not finite';
      scale = Math.min(1, clipNorm / norm);
    } else if (!this.#gradientIsSafe(steps)) {
      return 'skipped: gradient not finite';
    }
    const n = ++this.#steps;
    const step = learningRate / (1 - beta1 ** n);
    const rootCorrection = 1 / Math.sqrt(1 - beta2 ** n);
    for (const layer of this.#layers()) {
      this.#kernels.adam(
        steps * this.shape.batch,
        layer.rowLength,
        layer.width,
        bytes(layer.inputRows),
        bytes(layer.outputRows),
        bytes(layer.weights),
        bytes(layer.firstMoment),
        bytes(layer.secondMoment),
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        step,
        rootCorrection,
        epsilon,
        scale,
      );
    }
    return 'applied';
  }

  gradients(steps: number): LstmParameters {
    this.#fillGradients(steps);
    return this.#read('gradient');
  }

  carry(steps: number): void {
    const { batch } = this.shape;
    const { cell1, cell2, hidden } = this.#layout;
    for (const cell of [cell1, cell2]) {
      const memory = cell.cell + steps * batch * hidden;
      this.#heap.copyWithin(cell.cell, memory, memory + batch * hidden);
      const row = inputRow(cell, batch, steps);
      this.#heap.copyWithin(cell.inputRows, row, row + batch * cell.rowLength);
    }
  }

  state(): LstmState {
    return {
      parameters: this.#read('weights'),
      firstMoment: this.#read('firstMoment'),
      secondMoment: this.#read('secondMoment'),
      steps: this.#steps,
    };
  }

  load(from: LstmParameters | LstmState): void {
    const whole = isLstmState(from);
    const state = whole
      ? from
      : { parameters: from, firstMoment: undefined, secondMoment: undefined, steps: 0 };
    const zeros = emptyParameters(this.shape);
    const { parameters, firstMoment = zeros, secondMoment = zeros, steps } = state;
    for (const part of [parameters, firstMoment, secondMoment]) {
      requireParameters('LstmEngine.load', this.shape, part);
    }
    this.#write('weights', parameters);
    this.#write('firstMoment', firstMoment);
    this.#write('secondMoment', secondMoment);
    this.#steps = steps;
  }

  /**
   * Whether every entry of the gradient, and its square, is finite. Nearly always the bound
   * |dW| ≤ rows · max|z| · max|dy| says so at once; where it does not, the gradient itself is looked at.
   */
  #gradientIsSafe(steps: number): boolean {
    const rows = steps * this.shape.batch;
    const bound = this.#layers().map((layer) => {
      const z = this.#kernels.largestMagnitude(bytes(layer.inputRows), rows * layer.rowLength);
      const dy = this.#kernels.largestMagnitude(bytes(layer.outputRows), rows * layer.width);
      return rows * z * dy;
    });
    return bound.every((b) => b < LARGEST_SAFE_GRADIENT) || this.#gradientNorm(steps) < LARGEST_SAFE_GRADIENT;
  }

  #gradientNorm(steps: number): number {
    this.#fillGradients(steps);
    let total = 0;
    for (const { gradient, rowLength, width } of this.#layers()) {
      for (let i = gradient; i < gradient + rowLength * width; i++) total += this.#heap[i] ** 2;
    }
    return Math.sqrt(total);
  }

  #fillGradients(steps: number): void {
    const rows = requireCount('LstmEngine.gradients', 'steps', steps) * this.shape.batch;
    for (const layer of this.#layers()) {
      this.#kernels.weightGradient(
        rows,
        layer.rowLength,
        layer.width,
        bytes(layer.inputRows),
        bytes(layer.outputRows),
        bytes(layer.gradient),
      );
    }
  }

  #layers(): Layer[] {
    return [this.#layout.cell1, this.#layout.cell2, this.#layout.head];
  }

  #rows(layer: Layer, block: 'inputRows' | 'outputRows', t: number): Float32Array {
    if (!(t >= 0 && t < this.shape.window))
      refuse('LstmEngine', `step must lie in 0 … ${this.shape.window - 1}`, t);
    const length = this.shape.batch * (block === 'inputRows' ? layer.rowLength : layer.width);
    return this.#heap.subarray(layer[block] + t * length, layer[block] + (t + 1) * length);
  }

  #read(moment: Moment): LstmParameters {
    const parameters = emptyParameters(this.shape);
    this.#exchange(
      moment,
      (tensor, heap, i, j) => {
        tensor[i] = heap[j];
      },
      parameters,
    );
    return parameters;
  }

  #write(moment: Moment, parameters: LstmParameters): void {
    this.#exchange(
      moment,
      (tensor, heap, i, j) => {
        heap[j] = tensor[i];
      },
      parameters,
    );
  }

  #exchange(
    moment: Moment,
    copy: (tensor: Float32Array, heap: Float32Array, i: number, j: number) => void,
    parameters: LstmParameters,
  ): void {
    for (const block of parameterBlocks(this.shape, this.#layout)) {
      const layer = this.#layout[block.layer];
      const tensor = parameters[block.name];
      forEachWeight(block, layer.width, (i, j) => copy(tensor, this.#heap, i, layer[moment] + j));
    }
  }
}

function inputRow(layer: Layer, batch: number, t: number): number {
  return layer.inputRows + t * batch * layer.rowLength;
}

function outputRow(layer: Layer, batch: number, t: number): number {
  return layer.outputRows + t * batch * layer.width;
}

function bytes(offset: number): number {
  return offset * 4;
}
