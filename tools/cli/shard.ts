/** Which share of the units is this machine's: told, or found in what Slurm says to the tasks of an array. */

import { refuse } from '../../src/checks.js';
import { wholeNumber } from './options.js';

/** From 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const MOST_SHARDS = 1_000_000;

/** `i/n`. @throws BadInput */
export function parseShard(command: string, text: string): Shard {
  const [, index, count] =
    /^(\d+)\/(\d+)$/.exec(text) ?? refuse(command, '--shard must be i/n with 1 ≤ i ≤ n', text);
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index < 1 || shard.index > shard.count || shard.count > MOST_SHARDS)
    refuse(command, `--shard must be i/n with 1 ≤ i ≤ n ≤ ${MOST_SHARDS}`, text);
  return shard;
}

/**
 * The shard of a task of a Slurm array, by its place in it; undefined outside of one.
 *
 * @throws BadInput where the array is a list with gaps, as of tasks that are submitted again: its size is no longer that of
 * the shards.
 */
export function slurmShard(command: string, environment: NodeJS.ProcessEnv): Shard | undefined {
  if (environment.SLURM_ARRAY_TASK_ID === undefined) return undefined;
  const read = (name: string, otherwise?: string) => {
    const text = environment[`SLURM_ARRAY_TASK_${name}`] ?? otherwise;
    if (text === undefined)
      refuse(command, `SLURM_ARRAY_TASK_${name} must be set, or --shard given`, 'nothing');
    return wholeNumber(command, `shard from SLURM_ARRAY_TASK_${name}`, text, { least: 0 });
  };
  const [id, count, first, step] = [read('ID'), read('COUNT'), read('MIN', '1'), read('STEP', '1')];
  const last = read('MAX', String(first + step * (count - 1)));
  const place = (id - first) / step;
  if (last !== first + step * (count - 1) || !Number.isInteger(place) || place < 0 || place >= count) {
    refuse(
      command,
      'a Slurm array must be whole for shards to be told by it (--shard tells them where it is not)',
      `task ${id} of ${count} from ${first} to ${last} by ${step}`,
    );
  }
  return { index: place + 1, count };
}
