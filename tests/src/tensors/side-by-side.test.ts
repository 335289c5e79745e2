/** All backends that are there, in one process: taken in turn, each gives what it gives alone, and all agree. */

import { beforeAll, describe, expect, it } from 'vitest';
import { lawTolerance } from '../../../src/laws.js';
import { norm, sum } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import type { TensorAction } from '../../../src/tensors/action.js';
import type { TensorBackendName } from '../../../src/tensors/backend.js';
import { loadTensors, type Tensors, tensorBackends } from '../../../src/tensors/load.js';
import type { TensorOptimizee } from '../../../src/tensors/optimizee.js';
import type { Tensor, Tensor1D } from '../../../src/tensors/tfjs-types/index.js';

const [INPUTS, HIDDEN, SAMPLES] = [5, 7, 11];
const N = INPUTS * HIDDEN + HIDDEN;

/** The mean squared error of tanh regression, on data that all backends share. */
function regression({ tf, optimizeeFromTensors }: Tensors, inputs: Tensor, targets: Tensor): TensorOptimizee {
  return optimizeeFromTensors({
    name: 'tanh regression',
    dimension: N,
    value: (x) => {
      const first = tf.reshape(tf.slice(x, 0, INPUTS * HIDDEN), [INPUTS, HIDDEN]);
      const second = tf.reshape(tf.slice(x, INPUTS * HIDDEN, HIDDEN), [HIDDEN, 1]);
      const answers = tf.matMul(tf.tanh(tf.matMul(inputs, first)), second);
      return tf.mean(tf.square(tf.sub(answers, targets)));
    },
  });
}

function stretch({ tf, actionFromTensors }: Tensors): TensorAction {
  return actionFromTensors({
    name: 'stretch',
    dimension: N,
    algebraDimension: 1,
    abelian: true,
    act: (xi, x) => tf.mul(x, tf.exp(xi)) as Tensor1D,
  });
}

/** Everything that is derived of both, at one point. */
function derivatives(f: TensorOptimizee, g: TensorAction, x: Vector, v: Vector): Vector[] {
  const xi = Float64Array.of(0.3);
  return [
    Float64Array.of(f.value(x)),
    f.gradient(x),
    f.hessianVector(x, v),
    f.thirdDerivative(x, v, v),
    g.act(xi, x),
    g.vjp(xi, x, v).xi,
    g.generator(xi, x),
  ];
}

let all: Tensors[];
beforeAll(async () => {
  const { there, missing } = await tensorBackends();
  const wanted = new Set<TensorBackendName>(['wasm', 'cpu', ...there.map(({ name }) => name)]);
  all = await Promise.all([...wanted].map((backend) => loadTensors({ backend })));
  if (missing.length > 0) console.log(`Not compared: ${missing.join('; ')}.`);
});

describe('backends side by side', () => {
  it('give in turns what each gives alone, and agree to rounding', () => {
    const stream = Stream.fromSeed(1);
    const [{ tf }] = all;
    const tensorOf = (shape: [number, number]) =>
      tf.tensor2d(Float32Array.from(stream.normals(shape[0] * shape[1])), shape);
    const [inputs, targets] = [tensorOf([SAMPLES, INPUTS]), tensorOf([SAMPLES, 1])];
    const problems = all.map((tensors) => [regression(tensors, inputs, targets), stretch(tensors)] as const);
    expect(problems.map(([f]) => f.backend)).toEqual(all.map(({ backend }) => backend));
    const [x, v] = [stream.normals(N), stream.normals(N)];
    const before = tf.memory().numTensors;

    const alone = problems.map(([f, g]) => derivatives(f, g, x, v));
    for (let round = 0; round < 3; round++) {
      const inTurn = problems.map(([f, g]) => derivatives(f, g, x, v));
      expect(inTurn).toEqual(alone);
    }
    // Down into one another: a call of the one backend from within a function that the other computes.
    const nested = problems.map(([f], i) => {
      const other = problems[(i + 1) % problems.length][0];
      let seen: Vector | undefined;
      const within = all[i].optimizeeFromTensors({
        name: 'within',
        dimension: N,
        value: (y) => {
          seen = other.gradient(x);
          return y.square().sum();
        },
      });
      expect([...within.gradient(x)]).toEqual([...x].map((entry) => 2 * Math.fround(entry)));
      return [seen, f.gradient(x)];
    });
    nested.forEach(([seen, own], i) => {
      expect(seen).toEqual(alone[(i + 1) % alone.length][1]);
      expect(own).toEqual(alone[i][1]);
    });
    expect(tf.memory().numTensors).toBe(before);

    const tolerance = lawTolerance('values', 'float32');
    for (const [i, others] of alone.entries()) {
      for (const [k, value] of others.entries()) {
        const error = norm(sum(value, -1, alone[0][k])) / norm(alone[0][k]);
        expect(error, `${all[i].backend.name}, ${k}`).toBeLessThan(tolerance);
      }
    }
    tf.dispose([inputs, targets]);
  });
});
