/**
 * Milliseconds a trajectory of meta-training: ours on one Node or several, beside JAX and PyTorch. The contestants take turns, each
 * running the same number of outer steps, so that a slow minute of the machine meets all of them: read the ratios first.
 */

import { cpus, loadavg } from 'node:os';
import { requireAgreement } from './agreement.js';
import type { Contestant } from './contestant.js';
import { type Contestants, closeAll, python, startContestants } from './contestants.js';
import { alternate, markdown, ms, type Timing } from './measure.js';
import { plainWorkload, WORKLOADS, type Workload } from './workloads.js';

const ROUNDS = 7;
/** Programs that run beside the benchmark, in the mean of the last minute, from which on its milliseconds say little. */
const BUSY = 0.5;

/** What was measured of a workload, in the order of the table's columns; nothing of a peer that is not there. */
export interface Measured {
  readonly workload: string;
  readonly nodes: readonly Timing[];
  readonly peers: readonly (Timing | undefined)[];
}

export async function trajectories(binaries: readonly string[]): Promise<void> {
  const contestants = await startContestants(binaries);
  try {
    await compare(contestants);
  } finally {
    closeAll(contestants);
  }
}

async function compare(contestants: Contestants): Promise<void> {
  const { nodes, peers } = contestants;
  const [load] = loadavg();
  console.log(`${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${process.platform}-${process.arch}`);
  if (load > BUSY) console.log(`busy with other programs (load ${load.toFixed(1)}): take the ratios alone`);
  for (const { name, kernels } of nodes) console.log(`orbit-l2o on ${name}: kernels ${kernels}`);
  for (const { name, contestant } of peers) {
    console.log(
      contestant ? `${contestant.name}, one thread` : `no ${name} in ${python()}: its column stays empty`,
    );
  }
  for (const line of await requireAgreement(contestants)) console.log(line);
  console.log();
  const measured: Measured[] = [];
  for (const workload of WORKLOADS) {
    measured.push(await measure(workload, contestants));
    console.error(`${workload.name}: measured`);
  }
  const names = {
    nodes: nodes.map(({ name }) => brief(name)),
    peers: peers.map(({ name, contestant }) => (contestant ? brief(contestant.name) : name)),
  };
  console.log(`${markdown(timeTable(measured, names))}\n`);
  if (peers.some(({ contestant }) => contestant)) console.log(`${markdown(ratioTable(measured, names))}\n`);
}

/** 'Node 24.21.0' without its last number. */
export const brief = (name: string): string => name.replace(/^(\w+ \d+\.\d+)\..*$/, '$1');

async function measure(workload: Workload, { nodes, peers }: Contestants): Promise<Measured> {
  const { outerSteps } = workload;
  const plain = plainWorkload(workload);
  const present = [...nodes, ...peers.flatMap(({ contestant }) => contestant ?? [])];
  for (const contestant of present) await contestant.prepare(plain, outerSteps);
  const timings = await alternate(
    present.map((contestant: Contestant) => () => contestant.time(plain, outerSteps)),
    ROUNDS,
  );
  const of = new Map(present.map((contestant, k) => [contestant, timings[k]]));
  return {
    workload: workload.name,
    nodes: nodes.map((node) => of.get(node) as Timing),
    peers: peers.map(({ contestant }) => contestant && of.get(contestant)),
  };
}

interface Names {
  readonly nodes: readonly string[];
  readonly peers: readonly string[];
}

/** Medians, with the fastest round in parentheses. */
export function timeTable(measured: readonly Measured[], { nodes, peers }: Names): string[][] {
  const cell = (timing: Timing | undefined) => (timing ? `${ms(timing.median)} (${ms(timing.fastest)})` : '');
  return [
    ['ms a trajectory', ...nodes, ...peers],
    ...measured.map((one) => [one.workload, ...[...one.nodes, ...one.peers].map(cell)]),
  ];
}

/** How many times as long a peer takes: above 1 ours is faster. */
export function ratioTable(measured: readonly Measured[], { nodes, peers }: Names): string[][] {
  const pairs = peers.flatMap((_, p) => nodes.map((_, n) => ({ p, n })));
  return [
    ['ratio of medians', ...pairs.map(({ p, n }) => `${peers[p].split(' ')[0]} : ${nodes[n]}`)],
    ...measured.map((one) => [
      one.workload,
      ...pairs.map(({ p, n }) => {
        const peer = one.peers[p];
        return peer ? (peer.median / one.nodes[n].median).toPrecision(3) : '';
      }),
    ]),
  ];
}
