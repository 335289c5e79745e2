/** A trained meta-optimizer as an {@link Optimizer}: evaluated on the same terms as the baselines. */

import { requireCount } from '../checks.js';
import type { LstmEngine, LstmParameters, LstmShape } from '../lstm/engine.js';
import { createWasmEngine } from '../lstm/wasm-engine.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { Recorder, type Trajectory } from '../optimizers/trajectory.js';
import type { Task } from '../seams.js';
import { type ScheduleDescription, scheduleWithin } from '../symmetry/schedule.js';
import type { MetaOptimizerDescription } from './description.js';
import type { EngineFactory } from './meta-train.js';
import { engineShape, Unroll, type UnrollOptions } from './unroll.js';

/** Tasks that advance together: past 64 the kernels gain nothing more. */
const LARGEST_BATCH = 64;

/** How a learned optimizer is used. */
export interface LearnedOptimizerOptions extends UnrollOptions {
  /** When it teleports; by default as in training, as far as the run goes. */
  readonly teleport?: ScheduleDescription;
}

/**
 * The optimizer that these weights make of a description.
 *
 * @param description the one it was trained with.
 * @param parameters the LSTM's weights.
 */
export function learnedOptimizer(
  description: MetaOptimizerDescription,
  parameters: LstmParameters,
  options: LearnedOptimizerOptions = {},
): Optimizer {
  const { name } = description;
  return {
    name,
    configuration: { ...description, ...options },
    run: (tasks, steps) => {
      requireCount(name, 'steps', steps);
      const trajectories: Trajectory[] = [];
      const engines = new Map<string, LstmEngine>(); // by shape: loading one takes as long as some batches
      const engineOf = (shape: LstmShape): LstmEngine => {
        const key = JSON.stringify(shape);
        const engine = engines.get(key) ?? createWasmEngine(shape);
        if (!engines.has(key)) engine.load(parameters);
        engines.set(key, engine);
        return engine;
      };
      for (let first = 0; first < tasks.length; first += LARGEST_BATCH) {
        const batch = tasks.slice(first, first + LARGEST_BATCH);
        trajectories.push(...runBatch(description, engineOf, batch, steps, options));
      }
      return trajectories;
    },
  };
}

function runBatch(
  description: MetaOptimizerDescription,
  engineOf: EngineFactory,
  tasks: readonly Task[],
  steps: number,
  options: LearnedOptimizerOptions,
): Trajectory[] {
  const { dimension: n } = tasks[0].optimizee;
  const { algebraDimension: m } = tasks[0].action;
  const engine = engineOf(engineShape(description, n, m, tasks.length, 1));
  const unroll = new Unroll(description, engine, n, m, options);
  const teleports = scheduleWithin(options.teleport ?? description.teleport, steps);
  const recorders = tasks.map((task) => new Recorder(task, steps));
  unroll.start(tasks);
  for (let t = 0; t <= steps; t++) {
    const observed = unroll.observe(0, t, 0);
    const divergences = unroll.divergences();
    recorders.forEach((recorder, b) => {
      if (divergences[b]) recorder.diverge(divergences[b]);
      else recorder.record(t, observed[b].x, observed[b].loss, observed[b].gradient);
    });
    if (t === steps) break;
    unroll.advance(0, teleports.includes(t));
    recorders.forEach((recorder, b) => {
      if (recorder.diverged) return;
      unroll.countStep(recorder.count, observed[b]);
      if (description.update !== 'direct') {
        recorder.coefficients(t, observed[b].stepSize, observed[b].momentum);
      }
      if (observed[b].gateOpen) recorder.teleport(t, observed[b].acted, observed[b].moved);
    });
    engine.carry(1);
  }
  return recorders.map((recorder) => recorder.finish());
}
