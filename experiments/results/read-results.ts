/** Reads what `results/` holds. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { refuse } from '../../src/checks.js';
import { readBytes } from '../../src/node/files.js';
import { projectRoot } from '../../src/node/project-root.js';
import type { Claim } from '../claims/claim.js';
import { experimentById, experiments } from '../registry.js';
import type { ExperimentResults, ResultsProvenance } from './results.js';
import { claimsSchema, experimentSchema, parseResults, provenanceSchema } from './results-schema.js';
import { configurationDigest } from './summarise.js';

/** The project's own. */
export const STORED_RESULTS = join(projectRoot, 'results');

/** The file of an experiment's results. */
export function resultsPath(folder: string, id: string): string {
  return join(folder, 'experiments', `${id}.json`);
}

/**
 * The ten-seed results of an experiment, as they come with the repository; undefined where there are none. What they hold
 * is fit to be shown as the experiment's result: `npm run verify` compares it with runs made anew.
 *
 * @throws on a file that is damaged, or was made with another configuration than the experiment has now.
 */
export function results(id: string, folder: string = STORED_RESULTS): ExperimentResults | undefined {
  const wanted = configurationDigest(experimentById(id));
  const path = resultsPath(folder, id);
  const found = read<ExperimentResults>(path, experimentSchema);
  if (found === undefined) return undefined;
  if (found.id !== id) refuse('results', `${path} must be of ${id}`, found.id);
  if (found.configuration !== wanted) {
    const remedy = 'make it anew with npm run results';
    refuse('results', `${path} must be of configuration ${wanted}`, `${found.configuration}; ${remedy}`);
  }
  return found;
}

/** A claim as ten seeds have judged it; undefined where `results/` does not hold it. @throws on a damaged file. */
export function storedClaim(id: string, folder: string = STORED_RESULTS): Claim | undefined {
  return read<Claim[]>(join(folder, 'claims.json'), claimsSchema)?.find((claim) => claim.id === id);
}

/** All that a folder of results holds. */
export interface StoredResults {
  readonly provenance: ResultsProvenance;
  readonly claims: readonly Claim[];
  /** In the order of the registry. */
  readonly experiments: readonly ExperimentResults[];
}

/** Undefined where the folder has none. @throws on a damaged file, and where a part is missing. */
export function readResults(folder: string = STORED_RESULTS): StoredResults | undefined {
  const provenance = read<ResultsProvenance>(join(folder, 'provenance.json'), provenanceSchema);
  if (provenance === undefined) return undefined;
  const claims = read<Claim[]>(join(folder, 'claims.json'), claimsSchema);
  if (claims === undefined) refuse('readResults', `${folder} must hold claims.json`, 'none');
  const found = experiments.map(({ id }) => {
    return results(id, folder) ?? refuse('readResults', `${folder} must hold results of ${id}`, 'none');
  });
  return { provenance, claims, experiments: found };
}

function read<T>(path: string, schema: z.ZodType): T | undefined {
  return existsSync(path)
    ? parseResults(path, readBytes('readResults', path).toString('utf8'), schema)
    : undefined;
}
