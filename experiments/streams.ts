/** The random numbers of experiments: named by seed and family, and by nothing that methods or experiments differ in. */

import { testTasks } from '../src/evaluation/evaluate.js';
import { Stream } from '../src/random/stream.js';
import type { Task, TaskFamily } from '../src/seams.js';

/** The seed of the test tasks, the same for every method and training seed. */
const TEST_SEED = 1504; // any number would do that is no training seed

/** The test tasks of a family, which no training sees. */
export function unseenTasks(family: TaskFamily, count: number): Task[] {
  return testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), count);
}

/**
 * The stream of everything random in a training or tuning (common random numbers). Its children are 'weights' and
 * 'training' (`meta-training.ts`), 'tuning' and 'teleports'.
 */
export function trainingStream(seed: number, family: Pick<TaskFamily, 'name'>): Stream {
  return Stream.fromSeed(seed).split(family.name);
}
