/** The entry of a worker thread of `worker-pool.ts`: runs the units it is sent, one after the other. */

import { parentPort } from 'node:worker_threads';
import type { Experiment } from '../experiment.js';
import { loadExperiment } from '../own/load.js';
import { experimentById } from '../registry.js';
import { runMethod } from '../run-method.js';
import { scaled } from '../scaled.js';
import { keepTraining } from './keep-training.js';
import type { Unit, WorkerReport } from './worker-pool.js';

/** Progress is told at most this often. */
const PROGRESS_INTERVAL_MS = 200;

async function run(unit: Unit): Promise<void> {
  const { scale, method, seed, own } = unit;
  let told = performance.now();
  const onProgress = (share: number) => {
    if (performance.now() - told < PROGRESS_INTERVAL_MS) return;
    told = performance.now();
    report({ kind: 'progress', share });
  };
  try {
    const experiment = scaled(await experimentOf(unit), scale);
    const onTrained = own && keepTraining(own.folder, unit);
    const record = runMethod(experiment, method, seed, { onProgress, onTrained });
    report({ kind: 'done', record });
  } catch (error) {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

function experimentOf({ experiment, own }: Unit): Experiment | Promise<Experiment> {
  return own ? loadExperiment(own.path, own) : experimentById(experiment);
}

function report(message: WorkerReport): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', run);
