/** `orbit-l2o start`: runs every notebook and leaves them, their figures and a page that shows them. */

import type { Command } from 'commander';
import { requireRepository } from './needs.js';
import { jobsOption, outOption, wholeNumber } from './options.js';

export function addStart(program: Command): void {
  program
    .command('start')
    .description('run all notebooks and make a page of their figures')
    .addOption(outOption('out'))
    .addOption(jobsOption('notebooks'))
    .action(async ({ out, jobs }: { out: string; jobs: string }) => {
      const options = { out, jobs: wholeNumber('start', 'jobs', jobs) };
      requireRepository('start');
      const { runStart } = await import('../notebooks/start.js');
      process.exitCode = await runStart(options);
    });
}
