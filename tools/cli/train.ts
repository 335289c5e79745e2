/** `orbit-l2o train`: meta-trains one method on one family and leaves a checkpoint; goes on from one too. */

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { refuse } from '../../src/checks.js';
import type { EstimatorChoice, EvolutionName } from '../../src/metaoptimizer/estimators/estimator-options.js';
import type { MetaTraining } from '../../src/metaoptimizer/meta-training.js';
import type { Checkpoint } from '../../src/node/checkpoint-bytes.js';
import type { Stream } from '../../src/random/stream.js';
import type { TaskFamily } from '../../src/seams.js';
import { asOptions } from './as-options.js';
import { type DataArguments, dataFiles, imagesOption, labelsOption, wholeNumber } from './options.js';
import { INTERRUPTED } from './run-program.js';

interface TrainArguments extends DataArguments {
  readonly family?: string;
  readonly method?: string;
  readonly seed?: string;
  readonly trajectories?: string;
  readonly hidden?: string;
  readonly batch?: string;
  readonly estimator?: string;
  readonly sigma?: string;
  readonly pairs?: string;
  readonly staggered?: boolean;
  readonly out: string;
  readonly resume?: string;
}

/** A checkpoint is written this often besides at the end, so that a kill loses no more. */
const SAVE_INTERVAL_MS = 30_000;
/** How long it trains before it looks whether it is interrupted. */
const SLICE_MS = 50;

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('meta-train a method on a family of tasks; an interrupted training goes on with --resume')
    .addOption(new Option('--family <name>', 'the family of tasks (see `list`)'))
    .addOption(new Option('--method <name>', 'a method for that family (see `list`)'))
    .addOption(imagesOption())
    .addOption(labelsOption())
    .addOption(new Option('--seed <number>', 'the training seed; 1 unless told'))
    .addOption(new Option('--trajectories <number>', "outer steps in all; the experiment's unless told"))
    .addOption(new Option('--hidden <number>', "hidden size of the LSTM; the method's unless told"))
    .addOption(new Option('--batch <number>', 'tasks an outer step; 1 unless told'))
    .addOption(
      new Option(
        '--estimator <name>',
        'of the meta-gradient: truncated-backpropagation (unless told), full-backpropagation, or full-, truncated-, persistent- or noise-reuse-evolution',
      ),
    )
    .addOption(new Option('--sigma <number>', 'of an evolution: the size of perturbations; 0.01 unless told'))
    .addOption(new Option('--pairs <number>', 'of an evolution: pairs of perturbed runs; 1 unless told'))
    .addOption(new Option('--staggered', 'start the runs of a --batch one after the other'))
    .requiredOption('--out <file>', 'the checkpoint to write (safetensors)')
    .addOption(
      new Option('--resume <file>', 'go on from this checkpoint, with its family, method and seed').conflicts(
        ['family', 'method', 'seed', 'hidden', 'batch', 'estimator', 'sigma', 'pairs', 'staggered'],
      ),
    )
    .action(async (options: TrainArguments) => {
      process.exitCode = await runTrain(options);
    });
}

/** The arguments of the library that its options become. */
const OPTIONS = {
  family: '--family',
  method: '--method',
  'images and labels': '--images and --labels',
  estimator: '--estimator',
  'estimator.sigma': '--sigma',
  'estimator.pairs': '--pairs',
  staggered: '--staggered',
  trajectories: '--trajectories',
  batch: '--batch',
};

async function runTrain(options: TrainArguments): Promise<number> {
  const { resume } = options;
  const path =
    resume === undefined ? 'the path of --images or --labels' : 'the path of --resume or of its data';
  const begin = await asOptions('train', { ...OPTIONS, path }, () =>
    resume === undefined ? fresh(options) : resumed(options, resume),
  );
  const { writableFile } = await import('../../src/node/files.js');
  const isNew = !existsSync(dirname(options.out));
  const out = writableFile('train', '--out', options.out);
  if (isNew) console.log(`Made the folder ${dirname(out)}`);
  const { lockFile } = await import('./lock-folder.js');
  const unlock = lockFile('train', out);
  try {
    return await trainInto(out, begin, options);
  } finally {
    unlock();
  }
}

async function trainInto(path: string, begin: Begin, options: TrainArguments): Promise<number> {
  const { resolve } = await import('node:path');
  if (existsSync(path) && (options.resume === undefined || resolve(options.resume) !== path)) {
    refuse('train', '--out must not be there yet, or be the file of --resume', options.out);
  }
  const { training, family, stream } = begin;
  const { checkpointOf, saveCheckpoint } = await import('../../src/node/checkpoint.js');
  const { provenance } = await import('../../src/evaluation/provenance.js');
  const { commandProgress } = await import('./progress-bar.js');
  const { breathe, withInterrupt } = await import('./interrupt.js');
  const save = () => saveCheckpoint(path, checkpointOf(training, family, stream, { ...provenance() }));

  save(); // a file that cannot be written is found out now
  return withInterrupt(async (signal) => {
    const { trajectories } = training.options;
    const progress = commandProgress('trajectories', trajectories, training.done);
    let saved = performance.now();
    let lastLoss = Number.NaN;
    while (training.done < trajectories && !signal.aborted) {
      const slice = performance.now();
      try {
        while (training.done < trajectories && performance.now() - slice < SLICE_MS) {
          lastLoss = training.step().loss;
        }
      } catch (error) {
        progress.stop();
        save(); // where its weights overflowed, the training stands before that step
        throw error;
      }
      progress.update(training.done);
      if (performance.now() - saved > SAVE_INTERVAL_MS) {
        save();
        saved = performance.now();
      }
      await breathe();
    }
    progress.stop();
    save();
    const told = Number.isNaN(lastLoss) ? '' : `; loss of the last trajectory ${lastLoss.toPrecision(4)}`;
    console.log(`${training.done} of ${trajectories} trajectories done${told}: ${path}`);
    if (!signal.aborted) return training.recording?.entries.length ? tellCourse(training) : 0;
    const data = options.images === undefined ? '' : ` --images ${options.images} --labels ${options.labels}`;
    console.error(
      `Interrupted. To go on: orbit-l2o train --resume ${options.out} --out ${options.out}${data}`,
    );
    return INTERRUPTED;
  });
}

/** Says how the training went, warns of what is wrong, and fails where every trajectory has diverged. */
async function tellCourse(training: MetaTraining): Promise<number> {
  const { diagnose } = await import('../../src/metaoptimizer/diagnosis/diagnose.js');
  const { courseText, findingLines } = await import('../../src/metaoptimizer/diagnosis/report.js');
  const diagnosis = diagnose(training);
  const { diverged, trajectories } = diagnosis;
  if (diverged === trajectories) {
    const [{ problem, remedy }] = diagnosis.findings;
    console.error(`train: nothing is learned, ${courseText(diagnosis)}: ${problem}. Remedy: ${remedy}`);
    return 1;
  }
  console.log(courseText(diagnosis));
  for (const line of findingLines(diagnosis)) console.log(`  ${line}`);
  if (diverged > trajectories / 2)
    console.error(`train: most trajectories diverged (${diverged} of ${trajectories})`);
  return 0;
}

interface Begin {
  readonly training: MetaTraining;
  readonly family: TaskFamily;
  readonly stream: Stream;
}

async function fresh(options: TrainArguments): Promise<Begin> {
  const count = (name: 'trajectories' | 'hidden' | 'batch') =>
    options[name] === undefined ? {} : { [name]: wholeNumber('train', name, options[name]) };
  const [trajectories, hidden, batch] = [count('trajectories'), count('hidden'), count('batch')];
  const seed = wholeNumber('train', 'seed', options.seed ?? '1', {
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
  });
  for (const name of ['family', 'method'] as const) {
    if (options[name] === undefined)
      refuse('train', `--${name} must be given (see \`orbit-l2o list\`)`, 'none');
  }
  const { methodNamed } = await import('../../experiments/methods.js');
  const { trainableNamed } = await import('../../experiments/trainable.js');
  const { MetaTraining } = await import('../../src/metaoptimizer/meta-training.js');
  const { trainingStream } = await import('../../experiments/streams.js');
  const chosen = trainableNamed(options.family!, dataFiles('train', options));
  const method = methodNamed('train', chosen, options.method!);
  const description = { ...method.description, ...hidden };
  const stream = trainingStream(seed, chosen.family); // as the experiments' runs at that seed
  const staggered = options.staggered && { staggered: true };
  const protocol = { ...method.training, ...trajectories, ...batch, ...estimatorOf(options), ...staggered };
  const training = new MetaTraining(description, chosen.family, stream, protocol);
  return { training, family: chosen.family, stream };
}

/** The choice of estimator as `metaTrain` takes it, which checks the rest. */
function estimatorOf({ estimator, sigma, pairs }: TrainArguments): { readonly estimator?: EstimatorChoice } {
  if (estimator?.endsWith('-evolution')) {
    const choice = {
      by: estimator as EvolutionName,
      ...(sigma !== undefined && { sigma: Number(sigma) }),
      ...(pairs !== undefined && { pairs: wholeNumber('train', 'pairs', pairs) }),
    };
    return { estimator: choice };
  }
  if (sigma !== undefined || pairs !== undefined) {
    refuse('train', '--sigma and --pairs go with an --estimator by evolution', estimator ?? 'none');
  }
  return estimator === undefined ? {} : { estimator: estimator as EstimatorChoice };
}

async function resumed(options: TrainArguments, file: string): Promise<Begin> {
  const trajectories =
    options.trajectories === undefined
      ? undefined
      : wholeNumber('train', 'trajectories', options.trajectories);
  const files = dataFiles('train', options);
  const { trainableOf } = await import('../../experiments/trainable.js');
  const { loadCheckpoint, resumeTraining } = await import('../../src/node/checkpoint.js');
  const checkpoint: Checkpoint = loadCheckpoint(file);
  const { family } = trainableOf(checkpoint.family, files);
  if (trajectories !== undefined && trajectories < checkpoint.done) {
    refuse('train', `--trajectories must be at least the ${checkpoint.done} that are done`, trajectories);
  }
  return { ...resumeTraining(checkpoint, family, { trajectories }), family };
}
