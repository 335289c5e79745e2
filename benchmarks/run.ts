/**
 * `npm run bench`: milliseconds per trajectory of meta-training, beside plain PyTorch where it is installed; seconds a
 * figure; how cost grows; what a pair of perturbed runs costs; how long an import takes; what the kernels alone can do. `npm run bench --
 * import` measures the import alone, and so do `pairs` and `kernels`.
 *
 * Rounds alternate between the contestants, and medians are shown: read the ratios, not the milliseconds.
 */

import { kernelBuild } from 'orbit-l2o/lstm';
import { figures } from './figures.js';
import { growth } from './growth.js';
import { imports } from './import.js';
import { kernels } from './kernels.js';
import { alternate, ms, print, time } from './measure.js';
import { pairs } from './pairs.js';
import { startPeer } from './peer.js';
import { tensors } from './tensors.js';
import { WORKLOADS } from './workloads.js';

const ROUNDS = 9;

const [, , only] = process.argv;
if (only === 'tensors') await tensors().then(() => process.exit());
if (only === undefined) {
  await trajectories();
  figures();
  await growth();
}
if (only === undefined || only === 'pairs') await pairs();
if (only === undefined || only === 'import') await imports();
if (only === undefined || only === 'kernels') await kernels();

async function trajectories(): Promise<void> {
  const peer = await startPeer();
  console.log(
    `Node ${process.versions.node}, ${process.platform}-${process.arch}, kernels: ${kernelBuild()}; ${peer?.name ?? 'no python3 with PyTorch: its column stays empty'}\n`,
  );

  const rows = [['ms per trajectory (median)', 'orbit-l2o', 'fastest', 'PyTorch', 'ratio']];
  for (const {
    name,
    peer: [method, peerBatch],
    start,
    batch,
    steps,
  } of WORKLOADS) {
    const step = start();
    time(step, steps); // V8 compiles
    if (peer) await peer.time(method, peerBatch, 2);
    const contestants: (() => number | Promise<number>)[] = [() => time(step, steps) / batch];
    if (peer) contestants.push(() => peer.time(method, peerBatch, Math.max(2, Math.round(steps / 8))));
    const [ours, theirs] = await alternate(contestants, ROUNDS);
    const ratio = theirs ? `${(theirs.median / ours.median).toFixed(1)}×` : '';
    rows.push([name, ms(ours.median), ms(ours.fastest), theirs ? ms(theirs.median) : '', ratio]);
  }
  peer?.close();
  print(rows);
}
