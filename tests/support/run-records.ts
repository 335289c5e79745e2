/** Small records of runs, made up rather than computed. */

import type { Method, Run } from '../../experiments/experiment.js';
import type { Evaluation } from '../../src/evaluation/evaluate.js';
import { provenance } from '../../src/evaluation/provenance.js';

/** A run of one task and one step. */
export function runRecord(method: string, seed: number, more: object = {}): Run {
  return {
    experiment: 'made-up',
    method,
    seed,
    definition: { kind: 'learned', name: method } as Method,
    training: { options: {}, losses: [], diverged: 0, skippedWindows: 0 },
    evaluation: evaluationOf(method, [[1, 0.5]]),
    provenance: provenance(),
    timing: { total: Math.PI * seed, training: 0, evaluation: 0 },
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
