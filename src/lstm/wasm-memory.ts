/** The memory of the WASM engine between windows: h and c of both cells, where step 0 finds them. */

import { refuse } from '../checks.js';
import type { LstmMemory, LstmShape } from './engine.js';
import { inputRow, type Layout } from './wasm-layout.js';

export class CarriedMemory {
  readonly #shape: LstmShape;
  readonly #layout: Layout;
  readonly #heap: Float32Array;

  constructor(shape: LstmShape, layout: Layout, heap: Float32Array) {
    this.#shape = shape;
    this.#layout = layout;
    this.#heap = heap;
  }

  /** To zero. */
  reset(): void {
    const { hidden } = this.#layout;
    for (const place of Object.values(this.#places())) {
      for (let b = 0; b < this.#shape.batch; b++) this.#heap.fill(0, place(b), place(b) + hidden);
    }
  }

  read(): LstmMemory {
    const read = (place: (b: number) => number) => {
      const { batch, hidden } = this.#shape;
      const all = new Float32Array(batch * hidden);
      for (let b = 0; b < batch; b++) all.set(this.#heap.subarray(place(b), place(b) + hidden), b * hidden);
      return all;
    };
    const { h1, c1, h2, c2 } = this.#places();
    return { h1: read(h1), c1: read(c1), h2: read(h2), c2: read(c2) };
  }

  write(memory: LstmMemory): void {
    const { batch, hidden } = this.#shape;
    for (const [name, place] of Object.entries(this.#places())) {
      const numbers = memory?.[name as keyof LstmMemory];
      if (numbers?.length !== batch * hidden) {
        refuse('LstmEngine.recall', `${name} must hold [${batch}, ${hidden}] numbers`, numbers?.length);
      }
      for (let b = 0; b < batch; b++)
        this.#heap.set(numbers.subarray(b * hidden, (b + 1) * hidden), place(b));
    }
  }

  /** What is there after `steps` steps becomes what step 0 finds. */
  carry(steps: number): void {
    const { batch } = this.#shape;
    const { cell1, cell2, hidden } = this.#layout;
    for (const cell of [cell1, cell2]) {
      const memory = cell.cell + steps * batch * hidden;
      this.#heap.copyWithin(cell.cell, memory, memory + batch * hidden);
      const row = inputRow(cell, batch, steps);
      this.#heap.copyWithin(cell.inputRows, row, row + batch * cell.rowLength);
    }
  }

  /** Where h and c of row b lie before step 0. */
  #places(): Record<keyof LstmMemory, (b: number) => number> {
    const { cell1, cell2, hidden } = this.#layout;
    return {
      h1: (b) => cell1.inputRows + b * cell1.rowLength + this.#shape.inputs,
      c1: (b) => cell1.cell + b * hidden,
      h2: (b) => cell2.inputRows + b * cell2.rowLength + hidden,
      c2: (b) => cell2.cell + b * hidden,
    };
  }
}
