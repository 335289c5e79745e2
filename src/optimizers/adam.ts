/** Adam (Kingma & Ba 2015) as a baseline on the task itself; the meta-optimizer's own Adam is the engine's. */

import { requirePositive } from '../checks.js';
import { type BaselineTeleport, fromStepRule, type Optimizer, type StepRule } from './optimizer.js';

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

/** Adam. @throws unless the learning rate is positive. */
export function adam({
  learningRate = 0.3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  name = 'Adam',
  keepsState = false,
  teleport,
}: AdamBaselineOptions = {}): Optimizer {
  requirePositive('adam', 'learningRate', learningRate);
  const rule: StepRule = (dimension) => {
    const first = new Float64Array(dimension);
    const second = new Float64Array(dimension);
    let count = 0;
    return (x, gradient) => {
      count++;
      const firstCorrection = 1 - beta1 ** count;
      const secondCorrection = 1 - beta2 ** count;
      for (let i = 0; i < dimension; i++) {
        first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
        second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] ** 2;
        x[i] -=
          (learningRate * first[i]) / firstCorrection / (Math.sqrt(second[i] / secondCorrection) + epsilon);
      }
    };
  };
  return fromStepRule(
    name,
    { method: 'Adam', learningRate, beta1, beta2, epsilon, keepsState },
    keepsState ? sharedStep(rule) : rule,
    teleport,
  );
}

/** One step function for all tasks: its state lives on. */
function sharedStep(rule: StepRule): StepRule {
  let step: ReturnType<StepRule> | undefined;
  return (dimension) => (step ??= rule(dimension));
}
