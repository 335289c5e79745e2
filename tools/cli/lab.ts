/** `orbit-l2o lab`: opens the user's Jupyter at this project. */

import type { Command } from 'commander';
import { requireRepository } from './needs.js';

export function addLab(program: Command): void {
  program
    .command('lab')
    .description("open your Jupyter with the project's kernel")
    .argument('[arguments...]', 'passed on to Jupyter, options among them')
    .allowUnknownOption()
    .action(async (args: string[]) => {
      requireRepository('lab');
      const { openLab } = await import('../notebooks/lab.js');
      process.exitCode = await openLab({ args });
    });
}
