/** Adam (Kingma & Ba 2015) as a baseline on the task itself; the meta-optimizer's own Adam is the engine's. */

import { requireBetween, requireBoolean, requireOptions, requirePositive, requireText } from '../checks.js';
import type { Vector } from '../seams.js';
import type { Optimizer } from './optimizer.js';
import { type BaselineState, type BaselineTeleport, fromStepRule, type StepRule } from './step-rule.js';

/** Options of {@link adam}. */
export interface AdamBaselineOptions {
  /** Default 0.3, the public code's on Rosenbrock. */
  readonly learningRate?: number;
  /** Defaults as in Kingma & Ba 2015: 0.9, 0.999 and 1e-8. */
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly name?: string;
  /** Keep the moments from one task to the next, as the public code does by mistake; off by default. */
  readonly keepsState?: boolean;
  /** Teleports before the steps of a schedule; none by default. */
  readonly teleport?: BaselineTeleport;
}

const OPTIONS = ['learningRate', 'beta1', 'beta2', 'epsilon', 'name', 'keepsState', 'teleport'];

/** The moments, and how many steps came before. */
export interface AdamBaselineState {
  readonly first: Vector; // [n]
  readonly second: Vector; // [n]
  readonly count: number;
}

/**
 * Adam:  m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  x ← x − α m̂ / (√v̂ + ε),  m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ).
 *
 * @throws unless the learning rate and ε are positive, and both β lie in [0, 1).
 */
export function adam(options: AdamBaselineOptions = {}): Optimizer<BaselineState<AdamBaselineState>> {
  requireOptions('adam', options, OPTIONS);
  const { learningRate = 0.3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { name = 'Adam', keepsState = false, teleport } = options;
  requirePositive('adam', 'learningRate', learningRate);
  requireBetween('adam', 'beta1', beta1, 0, 1);
  requireBetween('adam', 'beta2', beta2, 0, 1);
  requirePositive('adam', 'epsilon', epsilon);
  requireText('adam', 'name', name);
  requireBoolean('adam', 'keepsState', keepsState);
  const rule: StepRule<AdamBaselineState> = {
    init: (dimension) => ({
      first: new Float64Array(dimension),
      second: new Float64Array(dimension),
      count: 0,
    }),
    step: (before, gradient, x) => {
      const count = before.count + 1;
      const first = before.first.map((m, i) => beta1 * m + (1 - beta1) * gradient[i]);
      const second = before.second.map((v, i) => beta2 * v + (1 - beta2) * gradient[i] ** 2);
      const firstCorrection = 1 - beta1 ** count;
      const secondCorrection = 1 - beta2 ** count;
      const next = x.map(
        (xi, i) =>
          xi -
          (learningRate * first[i]) / firstCorrection / (Math.sqrt(second[i] / secondCorrection) + epsilon),
      );
      return { x: next, state: { first, second, count } };
    },
  };
  return fromStepRule(
    name,
    { method: 'Adam', learningRate, beta1, beta2, epsilon, keepsState },
    keepsState ? keptState(rule) : rule,
    teleport,
  );
}

/** A rule whose runs begin with the state in which the one before ended. */
function keptState<State>({ init, step }: StepRule<State>): StepRule<State> {
  let last: State | undefined;
  return {
    init: (dimension) => last ?? init(dimension),
    step: (...args) => {
      const updated = step(...args);
      last = updated.state;
      return updated;
    },
  };
}
