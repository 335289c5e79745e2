/** The entry of a worker thread of `worker-pool.ts`: runs the units it is sent, one after the other. */

import { parentPort } from 'node:worker_threads';
import { experimentById } from '../registry.js';
import { runMethod } from '../run-method.js';
import { scaled } from '../scaled.js';
import type { Unit, WorkerReport } from './worker-pool.js';

/** Progress is told at most this often. */
const PROGRESS_INTERVAL_MS = 200;

function run({ experiment, scale, method, seed }: Unit): void {
  let told = performance.now();
  const onProgress = (share: number) => {
    if (performance.now() - told < PROGRESS_INTERVAL_MS) return;
    told = performance.now();
    report({ kind: 'progress', share });
  };
  try {
    const record = runMethod(scaled(experimentById(experiment), scale), method, seed, { onProgress });
    report({ kind: 'done', record });
  } catch (error) {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

function report(message: WorkerReport): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', run);
