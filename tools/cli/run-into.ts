/** What `reproduce` and `run` share: a folder that is filled by one command at a time, with progress, until it is done or interrupted. */

import { Option } from 'commander';
import type { Scale } from '../../experiments/experiment.js';
import type { Reproduced, ReproduceOptions } from '../../experiments/store/reproduce.js';
import type { ReportOptions } from '../pages/write-report.js';
import { wholeNumber } from './options.js';
import { INTERRUPTED } from './run-program.js';

/** `--trajectories`, `--tasks` and `--hidden`, as they come in. */
export interface ScaleArguments {
  readonly trajectories?: string;
  readonly tasks?: string;
  readonly hidden?: string;
}

/** The options of a quick look. */
export function scaleOptions(): Option[] {
  return [
    new Option('--trajectories <number>', 'a quick look: this many outer steps of meta-training'),
    new Option('--tasks <number>', 'a quick look: this many test tasks'),
    new Option('--hidden <number>', 'a quick look: this hidden size of the meta-optimizers'),
  ];
}

/** What they say. @throws BadInput in the name of the command. */
export function scaleOf(command: string, options: ScaleArguments): Scale {
  const optional = (name: keyof ScaleArguments) =>
    options[name] === undefined ? {} : { [name]: wholeNumber(command, name, options[name]) };
  return { ...optional('trajectories'), ...optional('tasks'), ...optional('hidden') };
}

/** Runs into a folder and then, if all is done, what follows; the exit code. */
export async function runInto(
  command: string,
  folder: string,
  options: Omit<ReproduceOptions, 'folder' | 'signal' | 'onMessage' | 'onProgress'>,
  after: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { reproduce } = await import('../../experiments/store/reproduce.js');
  const { withProgress } = await import('./progress-bar.js');
  const { withInterrupt } = await import('./interrupt.js');
  const { lockFolder } = await import('./lock-folder.js');
  const unlock = lockFolder(command, folder);
  try {
    return await withInterrupt(async (signal) => {
      const started = performance.now();
      const onMessage = (message: string) => console.error(message);
      const outcome = await withProgress('runs', (onProgress) =>
        reproduce({ ...options, folder, signal, onMessage, onProgress }),
      );
      sayRan('runs', outcome, started, folder);
      return outcome.outcome === 'interrupted' ? INTERRUPTED : after(signal);
    });
  } finally {
    unlock();
  }
}

/** How much was run since then, and, where that is not all, that it goes on. */
export function sayRan(
  units: string,
  { outcome, asked, found, done }: Pick<Reproduced, 'outcome' | 'asked' | 'found' | 'done'>,
  started: number,
  folder: string,
): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${done} ${units} done in ${seconds} s, ${found} found done, of ${asked}: ${folder}`);
  if (outcome === 'interrupted') {
    console.error('Interrupted. What is finished is kept; the same command goes on from there.');
  }
}

/** The option without which figures are drawn. */
export const noFiguresOption = () =>
  new Option('--no-figures', 'leave results alone, without figures and page');

/** Figures and page of what was run; the exit code. @param what - what the page shows beside figures. */
export async function drawReport(
  folder: string,
  what: string,
  options: Omit<ReportOptions, 'onMessage'>,
): Promise<number> {
  const { writeReport } = await import('../pages/write-report.js');
  const page = await writeReport(folder, { ...options, onMessage: (message) => console.error(message) });
  if (page === undefined) {
    console.error('Interrupted. All runs are kept; the same command draws the figures.');
    return INTERRUPTED;
  }
  console.log(`Figures and ${what}: ${page}`);
  return 0;
}
