/** How time and memory of meta-training grow with hidden size, steps, batch and the number of tasks. */

import {
  describe,
  ellipseFixed,
  MetaTraining,
  type MetaTrainOptions,
  PAPER_SCHEDULE,
  Stream,
} from 'orbit-l2o';
import { alternate, ms, print, time } from './measure.js';

const ROUNDS = 5;

interface Case {
  readonly name: string;
  readonly hidden?: number;
  readonly options?: MetaTrainOptions;
}

const CASES: readonly Case[] = [
  ...[25, 50, 100, 200, 400].map((hidden) => ({ name: `hidden ${hidden}`, hidden })),
  ...[41, 81, 161].map((steps) => ({ name: `steps ${steps}`, options: { steps } })),
  ...[1, 4, 16, 64].map((batch) => ({ name: `batch ${batch}`, options: { batch } })),
];

function training({ hidden = 100, options = {} }: Case): MetaTraining {
  const description = describe({ name: 'schedule', hidden, teleport: PAPER_SCHEDULE });
  return new MetaTraining(description, ellipseFixed, Stream.fromSeed(1), options);
}

export async function growth(): Promise<void> {
  const rows = [
    ['growth (hidden 100, 21 steps, batch 1 unless told)', 'ms per outer step', 'ms per trajectory'],
  ];
  for (const one of CASES) {
    const run = training(one);
    const batch = one.options?.batch ?? 1;
    const calls = Math.max(2, Math.round(24 / batch));
    time(() => run.step(), calls);
    const [{ median }] = await alternate([() => time(() => run.step(), calls)], ROUNDS);
    rows.push([one.name, ms(median), ms(median / batch)]);
  }
  print(rows);
  print(memory());
}

/** Resident and heap memory along 10,000 trajectories: a leak would show as a slope. */
function memory(): string[][] {
  const run = training({ name: 'memory', hidden: 20 });
  const rows = [['memory after … trajectories (hidden 20)', 'resident MB', 'heap MB', 'buffers MB']];
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  for (const goal of [100, 1_000, 2_500, 5_000, 10_000]) {
    while (run.done < goal) run.step();
    globalThis.gc?.();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    rows.push([String(goal), megabytes(rss), megabytes(heapUsed), megabytes(arrayBuffers)]);
  }
  return rows;
}
