/** The experiment of a file, which every thread loads by its path; its digest tells two versions of the file apart. */

import { basename } from 'node:path';
import { BadInput, refuse } from '../../src/checks.js';
import { fileDigest, importFile, requireModuleFile } from '../../src/node/import-file.js';
import type { Experiment, ExperimentFile } from '../experiment.js';
import { experimentFrom } from './define.js';

/** The experiment that a file has as its default export. @throws BadInput on a file that is none, or was changed since `wanted`. */
export async function loadExperiment(
  path: string,
  wanted?: ExperimentFile,
  where = 'loadExperiment',
): Promise<Experiment> {
  const name = basename(requireModuleFile(where, path));
  const file = { name, digest: fileDigest(where, path) };
  if (wanted && wanted.digest !== file.digest) {
    refuse(where, `${name} must not change while it runs (digest ${wanted.digest})`, file.digest);
  }
  let exported: unknown;
  try {
    ({ default: exported } = await importFile(where, path));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${name} must load, got ${placed(error, name)}`);
  }
  return { ...experimentFrom(exported, name.replace(/\.m?[jt]s$/, '')), file };
}

/** An error with the line of the file that it is from. */
function placed(error: unknown, name: string): string {
  if (!(error instanceof Error)) return String(error);
  const line = error.stack?.split('\n').find((one) => one.includes(name) && /:\d+/.test(one));
  const at = line && /:(\d+)(?::\d+)?\)?$/.exec(line.trim());
  return `${error.name}: ${error.message.split('\n')[0]}${at ? ` (line ${at[1]} as it runs)` : ''}`;
}
