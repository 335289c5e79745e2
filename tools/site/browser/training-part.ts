/** The worker: runs one meta-training, and tells the page how far it is. */

import { kernelBuild } from '../../../src/lstm/kernel-build.js';
import type { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { trainingOf } from './training/choices.js';
import type { Order, Report } from './training/messages.js';

/** How long it trains before it looks for orders, how often it reports, and how often with the weights. */
const [SLICE, REPORTS, WEIGHTS] = [25, 100, 500]; // milliseconds

let training: MetaTraining | undefined;
let paused = false;
let losses: number[] = [];
let [busy, diverged, skippedWindows, reported, weighed] = [0, 0, 0, 0, 0];

/** A timer would wait four milliseconds each time. */
const channel = new MessageChannel();
channel.port1.onmessage = () => slice();
const goOn = () => channel.port2.postMessage(undefined);

const post = (message: Report) => self.postMessage(message);

function slice(): void {
  if (!training || paused) return;
  try {
    const from = performance.now();
    while (!isDone() && performance.now() - from < SLICE) {
      const step = training.step();
      losses.push(step.loss);
      diverged += step.divergences.length;
      skippedWindows += step.skippedWindows;
    }
    busy += performance.now() - from;
    if (isDone() || performance.now() - reported > REPORTS) report();
    if (!isDone()) goOn();
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

const isDone = () => training!.done >= training!.options.trajectories;

function report(): void {
  const now = performance.now();
  const weighs = isDone() || now - weighed > WEIGHTS;
  if (weighs) weighed = now;
  reported = now;
  post({
    kind: 'progress',
    done: training!.done,
    losses,
    seconds: busy / 1000,
    diverged,
    skippedWindows,
    build: kernelBuild(),
    ...(weighs && { parameters: training!.state().parameters }),
  });
  losses = [];
}

self.onmessage = ({ data }: MessageEvent<Order>) => {
  switch (data.kind) {
    case 'train':
      try {
        training = trainingOf(data.method, data.choice);
      } catch (error) {
        post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
        return;
      }
      return goOn();
    case 'pause':
      paused = true;
      return;
    case 'resume':
      paused = false;
      return goOn();
  }
};
