/**
 * The weights and Adam's moments in float64, for the reference engine and the paper's algorithms. Adam follows PyTorch's
 * formula: with g the gradient, n the number of steps taken and all operations by component,
 *
 *     m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²,   φ ← φ − lr/(1 − β₁ⁿ) · m / (√v / √(1 − β₂ⁿ) + ε).
 */

import { requirePositive } from '../checks.js';
import type { Vector } from '../seams.js';
import { completeAdam } from './adam-options.js';
import type { Weights } from './cells.js';
import type { AdamOptions, LstmParameters } from './engine.js';
import { parameterNames } from './lstm-parameters.js';

/** Squares of smaller gradients stay finite in float32, where the other engine computes: √(largest float32) ≈ 1.8e19. */
const LARGEST_SAFE_GRADIENT = 1e19;

/** The parameters in float64. */
export type ExactParameters = Record<keyof LstmParameters, Vector>;

/** What an Adam step changes, in float64. */
export interface ExactState {
  readonly parameters: ExactParameters;
  readonly firstMoment: ExactParameters;
  readonly secondMoment: ExactParameters;
  readonly steps: number;
}

/** A state before the first Adam step. */
export function initialState(parameters: ExactParameters): ExactState {
  const zeros = () => mapParameters((name) => new Float64Array(parameters[name].length));
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), steps: 0 };
}

/** One Adam step by the formula above; undefined if the gradient or its square is not finite in float32. */
export function afterAdamStep(
  { parameters, firstMoment, secondMoment, steps }: ExactState,
  gradient: ExactParameters,
  options: AdamOptions,
): ExactState | undefined {
  const { learningRate, beta1, beta2, epsilon, clipNorm } = completeAdam(options);
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

/** The parameters in float64. */
export function widened(parameters: Weights): ExactParameters {
  return mapParameters((name) => Float64Array.from(parameters[name]));
}

/** The parameters in float32, as checkpoints hold them. */
export function rounded(parameters: ExactParameters): LstmParameters {
  const entries = parameterNames.map((name) => [name, Float32Array.from(parameters[name])]);
  return Object.fromEntries(entries) as LstmParameters;
}

/** Parameters made one by one. */
export function mapParameters(make: (name: keyof LstmParameters) => Vector): ExactParameters {
  return Object.fromEntries(parameterNames.map((name) => [name, make(name)])) as ExactParameters;
}
