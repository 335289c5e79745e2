/**
 * The workloads that are timed, each one meta-training as a user runs it, with nothing left out.
 *
 *     W1   fixed ellipse, teleports on the paper's schedule
 *     W2   fixed ellipse, theta gradient, teleport at every step
 *     W3   W1 with B tasks a meta-step
 *
 * All: hidden size 100, 21 steps, windows of 5, Adam. Times are per trajectory.
 */

import {
  ellipseFixed,
  type MetaOptimizerDescription,
  MetaTraining,
  Stream,
  teleportOnSchedule,
  thetaGradientEveryStep,
} from 'orbit-l2o';

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
];
