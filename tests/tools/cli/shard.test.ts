/** Which shard a task of a Slurm array is. */

import { expect, test } from 'vitest';
import { parseShard, slurmShard } from '../../../tools/cli/shard.js';

const task = (ID: number, COUNT: number, more: Record<string, number> = {}) =>
  Object.fromEntries(
    Object.entries({ ID, COUNT, ...more }).map(([name, n]) => [`SLURM_ARRAY_TASK_${name}`, `${n}`]),
  );

test.each([
  ['1-8', task(3, 8, { MIN: 1, MAX: 8, STEP: 1 }), { index: 3, count: 8 }],
  ['0-7', task(0, 8, { MIN: 0, MAX: 7, STEP: 1 }), { index: 1, count: 8 }],
  ['3-9:2', task(9, 4, { MIN: 3, MAX: 9, STEP: 2 }), { index: 4, count: 4 }],
  ['1-8 of a Slurm that tells no more', task(3, 8), { index: 3, count: 8 }],
])('of the array %s', (_, environment, shard) => {
  expect(slurmShard('test', environment)).toEqual(shard);
});

test('outside of an array is none', () => {
  expect(slurmShard('test', { SLURM_JOB_ID: '7' })).toBeUndefined();
});

test.each([
  [
    'a list with gaps',
    task(5, 2, { MIN: 3, MAX: 5, STEP: 1 }),
    /must be whole .*'task 5 of 2 from 3 to 5 by 1'$/,
  ],
  ['a task beyond it', task(9, 8), /must be whole/],
  ['no count', { SLURM_ARRAY_TASK_ID: '1' }, /SLURM_ARRAY_TASK_COUNT must be set, or --shard given/],
  ['no number', { SLURM_ARRAY_TASK_ID: 'x', SLURM_ARRAY_TASK_COUNT: '2' }, /TASK_ID must be a whole number/],
])('%s is refused', (_, environment, message) => {
  expect(() => slurmShard('test', environment)).toThrow(message);
});

test('i/n', () => {
  expect(parseShard('test', '2/3')).toEqual({ index: 2, count: 3 });
  for (const text of ['0/3', '4/3', '1/0', '1', '1/2/3', '-1/3', '1/9999999'])
    expect(() => parseShard('test', text)).toThrow(/^test: --shard must be i\/n with 1 ≤ i ≤ n/);
});
