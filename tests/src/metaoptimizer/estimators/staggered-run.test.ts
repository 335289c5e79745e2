/** Staggered starts: who is at which phase, what Adam steps on, and that a checkpoint holds all that goes on. */

import { expect, it, describe as suite } from 'vitest';
import { createWasmEngine } from '../../../../src/lstm/wasm-engine.js';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import { engineShape } from '../../../../src/metaoptimizer/engine-shape.js';
import type { EstimatorChoice } from '../../../../src/metaoptimizer/estimators/estimator-options.js';
import { beginEstimate } from '../../../../src/metaoptimizer/estimators/estimators.js';
import { metaSystem } from '../../../../src/metaoptimizer/estimators/meta-system.js';
import { StaggeredRun } from '../../../../src/metaoptimizer/estimators/staggered-run.js';
import { metaTrain } from '../../../../src/metaoptimizer/meta-train.js';
import type { MetaTrainOptions } from '../../../../src/metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../../../../src/metaoptimizer/meta-training.js';
import { Unroll } from '../../../../src/metaoptimizer/unroll.js';
import { lossWeights } from '../../../../src/metaoptimizer/window.js';
import { checkpointOf, resumeTraining } from '../../../../src/node/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../../src/node/checkpoint-bytes.js';
import { ellipse, ellipseFixed, ellipseVaried } from '../../../../src/optimizees/ellipse.js';
import { Stream } from '../../../../src/random/stream.js';
import type { TaskFamily } from '../../../../src/seams.js';
import { schedule } from '../../../../src/symmetry/schedule.js';

const teleporting = describe({ name: 'teleports', hidden: 6, teleport: { every: 3 } });
const ENDS = [6, 11, 16, 21]; // of windows of 5 in 21 steps
const choices: readonly EstimatorChoice[] = [
  'truncated-backpropagation',
  { by: 'truncated-evolution', pairs: 2 },
  { by: 'persistent-evolution', pairs: 2 },
  { by: 'noise-reuse-evolution', pairs: 2 },
  { by: 'persistent-evolution', antithetic: false },
];

suite('the phases', () => {
  /** How often each task's value is taken, outer step by outer step: by backpropagation once a step of a run. */
  function stepsTaken(batch: number, outerSteps: number): number[][] {
    const counts: number[] = [];
    const family: TaskFamily = {
      ...ellipseVaried,
      sample: (stream) => {
        const task = ellipseVaried.sample(stream);
        const k = counts.push(0) - 1;
        const value = (x: Float64Array) => {
          counts[k]++;
          return task.optimizee.value(x);
        };
        return { ...task, optimizee: { ...task.optimizee, value } };
      },
    };
    const training = new MetaTraining(teleporting, family, Stream.fromSeed(1), {
      batch,
      staggered: true,
      check: 'off', // which would take values too
    });
    return Array.from({ length: outerSteps }, () => {
      training.step();
      return [...counts];
    });
  }

  it('are one window apart in a batch of as many as a run has windows', () => {
    const [first, second] = stepsTaken(4, 2);
    expect(first).toEqual([21, 16, 11, 6]);
    expect(second).toEqual([21, 21, 21, 21, 21, 16, 11, 6]);
  });

  it('are spread over a smaller batch, and shared in a larger one', () => {
    expect(stepsTaken(2, 2)).toEqual([
      [21, 11],
      [21, 21, 21, 11],
    ]);
    expect(stepsTaken(3, 1)).toEqual([[21, 16, 11]]);
    expect(stepsTaken(8, 1)).toEqual([[21, 21, 16, 16, 11, 11, 6, 6]]);
  });

  it('cost what a run costs, from the second outer step on', () => {
    const costs = (estimator: EstimatorChoice) => {
      const options = { batch: 4, staggered: true, estimator };
      const training = new MetaTraining(teleporting, ellipseVaried, Stream.fromSeed(1), options);
      const evaluations = [1, 2, 3].map(() => training.step().evaluations);
      expect(training.state().steps).toBe(12);
      return evaluations;
    };
    expect(costs({ by: 'persistent-evolution' })).toEqual([2 * (21 + 16 + 11 + 6), 4 * 42, 4 * 42]);
    const back = [5, 4, 4, 4]; // steps that a window goes back through
    const [first, ...later] = costs('truncated-backpropagation');
    expect(first).toBe(21 + 16 + 11 + 6 + 2 * (4 * back[0] + 3 * back[1] + 2 * back[2] + back[3]));
    expect(later).toEqual([4 * 55, 4 * 55]);
  });
});

it.each(choices)('%j: Adam steps on the mean of what each cohort would be told alone', (estimator) => {
  const shape = engineShape(teleporting, 2, 1, 2, 6);
  const parts = () => {
    const engine = createWasmEngine(shape);
    return {
      engine,
      unroll: new Unroll(teleporting, engine, 2, 1),
      weights: lossWeights(21, 5),
      schedule: schedule({ every: 3 }, 21),
    };
  };
  const trained = createWasmEngine(shape);
  trained.setWeights(
    Stream.fromSeed(3)
      .normals(trained.weights().length)
      .map((w) => Math.fround(0.3 * w)),
  );
  const theta = trained.weights();
  const applied: Float64Array[] = [];
  const engine = Object.create(trained, {
    weights: { value: () => theta },
    applyGradient: {
      value: (gradient: Float64Array) => {
        applied.push(gradient.slice());
        return 'applied';
      },
    },
  });
  const run = new StaggeredRun({ engine, system: parts(), estimator, ends: ENDS, adam: {}, batch: 8 });
  const draws = [0, 1].map((i) => Stream.fromSeed(9).split(i));
  const tasks = draws.map((stream) =>
    Array.from({ length: 8 }, (_, b) => ellipseVaried.sample(stream.split(b))),
  );
  for (const i of [0, 1]) run.run(tasks[i], draws[i]);

  /** What cohort c says of each window of the run that it begins in outer step i. */
  const alone = (i: number, c: number) => {
    const system = metaSystem(parts(), tasks[i].slice(2 * c, 2 * c + 2));
    const estimate = beginEstimate(estimator, system, draws[i].split('perturbations').split(c));
    return ENDS.map((to, k) => estimate.next(theta, ENDS[k - 1] ?? 0, to).gradient!.slice());
  };
  const said = [0, 1].map((i) => [0, 1, 2, 3].map((c) => alone(i, c)));
  expect(applied).toHaveLength(8);
  applied.forEach((gradient, g) => {
    const parts = [0, 1, 2, 3].flatMap((c) => {
      const phase = g - c;
      return phase < 0 ? [] : [said[Math.floor(phase / 4)][c][phase % 4]];
    });
    expect(parts).toHaveLength(Math.min(g + 1, 4));
    const scale = Math.max(...gradient.map(Math.abs));
    gradient.forEach((value, i) => {
      const mean = parts.reduce((total, part) => total + part[i], 0) / parts.length;
      expect(Math.abs(value - mean)).toBeLessThan(1e-9 * scale);
    });
  });
});

it.each([undefined, { lambda: 0.3 }, { lambda: 0.3, scale: 'log' }] as const)(
  'tells of the loss of a whole run where φ rests and all tasks are one, distance term %j',
  (distanceTerm) => {
    const task = ellipseVaried.sample(Stream.fromSeed(7));
    const lossesOf = (staggered: boolean) =>
      metaTrain(teleporting, { ...ellipseVaried, sample: () => task }, Stream.fromSeed(1), {
        trajectories: 2,
        batch: 4,
        staggered,
        adam: { learningRate: 0 },
        ...(distanceTerm && { distanceTerm }),
      }).losses;
    const [[, staggered], [, together]] = [true, false].map(lossesOf);
    expect(staggered / together).toBeCloseTo(1, 6);
  },
);

suite('a checkpoint', () => {
  const PROVENANCE = { version: 'test' };
  const stream = () => Stream.fromSeed(4).split('training');
  const begun = (more: MetaTrainOptions) =>
    new MetaTraining(teleporting, ellipseVaried, stream(), {
      trajectories: 5,
      batch: 3,
      staggered: true,
      ...more,
    });
  const bytesOf = (training: MetaTraining) =>
    Buffer.from(encodeCheckpoint(checkpointOf(training, ellipseVaried, stream(), PROVENANCE)));
  const finished = (training: MetaTraining) => {
    while (training.done < 5) training.step();
    return bytesOf(training);
  };

  it.each([
    ...choices.map((estimator) => ({ estimator })),
    { estimator: { by: 'persistent-evolution' }, outerLoss: 'minimum', batch: 8 } as const,
    { safeguardFactor: 1, estimator: { by: 'noise-reuse-evolution' } } as const,
    { distanceTerm: { lambda: 0.3, scale: 'log' }, estimator: { by: 'persistent-evolution' } } as const,
  ])('of %j continues bit for bit wherever it was taken', (more) => {
    const whole = finished(begun(more));
    for (const at of [0, 1, 2, 3, 4, 5]) {
      const half = begun(more);
      while (half.done < at) half.step();
      const loaded = decodeCheckpoint('test', bytesOf(half));
      expect(loaded.underWay === undefined).toBe(at === 0);
      expect(finished(resumeTraining(loaded, ellipseVaried).training).equals(whole), `after ${at}`).toBe(
        true,
      );
    }
    const other = begun({ ...more, batch: 2 });
    expect(finished(other).equals(whole)).toBe(false);
  });

  it('of a training that metaTrain ran to its end is the same', () => {
    const options: MetaTrainOptions = { trajectories: 5, batch: 3, staggered: true };
    const trained = metaTrain(teleporting, ellipseVaried, stream(), options);
    const bytes = encodeCheckpoint(checkpointOf(trained, ellipseVaried, stream(), PROVENANCE));
    expect(finished(begun({})).equals(bytes)).toBe(true);
    const together = metaTrain(teleporting, ellipseVaried, stream(), { ...options, staggered: false });
    expect('underWay' in together).toBe(false);
  });

  it('without its runs, or with others, is refused', () => {
    const training = begun({});
    training.step();
    const checkpoint = checkpointOf(training, ellipseVaried, stream(), PROVENANCE);
    const resume = (change: object) => () =>
      resumeTraining(
        decodeCheckpoint('test', Buffer.from(encodeCheckpoint({ ...checkpoint, ...change }))),
        ellipseVaried,
      );
    expect(resume({})).not.toThrow();
    expect(resume({ underWay: undefined })).toThrow(
      "MetaTraining.resume: runs under way must be there, got 'none'",
    );
    expect(resume({ underWay: [] })).toThrow(
      "StaggeredRun.goOn: the runs under way must be 0, 3, 2 windows long, got ''",
    );
    const [none, second, third] = checkpoint.underWay!;
    expect(
      resume({ underWay: [none, { ...second, states: [second!.states[0], second!.states[0]] }, third] }),
    ).toThrow('StaggeredRun.goOn: cohort 1 must have 1 copies, got 2');
    const [state] = second!.states;
    const short = { ...state, rows: [{ ...state.rows[0], x: new Float64Array(1) }] };
    expect(resume({ underWay: [none, { ...second, states: [short] }, third] })).toThrow(
      "StaggeredRun.goOn: a state of cohort 1 must have the sizes 6, 6, 6, 6, 2, 2, 2, got '6, 6, 6, 6, 1, 2, 2'",
    );
    expect(resume({ underWay: [{ windows: 0, states: [] }] })).toThrow(
      'test: the header must describe a training',
    );
    const plain = new MetaTraining(teleporting, ellipseVaried, stream(), { trajectories: 5 });
    expect(() => plain.resume(training.state(), 1, checkpoint.underWay)).toThrow(
      "MetaTraining.resume: runs under way must be those of a staggered training, got 'some'",
    );
  });

  it('holds a run that has diverged, and goes on without it', () => {
    const A = [
      [1e160, 0],
      [0, 1e160],
    ];
    let draws = 0;
    const family: TaskFamily = {
      ...ellipseVaried,
      sample: (from) =>
        draws++ % 4 === 3 ? ellipse({ A }, Float64Array.of(1, 1)) : ellipseVaried.sample(from),
    };
    const training = new MetaTraining(teleporting, family, stream(), {
      batch: 4,
      staggered: true,
      check: 'off', // which would draw tasks too
      estimator: { by: 'persistent-evolution' },
    });
    const steps = [1, 2, 3].map(() => training.step());
    expect(steps.map(({ divergences }) => divergences.length)).toEqual([0, 1, 1]);
    expect(steps[1].divergences).toEqual([{ step: 0, reason: 'loss not finite' }]);
    expect(steps.map(({ skippedWindows }) => skippedWindows)).toEqual([0, 0, 0]);
    expect(steps.every(({ loss }) => loss > 0)).toBe(true);
    const { underWay } = decodeCheckpoint(
      'test',
      encodeCheckpoint(checkpointOf(training, family, stream(), PROVENANCE)),
    );
    expect(underWay![3]!.states.map(({ rows }) => rows[0].divergence?.reason)).toEqual([
      'loss not finite',
      'loss not finite',
    ]);
  });
});

it.each(choices)('%j learns on the ellipse', (estimator) => {
  const description = describe({
    name: 'lr',
    hidden: 6,
    update: 'learning-rate',
    learningRateRange: [1e-4, 0.1],
  });
  const last = (learningRate: number) =>
    metaTrain(description, ellipseFixed, Stream.fromSeed(3), {
      trajectories: 60,
      batch: 4,
      staggered: true,
      estimator,
      adam: { learningRate },
    })
      .losses.slice(-20)
      .reduce((a, b) => a + b);
  expect(last(0.02)).toBeLessThan(0.9 * last(0));
});
