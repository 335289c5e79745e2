/**
 * Checkpoints: a meta-optimizer in one file (`checkpoint-bytes.ts`). What is loaded continues bit for bit: {@link resumeTraining}
 * goes on as if it had never stopped.
 */

import { refuse, requireObject, requireOptions } from '../checks.js';
import type { MetaTrained } from '../metaoptimizer/meta-train.js';
import type { MetaTrainOptions } from '../metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../metaoptimizer/meta-training.js';
import { Stream } from '../random/stream.js';
import { requireFamily, requireStream } from '../seam-checks.js';
import type { TaskFamily } from '../seams.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, requireDone } from './checkpoint-bytes.js';
import { readBytes, writeWhole } from './files.js';

/** What a training, under way or done, would need to be continued. */
export function checkpointOf(
  training: MetaTraining | MetaTrained,
  family: TaskFamily,
  stream: Stream,
  provenance: Readonly<Record<string, unknown>>,
): Checkpoint {
  requireObject('checkpointOf', 'training', training);
  requireFamily('checkpointOf', family);
  requireStream('checkpointOf', stream);
  requireObject('checkpointOf', 'provenance', provenance);
  const { name, dimension, algebraDimension, configuration } = family;
  const underWay = training instanceof MetaTraining ? training.underWay() : training.underWay;
  const state = training instanceof MetaTraining ? training.state() : training.state;
  requireObject('checkpointOf', 'training.state', state);
  return {
    description: training.description,
    state,
    options: training.options,
    family: { name, dimension, algebraDimension, configuration },
    stream: stream.path,
    done: training instanceof MetaTraining ? training.done : training.losses.length,
    ...(underWay && { underWay }),
    provenance,
  };
}

/**
 * Writes a checkpoint: the whole file or none of it.
 *
 * @throws BadInput on one that {@link loadCheckpoint} would refuse, such as one with a weight that is not finite: an earlier file
 * stays as it is. WriteFailure where it cannot be written.
 */
export function saveCheckpoint(path: string, checkpoint: Checkpoint): void {
  const bytes = encodeCheckpoint(checkpoint);
  decodeCheckpoint(`saveCheckpoint: ${path}`, bytes);
  writeWhole(path, bytes);
}

/** Reads a checkpoint. @throws on a file that is not a whole, undamaged checkpoint of this format's version. */
export function loadCheckpoint(path: string): Checkpoint {
  return decodeCheckpoint(`loadCheckpoint: ${path}`, readBytes('loadCheckpoint', path));
}

/**
 * The training that a checkpoint was taken from, ready to go on. The option `trajectories` may prolong (or shorten) it;
 * all else is as it was.
 *
 * @throws if the family is not the checkpoint's, or more trajectories are done.
 */
export function resumeTraining(
  checkpoint: Checkpoint,
  family: TaskFamily,
  more: Pick<MetaTrainOptions, 'trajectories'> = {},
): { training: MetaTraining; stream: Stream } {
  requireObject('resumeTraining', 'checkpoint', checkpoint);
  requireFamily('resumeTraining', family);
  requireOptions('resumeTraining', more, ['trajectories']);
  const { trajectories = checkpoint.options.trajectories } = more;
  const { name, configuration } = checkpoint.family;
  const same = name === family.name && JSON.stringify(configuration) === JSON.stringify(family.configuration);
  if (!same) refuse('resumeTraining', `the family must be ${name} as configured`, family.name);
  for (const size of ['dimension', 'algebraDimension'] as const) {
    if (checkpoint.family[size] !== family[size]) {
      refuse(
        'resumeTraining',
        `the checkpoint's ${size} must be the family's ${family[size]}`,
        checkpoint.family[size],
      );
    }
  }
  requireDone('resumeTraining', checkpoint.done, { trajectories });
  const stream = Stream.fromPath(checkpoint.stream);
  const training = new MetaTraining(checkpoint.description, family, stream, {
    ...checkpoint.options,
    trajectories,
  });
  training.resume(checkpoint.state, checkpoint.done, checkpoint.underWay);
  return { training, stream };
}
