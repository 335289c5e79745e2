/** A whole experiment in one thread, as a notebook runs it; `store/reproduce.ts` spreads the same work over threads. */

import type { Experiment, Run } from './experiment.js';
import { runMethod } from './run-method.js';

/** All methods at all seeds, seed by seed; between two of them pending events (progress, interrupts) get their turn. */
export async function runExperiment(
  experiment: Experiment,
  seeds: readonly number[],
  onRun?: (run: Run, done: number) => void,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const seed of seeds) {
    for (const { name } of experiment.methods) {
      const run = runMethod(experiment, name, seed);
      runs.push(run);
      onRun?.(run, runs.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return runs;
}
