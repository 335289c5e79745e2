/** The loop that every `run` is: {@link Optimizer.init} and `update` on a task, with a record of every step. */

import { requireSize, requireVector } from '../checks.js';
import { into } from '../numerics/into.js';
import { nanOutside } from '../optimizees/outside.js';
import { requireTasks } from '../seam-checks.js';
import type { Task, Vector } from '../seams.js';
import type { Optimizer } from './optimizer.js';
import { Recorder, type Trajectory } from './trajectory.js';

/** Every step of a run is kept. */
const MOST_STEPS = 1_000_000;

/** `steps` steps on each task, one after the other. */
export function runOnTasks<State>(
  optimizer: Pick<Optimizer<State>, 'name' | 'init' | 'update'>,
  tasks: readonly Task[],
  steps: number,
): Trajectory[] {
  requireTasks(optimizer.name, tasks);
  requireSize(optimizer.name, 'steps', steps, MOST_STEPS);
  return tasks.map((task, index) => runOn(optimizer, task, index, steps));
}

function runOn<State>(
  optimizer: Pick<Optimizer<State>, 'name' | 'init' | 'update'>,
  { optimizee: own, action, start }: Task,
  index: number,
  steps: number,
): Trajectory {
  requireVector(optimizer.name, 'the start', start, own.dimension);
  const optimizee = nanOutside(own);
  const recorder = new Recorder(optimizee.dimension, steps);
  let x: Vector = Float64Array.from(start);
  let state = optimizer.init(x, { optimizee, action, index });
  for (let t = 0; t <= steps; t++) {
    const gradient = into(new Float64Array(x.length), 'gradient', optimizee.gradient(x));
    recorder.record(t, x, optimizee.value(x), gradient);
    if (recorder.diverged || t === steps) break;
    const updated = optimizer.update(state, gradient, x);
    recorder.step(t, updated);
    ({ x, state } = updated);
  }
  return recorder.finish();
}
