/** Results that `reproduce` has finished, for the page of results and for notebooks that can show them in place of their own. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';
import { configuration } from '../configuration.js';
import type { Experiment, Run } from '../experiment.js';
import { experimentById } from '../registry.js';
import { codeDigest } from './code-digest.js';
import { firstDifference } from './first-difference.js';
import { runsPath } from './reproduce.js';
import { RESULTS_FOLDER } from './results-folder.js';
import { scanRuns } from './run-file.js';
import { runsOfSeeds } from './run-store.js';

/** Runs of an experiment, and the configuration that they were made with. */
export interface FinishedRuns {
  readonly runs: readonly Run[];
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Which runs count as finished. */
export interface FinishedOptions {
  /** Seeds 1 … seeds; all of a finished file unless told. */
  readonly seeds?: number;
  /** The digest of the code that made them, or several with commas between; that of this code unless told. */
  readonly code?: string;
  /** Takes why a file is left out. */
  readonly onMessage?: (message: string) => void;
}

/**
 * The runs of an experiment with their configuration, if its file is there, holds all of them, and was made by that code.
 * @throws on a damaged file.
 */
export function finishedRuns(
  folder: string,
  { id, methods }: Pick<Experiment, 'id' | 'methods'>,
  { seeds, code = codeDigest(), onMessage }: FinishedOptions = {},
): FinishedRuns | undefined {
  const path = runsPath(folder, id);
  if (!existsSync(path)) return undefined;
  const runs: Run[] = [];
  const { header, complete } = scanRuns('finishedRuns', path, (run) => runs.push(run));
  const ownCode = code.split(',').includes(header.code);
  const names = methods.map(({ name }) => name);
  const whole = seeds !== undefined ? runsOfSeeds(runs, names, seeds) : complete ? runs : undefined;
  if (ownCode && whole) return { runs: whole, configuration: header.configuration };
  onMessage?.(
    `${path} is left out: it ${ownCode ? 'is not finished' : `was made by other code, ${header.code}`}`,
  );
  return undefined;
}

/**
 * The runs of an experiment in the folder where `reproduce` leaves them: of this code, finished, and with the experiment's
 * own configuration, no quick look at it. Undefined where there are none. @throws on a damaged file.
 */
export function reproducedRuns(
  id: string,
  folder: string = resolve(projectRoot, RESULTS_FOLDER),
): readonly Run[] | undefined {
  const experiment = experimentById(id);
  const found = finishedRuns(folder, experiment);
  const own = configuration(experiment);
  return found && firstDifference(found.configuration, own) === undefined ? found.runs : undefined;
}
