/**
 * `orbit-l2o run-unit`: one unit of work, or this machine's share of many, into a folder that machines share. Each unit has
 * a file of its own, so nothing is locked, and `reproduce --out` the same folder puts them together.
 *
 * SIGTERM and SIGUSR2, a batch system's warnings, end it within 20 s with exit code 75: the same command goes on from there.
 */

import { type Command, Option } from 'commander';
import { RESULTS_FOLDER } from '../../experiments/store/results-folder.js';
import type { Unit } from '../../experiments/store/worker-pool.js';
import { refuse } from '../../src/checks.js';
import { AGAIN } from './early-warning.js';
import { withWarning } from './interrupt.js';
import { jobsOf, outOption } from './options.js';
import { sayRan } from './run-into.js';
import { INTERRUPTED } from './run-program.js';
import { type Selection, selected, selectionOptions } from './selection.js';
import { parseShard, slurmShard } from './shard.js';

interface RunUnitArguments extends Selection {
  readonly unit?: string;
  readonly shard?: string;
  readonly out: string;
  readonly jobs: string;
}

export function addRunUnit(program: Command): void {
  const command = program
    .command('run-unit')
    .description(
      'run one unit of work, or a shard of many, into a folder that machines share; `reproduce` with that folder puts them together',
    )
    .addOption(
      new Option('--unit <json>', "a line of `units`; '-' takes lines from stdin").conflicts([
        ...['shard', 'figure', 'experiment', 'seeds'],
        ...['trajectories', 'tasks', 'hidden'],
      ]),
    )
    .addOption(
      new Option(
        '--shard <i/n>',
        'instead, the i-th of n shares of the units that are chosen; in a Slurm array found by itself',
      ),
    );
  for (const option of selectionOptions()) command.addOption(option);
  command
    .addOption(outOption(RESULTS_FOLDER))
    .addOption(new Option('--jobs <number>', 'worker threads at a time').default('1'))
    .action(async (options: RunUnitArguments) => {
      process.exitCode = await runUnit(options);
    });
}

async function runUnit(options: RunUnitArguments): Promise<number> {
  const jobs = jobsOf('run-unit', options.jobs);
  return withWarning(async (signal, leave) => {
    const units = await chosenUnits(options);
    const { writableFolder } = await import('../../src/node/files.js');
    const { runIntoUnitFiles } = await import('../../experiments/store/run-units.js');
    const { withProgress } = await import('./progress-bar.js');
    const folder = writableFolder('run-unit', '--out', options.out);
    const started = performance.now();
    const outcome = await withProgress('units', (onProgress) =>
      runIntoUnitFiles({ units, folder, jobs, signal, leave, onProgress }),
    );
    sayRan('units', { ...outcome, asked: units.length }, started, folder);
    if (outcome.outcome === 'done') return 0;
    return leave.aborted ? AGAIN : INTERRUPTED;
  });
}

async function chosenUnits(options: RunUnitArguments): Promise<readonly Unit[]> {
  const { unit, shard: text } = options;
  const { parseUnit, shardOf, unitsOf, workOfUnits } = await import('../../experiments/store/units.js');
  if (unit !== undefined) {
    const lines =
      unit === '-' ? (await readStdin()).split('\n').filter((line) => line.trim() !== '') : [unit];
    return lines.map((line) => parseUnit('run-unit', line));
  }
  const shard =
    (text === undefined ? undefined : parseShard('run-unit', text)) ??
    slurmShard('run-unit', process.env) ??
    refuse('run-unit', '--unit or --shard must be given, outside of a Slurm array', 'neither');
  const { experiments, seeds, scale } = await selected('run-unit', options);
  const units = experiments.flatMap((experiment) => unitsOf(experiment, seeds, scale));
  return shardOf(units, workOfUnits(), shard.index, shard.count);
}

async function readStdin(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const part of process.stdin) text += part;
  return text;
}
