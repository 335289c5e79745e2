/** Gradient descent, plain and with heavy-ball momentum. */

import { refuse, requireFinite, requirePositive } from '../checks.js';
import { addScaled } from '../numerics/vector.js';
import { type BaselineTeleport, fromStepRule, type Optimizer } from './optimizer.js';

/** Options of {@link gradientDescent}. */
export interface GradientDescentOptions {
  /** α. */
  readonly learningRate: number;
  /** β of v ← β v − α ∇f, x ← x + v (Polyak 1964); 0 by default, which is plain gradient descent. */
  readonly momentum?: number;
  readonly name?: string;
  /** Teleports before the steps of a schedule; none by default. */
  readonly teleport?: BaselineTeleport;
}

/** @throws unless α > 0 and 0 ≤ β < 1. */
export function gradientDescent({
  learningRate,
  momentum = 0,
  name,
  teleport,
}: GradientDescentOptions): Optimizer {
  requirePositive('gradientDescent', 'learningRate', learningRate);
  requireFinite('gradientDescent', 'momentum', momentum);
  if (momentum < 0 || momentum >= 1) refuse('gradientDescent', 'momentum must lie in [0, 1)', momentum);
  const method = momentum === 0 ? 'gradient descent' : 'momentum';
  return fromStepRule(
    name ?? method,
    { method, learningRate, momentum },
    (dimension) => {
      const velocity = new Float64Array(dimension);
      return (x, gradient) => {
        for (let i = 0; i < dimension; i++) velocity[i] = momentum * velocity[i] - learningRate * gradient[i];
        addScaled(x, 1, velocity);
      };
    },
    teleport,
  );
}
