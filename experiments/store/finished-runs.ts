/** Results that `reproduce` has finished, for the page of results and for notebooks that can show them in place of their own. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readBytes } from '../../src/node/files.js';
import { projectRoot } from '../../src/node/project-root.js';
import { experimentById } from '../registry.js';
import { codeDigest } from './code-digest.js';
import { firstDifference } from './first-difference.js';
import { runsPath } from './reproduce.js';
import { parseRunFile, type StoredRun } from './run-file.js';
import { runsOfSeeds } from './run-store.js';

/** Where `reproduce` leaves its results unless told otherwise. */
export const RESULTS_FOLDER = 'out/reproduce';

export interface FinishedRuns {
  readonly runs: readonly StoredRun[];
  readonly configuration: Readonly<Record<string, unknown>>;
}

/**
 * The runs of an experiment with their configuration, at seeds 1 … seeds where these are told, if its file is there, holds
 * all of them, and was made by this code. @throws on a damaged file.
 */
export function finishedRuns(
  folder: string,
  id: string,
  seeds: number | undefined,
  onMessage?: (message: string) => void,
): FinishedRuns | undefined {
  const path = runsPath(folder, id);
  if (!existsSync(path)) return undefined;
  const text = readBytes('finishedRuns', path).toString('utf8');
  const { header, runs, complete } = parseRunFile('finishedRuns', path, text);
  const ownCode = header.code === codeDigest();
  const whole =
    seeds !== undefined ? runsOfSeeds(runs, experimentById(id).methods, seeds) : complete ? runs : undefined;
  if (ownCode && whole) return { runs: whole, configuration: header.configuration };
  onMessage?.(`${path} is left out: it ${ownCode ? 'is not finished' : 'was made by other code'}`);
  return undefined;
}

/**
 * The runs of an experiment in the folder where `reproduce` leaves them: of this code, finished, and with the experiment's
 * own configuration, no quick look at it. Undefined where there are none. `Run` is the experiment's kind of record; stored
 * runs have no timing.
 *
 * @throws on a damaged file.
 */
export function reproducedRuns<Run extends StoredRun>(
  id: string,
  folder: string = resolve(projectRoot, RESULTS_FOLDER),
): readonly Omit<Run, 'timing'>[] | undefined {
  const found = finishedRuns(folder, id, undefined);
  const { configuration } = experimentById(id);
  if (found === undefined || firstDifference(found.configuration, configuration) !== undefined)
    return undefined;
  return found.runs as readonly StoredRun[] as readonly Run[];
}
