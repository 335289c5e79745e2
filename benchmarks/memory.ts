/**
 * Whether memory stays where it is: resident memory along a meta-training, along meta-trainings made and dropped, and along tensor
 * optimizees made, used and dropped. After a warm-up of a quarter, in which V8 compiles and pools fill, it must be flat.
 */

import { setTimeout } from 'node:timers/promises';
import { ellipseFixed, loadTensors, MetaTraining, Stream, teleportOnSchedule } from 'orbit-l2o';
import { megabytes, print } from './measure.js';

/** By how much the largest reading after the warm-up may exceed the smallest. */
export const FLAT = 0.05;
const READINGS = 12;
const WARM_UP = 3;

const STEPS = 3_000;
const TRAININGS = 240;
const OPTIMIZEES = 500;
/** Of a tensor optimizee. */
const DIMENSION = 50;

interface Reading {
  readonly done: number;
  readonly resident: number;
  readonly heap: number;
  readonly buffers: number;
}

/** (largest − smallest) / smallest of the readings after the warm-up. */
export function spread(resident: readonly number[]): number {
  const after = resident.slice(WARM_UP);
  return Math.max(...after) / Math.min(...after) - 1;
}

/** Measures all three; where one of them is not flat, the process fails. */
export async function memory(): Promise<void> {
  const training = new MetaTraining(teleportOnSchedule, ellipseFixed, Stream.fromSeed(1));
  await follow('outer steps of one meta-training', STEPS, () => void training.step());
  await follow('meta-trainings made, a step each, and dropped', TRAININGS, (k) => {
    new MetaTraining(teleportOnSchedule, ellipseFixed, Stream.fromSeed(k)).step();
  });
  const { tf, backend, optimizeeFromTensors } = await loadTensors();
  await follow(
    `tensor optimizees made, used and dropped (${backend.name} ${backend.version})`,
    OPTIMIZEES,
    (k) => {
      const x = Float64Array.from({ length: DIMENSION }, (_, i) => (i % 3) + 1);
      const optimizee = optimizeeFromTensors({
        name: `quartic ${k}`,
        dimension: DIMENSION,
        value: (at) => tf.add(tf.sum(tf.square(tf.square(at))), tf.mul(k, tf.sum(tf.square(at)))),
      });
      optimizee.value(x);
      optimizee.thirdDerivative(x, optimizee.gradient(x), optimizee.hessianVector(x, x));
    },
  );
  const { numTensors } = tf.memory();
  console.log(`${numTensors} tensors left\n`);
  if (numTensors > 0) process.exitCode = 1;
}

/** Runs something so many times and reads memory along the way; a table, and a verdict in one line. */
async function follow(what: string, times: number, run: (k: number) => void): Promise<void> {
  const readings: Reading[] = [];
  for (let k = 1; k <= times; k++) {
    run(k);
    if (k % Math.floor(times / READINGS) === 0 && readings.length < READINGS) readings.push(await read(k));
  }
  print([
    [what, 'resident MB', 'heap MB', 'outside of the heap MB'],
    ...readings.map(({ done, resident, heap, buffers }) => [
      String(done),
      ...[resident, heap, buffers].map((bytes) => megabytes(bytes).toFixed(1)),
    ]),
  ]);
  const apart = spread(readings.map(({ resident }) => resident));
  const flat = apart <= FLAT;
  const shown = `resident memory after the warm-up within ${(100 * apart).toFixed(1)} %`;
  console.log(`${flat ? 'flat' : 'NOT FLAT'}: ${shown} (at most ${100 * FLAT} %)\n`);
  if (!flat) process.exitCode = 1;
}

/** After what is not used any more has been given back: an engine's memory goes a while after its object. */
async function read(done: number): Promise<Reading> {
  for (let k = 0; k < 3; k++) {
    globalThis.gc?.();
    await setTimeout(10);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { done, resident: rss, heap: heapUsed, buffers: external };
}
