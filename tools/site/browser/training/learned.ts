/** The trained optimizers on the page: run anew whenever the start moves, and asked for what their LSTM emits. */

import type { LstmEngine, LstmParameters } from '../../../../src/lstm/engine.js';
import { createWasmEngine } from '../../../../src/lstm/wasm-engine.js';
import { engineShape } from '../../../../src/metaoptimizer/engine-shape.js';
import { emptyInnerStep } from '../../../../src/metaoptimizer/inner-step.js';
import { InputFeatures } from '../../../../src/metaoptimizer/input-features.js';
import { layoutOf } from '../../../../src/metaoptimizer/layout.js';
import { learnedOptimizer } from '../../../../src/metaoptimizer/learned-optimizer.js';
import type { Optimizer } from '../../../../src/optimizers/optimizer.js';
import { iterateAt, type Trajectory } from '../../../../src/optimizers/trajectory.js';
import type { Task } from '../../../../src/seams.js';
import { descriptionOf } from './choices.js';
import type { MethodName } from './messages.js';

/** Steps shown: meta-training sees the losses at the steps 0 to 20. */
export const STEPS = 20;

/** One trained method. */
interface Learned {
  readonly parameters: LstmParameters;
  readonly hidden: number;
  readonly optimizer: Optimizer<unknown>;
  /** The same LSTM by itself, to read what it emits. */
  readonly engine: LstmEngine;
  readonly inputs: InputFeatures;
}

const learned = new Map<MethodName, Learned>();

function learnedOf(method: MethodName, hidden: number, parameters: LstmParameters): Learned {
  const found = learned.get(method);
  if (found?.parameters === parameters && found.hidden === hidden) return found;
  const description = descriptionOf(method, hidden);
  const optimizer = learnedOptimizer(description, parameters) as Optimizer<unknown>;
  const engine = createWasmEngine(engineShape(description, 2, 1, 1, STEPS));
  engine.load(parameters);
  const inputs = new InputFeatures(description.inputs, layoutOf('task', 2), 1);
  const made = { parameters, hidden, optimizer, engine, inputs };
  learned.set(method, made);
  return made;
}

/** The run of a method with these weights. */
export function runOf(
  method: MethodName,
  hidden: number,
  parameters: LstmParameters,
  task: Task,
): Trajectory {
  return learnedOf(method, hidden, parameters).optimizer.run([task], STEPS)[0];
}

/** What the LSTM emitted at a step: the update, and the angle where there was a teleport. */
export interface Emission {
  readonly update: readonly [number, number];
  /** In radians; NaN without a teleport. */
  readonly angle: number;
}

/** What the LSTM emits along its run: it is shown the iterates once more. Shorter where the run diverged. */
export function emissionsOf(
  method: MethodName,
  hidden: number,
  parameters: LstmParameters,
  task: Task,
  trajectory: Trajectory,
): Emission[] {
  const { engine, inputs } = learnedOf(method, hidden, parameters);
  const teleported = new Set(trajectory.teleports.map(({ step }) => step));
  const emissions: Emission[] = [];
  engine.reset();
  for (let t = 0; t < (trajectory.divergence?.step ?? STEPS); t++) {
    const step = emptyInnerStep(2, 1);
    step.x.set(iterateAt(trajectory, 2, t));
    step.gradient.set(task.optimizee.gradient(step.x));
    inputs.write(task, step, engine.inputs(t), { at: 0, stride: engine.inputStride });
    engine.step(t);
    const [first, second, angle] = engine.outputs(t);
    emissions.push({ update: [first, second], angle: teleported.has(t) ? angle : Number.NaN });
  }
  return emissions;
}
