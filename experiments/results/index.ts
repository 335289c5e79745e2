/** Reads what `results/` holds. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';
import type { ExperimentResults } from './results.js';

/** What an experiment gave at ten seeds; undefined where `results/` does not hold it. */
export function results(id: string): ExperimentResults | undefined {
  const path = join(projectRoot, 'results/experiments', `${id}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ExperimentResults) : undefined;
}
