/** `orbit-l2o evaluate`: runs a trained meta-optimizer on test tasks it has not seen. */

import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { refuse } from '../../src/checks.js';
import type { Trajectory } from '../../src/optimizers/trajectory.js';
import { asOptions } from './as-options.js';
import { type DataArguments, dataFiles, imagesOption, labelsOption, wholeNumber } from './options.js';
import { INTERRUPTED } from './run-program.js';

interface EvaluateArguments extends DataArguments {
  readonly checkpoint: string;
  readonly family?: string;
  readonly tasks?: string;
  readonly steps?: string;
  readonly json?: string;
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('run a trained meta-optimizer on test tasks')
    .requiredOption('--checkpoint <file>', 'what `train` has left')
    .addOption(
      new Option('--family <name>', 'the family of the test tasks; the one it was trained on unless told'),
    )
    .addOption(imagesOption())
    .addOption(labelsOption())
    .addOption(new Option('--tasks <number>', "test tasks; the experiment's unless told"))
    .addOption(new Option('--steps <number>', "steps on each; the experiment's unless told"))
    .addOption(new Option('--json <file>', 'a new file for all losses, gradient norms and costs'))
    .action(async (options: EvaluateArguments) => {
      process.exitCode = await runEvaluate(options);
    });
}

/** A single task takes seconds of so many steps. */
const MOST = { tasks: 1_000_000, steps: 100_000 };
/** Of all trajectories, which are kept to be summed up, about 1 GB. */
const MOST_NUMBERS = 100_000_000;

/** The table has about this many rows, evenly spaced. */
const ROWS = 12;

/** The arguments of the library that its options become. */
const OPTIONS = {
  family: '--family',
  'images and labels': '--images and --labels',
  path: 'the path of --checkpoint or of its data',
};

async function runEvaluate(options: EvaluateArguments): Promise<number> {
  const count = (name: 'tasks' | 'steps') =>
    options[name] === undefined
      ? {}
      : { [name]: wholeNumber('evaluate', name, options[name], { most: MOST[name] }) };
  const [tasksTold, stepsTold] = [count('tasks'), count('steps')];
  const files = dataFiles('evaluate', options);
  const { trainableNamed, trainableOf } = await import('../../experiments/trainable.js');
  const asOwn = <T>(work: () => T) => asOptions('evaluate', OPTIONS, work);
  const { family: told } = options;
  const named = told === undefined ? undefined : await asOwn(() => trainableNamed(told, files));
  const { writableFile, writeWhole } = await import('../../src/node/files.js');
  const json = options.json === undefined ? undefined : writableFile('evaluate', '--json', options.json);
  if (json !== undefined && existsSync(json)) {
    refuse('evaluate', '--json must be a file that is not there yet', options.json);
  }
  const { loadCheckpoint } = await import('../../src/node/checkpoint.js');
  const checkpoint = await asOwn(() => loadCheckpoint(options.checkpoint));
  const { description, done, family: trainedOn, stream } = checkpoint;
  const chosen = named ?? (await asOwn(() => trainableOf(trainedOn, files)));
  const { family } = chosen;
  if (family.dimension !== trainedOn.dimension || family.algebraDimension !== trainedOn.algebraDimension) {
    refuse('evaluate', `--family must have the dimensions of ${trainedOn.name}`, chosen.name);
  }
  const { learnedOptimizer } = await import('../../src/metaoptimizer/learned-optimizer.js');
  const { evaluateTrajectories } = await import('../../src/evaluation/evaluate.js');
  const { commandProgress } = await import('./progress-bar.js');
  const { breathe, withInterrupt } = await import('./interrupt.js');
  const { summariseSteps } = await import('../../src/evaluation/statistics.js');
  const { provenance } = await import('../../src/evaluation/provenance.js');
  const { unseenTasks } = await import('../../experiments/streams.js');
  const { formatTable } = await import('../../src/display/table-format.js');

  const { tasks: number, steps } = { ...chosen.evaluation, ...tasksTold, ...stepsTold };
  const numbers = number * (steps + 1) * (family.dimension + 3);
  if (numbers > MOST_NUMBERS) {
    refuse('evaluate', `tasks, steps and parameters must make at most ${MOST_NUMBERS} numbers`, numbers);
  }
  const tasks = unseenTasks(family, number);
  const optimizer = learnedOptimizer(description, checkpoint);
  const trajectories = await withInterrupt(async (signal) => {
    const progress = commandProgress('tasks', number);
    const done: Trajectory[] = [];
    for (const task of tasks) {
      if (signal.aborted) break;
      done.push(...optimizer.run([task], steps));
      progress.update(done.length);
      await breathe();
    }
    progress.stop();
    return done;
  });
  if (trajectories.length < number) {
    console.error(`Interrupted after ${trajectories.length} of ${number} tasks.`);
    return INTERRUPTED;
  }
  const evaluation = evaluateTrajectories(optimizer, trajectories, steps);
  const stride = Math.ceil(steps / ROWS);
  const shown = (value: number) => (Number.isNaN(value) ? 'diverged' : value);
  const rows = summariseSteps(evaluation.losses)
    .map(({ median, mean, q10, q90, diverged }, step) => ({
      step,
      'median loss': shown(median),
      'mean loss': shown(mean),
      '10 %': shown(q10),
      '90 %': shown(q90),
      diverged,
    }))
    .filter(({ step }) => step % stride === 0 || step === steps);
  const caption = `${description.name}, trained for ${done} trajectories on ${trainedOn.name} (${stream}), on ${number} tasks of ${chosen.name}`;
  console.log(formatTable(rows, { caption }).text);
  if (json === undefined) return 0;
  const result = {
    checkpoint: { description, done, family: trainedOn, stream },
    family: { name: family.name, configuration: family.configuration },
  };
  writeWhole(json, `${JSON.stringify({ ...result, evaluation, provenance: provenance(tasks) })}\n`);
  console.log(`All numbers: ${json}`);
  return 0;
}
