/** Ours as a contestant (`contestant.ts`): the program that every Node under test runs. */

import { createInterface } from 'node:readline';
import type { MetaTraining } from 'orbit-l2o';
import { kernelBuild } from 'orbit-l2o/lstm';
import type { Greeting, Request } from './contestant.js';
import { time } from './measure.js';
import { shortened, startTraining, WORKLOADS, type Workload } from './workloads.js';

/** Of processor time, so that a busy machine warms up as well. */
const WARM_UP_SECONDS = 2;

const trainings = new Map<string, MetaTraining>();

function workloadOf(id: string): Workload {
  const workload = WORKLOADS.find((one) => one.id === id);
  if (!workload) throw new TypeError(`no workload ${id}`);
  return workload;
}

function trainingOf(workload: Workload): MetaTraining {
  const training = trainings.get(workload.id) ?? startTraining(workload);
  trainings.set(workload.id, training);
  return training;
}

function answerTo(request: Request): unknown {
  const workload = workloadOf(request.workload.id);
  if (request.do === 'losses') {
    const fresh = startTraining(shortened(workload)); // by its seed, which the problem is recorded from
    return Array.from({ length: workload.compared.outerSteps }, () => fresh.step().loss);
  }
  const training = trainingOf(workload);
  const step = () => void training.step();
  if (request.do === 'time') return time(step, request.outerSteps) / workload.batch;
  warmUp(step);
  return true;
}

/** Until V8 has compiled what is hot: the peers compile before the clock starts, and Node 20 needs a thousand outer steps of W1. */
function warmUp(step: () => void): void {
  const { user, system } = process.cpuUsage();
  const spent = () => process.cpuUsage({ user, system });
  do step();
  while ((spent().user + spent().system) / 1e6 < WARM_UP_SECONDS);
}

const greeting: Greeting = { name: `Node ${process.versions.node}`, kernels: kernelBuild() };
console.log(JSON.stringify(greeting));
for await (const line of createInterface({ input: process.stdin })) {
  let answer: unknown;
  try {
    answer = answerTo(JSON.parse(line));
  } catch (error) {
    answer = { error: (error as Error).message };
  }
  console.log(JSON.stringify(answer));
}
