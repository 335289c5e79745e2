/** `orbit-l2o reproduce`: runs the paper's experiments and leaves results, figures and the claims page in a folder. */

import { type Command, Option } from 'commander';
import { RESULTS_FOLDER } from '../../experiments/store/finished-runs.js';
import { DRAWING, requirePackages } from './needs.js';
import { jobsOption, outOption, wholeNumber } from './options.js';
import { runInto } from './run-into.js';
import { INTERRUPTED } from './run-program.js';
import { type Selection, selected, selectionOptions } from './selection.js';

interface ReproduceArguments extends Selection {
  readonly out: string;
  readonly jobs: string;
  readonly figures: boolean;
}

/** A thread each. */
const MOST_JOBS = 1000;

export function addReproduce(program: Command): void {
  const command = program
    .command('reproduce')
    .description(
      'run experiments over methods and seeds; an interrupted run is taken up again by the same command',
    );
  for (const option of selectionOptions()) command.addOption(option);
  command
    .addOption(outOption(RESULTS_FOLDER))
    .addOption(jobsOption('worker threads'))
    .addOption(new Option('--no-figures', 'leave results alone, without figures and page'))
    .action(async (options: ReproduceArguments) => {
      process.exitCode = await runReproduce(options);
    });
}

async function runReproduce(options: ReproduceArguments): Promise<number> {
  const jobs = wholeNumber('reproduce', 'jobs', options.jobs, { most: MOST_JOBS });
  const { experiments, seeds, scale } = await selected('reproduce', options);
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
