/**
 * The LSTM engine again, slowly, in TensorFlow.js: an independent check of `wasm-engine.ts`.
 *
 * Nothing of the backward pass is written by hand. With all weights φ, the memory s = (h¹, c¹, h², c²) and one step
 * (y_t, s_{t+1}) = F(φ, u_t, s_t), a backward step is one vector–Jacobian product by `tf.grads`,
 *
 *     (φ̄, ū_t, s̄_t) = ∇ ( ⟨ȳ_t, y_t⟩ + ⟨s̄_{t+1}, s_{t+1}⟩ ),
 *
 * ȳ_t = ∂loss/∂y_t being handed in, s̄ = 0 at the window's end, and φ̄ summed over steps and batch. Adam follows
 * PyTorch's formula: with g the gradient, n the number of steps taken and all operations by component,
 *
 *     m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²,   φ ← φ − lr/(1 − β₁ⁿ) · m / (√v / √(1 − β₂ⁿ) + ε).
 *
 * Weights, moments and activations are kept in float32, as in the other engine; the sums and Adam are in float64.
 */

import { refuse, requireCount, requirePositive } from '../checks.js';
import { loadTensors } from '../tensors/load.js';
import type { Tensor, Tensor2D } from '../tensors/tfjs-types/index.js';
import type { AdamOptions, LstmEngine, LstmParameters, LstmShape, LstmState } from './engine.js';
import {
  emptyParameters,
  isLstmState,
  parameterNames,
  parameterShapes,
  requireParameters,
} from './lstm-parameters.js';

/** h¹, c¹, h², c² of every trajectory, each [B, H]. */
type Memory = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

/** Squares of smaller gradients stay finite in float32: √(largest float32) ≈ 1.8e19. */
const LARGEST_SAFE_GRADIENT = 1e19;

/**
 * An engine with all weights zero: `load` gives it others. Adam's defaults are those of {@link AdamOptions}.
 *
 * @throws if a number of the shape is not a whole number of at least 1.
 */
export async function createReferenceEngine(shape: LstmShape): Promise<LstmEngine> {
  const { inputs: I, hidden: H, outputs: O, batch: B, window: T } = shape;
  for (const [name, count] of Object.entries({ inputs: I, hidden: H, outputs: O, batch: B, window: T })) {
    requireCount('createReferenceEngine', name, count);
  }
  const { tf } = await loadTensors();

  const shapes = parameterShapes(shape);
  const perStep = <A>(make: () => A, count = T) => Array.from({ length: count }, make);
  const emptyMemory = (): Memory => [0, 1, 2, 3].map(() => new Float32Array(B * H)) as unknown as Memory;

  let state = initialState(emptyParameters(shape));
  const inputs = perStep(() => new Float32Array(B * I)); // [T][B, I]
  const outputs = perStep(() => new Float32Array(B * O)); // [T][B, O]
  const outputGradients = perStep(() => new Float32Array(B * O)); // [T][B, O]
  const memories = perStep(emptyMemory, T + 1); // memories[t] goes into step t
  const inputGradients = new Float32Array(B * I);
  let memoryGradient = emptyMemory(); // s̄ of what the next backward step takes
  let gradientOfStep = perStep((): LstmParameters | undefined => undefined); // φ̄ of each step

  /** (φ, u, s) as the tensors that {@link forward} takes. */
  const operands = (t: number): Tensor[] => [
    ...parameterNames.map((name) => tf.tensor(state.parameters[name], shapes[name])),
    tf.tensor(inputs[t], [B, I]),
    ...memories[t].map((part) => tf.tensor(part, [B, H])),
  ];

  /** One LSTM cell: z = W_ih x + b_ih + W_hh h + b_hh, then the gates. */
  const cell = (x: Tensor, h: Tensor, c: Tensor, [wIh, wHh, bIh, bHh]: readonly Tensor[]) => {
    const z = tf
      .matMul(x, wIh, false, true)
      .add(bIh)
      .add(tf.matMul(h, wHh, false, true))
      .add(bHh); // [B, 4H]
    const [i, f, g, o] = tf.split(z as Tensor2D, 4, 1); // each [B, H]
    const next = tf
      .sigmoid(f)
      .mul(c)
      .add(tf.sigmoid(i).mul(tf.tanh(g)));
    return { h: tf.sigmoid(o).mul(tf.tanh(next)), c: next };
  };

  /** F: one step of both cells and the head, as [y, h¹, c¹, h², c²]. */
  const forward = (...all: Tensor[]): Tensor[] => {
    const [u, h1, c1, h2, c2] = all.slice(parameterNames.length);
    const lower = cell(u, h1, c1, all.slice(0, 4));
    const upper = cell(lower.h, h2, c2, all.slice(4, 8));
    const y = tf.matMul(upper.h, all[8], false, true).add(all[9]); // [B, O]
    return [y, lower.h, lower.c, upper.h, upper.c];
  };

  const requireStep = (t: number): number => {
    if (!(t >= 0 && t < T)) refuse('LstmEngine', `step must lie in 0 … ${T - 1}`, t);
    return t;
  };

  /** Σ over steps of φ̄, which already is a sum over the batch; in float64 until the end. */
  const gradients = (steps: number): LstmParameters => {
    requireCount('LstmEngine.gradients', 'steps', steps);
    return mapParameters((name) => {
      const total = new Float64Array(state.parameters[name].length);
      for (let t = 0; t < steps; t++) {
        const part =
          gradientOfStep[t] ?? refuse('LstmEngine.gradients', 'stepBackward must have run', `step ${t}`);
        for (let k = 0; k < total.length; k++) total[k] += part[name][k];
      }
      return Float32Array.from(total);
    });
  };

  const beginBackward = (): void => {
    memoryGradient = emptyMemory();
    gradientOfStep = perStep(() => undefined);
  };

  const stepBackward = (t: number): void => {
    requireStep(t);
    tf.tidy(() => {
      const cotangents = [
        tf.tensor(outputGradients[t], [B, O]),
        ...memoryGradient.map((part) => tf.tensor(part, [B, H])),
      ];
      const pairing = (...all: Tensor[]) =>
        tf.addN(forward(...all).map((part, k) => tf.sum(tf.mul(part, cotangents[k]))));
      const pulled = tf
        .grads(pairing)(operands(t))
        .map((part) => Float32Array.from(part.dataSync()));
      gradientOfStep[t] = mapParameters((_, k) => pulled[k]);
      inputGradients.set(pulled[parameterNames.length]);
      memoryGradient = pulled.slice(parameterNames.length + 1) as unknown as Memory;
    });
  };

  return {
    shape,
    inputStride: I,
    outputStride: O,
    reset: () => {
      for (const part of memories[0]) part.fill(0);
    },
    inputs: (t) => inputs[requireStep(t)],
    step: (t) => {
      requireStep(t);
      tf.tidy(() => {
        const [y, ...next] = forward(...operands(t));
        outputs[t].set(y.dataSync());
        next.forEach((part, k) => {
          memories[t + 1][k].set(part.dataSync());
        });
      });
    },
    outputs: (t) => outputs[requireStep(t)],
    outputGradients: (t) => outputGradients[requireStep(t)],
    backward: (steps) => {
      beginBackward();
      for (let t = steps - 1; t >= 0; t--) stepBackward(t);
    },
    beginBackward,
    stepBackward,
    inputGradients: () => inputGradients,
    gradients,
    apply: (steps, options = {}) => {
      const next = afterAdamStep(state, gradients(steps), options);
      state = next ?? state;
      return next ? 'applied' : 'skipped: gradient not finite';
    },
    carry: (steps) => {
      memories[0].forEach((part, k) => {
        part.set(memories[steps][k]);
      });
    },
    state: () => copied(state),
    load: (from) => {
      const whole = isLstmState(from) ? from : initialState(from);
      for (const part of [whole.parameters, whole.firstMoment, whole.secondMoment]) {
        requireParameters('LstmEngine.load', shape, part);
      }
      state = copied(whole);
    },
  };
}

/** A state before the first Adam step. */
function initialState(parameters: LstmParameters): LstmState {
  const zeros = () => mapParameters((name) => new Float32Array(parameters[name].length));
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), steps: 0 };
}

function copied({ parameters, firstMoment, secondMoment, steps }: LstmState): LstmState {
  const copy = (part: LstmParameters) => mapParameters((name) => part[name].slice());
  return {
    parameters: copy(parameters),
    firstMoment: copy(firstMoment),
    secondMoment: copy(secondMoment),
    steps,
  };
}

/** One Adam step by the formula above; undefined if the gradient or its square is not finite in float32. */
function afterAdamStep(
  { parameters, firstMoment, secondMoment, steps }: LstmState,
  gradient: LstmParameters,
  { learningRate = 4e-4, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, clipNorm }: AdamOptions,
): LstmState | undefined {
  if (clipNorm !== undefined) requirePositive('LstmEngine.apply', 'clipNorm', clipNorm);
  let squared = 0; // ‖g‖²
  for (const name of parameterNames) for (const g of gradient[name]) squared += g * g;
  const norm = Math.sqrt(squared);
  if (!(norm < LARGEST_SAFE_GRADIENT)) return undefined;
  const scale = clipNorm !== undefined && norm > clipNorm ? clipNorm / norm : 1;
  const n = steps + 1;
  const rate = learningRate / (1 - beta1 ** n);
  const rootCorrection = Math.sqrt(1 - beta2 ** n);

  const m = mapParameters((name) =>
    firstMoment[name].map((old, k) => beta1 * old + (1 - beta1) * scale * gradient[name][k]),
  );
  const v = mapParameters((name) =>
    secondMoment[name].map((old, k) => beta2 * old + (1 - beta2) * (scale * gradient[name][k]) ** 2),
  );
  const phi = mapParameters((name) =>
    parameters[name].map(
      (old, k) => old - (rate * m[name][k]) / (Math.sqrt(v[name][k]) / rootCorrection + epsilon),
    ),
  );
  return { parameters: phi, firstMoment: m, secondMoment: v, steps: n };
}

function mapParameters(make: (name: keyof LstmParameters, index: number) => Float32Array): LstmParameters {
  const entries = parameterNames.map((name, index) => [name, make(name, index)]);
  return Object.fromEntries(entries) as LstmParameters;
}
