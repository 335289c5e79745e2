/** `orbit-l2o reproduce`: runs the paper's experiments and leaves results, figures and the claims page in a folder. */

import type { Command } from 'commander';
import { RESULTS_FOLDER } from '../../experiments/store/results-folder.js';
import { DRAWING, requirePackages } from './needs.js';
import { jobsOf, jobsOption, outOption } from './options.js';
import { drawReport, noFiguresOption, runInto } from './run-into.js';
import { type Selection, selected, selectionOptions } from './selection.js';

interface ReproduceArguments extends Selection {
  readonly out: string;
  readonly jobs: string;
  readonly figures: boolean;
}

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
    .addOption(noFiguresOption())
    .action(async (options: ReproduceArguments) => {
      process.exitCode = await runReproduce(options);
    });
}

async function runReproduce(options: ReproduceArguments): Promise<number> {
  const jobs = jobsOf('reproduce', options.jobs);
  const { experiments, seeds, scale } = await selected('reproduce', options);
  if (options.figures) requirePackages('reproduce', DRAWING, '--no-figures');
  const { writableFolder } = await import('../../src/node/files.js');
  const folder = writableFolder('reproduce', '--out', options.out);
  return runInto('reproduce', folder, { experiments, seeds, jobs, scale }, async (signal) => {
    if (!options.figures) return 0;
    const all = new Map(experiments.map(({ id }) => [id, seeds]));
    return drawReport(folder, 'claims', { seeds: all, jobs, signal });
  });
}
