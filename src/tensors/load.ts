/**
 * The way in to TensorFlow.js: one `await`, after which everything is synchronous.
 *
 *     const { tf, optimizeeFromTensors, actionFromTensors } = await loadTensors();
 *     const bowl = optimizeeFromTensors({ name: 'bowl', dimension: 2, value: (x) => x.square().sum() });
 *
 * An optimizee and an action are synchronous, so TensorFlow.js and its backend must be there before either is
 * made. Handing out `tf` and the adapters together makes sure of that, and that the objective is written in the
 * very TensorFlow.js that differentiates it, with its second derivatives mended (`higher-derivatives.ts`).
 */

import { refuse, requireOptions } from '../checks.js';
import { actionFromTensors, type TensorAction, type TensorGroup } from './action.js';
import {
  requestedBackend,
  startBackend,
  type TensorBackend,
  type TensorBackendName,
  type Tensorflow,
} from './backend.js';
import { mendHigherDerivatives } from './higher-derivatives.js';
import { optimizeeFromTensors, type TensorObjective, type TensorOptimizee } from './optimizee.js';

/** TensorFlow.js, running, and what this library makes of functions written in it. */
export interface Tensors {
  readonly tf: Tensorflow;
  readonly backend: TensorBackend;
  /** An optimizee from a function of tensors; its derivatives are automatic. */
  optimizeeFromTensors(objective: TensorObjective): TensorOptimizee;
  /** A group action from a function of tensors; its derivatives are automatic. */
  actionFromTensors(group: TensorGroup): TensorAction;
}

/** Options of {@link loadTensors}. */
export interface LoadTensorsOptions {
  /** Default: the environment variable ORBIT_L2O_TENSORS, else the best that loads. */
  readonly backend?: TensorBackendName;
}

let loading: Promise<Tensors> | undefined;

/**
 * Loads TensorFlow.js and starts its backend, once a process; later calls give the same.
 *
 * @throws if the requested backend is unknown or does not load, or another one is already running.
 */
export async function loadTensors(options: LoadTensorsOptions = {}): Promise<Tensors> {
  requireOptions('loadTensors', options, ['backend']);
  const requested = options.backend;
  if (!loading) {
    const started = load(requestedBackend(requested));
    loading = started;
    started.catch(() => {
      loading = undefined; // so that another backend can be tried
    });
  }
  const tensors = await loading;
  if (requested && requested !== tensors.backend.name) {
    refuse('loadTensors', `backend must stay '${tensors.backend.name}', which is running`, requested);
  }
  return tensors;
}

/** Which backend computes, and why no better one. Loads it if need be. */
export async function tensorBackend(): Promise<TensorBackend> {
  return (await loadTensors()).backend;
}

async function load(requested: TensorBackendName | undefined): Promise<Tensors> {
  const { tf, backend } = await startBackend(requested);
  mendHigherDerivatives(tf);
  return {
    tf,
    backend,
    optimizeeFromTensors: (objective) => optimizeeFromTensors(tf, objective),
    actionFromTensors: (group) => actionFromTensors(tf, group),
  };
}
