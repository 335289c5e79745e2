/**
 * The LSTM engine on WebAssembly SIMD: see `engine.ts` for what it computes and `wasm-layout.ts` for where.
 *
 * Activations and gradients of magnitude below 2⁻⁶⁰, and moments of Adam below 2⁻¹⁰⁰, count as 0 (see `assembly/simd.ts`).
 */

import { refuse } from '../checks.js';
import type { Vector } from '../seams.js';
import type {
  AdamOptions,
  ApplyOutcome,
  LstmEngine,
  LstmMemory,
  LstmParameters,
  LstmShape,
  LstmState,
} from './engine.js';
import {
  isLstmState,
  requireParameters,
  requireShape,
  requireStep,
  requireSteps,
  requireWeights,
} from './lstm-parameters.js';
import { instantiateKernels, type KernelBuild, type Kernels, kernelBuild } from './wasm-kernels.js';
import { type CellMemory, type Layer, type Layout, layOut } from './wasm-layout.js';
import { WeightUpdate } from './wasm-update.js';
import { placesInBlocks, readWeights, type WeightBlock, writeWeights } from './wasm-weights.js';

/**
 * An engine with zero weights: `load` some. Runs on the kernels of {@link kernelBuild} unless told.
 *
 * @throws unless every number of the shape is a whole one above zero.
 */
export function createWasmEngine(shape: LstmShape, build: KernelBuild = kernelBuild()): LstmEngine {
  requireShape('createWasmEngine', shape);
  return new WasmEngine(shape, build);
}

class WasmEngine implements LstmEngine {
  readonly shape: LstmShape;
  readonly inputStride: number;
  readonly outputStride: number;
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #heap: Float32Array;
  readonly #update: WeightUpdate;
  readonly #inputViews: readonly Float32Array[];
  readonly #outputViews: readonly Float32Array[];
  readonly #inputGradientViews: readonly Float32Array[];
  readonly #places: Partial<Record<WeightBlock, Int32Array>> = {};
  #steps = 0;
  #lastBackward = 0;

  constructor(shape: LstmShape, build: KernelBuild) {
    this.shape = { ...shape };
    this.#layout = layOut(shape);
    const { cell1, cell2, head, size } = this.#layout;
    const { kernels, heap } = instantiateKernels(size, build);
    this.#kernels = kernels;
    this.#heap = heap;
    this.#update = new WeightUpdate(kernels, heap, [cell1, cell2, head], this.#layout.scratch);
    this.inputStride = cell1.rowLength;
    this.outputStride = head.width;
    const view = (start: number, rowLength: number) => heap.subarray(start, start + shape.batch * rowLength);
    const steps = Array.from({ length: shape.window }, (_, t) => t);
    this.#inputViews = steps.map((t) => view(inputRow(cell1, shape.batch, t), cell1.rowLength));
    this.#outputViews = steps.map((t) => view(outputRow(head, shape.batch, t), head.width));
    this.#inputGradientViews = steps.map((t) =>
      view(inputGradientRow(cell1, shape.batch, t), cell1.rowLength),
    );
    for (const { inputRows, rowLength, firstOne, ones } of [cell1, cell2, head]) {
      for (let row = 0; row < (shape.window + 1) * shape.batch; row++) {
        const at = inputRows + row * rowLength + firstOne;
        heap.fill(1, at, at + ones);
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

  memory(): LstmMemory {
    const read = (place: (b: number) => number) => {
      const { batch, hidden } = this.shape;
      const all = new Float32Array(batch * hidden);
      for (let b = 0; b < batch; b++) all.set(this.#heap.subarray(place(b), place(b) + hidden), b * hidden);
      return all;
    };
    const { h1, c1, h2, c2 } = this.#memoryPlaces();
    return { h1: read(h1), c1: read(c1), h2: read(h2), c2: read(c2) };
  }

  recall(memory: LstmMemory): void {
    const { batch, hidden } = this.shape;
    for (const [name, place] of Object.entries(this.#memoryPlaces())) {
      const numbers = memory?.[name as keyof LstmMemory];
      if (numbers?.length !== batch * hidden) {
        refuse('LstmEngine.recall', `${name} must hold [${batch}, ${hidden}] numbers`, numbers?.length);
      }
      for (let b = 0; b < batch; b++)
        this.#heap.set(numbers.subarray(b * hidden, (b + 1) * hidden), place(b));
    }
  }

  /** Where h and c of row b lie before step 0. */
  #memoryPlaces(): Record<keyof LstmMemory, (b: number) => number> {
    const { cell1, cell2, hidden } = this.#layout;
    return {
      h1: (b) => cell1.inputRows + b * cell1.rowLength + this.shape.inputs,
      c1: (b) => cell1.cell + b * hidden,
      h2: (b) => cell2.inputRows + b * cell2.rowLength + hidden,
      c2: (b) => cell2.cell + b * hidden,
    };
  }

  inputs(t: number): Float32Array {
    this.#requireStep('inputs', t);
    return this.#inputViews[t];
  }

  outputs(t: number): Float32Array {
    this.#requireStep('outputs', t);
    return this.#outputViews[t];
  }

  outputGradients(t: number): Float32Array {
    this.#requireStep('outputGradients', t);
    return this.#outputViews[t];
  }

  inputGradients(): Float32Array {
    return this.#inputGradientViews[this.#lastBackward];
  }

  step(t: number): void {
    this.#requireStep('step', t);
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

  backward(steps: number): void {
    const { inputs } = this.shape;
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

  beginBackward(steps: number): void {
    this.#requireSteps('backward', steps);
    const { batch } = this.shape;
    const { cell1, cell2, hidden } = this.#layout;
    for (const cell of [cell1, cell2]) {
      this.#heap.fill(0, cell.cellGradient, cell.cellGradient + batch * hidden);
      const beyond = inputGradientRow(cell, batch, steps);
      this.#heap.fill(0, beyond, beyond + batch * cell.rowLength);
    }
  }

  stepBackward(t: number): void {
    this.#requireStep('stepBackward', t);
    const { inputs } = this.shape;
    const { cell1, cell2, head, hidden } = this.#layout;
    this.#backward(head, t, 1, 0, hidden);
    this.#backwardGates(cell2, t, head, hidden);
    this.#backward(cell2, t, 1, 0, t > 0 ? 2 * hidden : hidden);
    this.#backwardGates(cell1, t, cell2, inputs);
    this.#backward(cell1, t, 1, 0, t > 0 ? inputs + hidden : inputs);
    this.#lastBackward = t;
  }

  /** dh is the sum of what the layer above hands down and what the cell's own step t + 1 left in columns `own` …. */
  #backwardGates(cell: Layer & CellMemory, t: number, above: Layer, own: number): void {
    const { batch } = this.shape;
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
    const { batch } = this.shape;
    const dy = bytes(outputRow(layer, batch, t));
    const dz = bytes(inputGradientRow(layer, batch, t));
    const { rowLength, width, weights } = layer;
    this.#kernels.backward(steps * batch, from, to, rowLength, width, dy, bytes(weights), dz);
  }

  apply(steps: number, options: AdamOptions = {}): ApplyOutcome {
    this.#requireSteps('apply', steps);
    const outcome = this.#update.apply(steps * this.shape.batch, this.#steps + 1, options);
    if (outcome === 'applied') this.#steps++;
    return outcome;
  }

  gradients(steps: number): LstmParameters {
    this.#requireSteps('gradients', steps);
    this.#update.fillGradients(steps * this.shape.batch);
    return this.#read('gradient');
  }

  applyGradient(gradient: Vector, options: AdamOptions = {}): ApplyOutcome {
    requireWeights('LstmEngine.applyGradient', this.shape, gradient);
    const places = this.#placesOf('gradient');
    const heap = this.#heap; // as a local name the loop is several times as fast
    for (let i = 0; i < places.length; i++) heap[places[i]] = gradient[i];
    const outcome = this.#update.applyFilled(this.#steps + 1, options);
    if (outcome === 'applied') this.#steps++;
    return outcome;
  }

  hasFiniteWeights(): boolean {
    const { cell1, cell2, head } = this.#layout;
    return [cell1, cell2, head].every(({ weights, rowLength, width }) =>
      Number.isFinite(this.#kernels.largestMagnitude(bytes(weights), rowLength * width)),
    );
  }

  weights(): Vector {
    const places = this.#placesOf('weights');
    const weights = new Float64Array(places.length);
    const heap = this.#heap;
    for (let i = 0; i < places.length; i++) weights[i] = heap[places[i]];
    return weights;
  }

  setWeights(weights: Vector): void {
    requireWeights('LstmEngine.setWeights', this.shape, weights);
    const places = this.#placesOf('weights');
    const heap = this.#heap;
    for (let i = 0; i < places.length; i++) heap[places[i]] = weights[i];
  }

  /** Made when first asked for: most engines never are. */
  #placesOf(which: WeightBlock): Int32Array {
    const places = this.#places[which] ?? placesInBlocks(this.shape, this.#layout, which);
    this.#places[which] = places;
    return places;
  }

  carry(steps: number): void {
    this.#requireSteps('carry', steps);
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
    const state = isLstmState(from) ? from : undefined;
    const parameters = state ? state.parameters : (from as LstmParameters);
    for (const part of state ? [parameters, state.firstMoment, state.secondMoment] : [parameters]) {
      requireParameters('LstmEngine.load', this.shape, part);
    }
    this.#write('weights', parameters);
    for (const moment of ['firstMoment', 'secondMoment'] as const) {
      if (state) this.#write(moment, state[moment]);
      else this.#clear(moment);
    }
    this.#steps = state?.steps ?? 0;
  }

  #clear(which: WeightBlock): void {
    const { cell1, cell2, head } = this.#layout;
    for (const layer of [cell1, cell2, head]) {
      this.#heap.fill(0, layer[which], layer[which] + layer.rowLength * layer.width);
    }
  }

  /** Whatever lies beyond the window are weights, and Adam's moments: no kernel is called with such a place. */
  #requireStep(method: string, t: number): void {
    if (!(t >= 0 && t < this.shape.window && Number.isInteger(t))) requireStep(method, this.shape, t);
  }

  #requireSteps(method: string, steps: number): void {
    if (!(steps >= 1 && steps <= this.shape.window && Number.isInteger(steps)))
      requireSteps(method, this.shape, steps);
  }

  #read(which: WeightBlock): LstmParameters {
    return readWeights(this.#heap, this.shape, this.#layout, which);
  }

  #write(which: WeightBlock, parameters: LstmParameters): void {
    writeWeights(this.#heap, this.shape, this.#layout, which, parameters);
  }
}

function inputRow(layer: Layer, batch: number, t: number): number {
  return layer.inputRows + t * batch * layer.rowLength;
}

function outputRow(layer: Layer, batch: number, t: number): number {
  return layer.outputRows + t * batch * layer.width;
}

function inputGradientRow(layer: Layer, batch: number, t: number): number {
  return layer.inputGradientRows + t * batch * layer.rowLength;
}

function bytes(offset: number): number {
  return offset * 4;
}
