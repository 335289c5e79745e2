/** A leak of a hundred bytes a trajectory would show here as a megabyte. */

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const library = new URL('../../../dist/src/index.js', import.meta.url);

const program = `
  import { describe, ellipseVaried, MetaTraining, PAPER_SCHEDULE, Stream } from '${library}';
  const description = describe({ name: 'schedule', hidden: 4, teleport: PAPER_SCHEDULE });
  const training = new MetaTraining(description, ellipseVaried, Stream.fromSeed(1));
  const used = (trajectories) => {
    while (training.done < trajectories) training.step();
    gc();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  used(1000);
  console.log(JSON.stringify([used(2000), used(10000)]));
`;

it('keeps memory flat over 10,000 trajectories', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  const [early, late] = JSON.parse(stdout) as number[];
  expect((late - early) / 8000).toBeLessThan(50); // bytes a trajectory
});
