/**
 * GFLOP/s of the LSTM's matrix products alone, kernel by kernel, at the layers of the workloads: the build in use, and its
 * narrow partner.
 *
 * Two operations a weight and row. Times are the processor's, which other programs do not lengthen, and the fastest of
 * some rounds: what a kernel can do.
 */

import { kernelBuild, wideGain } from 'orbit-l2o/lstm';
import type { Kernels } from '../dist/src/lstm/wasm-kernels.js';
import { print } from './measure.js';

const ROUNDS = 9;
const ROUND_MS = 4;

/** Layers as [K, N]: rows of inputs, columns of outputs. Rows: one task, its window, and batches of 8 and 64. */
const LAYERS = [
  { name: 'W1 cell 2', inputs: 204, outputs: 400, rows: [1, 6, 8, 64] },
  { name: 'W4 cell 2', inputs: 604, outputs: 1200, rows: [1, 11, 64] },
];

const PLAIN = 1 << 14; // floats: what the kernels keep for themselves

type Modules = typeof import('../dist/src/lstm/wasm-kernels.js') &
  typeof import('../dist/src/lstm/kernel-build.js');

export async function kernels(): Promise<void> {
  const inside = (file: string) => import(new URL(`../src/lstm/${file}.js`, import.meta.url).href);
  const modules: Modules = { ...(await inside('wasm-kernels')), ...(await inside('kernel-build')) };
  const used = kernelBuild();
  const builds = [...new Set([used.replace('-256', '') as typeof used, used])];
  const gain = wideGain();
  console.log(
    `kernels in use: ${used}; wide tiles are ${gain === undefined ? 'not tried on this Node' : `${gain.toFixed(2)} times as fast as narrow ones`}\n`,
  );
  const rows = [['GFLOP/s', 'rows', 'build', 'forward', 'backward', 'weight gradient', 'with Adam']];
  for (const { name, inputs, outputs, rows: counts } of LAYERS) {
    for (const count of counts) {
      for (const build of builds) {
        const rates = ratesOf(modules, build, count, inputs, outputs);
        rows.push([name, String(count), build, ...rates.map((rate) => rate.toFixed(1))]);
      }
    }
  }
  print(rows);
}

function ratesOf(
  { instantiateKernels, isWide }: Modules,
  build: ReturnType<typeof kernelBuild>,
  rows: number,
  inputs: number,
  outputs: number,
): number[] {
  let top = PLAIN;
  const take = (floats: number) => {
    const start = 4 * top;
    top += 16 * Math.ceil(floats / 16);
    return start;
  };
  const weights = inputs * outputs;
  const [W, M, V, P] = [take(weights), take(weights), take(weights), take(weights + 16 * outputs)];
  const [Z, Y, dZ, scratch] = [
    take(rows * inputs),
    take(rows * outputs),
    take(rows * inputs),
    take(4 * rows),
  ];
  const { kernels, heap }: { kernels: Kernels; heap: Float32Array } = instantiateKernels(top, build);
  heap.fill(0.01, PLAIN);
  kernels.pack(inputs, outputs, W, P);
  const packed = isWide(build) && rows > 1 ? P : 0;
  const products = [
    () => kernels.forward(rows, inputs, outputs, Z, W, Y),
    () => kernels.backward(rows, 0, inputs, inputs, outputs, Y, W, packed, dZ),
    () => kernels.weightGradient(rows, inputs, outputs, Z, Y, M, scratch),
    () => kernels.adam(rows, inputs, outputs, Z, Y, W, M, V, scratch, 0.9, 0.1, 0.999, 0.001, 1e-3, 1, 1e-8),
  ];
  return products.map((run) => {
    heap.fill(0.01, Z / 4, dZ / 4);
    return (2 * rows * weights) / fastest(run) / 1e6;
  });
}

/** Milliseconds of the processor for one call. */
function fastest(run: () => void): number {
  let calls = 1;
  while (processorTime(run, calls) < ROUND_MS) calls *= 2;
  const times = Array.from({ length: ROUNDS }, () => processorTime(run, calls) / calls);
  return Math.min(...times);
}

function processorTime(run: () => void, calls: number): number {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
