/** `orbit-l2o notebooks`: runs the notebooks and keeps their outputs in the repository. */

import type { Command } from 'commander';
import { requireRepository } from './needs.js';
import { jobsOption, wholeNumber } from './options.js';

export function addNotebooks(program: Command): void {
  program
    .command('notebooks')
    .description('run the notebooks and keep their outputs in notebooks/')
    .argument('[names...]', 'notebooks, such as tour; default: all')
    .addOption(jobsOption('notebooks'))
    .action(async (names: string[], { jobs }: { jobs: string }) => {
      const options = { notebooks: names, jobs: wholeNumber('notebooks', 'jobs', jobs) };
      requireRepository('notebooks');
      const { refreshNotebooks } = await import('../notebooks/refresh.js');
      process.exitCode = await refreshNotebooks(options);
    });
}
