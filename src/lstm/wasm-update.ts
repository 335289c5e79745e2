/** The end of a window on the WASM engine: the gradient of all weights, its check, and Adam's step. */

import { requireCount, requirePositive } from '../checks.js';
import { completeAdam } from './adam-options.js';
import type { AdamOptions, ApplyOutcome } from './engine.js';
import type { Kernels } from './wasm-kernels.js';
import type { Layer } from './wasm-layout.js';

/** Squares of smaller gradients stay finite in float32: √(largest float32) ≈ 1.8e19. */
const LARGEST_SAFE_GRADIENT = 1e19;

/** Adam steps between two looks for vanishing moments: 0.9¹²⁸ ≈ 1e-6, so that few get from SMALLEST_MOMENT to 1e-38. */
const FLUSH_EVERY = 128;
/** 2⁻¹⁰⁰. Beside ε = 1e-8 a moment this small moves no weight; it would decay to a subnormal, for good, and slow Adam down. */
const SMALLEST_MOMENT = 2 ** -100;

/** Works on the layers' input rows and pre-activation gradients of the window's first `rows` rows, or on their gradient blocks. */
export class WeightUpdate {
  readonly #kernels: Kernels;
  readonly #heap: Float32Array;
  readonly #layers: readonly Layer[];
  readonly #scratch: number; // in bytes

  constructor(kernels: Kernels, heap: Float32Array, layers: readonly Layer[], scratch: number) {
    this.#kernels = kernels;
    this.#heap = heap;
    this.#layers = layers;
    this.#scratch = 4 * scratch;
  }

  /** Adam's step number n; nothing changes where the gradient is not finite. */
  apply(rows: number, n: number, options: AdamOptions): ApplyOutcome {
    const { learningRate, beta1, beta2, epsilon, clipNorm } = completeAdam(options);
    let scale = 1;
    if (clipNorm !== undefined) {
      requirePositive('LstmEngine.apply', 'clipNorm', clipNorm);
      const norm = this.#norm(rows);
      if (!(norm < LARGEST_SAFE_GRADIENT)) return 'skipped: gradient not finite';
      scale = Math.min(1, clipNorm / norm);
    } else if (!this.#isSafe(rows)) {
      return 'skipped: gradient not finite';
    }
    const step = learningRate / (1 - beta1 ** n);
    const rootCorrection = 1 / Math.sqrt(1 - beta2 ** n);
    for (const { rowLength, width, inputRows, outputRows, weights, firstMoment, secondMoment } of this
      .#layers) {
      this.#kernels.adam(
        rows,
        rowLength,
        width,
        4 * inputRows,
        4 * outputRows,
        4 * weights,
        4 * firstMoment,
        4 * secondMoment,
        this.#scratch,
        beta1,
        (1 - beta1) * scale,
        beta2,
        (1 - beta2) * scale ** 2,
        step,
        rootCorrection,
        epsilon,
      );
    }
    if (n % FLUSH_EVERY === 0) this.#flushMoments();
    return 'applied';
  }

  /**
   * The same on what is in the gradient blocks, in plain loops of float64 that keep float32: the last digits may differ from those
   * of {@link apply}.
   */
  applyFilled(n: number, options: AdamOptions): ApplyOutcome {
    const { learningRate, beta1, beta2, epsilon, clipNorm } = completeAdam(options);
    if (clipNorm !== undefined) requirePositive('LstmEngine.applyGradient', 'clipNorm', clipNorm);
    const norm = this.#filledNorm();
    if (!(norm < LARGEST_SAFE_GRADIENT)) return 'skipped: gradient not finite';
    const scale = clipNorm === undefined ? 1 : Math.min(1, clipNorm / norm);
    const step = learningRate / (1 - beta1 ** n);
    const rootCorrection = 1 / Math.sqrt(1 - beta2 ** n);
    const [meanFactor, squareFactor] = [(1 - beta1) * scale, (1 - beta2) * scale ** 2];
    const heap = this.#heap;
    for (const layer of this.#layers) {
      const { rowLength, width, gradient, weights, firstMoment, secondMoment } = layer;
      for (let i = 0; i < rowLength * width; i++) {
        const g = heap[gradient + i];
        heap[firstMoment + i] = beta1 * heap[firstMoment + i] + meanFactor * g;
        heap[secondMoment + i] = beta2 * heap[secondMoment + i] + squareFactor * g * g;
        const root = Math.sqrt(heap[secondMoment + i]) * rootCorrection + epsilon;
        heap[weights + i] -= (step * heap[firstMoment + i]) / root;
      }
    }
    if (n % FLUSH_EVERY === 0) this.#flushMoments();
    return 'applied';
  }

  #flushMoments(): void {
    for (const { rowLength, width, firstMoment, secondMoment } of this.#layers) {
      for (const moment of [firstMoment, secondMoment]) {
        this.#kernels.flush(4 * moment, rowLength * width, SMALLEST_MOMENT);
      }
    }
  }

  /** Writes the gradient into every layer's gradient block. */
  fillGradients(rows: number): void {
    requireCount('LstmEngine.gradients', 'rows', rows);
    for (const { rowLength, width, inputRows, outputRows, gradient } of this.#layers) {
      this.#kernels.weightGradient(
        rows,
        rowLength,
        width,
        4 * inputRows,
        4 * outputRows,
        4 * gradient,
        this.#scratch,
      );
    }
  }

  /**
   * Whether every entry of the gradient, and its square, is finite. Nearly always the bound
   * |dW| ≤ rows · max|z| · max|dy| says so at once; where it does not, the gradient itself is looked at.
   */
  #isSafe(rows: number): boolean {
    const bounds = this.#layers.map(({ rowLength, width, inputRows, outputRows }) => {
      const z = this.#kernels.largestMagnitude(4 * inputRows, rows * rowLength);
      const dy = this.#kernels.largestMagnitude(4 * outputRows, rows * width);
      return rows * z * dy;
    });
    return bounds.every((bound) => bound < LARGEST_SAFE_GRADIENT) || this.#norm(rows) < LARGEST_SAFE_GRADIENT;
  }

  #norm(rows: number): number {
    this.fillGradients(rows);
    return this.#filledNorm();
  }

  #filledNorm(): number {
    let total = 0;
    for (const { gradient, rowLength, width } of this.#layers) {
      for (let i = gradient; i < gradient + rowLength * width; i++) total += this.#heap[i] ** 2;
    }
    return Math.sqrt(total);
  }
}
