/** Gradient descent, plain and with heavy-ball momentum. */

import { requireBetween, requireOptions, requirePositive } from '../checks.js';
import { sum } from '../numerics/vector.js';
import type { Vector } from '../seams.js';
import type { Optimizer } from './optimizer.js';
import { type BaselineState, type BaselineTeleport, fromStepRule } from './step-rule.js';

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

/** Gradient descent; the state of its rule is the velocity v. @throws unless α > 0 and 0 ≤ β < 1. */
export function gradientDescent(options: GradientDescentOptions): Optimizer<BaselineState<Vector>> {
  const where = 'gradientDescent';
  requireOptions(where, options, ['learningRate', 'momentum', 'name', 'teleport']);
  const { learningRate, momentum = 0, name, teleport } = options;
  requirePositive(where, 'learningRate', learningRate);
  requireBetween(where, 'momentum', momentum, 0, 1);
  const method = momentum === 0 ? 'gradient descent' : 'momentum';
  return fromStepRule(
    name ?? method,
    { method, learningRate, momentum },
    {
      init: (dimension) => new Float64Array(dimension),
      step: (velocity: Vector, gradient, x) => {
        const next = velocity.map((v, i) => momentum * v - learningRate * gradient[i]);
        return { x: sum(x, 1, next), state: next };
      },
    },
    teleport,
  );
}
