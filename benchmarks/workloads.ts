/**
 * The workloads that are timed, each one meta-training as a user runs it, with nothing left out.
 *
 *     W1   fixed ellipse, teleports on the paper's schedule
 *     W2   fixed ellipse, theta gradient, teleport at every step
 *     W3   W1 with B tasks a meta-step
 *     W4   LSTM(update) on the paper's 20 × 20 network: 800 inputs and outputs, hidden size 300, 100 steps, windows of 10
 *
 * W1 to W3: hidden size 100, 21 steps, windows of 5. All: Adam. Times are per trajectory.
 */

import type { MetaOptimizerDescription } from 'orbit-l2o';
import { ellipseFixed, MetaTraining, Stream, teleportOnSchedule, thetaGradientEveryStep } from 'orbit-l2o';
import { figure7Update } from 'orbit-l2o/experiments';

export interface Workload {
  readonly name: string;
  /** The PyTorch version's arguments: method and batch (see peer.py). */
  readonly peer: readonly [method: string, batch: number];
  /** Makes a meta-training; the function it gives runs one outer step. */
  start(): () => void;
  /** Trajectories an outer step. */
  readonly batch: number;
  /** Outer steps a measurement. */
  readonly steps: number;
}

export function metaTraining(description: MetaOptimizerDescription, batch: number): () => void {
  const training = new MetaTraining(description, ellipseFixed, Stream.fromSeed(1), { batch });
  return () => {
    training.step();
  };
}

/** LSTM(update) of Figure 7, first of its experiment's methods. */
function networkTraining(): () => void {
  const { family, methods, training: options } = figure7Update;
  const [method] = methods;
  if (method.kind !== 'learned') throw new TypeError('networkTraining: the method must be a learned one');
  const training = new MetaTraining(method.description, family, Stream.fromSeed(1), options);
  return () => {
    training.step();
  };
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1 schedule',
    peer: ['schedule', 1],
    start: () => metaTraining(teleportOnSchedule, 1),
    batch: 1,
    steps: 60,
  },
  {
    name: 'W2 theta gradient',
    peer: ['theta', 1],
    start: () => metaTraining(thetaGradientEveryStep, 1),
    batch: 1,
    steps: 60,
  },
  ...[8, 64].map((batch) => ({
    name: `W3 batch ${batch}`,
    peer: ['schedule', batch] as const,
    start: () => metaTraining(teleportOnSchedule, batch),
    batch,
    steps: Math.max(3, 120 / batch),
  })),
  { name: 'W4 network, LSTM(update)', peer: ['network', 1], start: networkTraining, batch: 1, steps: 16 },
];
