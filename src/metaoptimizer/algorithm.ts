/**
 * The paper's Algorithms 1, 2 and 3 on one page: plain, in float64, one task and one step at a time, to be read and stepped
 * through. `metaTrain` and `learnedOptimizer` do the same fast; this is what they are tested against. States are in
 * `algorithm-state.ts`, the derivative by φ in `window-gradient.ts`.
 *
 *     Algorithm 1, L2O                x_{t+1} = x_t + m_φ(z_t)
 *     Algorithm 2, with teleports     x_{t+1} = g_t · (x_t + m_φ(z_t)),   g_t = exp(ξ_t), ξ_t from a second head of the LSTM
 *     Algorithm 3, on networks        v_{t+1} = β_t v_t − α_t ∇f(x_t),  x_{t+1} = x_t + v_{t+1};   g_t only for t in Z
 *     all of them                     every T steps φ takes an Adam step on Σ_t w_t f(x_t), truncated backpropagation through time
 */

import { refuse } from '../checks.js';
import { lstmStep, type Weights, zeroMemory } from '../lstm/cells.js';
import { afterAdamStep, initialState, widened } from '../lstm/exact-state.js';
import { randomParameters } from '../lstm/lstm-parameters.js';
import { scaled, sum } from '../numerics/vector.js';
import { nanOutside } from '../optimizees/outside.js';
import { divergenceAt } from '../optimizers/trajectory.js';
import type { Stream } from '../random/stream.js';
import { requireFamily, requireStream } from '../seam-checks.js';
import type { Task, TaskFamily, Vector } from '../seams.js';
import { teleportsAt } from '../symmetry/schedule.js';
import { thetaGradient } from '../symmetry/theta-gradient.js';
import type { InnerLoop, StepTaken, WindowTaken } from './algorithm-state.js';
import { requireDescription } from './describe.js';
import type { MetaOptimizerDescription } from './description.js';
import { stepLoss } from './distance-term.js';
import { engineShape } from './engine-shape.js';
import { completeMetaTrainOptions, type MetaTrainOptions } from './meta-train-options.js';
import { sizeMap } from './teleport-head.js';
import { momentumMap, stepSizeMap } from './update-head.js';
import { endsWindow, lossWeights } from './window.js';
import { windowGradient } from './window-gradient.js';

/** The inner loop of a description with weights φ. @throws on what the paper's algorithms have not got: a gate, say. */
export function innerLoop(description: MetaOptimizerDescription, weights: Weights): InnerLoop {
  requirePlain(description);
  const { inputs, update: head, teleport, elementSize, hidden } = description;
  const element = sizeMap(elementSize);
  const alpha = stepSizeMap(description);
  const momentum = momentumMap(description);
  const hasMomentum = head === 'learning-rate-and-momentum';
  const betaOf = (y: Vector) => (hasMomentum ? momentum.value(y[1]) : 0);

  const init: InnerLoop['init'] = ({ start }) => ({
    t: 0,
    x: start,
    velocity: new Float64Array(start.length),
    memory: zeroMemory(hidden),
  });

  const step: InnerLoop['step'] = ({ optimizee: own, action }, before) => {
    const optimizee = nanOutside(own);
    const { t, x, velocity: v, memory } = before;
    const loss = optimizee.value(x);
    const gradient = optimizee.gradient(x).slice();
    const read = { gradient: () => gradient, theta: () => thetaGradient(optimizee, action, x, gradient) };
    const parts = inputs.map(({ name }) => (name === 'gradient' ? read.gradient() : read.theta()));
    const input = Float64Array.from(parts.flatMap((part) => [...part]));
    const { y: emitted, memory: after, tape } = lstmStep(weights, input, memory);
    const moved = sum(scaled(betaOf(emitted), v), -alpha.value(emitted[0]), gradient);
    const update = head === 'direct' ? emitted.slice(0, x.length) : moved;
    const acted = sum(x, 1, update);
    const teleported = teleportsAt(teleport, t);
    const xi = new Float64Array(action.algebraDimension);
    if (teleported) element.apply(emitted.slice(emitted.length - xi.length), xi);
    const next = teleported ? action.act(xi, acted).slice() : acted;
    const divergence = divergenceAt(t, x, loss, gradient);
    return {
      state: { t: t + 1, x: next, velocity: hasMomentum ? moved : v, memory: after },
      taken: { before, loss, gradient, input, emitted, update, acted, teleported, xi, tape, divergence },
    };
  };

  return { init, step, terminate: ({ t }, steps) => t >= steps };
}

/** The steps of a trajectory, one by one; it ends early where it diverges, with the step that says so. */
export function* trajectorySteps(
  description: MetaOptimizerDescription,
  weights: Weights,
  task: Task,
  steps: number,
): Generator<StepTaken, void> {
  const { init, step, terminate } = innerLoop(description, weights);
  for (let state = init(task), diverged = false; !diverged && !terminate(state, steps); ) {
    const result = step(task, state);
    yield result.taken;
    state = result.state;
    diverged = result.taken.divergence !== undefined;
  }
}

/** The windows of a meta-training, one by one, with the draws and defaults of `metaTrain`; a diverged trajectory has no more. */
export function* trainingWindows(
  description: MetaOptimizerDescription,
  family: TaskFamily,
  stream: Stream,
  options: MetaTrainOptions = {},
): Generator<WindowTaken, void> {
  requireDescription('trainingWindows', description);
  requireFamily('trainingWindows', family);
  requireStream('trainingWindows', stream);
  const complete = completeMetaTrainOptions(options);
  const { trajectories, steps, window, adam, weights: weighting } = complete;
  const { estimator, outerLoss, adamEvery, distanceTerm } = complete; // each is there only if it is not the paper's
  if (complete.batch !== 1 || complete.safeguardFactor !== 'off' || (estimator ?? outerLoss ?? adamEvery)) {
    refuse('trainingWindows', "options must be the paper's: batch 1 and no safeguard", complete);
  }
  const weightOf = lossWeights(steps, window, weighting);
  const shape = engineShape(description, family.dimension, family.algebraDimension, 1, window + 1);
  let before = initialState(widened(randomParameters(shape, stream.split('weights'))));
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const task = family.sample(stream.split('training').split(trajectory).split(0));
    const counted = distanceTerm && stepLoss(task.optimizee, task.start, distanceTerm);
    let state = innerLoop(description, before.parameters).init(task);
    let taken: StepTaken[] = [];
    for (let e = 0; e < steps; e++) {
      const { step } = innerLoop(description, before.parameters);
      const result = step(task, state);
      if (result.taken.divergence) break;
      state = result.state;
      taken.push(result.taken);
      if (!endsWindow(e, window)) continue;
      const w = weightOf.subarray(e + 1 - taken.length, e + 1);
      const countOf = (one: StepTaken) => counted?.(one.before.x, one.loss, one.gradient).value ?? one.loss;
      const loss = taken.reduce((total, one, k) => total + w[k] * countOf(one), 0);
      const total = { ...task, optimizee: nanOutside(task.optimizee) };
      const gradient = windowGradient(description, before.parameters, total, taken, w, counted);
      const after = afterAdamStep(before, gradient, adam) ?? before;
      yield { trajectory, steps: taken, loss, metaGradient: gradient, before, after };
      before = after;
      taken = [];
    }
  }
}

function requirePlain(description: MetaOptimizerDescription): void {
  requireDescription('innerLoop', description);
  const { name, per, inputs, gate, order, updateGradientFlows, updateScale } = description;
  const isPlain =
    per === undefined &&
    gate === 'none' &&
    order === 'update-first' &&
    !updateGradientFlows &&
    updateScale === undefined;
  const known = inputs.every((one) => ['gradient', 'theta-gradient'].includes(one.name) && !one.preprocessed);
  if (!isPlain || !known) refuse('innerLoop', "the description must be one of the paper's algorithms", name);
}
