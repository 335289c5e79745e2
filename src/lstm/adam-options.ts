/** The options of meta-training's Adam, checked where they come in: the engine takes them as they are. */

import { refuse, requireBetween, requireFinite, requireOptions, requirePositive } from '../checks.js';
import type { AdamOptions } from './engine.js';

/** Of the public code. */
export const DEFAULT_LEARNING_RATE = 4e-4;

/**
 * @throws on an unknown option, or unless learningRate ≥ 0 (0 keeps the random weights, as a control), 0 ≤ β < 1,
 * epsilon > 0 and clipNorm > 0.
 */
export function requireAdamOptions(where: string, options: AdamOptions = {}): void {
  requireOptions(`${where}: adam`, options, ['learningRate', 'beta1', 'beta2', 'epsilon', 'clipNorm']);
  const { learningRate = 0, beta1 = 0, beta2 = 0, epsilon = 1, clipNorm = 1 } = options;
  if (requireFinite(where, 'adam.learningRate', learningRate) < 0) {
    refuse(where, 'adam.learningRate must not be negative', learningRate);
  }
  for (const [name, beta] of Object.entries({ beta1, beta2 })) {
    requireBetween(where, `adam.${name}`, beta, 0, 1);
  }
  requirePositive(where, 'adam.epsilon', epsilon);
  requirePositive(where, 'adam.clipNorm', clipNorm);
}

/** With the defaults of PyTorch's Adam. */
export const completeAdam = ({
  learningRate = DEFAULT_LEARNING_RATE,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  clipNorm,
}: AdamOptions) => ({ learningRate, beta1, beta2, epsilon, clipNorm });
