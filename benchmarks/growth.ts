/** How time and memory of meta-training grow with hidden size, steps, batch and the number of tasks. */

import {
  describe,
  ellipseFixed,
  engineShape,
  MetaTraining,
  type MetaTrainOptions,
  PAPER_SCHEDULE,
  Stream,
} from 'orbit-l2o';
import { createWasmEngine } from 'orbit-l2o/lstm';
import { alternate, megabytes, ms, print, time } from './measure.js';

const ROUNDS = 5;

interface Case {
  readonly name: string;
  readonly hidden?: number;
  readonly options?: MetaTrainOptions;
}

const CASES: readonly Case[] = [
  ...[25, 50, 100, 200, 400].map((hidden) => ({ name: `hidden ${hidden}`, hidden })),
  ...[21, 41, 81, 161].map((steps) => ({ name: `steps ${steps}`, options: { steps } })),
  ...[5, 10, 20].map((window) => ({ name: `window ${window}`, options: { window } })),
  ...[1, 4, 16, 64].map((batch) => ({ name: `batch ${batch}`, options: { batch } })),
];

const scheduled = (hidden = 100) => describe({ name: 'schedule', hidden, teleport: PAPER_SCHEDULE });

function training({ hidden, options = {} }: Case): MetaTraining {
  return new MetaTraining(scheduled(hidden), ellipseFixed, Stream.fromSeed(1), options);
}

/** What the engine of such a training takes up: weights, moments and a window's activations, in one block. */
function engineBytes({ hidden, options: { batch = 1, window = 5 } = {} }: Case): number {
  const { dimension, algebraDimension } = ellipseFixed;
  const shape = engineShape(scheduled(hidden), dimension, algebraDimension, batch, window + 1);
  return createWasmEngine(shape).inputs(0).buffer.byteLength;
}

export async function growth(): Promise<void> {
  const rows = [
    [
      'growth (hidden 100, 21 steps, window 5, batch 1 unless told)',
      'ms per outer step',
      'ms per trajectory',
      'engine MB',
    ],
  ];
  for (const one of CASES) {
    const run = training(one);
    const batch = one.options?.batch ?? 1;
    const calls = Math.max(2, Math.round(24 / batch));
    time(() => run.step(), calls);
    const [{ median }] = await alternate([() => time(() => run.step(), calls)], ROUNDS);
    rows.push([one.name, ms(median), ms(median / batch), megabytes(engineBytes(one)).toFixed(1)]);
  }
  print(rows);
}
