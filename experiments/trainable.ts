/**
 * What `orbit-l2o train` and `evaluate` know by name: every family of tasks, with the methods and the protocol of the
 * experiment that it is from.
 *
 *     ellipse-fixed … mixed      Figures 3 to 6 and the mixed family
 *     mlp-regression             Figure 7
 *     spirals, blobs, moons      a two-layer classifier, as in the readers' experiment
 *     idx                        the same on images of one's own
 */

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { refuse, requireOneOf } from '../src/checks.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import { readBytes } from '../src/node/files.js';
import { type IdxFiles, readIdxDataSet } from '../src/node/idx.js';
import type { DataSet } from '../src/optimizees/data-sets.js';
import { mlpClassification } from '../src/optimizees/mlp-classification.js';
import type { TaskFamily } from '../src/seams.js';
import type { Experiment, LearnedMethod } from './experiment.js';
import { figures } from './figures.js';
import { figure7, figure7Classifier, figure7Update } from './network-figures.js';

/** A family of tasks and how meta-optimizers are trained and evaluated on it. */
export interface TrainableFamily {
  /** What it is chosen by; the family's own name does not tell two data sets apart. */
  readonly name: string;
  readonly family: TaskFamily;
  /** Each with all of its training. */
  readonly methods: readonly (LearnedMethod & { readonly training: MetaTrainOptions })[];
  readonly evaluation: Experiment['evaluation'];
}

type Protocol = Pick<Experiment, 'family' | 'methods' | 'training' | 'evaluation'>;

function trainable(name: string, protocol: Protocol, ...more: readonly Protocol[]): TrainableFamily {
  const methods = [protocol, ...more].flatMap(({ methods, training }) =>
    methods.flatMap((method) =>
      method.kind === 'learned' ? [{ ...method, training: { ...training, ...method.training } }] : [],
    ),
  );
  return { name, family: protocol.family, methods, evaluation: protocol.evaluation };
}

function classifier(name: string, data: 'blobs' | 'moons' | DataSet): TrainableFamily {
  const examples = typeof data === 'string' ? 100 : Math.min(100, data.examples);
  return trainable(name, { ...figure7Classifier, family: mlpClassification({ data, examples }) });
}

/** All that need no data. */
export const trainableFamilies: readonly TrainableFamily[] = [
  ...figures.map((figure) => trainable(figure.family.name, figure)),
  trainable('mlp-regression', figure7, figure7Update),
  trainable('spirals', figure7Classifier),
  classifier('blobs', 'blobs'),
  classifier('moons', 'moons'),
];

/** The name of the family of one's own data. */
export const IDX = 'idx';

/** The family of that name; 'idx' has files, and no other. @throws on an unknown name, or files that are no data set. */
export function trainableNamed(name: string, files?: IdxFiles): TrainableFamily {
  requireOneOf('trainableNamed', 'family', name, [...trainableFamilies.map((one) => one.name), IDX]);
  if ((name === IDX) !== (files !== undefined)) {
    refuse('trainableNamed', `images and labels go with the family ${IDX}, and it with them`, name);
  }
  if (files) return classifier(IDX, namedByContent(files));
  return trainableFamilies.find((one) => one.name === name)!;
}

/** The family that a checkpoint was trained on; files where that is of one's own data. @throws if it is another. */
export function trainableOf(
  { name, configuration, dimension, algebraDimension }: Omit<TaskFamily, 'sample'>,
  files?: IdxFiles,
): TrainableFamily {
  const isSame = (family: TaskFamily) =>
    family.name === name && JSON.stringify(family.configuration) === JSON.stringify(configuration);
  const isBuiltIn = name !== 'mlp-classification' || trainableFamilies.some(({ family }) => isSame(family));
  if (files && isBuiltIn) {
    refuse('trainableOf', `images and labels go with a training on the family ${IDX}`, name);
  }
  const known = files ? [trainableNamed(IDX, files)] : trainableFamilies;
  const same = known.find(({ family }) => isSame(family));
  const what = `${name} ${JSON.stringify(configuration)}`;
  if (!same) refuse('trainableOf', 'the family must be known, or images and labels those of it', what);
  const sizes = `dimension ${same.family.dimension} and algebraDimension ${same.family.algebraDimension}`;
  if (same.family.dimension !== dimension || same.family.algebraDimension !== algebraDimension) {
    refuse('trainableOf', `${name} must have ${sizes}`, `${dimension} and ${algebraDimension}`);
  }
  return same;
}

/** A data set whose name tells its content, wherever the files lie. */
function namedByContent(files: IdxFiles): DataSet {
  const hash = createHash('sha256');
  for (const path of [files.images, files.labels]) hash.update(readBytes('trainableNamed', path));
  return { ...readIdxDataSet(files), name: `${basename(files.images)} ${hash.digest('hex').slice(0, 16)}` };
}
