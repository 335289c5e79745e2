/**
 * What a training of a reader's own experiment leaves beside its run:
 *
 *     FOLDER/checkpoints/ID-METHOD-seed-N.safetensors     to go on from, or to evaluate
 *     FOLDER/findings/ID-METHOD-seed-N.json               its diagnosis, as plain data
 */

import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { provenance } from '../../src/evaluation/provenance.js';
import { diagnose } from '../../src/metaoptimizer/diagnosis/diagnose.js';
import type { Diagnosis } from '../../src/metaoptimizer/diagnosis/diagnosis.js';
import { checkpointOf, saveCheckpoint } from '../../src/node/checkpoint.js';
import { readBytes, writeWhole } from '../../src/node/files.js';
import type { RunHooks } from '../experiment.js';

/** A learned method of an experiment, at a seed. */
interface Trained {
  readonly experiment: string;
  readonly method: string;
  readonly seed: number;
}

/** Keeps a training as soon as it is done. */
export function keepTraining(folder: string, unit: Trained): NonNullable<RunHooks['onTrained']> {
  return (trained, family, stream) => {
    for (const name of ['checkpoints', 'findings']) mkdirSync(join(folder, name), { recursive: true });
    saveCheckpoint(checkpointPath(folder, unit), checkpointOf(trained, family, stream, { ...provenance() }));
    writeWhole(diagnosisPath(folder, unit), `${JSON.stringify(diagnose(trained))}\n`);
  };
}

/** Where its checkpoint lies. */
export function checkpointPath(folder: string, unit: Trained): string {
  return join(folder, 'checkpoints', `${fileName(unit)}.safetensors`);
}

function diagnosisPath(folder: string, unit: Trained): string {
  return join(folder, 'findings', `${fileName(unit)}.json`);
}

/** The diagnosis of a training that was kept; numbers that are none are null. @throws if there is none. */
export function keptDiagnosis(folder: string, unit: Trained): Diagnosis {
  return JSON.parse(readBytes('keptDiagnosis', diagnosisPath(folder, unit)).toString('utf8')) as Diagnosis;
}

/** A name that every file system takes; what that loses is told apart by a digest. */
export function fileName({ experiment, method, seed }: Trained): string {
  const plain = method.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '');
  const apart = plain === method ? '' : `-${createHash('sha256').update(method).digest('hex').slice(0, 6)}`;
  return `${experiment}-${plain}${apart}-seed-${seed}`;
}
