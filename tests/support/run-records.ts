/** Small records of runs, made up rather than computed. */

import type { RunRecord } from '../../experiments/registry.js';
import type { Evaluation } from '../../src/evaluation/evaluate.js';
import { provenance } from '../../src/evaluation/provenance.js';

/** A run of one task and one step. */
export function runRecord(method: string, seed: number, more: object = {}): RunRecord {
  const learned = { kind: 'learned', name: method };
  return {
    experiment: 'made-up',
    method,
    seed,
    ...{ definition: learned, training: { options: {}, losses: [], diverged: 0, skippedWindows: 0 } },
    ...{ evaluation: evaluationOf(method, [[1, 0.5]]) },
    provenance: provenance(),
    timing: { total: Math.PI * seed },
    ...more,
  };
}

/** One step of as many tasks as there are losses. */
export function evaluationOf(optimizer: string, losses: (number | null)[][]): Evaluation {
  return {
    optimizer,
    configuration: {},
    steps: 1,
    losses,
    gradientNorms: losses,
    evaluations: losses,
    teleports: [0],
    divergences: [],
  };
}
