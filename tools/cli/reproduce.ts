/** `orbit-l2o reproduce`: runs the paper's experiments and leaves results, figures and the claims page in a folder. */

import { type Command, Option } from 'commander';
import type { Experiment } from '../../experiments/experiment.js';
import { RESULTS_FOLDER } from '../../experiments/store/finished-runs.js';
import { DRAWING, requirePackages } from './needs.js';
import { jobsOption, outOption, wholeNumber } from './options.js';
import { runInto, type ScaleArguments, scaleOf, scaleOptions } from './run-into.js';
import { INTERRUPTED } from './run-program.js';

interface ReproduceArguments extends ScaleArguments {
  readonly figure?: readonly string[];
  readonly experiment?: readonly string[];
  readonly seeds: string;
  readonly out: string;
  readonly jobs: string;
  readonly figures: boolean;
}

/** Each seed is a run of every method; the units of far more would fill the memory before the first has begun. */
const MOST_SEEDS = 10_000;
/** A thread each. */
const MOST_JOBS = 1000;

export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .description(
      'run experiments over methods and seeds; an interrupted run is taken up again by the same command',
    )
    .addOption(
      new Option(
        '--figure <numbers...>',
        "the paper's figures, 3 to 7, 'mixed', the family it describes beside them, or 'all' of these (the default)",
      ),
    )
    .addOption(
      new Option(
        '--experiment <ids...>',
        "instead, experiments by id (see `list`), all 'ablations', all of 'question-3', or 'all' there is",
      ).conflicts('figure'),
    )
    .addOption(new Option('--seeds <number>', 'training seeds, from 1 on').default('10'))
    .addOption(outOption(RESULTS_FOLDER))
    .addOption(jobsOption('worker threads'))
    .addOption(scaleOptions()[0])
    .addOption(scaleOptions()[1])
    .addOption(scaleOptions()[2])
    .addOption(new Option('--no-figures', 'leave results alone, without figures and page'))
    .action(async (options: ReproduceArguments) => {
      process.exitCode = await runReproduce(options);
    });
}

async function runReproduce(options: ReproduceArguments): Promise<number> {
  const seeds = wholeNumber('reproduce', 'seeds', options.seeds, { most: MOST_SEEDS });
  const jobs = wholeNumber('reproduce', 'jobs', options.jobs, { most: MOST_JOBS });
  const scale = scaleOf('reproduce', options);
  const experiments = await chosen(options);
  if (options.figures) requirePackages('reproduce', DRAWING, '--no-figures');
  const { writableFolder } = await import('../../src/node/files.js');
  const folder = writableFolder('reproduce', '--out', options.out);
  return runInto('reproduce', folder, { experiments, seeds, jobs, scale }, async (signal) => {
    if (!options.figures) return 0;
    const { writeReport } = await import('../pages/write-report.js');
    const page = await writeReport(folder, {
      seeds: new Map(experiments.map(({ id }) => [id, seeds])),
      signal,
      onMessage: (message) => console.error(message),
    });
    if (page === undefined) {
      console.error('Interrupted. All runs are kept; the same command draws the figures.');
      return INTERRUPTED;
    }
    console.log(`Figures and claims: ${page}`);
    return 0;
  });
}

async function chosen({ figure, experiment }: ReproduceArguments): Promise<readonly Experiment[]> {
  const { experimentsNamed, experimentsOfFigures } = await import('../../experiments/registry.js');
  return experiment ? experimentsNamed(experiment) : experimentsOfFigures(figure ?? ['all']);
}
