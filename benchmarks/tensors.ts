/**
 * ∇f and ∇²f·v of functions written in TensorFlow.js, on each backend that is there: where they cross is what
 * `src/tensors/by-size.ts` goes by. The backends alternate, in one process.
 *
 *     Rosenbrock   Σ 100 (x²ᵢ − xᵢ₊₁)² + (xᵢ − 1)², n numbers
 *     MLP          the cross-entropy of tanh units, `inputs`–`hidden`–10, on 64 samples
 */

import { loadTensors, Stream } from 'orbit-l2o';
import { alternate, ms, print, type Timing, time } from './measure.js';

type Tensors = Awaited<ReturnType<typeof loadTensors>>;
type Optimizee = ReturnType<Tensors['optimizeeFromTensors']>;

/** Short rounds and their fastest: what the machine does besides makes a round slower, never faster. */
const ROUNDS = 25;
/** A round of one contestant takes some of these milliseconds, and at least one call. */
const ROUND_MS = 10;
const CLASSES = 10;
const SAMPLES = 64;

const ROSENBROCK = [2, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];
const NETWORKS = [
  [2, 4],
  [4, 8],
  [8, 16],
  [20, 20],
  [32, 64],
  [64, 128],
  [128, 128],
  [196, 128],
  [784, 256],
];

function rosenbrock(n: number) {
  return ({ tf, optimizeeFromTensors }: Tensors): Optimizee =>
    optimizeeFromTensors({
      name: `Rosenbrock, n = ${n}`,
      dimension: n,
      value: (x) => {
        const [left, right] = [tf.slice(x, 0, n - 1), tf.slice(x, 1, n - 1)];
        const valley = tf.square(tf.sub(tf.square(left), right));
        return tf.sum(tf.add(tf.mul(valley, 100), tf.square(tf.sub(left, 1))));
      },
    });
}

function network(inputs: number, hidden: number) {
  const shapes: [number, number][] = [
    [inputs, hidden],
    [1, hidden],
    [hidden, CLASSES],
    [1, CLASSES],
  ];
  const n = shapes.reduce((total, [rows, columns]) => total + rows * columns, 0);
  const stream = Stream.fromSeed(1).split(`${inputs}-${hidden}`);
  const data = Float32Array.from(stream.normals(SAMPLES * inputs));
  const labels = Float32Array.from({ length: SAMPLES * CLASSES }, (_, i) =>
    i % CLASSES === Math.floor(i / CLASSES) % CLASSES ? 1 : 0,
  );
  return ({ tf, optimizeeFromTensors }: Tensors): Optimizee => {
    const [samples, answers] = [
      tf.tensor2d(data, [SAMPLES, inputs]),
      tf.tensor2d(labels, [SAMPLES, CLASSES]),
    ];
    return optimizeeFromTensors({
      name: `MLP ${inputs}–${hidden}–${CLASSES}, n = ${n}`,
      dimension: n,
      value: (x) => {
        let start = 0;
        const [first, bias, second, last] = shapes.map(([rows, columns]) => {
          const part = tf.slice(x, start, rows * columns);
          start += rows * columns;
          return tf.reshape(part, [rows, columns]);
        });
        const units = tf.tanh(tf.add(tf.matMul(samples, first), bias));
        return tf.losses.softmaxCrossEntropy(answers, tf.add(tf.matMul(units, second), last));
      },
    });
  };
}

const PROBLEMS = [
  ...ROSENBROCK.map(rosenbrock),
  ...NETWORKS.map(([inputs, hidden]) => network(inputs, hidden)),
];

export async function tensors(): Promise<void> {
  const bySize = await loadTensors();
  const loaded: Tensors[] = [];
  for (const backend of ['cpu', 'wasm', 'node'] as const) {
    try {
      loaded.push(await loadTensors({ backend }));
    } catch (error) {
      console.log((error as Error).message);
    }
  }
  const rows = [['ms of ∇f, ∇²f·v (fastest)', ...loaded.map(({ backend }) => backend.name), 'taken by size']];
  for (const problem of PROBLEMS) {
    const functions = loaded.map(problem);
    const [{ name, dimension: n }] = functions;
    const [x, v] = [
      Stream.fromSeed(2)
        .normals(n)
        .map((entry) => entry / 10),
      Stream.fromSeed(3).normals(n),
    ];
    const out = new Float64Array(n);
    const both: Timing[][] = [];
    for (const derive of [
      (f: Optimizee) => f.gradient(x, out),
      (f: Optimizee) => f.hessianVector(x, v, out),
    ]) {
      const calls = functions.map((f) => Math.max(1, Math.round(ROUND_MS / warm(() => derive(f)))));
      const contestants = functions.map((f, i) => () => time(() => derive(f), calls[i]));
      both.push(await alternate(contestants, ROUNDS));
    }
    const cells = functions.map((_, i) => both.map((timings) => ms(timings[i].fastest)).join(', '));
    rows.push([name, ...cells, problem(bySize).backend.name]);
  }
  print(rows);
}

/** Milliseconds of a call, once V8 has compiled it. */
function warm(call: () => void): number {
  time(call, 3);
  return time(call, 2);
}
