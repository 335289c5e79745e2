/**
 * The way in to TensorFlow.js: one `await`, after which everything is synchronous.
 *
 *     const { tf, optimizeeFromTensors, actionFromTensors } = await loadTensors();
 *     const bowl = optimizeeFromTensors({ name: 'bowl', dimension: 2, value: (x) => x.square().sum() });
 *     bowl.backend.name; // 'cpu', which is ahead on so few parameters
 *
 * An optimizee and an action are synchronous, so TensorFlow.js and its backend must be there before either is
 * made. Handing out `tf` and the adapters together makes sure of that, and that the objective is written in the
 * very TensorFlow.js that differentiates it, with its second derivatives mended (`higher-derivatives.ts`).
 */

import { requireOptions } from '../checks.js';
import { actionFromTensors, type TensorAction, type TensorGroup } from './action.js';
import {
  BACKENDS,
  requestedBackend,
  type TensorBackend,
  type TensorBackendName,
  type Tensorflow,
} from './backend.js';
import { backendsFor, type ChooseBackend } from './by-size.js';
import { optimizeeFromTensors, type TensorObjective, type TensorOptimizee } from './optimizee.js';
import { type RunningBackend, RunningBackends } from './running-backends.js';

/** TensorFlow.js, running, and what this library makes of functions written in it. */
export interface Tensors {
  readonly tf: Tensorflow;
  /** The backend asked for; else the one on which `tf` computes outside of optimizees and actions, which have their own. */
  readonly backend: TensorBackend;
  /** An optimizee from a function of tensors; its derivatives are automatic. */
  optimizeeFromTensors(objective: TensorObjective): TensorOptimizee;
  /** A group action from a function of tensors; its derivatives are automatic. */
  actionFromTensors(group: TensorGroup): TensorAction;
}

/** Options of {@link loadTensors}. */
export interface LoadTensorsOptions {
  /**
   * What everything made by this load computes on. Default: the environment variable ORBIT_L2O_TENSORS, else by the number of
   * parameters and by what is installed (`by-size.ts`).
   */
  readonly backend?: TensorBackendName;
}

let backends: RunningBackends | undefined; // one a process
const loading = new Map<TensorBackendName | 'by size', Promise<Loaded>>();
let isActive = false;

interface Loaded {
  readonly tensors: Tensors;
  readonly base: RunningBackend;
}

/**
 * Loads TensorFlow.js and starts a backend, each once a process; several work side by side.
 *
 * @throws if the requested backend is unknown or does not load.
 *
 * @example
 * ```ts
 * import { loadTensors } from 'orbit-l2o';
 *
 * const { tf, optimizeeFromTensors } = await loadTensors({ backend: 'cpu' });
 * const cube = optimizeeFromTensors({ name: 'cube', dimension: 1, value: (x) => tf.sum(tf.mul(x, tf.square(x))) });
 * console.log(cube.hessianVector(Float64Array.of(2), Float64Array.of(1))[0]); // 12
 * ```
 */
export async function loadTensors(options: LoadTensorsOptions = {}): Promise<Tensors> {
  requireOptions('loadTensors', options, ['backend']);
  const requested = requestedBackend(options.backend);
  const key = requested ?? 'by size';
  const started = loading.get(key) ?? load(requested);
  loading.set(key, started);
  started.catch(() => loading.delete(key)); // so that it can be tried again
  const { tensors, base } = await started;
  if (requested || !isActive) base.activate();
  isActive = true;
  return tensors;
}

async function load(requested: TensorBackendName | undefined): Promise<Loaded> {
  backends ??= new RunningBackends();
  const all = backends;
  const base = await all.start(requested ? [requested] : ['wasm', 'cpu']);
  const choose: ChooseBackend = requested ? () => base : (n) => all.first(backendsFor(n));
  const tensors: Tensors = {
    tf: base.tf,
    backend: base.backend,
    optimizeeFromTensors: (objective) => optimizeeFromTensors(choose, objective),
    actionFromTensors: (group) => actionFromTensors(choose, group),
  };
  return { tensors, base };
}

/** The backends that may be taken here and load, the fastest on large problems first, and why the others do not. */
export async function tensorBackends(): Promise<{ there: TensorBackend[]; missing: string[] }> {
  const requested = requestedBackend(undefined);
  backends ??= new RunningBackends();
  return backends.survey(requested ? [requested] : BACKENDS);
}
