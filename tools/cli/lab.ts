/** `orbit-l2o lab`: opens the user's Jupyter at this project. */

import type { Command } from 'commander';
import { requireRepository } from './needs.js';

export function addLab(program: Command): void {
  program
    .command('lab')
    .description("open your Jupyter with the project's kernel")
    .option('--notebook <name>', 'the notebook to open', 'tour')
    .option('--install', "register the project's kernel for all your programs, such as VS Code, and end")
    .option('--remove', 'remove what --install registered, and end')
    .argument('[arguments...]', 'passed on to Jupyter, options among them')
    .allowUnknownOption()
    .action(async (args: string[], options: { notebook: string; install?: true; remove?: true }) => {
      requireRepository('lab');
      const lab = await import('../notebooks/lab.js');
      if (options.install || options.remove) process.exitCode = lab.registerKernel(options);
      else process.exitCode = await lab.openLab({ args, notebook: options.notebook });
    });
}
