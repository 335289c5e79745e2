/**
 * The LSTM engine on WebAssembly SIMD: see `engine.ts` for what it computes and `wasm-layout.ts` for where.
 *
 * Activations and gradients of magnitude below 2⁻⁶⁰, and moments of Adam below 2⁻¹⁰⁰, count as 0 (see `assembly/simd.ts`).
 */

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
import { type KernelBuild, kernelBuild } from './kernel-build.js';
import {
  isLstmState,
  requireParameters,
  requireShape,
  requireStep,
  requireSteps,
  requireWeights,
} from './lstm-parameters.js';
import { instantiateKernels, type Kernels } from './wasm-kernels.js';
import { inputGradientRow, inputRow, type Layout, layOut, outputRow } from './wasm-layout.js';
import { CarriedMemory } from './wasm-memory.js';
import { Passes, packsWeights } from './wasm-passes.js';
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
  readonly #passes: Passes;
  readonly #memory: CarriedMemory;
  readonly #update: WeightUpdate;
  readonly #inputViews: readonly Float32Array[];
  readonly #outputViews: readonly Float32Array[];
  readonly #inputGradientViews: readonly Float32Array[];
  readonly #places: Partial<Record<WeightBlock, Int32Array>> = {};
  #steps = 0;
  #lastBackward = 0;

  constructor(shape: LstmShape, build: KernelBuild) {
    this.shape = { ...shape };
    this.#layout = layOut(shape, packsWeights(build, shape.batch));
    const { cell1, cell2, head, size } = this.#layout;
    const { kernels, heap } = instantiateKernels(size, build);
    this.#kernels = kernels;
    this.#heap = heap;
    this.#passes = new Passes(this.shape, this.#layout, kernels, heap);
    this.#memory = new CarriedMemory(this.shape, this.#layout, heap);
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
    this.#memory.reset();
  }

  memory(): LstmMemory {
    return this.#memory.read();
  }

  recall(memory: LstmMemory): void {
    this.#memory.write(memory);
  }

  carry(steps: number): void {
    this.#requireSteps('carry', steps);
    this.#memory.carry(steps);
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
    this.#passes.step(t);
  }

  backward(steps: number): void {
    this.#requireSteps('backward', steps);
    this.#passes.backward(steps);
  }

  beginBackward(steps: number): void {
    this.#requireSteps('backward', steps);
    this.#passes.beginBackward(steps);
  }

  stepBackward(t: number): void {
    this.#requireStep('stepBackward', t);
    this.#passes.stepBackward(t);
    this.#lastBackward = t;
  }

  apply(steps: number, options: AdamOptions = {}): ApplyOutcome {
    this.#requireSteps('apply', steps);
    const outcome = this.#update.apply(steps * this.shape.batch, this.#steps + 1, options);
    if (outcome === 'applied') this.#stepTaken();
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
    if (outcome === 'applied') this.#stepTaken();
    return outcome;
  }

  #stepTaken(): void {
    this.#steps++;
    this.#passes.weightsChanged();
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
    this.#passes.weightsChanged();
  }

  /** Made when first asked for: most engines never are. */
  #placesOf(which: WeightBlock): Int32Array {
    const places = this.#places[which] ?? placesInBlocks(this.shape, this.#layout, which);
    this.#places[which] = places;
    return places;
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
    this.#passes.weightsChanged();
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

function bytes(offset: number): number {
  return offset * 4;
}
