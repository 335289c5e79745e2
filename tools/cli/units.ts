/** `orbit-l2o units`: what there is to do, a unit of work a line, for whatever hands lines out to machines. */

import { type Command, Option } from 'commander';
import { wholeNumber } from './options.js';
import { type Selection, selected, selectionOptions } from './selection.js';

interface UnitsArguments extends Selection {
  readonly minutes?: string;
}

/**
 * Multiply–adds a second of one thread, to turn work into time: measured over all experiments at ten seeds, 0.7e9 (two busy
 * cores of a 2.5 GHz Xeon) to 2.9e9 (the same, idle). By experiment it is 0.1e9 to 12e9, so that the time of one unit is a guess.
 */
const MULTIPLY_ADDS_A_SECOND = 1e9;
const MOST_MINUTES = 100_000;

export function addUnits(program: Command): void {
  const command = program
    .command('units')
    .description('print one unit of work a line, for `run-unit` on many machines; nothing is run');
  for (const option of selectionOptions()) command.addOption(option);
  command
    .addOption(
      new Option(
        '--minutes <number>',
        'instead, print how many shards of about as many minutes they make on one core',
      ),
    )
    .action(printUnits);
}

async function printUnits(options: UnitsArguments): Promise<void> {
  const minutes =
    options.minutes === undefined
      ? undefined
      : wholeNumber('units', 'minutes', options.minutes, { most: MOST_MINUTES });
  const { experiments, seeds, scale } = await selected('units', options);
  const { unitLine, unitsOf, workOfUnits } = await import('../../experiments/store/units.js');
  const workOf = workOfUnits();
  const units = experiments.flatMap((experiment) => unitsOf(experiment, seeds, scale));
  if (minutes === undefined) {
    endQuietlyWithReader();
    for (const unit of units) process.stdout.write(`${unitLine(unit, workOf(unit))}\n`);
    return;
  }
  const seconds = units.reduce((sum, unit) => sum + workOf(unit), 0) / MULTIPLY_ADDS_A_SECOND;
  console.log(Math.min(units.length, Math.ceil(seconds / (60 * minutes))));
}

/** As in `units | head`. */
function endQuietlyWithReader(): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
