/**
 * What a pair of perturbed runs costs beside a backward pass, and whether weights by row would be faster: copies that advance together,
 * step by step, each with weights of its own, against one engine that takes over a copy's weights for a whole window (as it is done).
 *
 * Vanilla at the paper's hidden size 100, a window of six steps. Rates count the matrix products alone: two operations a weight, row and step.
 * An engine for each copy stands for weights by row: every row's product is one matrix by one vector either way.
 */

import { ellipseFixed, engineShape, MetaTraining, Stream, vanilla } from 'orbit-l2o';
import { createWasmEngine, type LstmEngine } from 'orbit-l2o/lstm';
import { alternate, ms, print, time } from './measure.js';

const ROUNDS = 7;
const STEPS = 6;
/** Windows that end in an Adam step, of 21 steps. */
const WINDOWS = 4;

const engine = (batch: number) => {
  const made = createWasmEngine(engineShape(vanilla, 2, 1, batch, STEPS));
  made.setWeights(
    Stream.fromSeed(1)
      .normals(made.weights().length)
      .map((w) => 0.1 * w),
  );
  return made;
};

function forward(of: LstmEngine): void {
  for (let t = 0; t < STEPS; t++) of.step(t);
}

/** Parts of a pair, and a whole one, beside a pass forward and back. */
async function parts(): Promise<void> {
  const rows = [['ms a window of six steps (median)', '1 task', '64 tasks']];
  const cells = await Promise.all(
    [1, 64].map(async (batch) => {
      const one = engine(batch);
      const theta = one.weights();
      forward(one);
      const training = (estimator?: { by: 'noise-reuse-evolution' }) =>
        new MetaTraining(vanilla, ellipseFixed, Stream.fromSeed(1), {
          batch,
          ...(estimator && { estimator }),
        });
      const [backpropagated, perturbed] = [training(), training({ by: 'noise-reuse-evolution' })];
      const calls = batch === 1 ? 8 : 2;
      const outer = (of: MetaTraining) => time(() => void of.step(), calls) / WINDOWS;
      const times = await alternate(
        [
          () => time(() => forward(one), 4 * calls),
          () => time(() => one.backward(STEPS), 4 * calls),
          () => time(() => one.setWeights(theta), 4 * calls),
          () => time(() => void one.applyGradient(theta, { learningRate: 0 }), 4 * calls),
          () => outer(backpropagated),
          () => outer(perturbed),
        ],
        ROUNDS,
      );
      return times.map(({ median }) => ms(median));
    }),
  );
  const names = [
    'a pass forward',
    'a pass back',
    'weights taken over',
    'an Adam step on a gradient given',
    'all of truncated backpropagation, Adam included',
    'all of a pair by noise reuse, Adam included',
  ];
  names.forEach((name, i) => void rows.push([name, ...cells.map((of) => of[i])]));
  print(rows);
}

/** Copies in turn on one engine, against copies in step, each with weights of its own. */
async function byRow(): Promise<void> {
  const rows = [
    [
      'ms a copy and window, weights taken over',
      'copies',
      'in turn',
      'in step',
      'GFLOP/s in turn',
      'in step',
    ],
  ];
  for (const copies of [2, 8, 32]) {
    const one = engine(1);
    const theta = one.weights();
    const all = Array.from({ length: copies }, () => engine(1));
    const inTurn = () => {
      for (let k = 0; k < copies; k++) {
        one.setWeights(theta);
        forward(one);
      }
    };
    const inStep = () => {
      for (const own of all) own.setWeights(theta);
      for (let t = 0; t < STEPS; t++) for (const own of all) own.step(t);
    };
    const stepsAlone = () => {
      for (let k = 0; k < copies; k++) forward(one);
    };
    const stepsTogether = () => {
      for (let t = 0; t < STEPS; t++) for (const own of all) own.step(t);
    };
    const calls = Math.max(2, 32 / copies);
    const [turn, step, alone, together] = await alternate(
      [inTurn, inStep, stepsAlone, stepsTogether].map((run) => () => time(run, calls) / copies),
      ROUNDS,
    );
    const rate = ({ median }: { median: number }) => ((2 * theta.length * STEPS) / median / 1e6).toFixed(1);
    rows.push(['1 task', String(copies), ms(turn.median), ms(step.median), rate(alone), rate(together)]);
  }
  const [shared] = await alternate(
    [
      (() => {
        const of = engine(64);
        return () => time(() => forward(of), 4);
      })(),
    ],
    ROUNDS,
  );
  const weights = engine(1).weights().length;
  const rate = ((2 * weights * STEPS * 64) / shared.median / 1e6).toFixed(1);
  rows.push(['64 tasks that share their weights', '1', ms(shared.median), '', rate, '']);
  print(rows);
}

/** Both tables. */
export async function pairs(): Promise<void> {
  await parts();
  await byRow();
}
