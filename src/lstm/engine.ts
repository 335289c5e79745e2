/**
 * The LSTM engine's interface: two stacked LSTM cells with one linear head, driven step by step.
 *
 *     layer 1   z₁ = W₁[x_t, h¹_{t−1}] + b₁      layer 2   z₂ = W₂[h¹_t, h²_{t−1}] + b₂      head   y_t = W₃h²_t + b₃
 *     per layer (i, f, g, o) = z;  c_t = σ(f) c_{t−1} + σ(i) tanh(g);  h_t = σ(o) tanh(c_t)
 *
 * The engine owns weights, activations, truncated backpropagation through time and Adam. A trajectory is:
 * `reset`; then a window of steps t = 0, 1, …: write `inputs(t)`, `step(t)`, read `outputs(t)`; then backwards, either
 *
 *     at once        where no derivative flows back through the inputs: write all `outputGradients(t)`, `backward`
 *     step by step   `beginBackward`, and for t in reverse: write `outputGradients(t)`, `stepBackward(t)`, read
 *                    `inputGradients()`, on which the outputs' gradients of step t − 1 depend
 *
 * then `apply` and `carry`, and the next window starts again at t = 0 from the carried memory. `batch` independent
 * trajectories advance together; rows b = 0 … B − 1 of each view belong to them.
 *
 * The engine on WASM SIMD is `wasm-engine.ts`, in float32; `reference-engine.ts` is a slow one in float64 to check it.
 */

import type { Vector } from '../seams.js';

/** What an engine computes in: float32, or the reference's float64. */
export type Numbers = Float32Array | Float64Array;

export interface LstmShape {
  /** Numbers the LSTM reads a step. */
  readonly inputs: number;
  /** Hidden size H of both cells; the paper's 2-D experiments use 100. */
  readonly hidden: number;
  /** Numbers the head emits a step. */
  readonly outputs: number;
  /** Trajectories that advance together. */
  readonly batch: number;
  /** The most steps between two calls of `carry`. */
  readonly window: number;
}

/** Weights in PyTorch's layout and names: gates stacked i, f, g, o; matrices row-major [rows, columns]. */
export interface LstmParameters {
  'lstm1.weight_ih': Float32Array; // [4H, inputs]
  'lstm1.weight_hh': Float32Array; // [4H, H]
  'lstm1.bias_ih': Float32Array; // [4H]
  'lstm1.bias_hh': Float32Array; // [4H]
  'lstm2.weight_ih': Float32Array; // [4H, H]
  'lstm2.weight_hh': Float32Array; // [4H, H]
  'lstm2.bias_ih': Float32Array; // [4H]
  'lstm2.bias_hh': Float32Array; // [4H]
  'head.weight': Float32Array; // [outputs, H]
  'head.bias': Float32Array; // [outputs]
}

/** Everything that training changes: a restored engine continues bit for bit. */
export interface LstmState {
  readonly parameters: LstmParameters;
  /** Adam's running mean of the gradient. */
  readonly firstMoment: LstmParameters;
  /** Adam's running mean of the squared gradient. */
  readonly secondMoment: LstmParameters;
  /** Adam steps taken. */
  readonly steps: number;
}

/** The memory of every row between two steps: h and c of both cells, each [B, H]. */
export interface LstmMemory {
  readonly h1: Numbers;
  readonly c1: Numbers;
  readonly h2: Numbers;
  readonly c2: Numbers;
}

/** Options of an Adam step on the meta-optimizer’s weights. */
export interface AdamOptions {
  /** Default 4e-4, the paper's for the 2-D experiments (public code). */
  readonly learningRate?: number;
  /** Default 0.9 (Kingma & Ba 2015). */
  readonly beta1?: number;
  /** Default 0.999 (Kingma & Ba 2015). */
  readonly beta2?: number;
  /** Default 1e-8 (Kingma & Ba 2015); added to the square root of the bias-corrected second moment. */
  readonly epsilon?: number;
  /** Scale the whole gradient down to this Euclidean norm if it is longer; off by default, as in the paper. */
  readonly clipNorm?: number;
}

/** How an Adam step went; a gradient that is not finite (or whose square is not) skips it and changes nothing. */
export type ApplyOutcome = 'applied' | 'skipped: gradient not finite';

/** Two stacked LSTM cells and a linear head, with backpropagation through time and Adam. */
export interface LstmEngine {
  readonly shape: LstmShape;
  /** Distance between two rows of {@link inputs} and of {@link inputGradients}. */
  readonly inputStride: number;
  /** Distance between two rows of {@link outputs} and of {@link outputGradients}. */
  readonly outputStride: number;

  /** Sets the memory (h, c of both cells) to zero: the start of a trajectory. */
  reset(): void;
  /** A copy of the memory that step 0 starts from: zero after `reset`, what was carried after `carry`. */
  memory(): LstmMemory;
  /** Takes over a memory: step 0 starts from it. @throws on another size. */
  recall(memory: LstmMemory): void;
  /** Where the inputs of step t go: row b holds `inputs` numbers from b · inputStride. */
  inputs(t: number): Numbers;
  /** Advances the memory by one step. */
  step(t: number): void;
  /** What step t emitted: row b holds `outputs` numbers from b · outputStride. */
  outputs(t: number): Numbers;

  /** Where ∂loss/∂outputs(t) goes, before the backward step. May overwrite {@link outputs}. */
  outputGradients(t: number): Numbers;
  /** Backpropagates through steps `steps` − 1 … 0 at once, each weight being read for all of them: no gradient by the inputs. */
  backward(steps: number): void;
  /** Starts backpropagation through `steps` steps, one by one: no gradient flows in from beyond the window. */
  beginBackward(steps: number): void;
  /** Backpropagates through step t, the next after t + 1, with the gradient by the inputs. */
  stepBackward(t: number): void;
  /** ∂loss/∂inputs(t) of the last `stepBackward(t)`. */
  inputGradients(): Numbers;

  /** One Adam step on the gradient summed over steps 0 … steps − 1 of the window. */
  apply(steps: number, options?: AdamOptions): ApplyOutcome;
  /** The gradient itself, for whoever steps by it later. Valid where `apply` would be. */
  gradients(steps: number): LstmParameters;
  /** One Adam step on a gradient that was found in another way, all weights in a row (see {@link weights}). @throws on another size. */
  applyGradient(gradient: Vector, options?: AdamOptions): ApplyOutcome;
  /** The memory after `steps` steps becomes the start of the next window. */
  carry(steps: number): void;

  /**
   * Whether every weight is a finite number: an Adam step on a finite gradient may still overflow. A training on an engine without
   * it is not stopped there.
   */
  hasFiniteWeights?(): boolean;
  /** A copy of all weights in a row: tensor by tensor in the order of `LstmParameters`, each column by column. */
  weights(): Vector;
  /** Takes over all weights in a row; Adam's state stays as it is. @throws on another size. */
  setWeights(weights: Vector): void;
  /** A copy of everything that training changes. */
  state(): LstmState;
  /** Takes over the weights alone (Adam starts afresh), or a whole state. @throws on a wrong shape. */
  load(from: LstmParameters | LstmState): void;
}
