/** `orbit-l2o new NAME`: an experiment of one's own to begin with, in one file that runs. */

import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { refuse } from '../../src/checks.js';
import { newExperiment } from './new-template.js';

export function addNew(program: Command): void {
  program
    .command('new')
    .description('write an experiment of your own to begin with, in one commented file that runs')
    .argument(
      '<name>',
      'its name, NAME.ts unless NAME ends with .js; a file that is there is never overwritten',
    )
    .action(runNew);
}

function runNew(name: string): void {
  const file = /\.[mc]?[jt]s$/.test(name) ? name : `${name}.ts`;
  const [, id, language] = /^([A-Za-z0-9][A-Za-z0-9._-]*)\.(ts|js)$/.exec(basename(file)) ?? [];
  if (id === undefined) {
    refuse(
      'new',
      'a name must be of letters, digits, dots, hyphens and underscores, and end with .ts or .js if at all',
      name,
    );
  }
  try {
    writeFileSync(file, newExperiment(id, file, language as 'ts' | 'js'), { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') refuse('new', 'the file must not be there yet', file);
    refuse('new', `the file must be one that can be written (${message})`, file);
  }
  console.log(`${file}: an experiment that runs. To see: orbit-l2o run ${file}`);
}
