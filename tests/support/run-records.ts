/** Small records of runs, made up rather than computed. */

import { provenance } from '../../src/evaluation/provenance.js';
import type { RunRecord } from '../../src/experiments/registry.js';

export function runRecord(method: string, seed: number, more: object = {}): RunRecord {
  return {
    experiment: 'made-up',
    method,
    seed,
    provenance: provenance(),
    timing: { total: Math.PI * seed },
    ...more,
  };
}
