/**
 * The update heads: what the LSTM's first outputs add to the iterate.
 *
 *     direct                        update = s (y₁, …, y_n),            s = `updateScale`, 1 unless told
 *     learning-rate                 update = −α ∇f(x_t),                α = α(y₁), within its range
 *     learning-rate-and-momentum    v ← β v − α ∇f(x_t), update = v,    β = σ(s y₂ + σ⁻¹(β₀))           (Algorithm 3)
 *
 * In a layout of several rows each row has an α and a β of its own, for the parameters that lie in it.
 *
 * By default the gradient in the update is taken as a constant of the meta-gradient, as in Andrychowicz et al.
 * (2016): only α and β carry derivatives to the LSTM. `updateGradientFlows` gives the exact derivative, for a
 * Hessian–vector product a step.
 */

import type { Numbers } from '../lstm/engine.js';
import { addScaled } from '../numerics/vector.js';
import type { Task, Vector } from '../seams.js';
import { DEFAULT_MOMENTUM, type MetaOptimizerDescription } from './description.js';
import type { Cotangent, InnerStep } from './inner-step.js';
import { gather, type Layout, type Rows, scatter } from './layout.js';

export interface UpdateHead {
  /** Outputs of a row that it takes, the first ones. */
  readonly size: number;
  /** Fills `step.update` from the outputs of the task's rows, and moves `velocity` from v_t to v_{t+1}. */
  forward(step: InnerStep, outputs: Numbers, rows: Rows, velocity: Vector): void;
  /**
   * Given `updateBar` = ∂loss/∂update: writes ∂loss/∂outputs (over the outputs, where the arrays are one), moves
   * bar.velocity from v_{t+1} to v_t, and adds to bar.x what a flowing gradient owes to x_t.
   */
  backward(
    task: Task,
    step: InnerStep,
    updateBar: Vector,
    outputs: Numbers,
    gradients: Numbers,
    rows: Rows,
    bar: Cotangent,
  ): void;
}

export function updateHead(description: MetaOptimizerDescription, layout: Layout): UpdateHead {
  return description.update === 'direct' ? direct(description, layout) : coefficients(description, layout);
}

function direct({ updateScale: s = 1 }: MetaOptimizerDescription, layout: Layout): UpdateHead {
  const scaleBy = (v: Vector) => {
    if (s !== 1) for (let i = 0; i < v.length; i++) v[i] *= s;
    return v;
  };
  return {
    size: layout.width,
    forward: (step, outputs, rows) => {
      scaleBy(gather(layout, outputs, 1, rows, 0, step.update));
    },
    backward: (_task, _step, updateBar, _outputs, gradients, rows) => {
      scatter(layout, scaleBy(updateBar), 1, gradients, rows, 0);
    },
  };
}

/** α in the first column of a row and, with momentum, β in the second; without momentum β = 0 and v is the update. */
function coefficients(description: MetaOptimizerDescription, { rows: count, row }: Layout): UpdateHead {
  const withMomentum = description.update === 'learning-rate-and-momentum';
  const stepSize = stepSizeMap(description);
  const momentum = momentumMap(description);
  const alpha = new Float64Array(count);
  const beta = new Float64Array(count);
  const slope = new Float64Array(count); // dα/dy₁
  const byAlpha = new Float64Array(count); // −∂loss/∂α
  const byBeta = new Float64Array(count); // ∂loss/∂β
  const read = (outputs: Numbers, { at, stride }: Rows) => {
    for (let r = 0; r < count; r++) {
      const raw = outputs[at + r * stride];
      alpha[r] = stepSize.value(raw);
      slope[r] = stepSize.derivative(raw);
      if (withMomentum) beta[r] = momentum.value(outputs[at + r * stride + 1]);
    }
  };
  return {
    size: withMomentum ? 2 : 1,
    forward: (step, outputs, rows, velocity) => {
      read(outputs, rows);
      step.stepSize = mean(alpha);
      if (withMomentum) step.momentum = mean(beta);
      for (let i = 0; i < row.length; i++) {
        const r = row[i];
        step.update[i] = withMomentum
          ? beta[r] * step.velocity[i] - alpha[r] * step.gradient[i]
          : -alpha[r] * step.gradient[i];
      }
      if (withMomentum) velocity.set(step.update);
    },
    backward: (task, step, updateBar, outputs, gradients, { at, stride }, bar) => {
      read(outputs, { at, stride });
      if (withMomentum) addScaled(bar.velocity, 1, updateBar); // v_{t+1}: the update, and what later steps make of it
      const velocityBar = withMomentum ? bar.velocity : updateBar;
      byAlpha.fill(0);
      byBeta.fill(0);
      for (let i = 0; i < row.length; i++) {
        byAlpha[row[i]] += velocityBar[i] * step.gradient[i];
        if (withMomentum) byBeta[row[i]] += velocityBar[i] * step.velocity[i];
      }
      for (let r = 0; r < count; r++) {
        gradients[at + r * stride] = -byAlpha[r] * slope[r];
        if (withMomentum) gradients[at + r * stride + 1] = byBeta[r] * momentum.slopeAt(beta[r]);
      }
      if (description.updateGradientFlows) {
        const scaledBar = velocityBar.map((v, i) => alpha[row[i]] * v);
        addScaled(bar.x, -1, task.optimizee.hessianVector(step.x, scaledBar));
      }
      if (withMomentum) for (let i = 0; i < row.length; i++) bar.velocity[i] *= beta[row[i]];
    },
  };
}

/** From an output of the LSTM to α, with its derivative. */
export function stepSizeMap({
  learningRateMap,
  learningRateRange: [low, high],
}: Pick<MetaOptimizerDescription, 'learningRateMap' | 'learningRateRange'>) {
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

/** From an output of the LSTM to β = σ(s y + σ⁻¹(β₀)), with its derivative by y, s β(1 − β). */
export function momentumMap({ momentum }: Pick<MetaOptimizerDescription, 'momentum'>) {
  const { initial = DEFAULT_MOMENTUM.initial, scale = DEFAULT_MOMENTUM.scale } = momentum ?? {};
  const offset = Math.log(initial / (1 - initial)); // 0 for ½
  return {
    value: (raw: number) => sigmoid(scale * raw + offset),
    slopeAt: (beta: number): number => scale * (beta * (1 - beta)),
  };
}

/** The mean over rows; of one row, its number itself. */
function mean(values: Vector): number {
  return values.length === 1 ? values[0] : values.reduce((total, value) => total + value, 0) / values.length;
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
