/** An {@link LstmEngine} in float64, forward only: what the unrolled loss is under slightly other weights. */

import type { LstmEngine, LstmShape } from '../../src/lstm/engine.js';
import { lstmStep, type Memory, type Weights, zeroMemory } from './lstm-float64.js';

export class Float64Engine {
  readonly shape: LstmShape;
  readonly inputStride: number;
  readonly outputStride: number;
  readonly #weights: Weights;
  readonly #inputs: Float64Array[];
  readonly #outputs: Float64Array[];
  #memories: Memory[] = [];

  constructor(shape: LstmShape, weights: Weights) {
    this.shape = shape;
    this.#weights = weights;
    this.inputStride = shape.inputs;
    this.outputStride = shape.outputs;
    const rows = (width: number) =>
      Array.from({ length: shape.window }, () => new Float64Array(shape.batch * width));
    this.#inputs = rows(shape.inputs);
    this.#outputs = rows(shape.outputs);
  }

  reset(): void {
    this.#memories = Array.from({ length: this.shape.batch }, () => zeroMemory(this.shape.hidden));
  }

  inputs(t: number): Float64Array {
    return this.#inputs[t];
  }

  outputs(t: number): Float64Array {
    return this.#outputs[t];
  }

  step(t: number): void {
    const { batch, inputs, outputs } = this.shape;
    for (let b = 0; b < batch; b++) {
      const u = Array.from(this.#inputs[t].subarray(b * inputs, (b + 1) * inputs));
      const { y, memory } = lstmStep(this.#weights, this.shape, u, this.#memories[b]);
      this.#memories[b] = memory;
      this.#outputs[t].set(y, b * outputs);
    }
  }

  /** The unroll only reads and writes numbers: it cannot tell these arrays from float32 ones. */
  asEngine(): LstmEngine {
    return this as unknown as LstmEngine;
  }
}
