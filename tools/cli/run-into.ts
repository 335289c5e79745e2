/** What `reproduce` and `run` share: a folder that is filled by one command at a time, with progress, until it is done or interrupted. */

import { Option } from 'commander';
import type { Scale } from '../../experiments/experiment.js';
import type { ReproduceOptions } from '../../experiments/store/reproduce.js';
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
  const { commandProgress } = await import('./progress-bar.js');
  const { withInterrupt } = await import('./interrupt.js');
  const { lockFolder } = await import('./lock-folder.js');
  const unlock = lockFolder(command, folder);
  try {
    return await withInterrupt(async (signal) => {
      let progress: ReturnType<typeof commandProgress> | undefined;
      const started = performance.now();
      const { outcome, asked, found, done } = await reproduce({
        ...options,
        folder,
        signal,
        onMessage: (message) => console.error(message),
        onProgress: (now, total, share) => {
          progress ??= commandProgress('runs', total, Math.floor(now));
          progress.update(now, share);
        },
      }).finally(() => progress?.stop());
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${done} runs done in ${seconds} s, ${found} found done, of ${asked}: ${folder}`);
      if (outcome === 'interrupted') {
        console.error('Interrupted. What is finished is kept; the same command goes on from there.');
        return INTERRUPTED;
      }
      return after(signal);
    });
  } finally {
    unlock();
  }
}
