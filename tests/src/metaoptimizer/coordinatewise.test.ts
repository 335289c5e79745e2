import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import type { LstmEngine } from '../../../src/lstm/engine.js';
import { parameterNames, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import {
  CoordinatewiseUnroll,
  coordinatewiseOptimizer,
  coordinatewiseShape,
  preprocess,
  trainCoordinatewise,
} from '../../../src/metaoptimizer/coordinatewise.js';
import { mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee, Task } from '../../../src/seams.js';
import { Float64Engine } from '../../support/float64-engine.js';

const blobs = (width: number) => mlpClassification({ data: 'blobs', examples: 30, hiddenSizes: [width] });

describe('preprocess', () => {
  const of = (g: number) => {
    const out = new Float32Array(2);
    preprocess(g, out, 0);
    return [...out];
  };

  it('gives logarithm and sign, and a line through 0 for what is tiny', () => {
    expect(of(Math.E ** 3)[0]).toBeCloseTo(0.3, 6);
    expect(of(-Math.E)).toEqual([Math.fround(0.1), -1]);
    expect(of(0)).toEqual([-1, 0]);
    expect(of(-Math.exp(-10) / 2)[1]).toBeCloseTo(-0.5, 6);
  });

  it('is continuous where the two meet', () => {
    const edge = Math.exp(-10);
    const [below, above] = [edge * (1 - 1e-9), edge * (1 + 1e-9)].map(of);
    expect(below[0]).toBeCloseTo(above[0], 6);
    expect(below[1]).toBeCloseTo(above[1], 6);
  });
});

describe('CoordinatewiseUnroll', () => {
  it('has the meta-gradient of a linear function, where a constant gradient is the whole truth', () => {
    // f(x) = c·x: ∇f does not depend on x, so no derivative is left out.
    const c = Float64Array.of(1.5, -0.3, 0.02);
    const optimizee: Optimizee = {
      name: 'linear',
      dimension: 3,
      value: (x) => x.reduce((sum, xi, i) => sum + c[i] * xi, 0),
      gradient: (_x, out = new Float64Array(3)) => {
        out.set(c);
        return out;
      },
      hessianVector: (_x, _v, out = new Float64Array(3)) => out.fill(0),
    };
    const task = { optimizee, start: Float64Array.of(1, 2, 3) } as unknown as Task;
    const shape = coordinatewiseShape(4, 3, 5);
    const parameters = randomParameters(shape, Stream.fromSeed(1));
    const unrolled = (engine: LstmEngine) => {
      const unroll = new CoordinatewiseUnroll(task, engine, 0.1);
      let total = 0;
      for (let t = 0; t < 5; t++) {
        unroll.observe(t, t, t + 1);
        total += (t + 1) * unroll.loss;
        unroll.advance(t);
      }
      return { unroll, total };
    };
    const engine = createWasmEngine(shape);
    engine.load(parameters);
    const gradients = engine.gradients(unrolled(engine).unroll.backward(5));
    const norm = Math.hypot(...parameterNames.flatMap((name) => [...gradients[name]]));
    expect(norm).toBeGreaterThan(0.1);
    for (const name of parameterNames) {
      const direction = Stream.fromSeed(2).split(name).normals(parameters[name].length);
      const at = (s: number) => {
        const moved = { ...parameters, [name]: direction.map((d, i) => parameters[name][i] + s * d) };
        return unrolled(new Float64Engine(shape, moved).asEngine()).total;
      };
      const h = 1e-4;
      const expected = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const actual = gradients[name].reduce((sum, g, i) => sum + g * direction[i], 0);
      expect(Math.abs(actual - expected), name).toBeLessThan(2e-5 * norm * Math.hypot(...direction));
    }
  });
});

describe('a coordinate-wise LSTM', () => {
  const trained = trainCoordinatewise({}, blobs(4), Stream.fromSeed(1), {
    trajectories: 60,
    steps: 41,
    window: 10,
    adam: { learningRate: 3e-3 },
  });

  it('learns', () => {
    const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(trained.diverged).toBe(0);
    expect(trained.skippedWindows).toBe(0);
    expect(mean(trained.losses.slice(-10))).toBeLessThan(0.7 * mean(trained.losses.slice(0, 10)));
  });

  it('runs on a larger network than it was trained on, and brings its loss down too', () => {
    const large = blobs(32);
    expect(large.dimension).toBeGreaterThan(5 * blobs(4).dimension);
    const stream = Stream.fromSeed(1).split('unseen');
    const tasks = Array.from({ length: 20 }, (_, i) => large.sample(stream.split(i)));
    const trajectories = coordinatewiseOptimizer({}, trained.parameters).run(tasks, 40);
    const untrained = randomParameters(coordinatewiseShape(20, large.dimension, 1), Stream.fromSeed(1));
    const before = coordinatewiseOptimizer({}, untrained).run(tasks, 40);
    for (const { divergence, evaluations } of trajectories) {
      expect(divergence).toBeUndefined();
      expect(evaluations[40]).toBe(40);
    }
    const leftOver = trajectories.map(({ losses }) => losses[40] / losses[0]);
    expect(median(leftOver)).toBeLessThan(0.5);
    const better = trajectories.filter(({ losses }, i) => losses[40] < before[i].losses[40]);
    expect(better.length).toBeGreaterThanOrEqual(15); // of 20: by chance once in 48 times
  });

  it('does to each coordinate what it would do to it alone', () => {
    const [task] = [blobs(4).sample(Stream.fromSeed(9))];
    const reversed = (x: Float64Array) => x.slice().reverse();
    const mirrored: Task = {
      ...task,
      start: reversed(task.start),
      optimizee: {
        ...task.optimizee,
        value: (x) => task.optimizee.value(reversed(x)),
        gradient: (x, out = new Float64Array(x.length)) => {
          out.set(reversed(task.optimizee.gradient(reversed(x))));
          return out;
        },
      },
    };
    const [a, b] = coordinatewiseOptimizer({}, trained.parameters).run([task, mirrored], 10);
    expect(b.losses[10]).toBeCloseTo(a.losses[10], 6);
  });

  it('refuses weights of another hidden size, and unknown options', () => {
    expect(() => coordinatewiseOptimizer({ hidden: 10 }, trained.parameters)).toThrow(
      'coordinatewiseOptimizer: parameters must be of hidden size 10, got 20',
    );
    expect(() => coordinatewiseOptimizer({ scale: 0 }, trained.parameters)).toThrow('coordinatewise: scale');
    expect(() => trainCoordinatewise({}, blobs(4), Stream.fromSeed(1), { epochs: 3 } as never)).toThrow(
      /^trainCoordinatewise: .*epochs/,
    );
    const train = (adam: object) => () => trainCoordinatewise({}, blobs(4), Stream.fromSeed(1), { adam });
    expect(train({ lr: 1 })).toThrow('trainCoordinatewise: adam: options are learningRate');
    expect(train({ learningRate: -1 })).toThrow(
      'trainCoordinatewise: adam.learningRate must not be negative',
    );
  });
});
