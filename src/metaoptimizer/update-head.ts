/**
 * The update heads: what the LSTM's first outputs add to the iterate.
 *
 *     direct                        update = (y₁, …, y_n)
 *     learning-rate                 update = −α ∇f(x_t),              α = α(y₁), within its range
 *     learning-rate-and-momentum    v ← β v − α ∇f(x_t), update = v,   β = σ(y₂)           (Algorithm 3)
 *
 * By default the gradient in the update is taken as a constant of the meta-gradient, as in Andrychowicz et al.
 * (2016): only α and β carry derivatives to the LSTM. `updateGradientFlows` gives the exact derivative, for a
 * Hessian–vector product a step.
 */

import { addScaled, dot, scaled } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import type { MetaOptimizerDescription } from './description.js';
import type { Cotangent, InnerStep } from './inner-step.js';

export interface UpdateHead {
  /** Outputs it takes, first in the row. */
  readonly size: number;
  /** Fills `step.update` from the outputs at `at`, and moves `velocity` from v_t to v_{t+1}. */
  forward(step: InnerStep, outputs: Float32Array, at: number, velocity: Vector): void;
  /**
   * Given `updateBar` = ∂loss/∂update: writes ∂loss/∂outputs (over the outputs, where the arrays are one), moves
   * bar.velocity from v_{t+1} to v_t, and adds to bar.x what a flowing gradient owes to x_t.
   */
  backward(
    task: Task,
    step: InnerStep,
    updateBar: Vector,
    outputs: Float32Array,
    gradients: Float32Array,
    at: number,
    bar: Cotangent,
  ): void;
}

export function updateHead(description: MetaOptimizerDescription, n: number): UpdateHead {
  switch (description.update) {
    case 'direct':
      return direct(n);
    case 'learning-rate':
      return learningRate(description);
    case 'learning-rate-and-momentum':
      return learningRateAndMomentum(description);
  }
}

function direct(n: number): UpdateHead {
  return {
    size: n,
    forward: (step, outputs, at) => {
      for (let i = 0; i < n; i++) step.update[i] = outputs[at + i];
    },
    backward: (_task, _step, updateBar, _outputs, gradients, at) => {
      gradients.set(updateBar, at);
    },
  };
}

function learningRate(description: MetaOptimizerDescription): UpdateHead {
  const stepSize = stepSizeMap(description);
  return {
    size: 1,
    forward: (step, outputs, at) => {
      step.stepSize = stepSize.value(outputs[at]);
      scaled(-step.stepSize, step.gradient, step.update);
    },
    backward: (task, step, updateBar, outputs, gradients, at, bar) => {
      const raw = outputs[at];
      gradients[at] = -dot(updateBar, step.gradient) * stepSize.derivative(raw);
      if (description.updateGradientFlows) {
        addScaled(bar.x, -stepSize.value(raw), task.optimizee.hessianVector(step.x, updateBar));
      }
    },
  };
}

function learningRateAndMomentum(description: MetaOptimizerDescription): UpdateHead {
  const stepSize = stepSizeMap(description);
  return {
    size: 2,
    forward: (step, outputs, at, velocity) => {
      const alpha = stepSize.value(outputs[at]);
      const beta = sigmoid(outputs[at + 1]);
      step.stepSize = alpha;
      step.momentum = beta;
      for (let i = 0; i < velocity.length; i++) {
        velocity[i] = beta * step.velocity[i] - alpha * step.gradient[i];
      }
      step.update.set(velocity);
    },
    backward: (task, step, updateBar, outputs, gradients, at, bar) => {
      const raw = outputs[at];
      const beta = sigmoid(outputs[at + 1]);
      addScaled(bar.velocity, 1, updateBar); // v_{t+1} reaches the loss as the update and through later steps
      gradients[at] = -dot(bar.velocity, step.gradient) * stepSize.derivative(raw);
      gradients[at + 1] = dot(bar.velocity, step.velocity) * beta * (1 - beta);
      if (description.updateGradientFlows) {
        addScaled(bar.x, -stepSize.value(raw), task.optimizee.hessianVector(step.x, bar.velocity));
      }
      scaled(beta, bar.velocity, bar.velocity);
    },
  };
}

/** From an output of the LSTM to α, with its derivative. */
function stepSizeMap({ learningRateMap, learningRateRange: [low, high] }: MetaOptimizerDescription) {
  if (learningRateMap === 'clamp') {
    return {
      value: (raw: number) => Math.min(high, Math.max(low, raw)),
      derivative: (raw: number): number => (raw >= low && raw <= high ? 1 : 0),
    };
  }
  const span = Math.log(high / low);
  const value = (raw: number) => low * Math.exp(span * sigmoid(raw));
  return {
    value,
    derivative: (raw: number) => value(raw) * span * sigmoid(raw) * (1 - sigmoid(raw)),
  };
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
