import { describe, expect, it } from 'vitest';
import { ablations } from '../../experiments/ablations.js';
import type { Experiment, LearnedMethod, Method } from '../../experiments/experiment.js';
import { figure3, figure6, figures } from '../../experiments/figures.js';
import { runMethod } from '../../experiments/run-method.js';
import { tune } from '../../experiments/tune.js';
import { ellipseFixed } from '../../src/optimizees/ellipse.js';
import { Stream } from '../../src/random/stream.js';
import { loadTensors } from '../../src/tensors/load.js';
import type { Tensor1D } from '../../src/tensors/tfjs-types/index.js';

function small(experiment: Experiment): Experiment {
  const shrink = (method: Method): Method =>
    method.kind === 'learned' ? { ...method, description: { ...method.description, hidden: 8 } } : method;
  return {
    ...experiment,
    methods: experiment.methods.map(shrink),
    training: { trajectories: 10 },
    evaluation: { tasks: 20, steps: 12 },
  };
}

function withoutTiming({ timing, ...run }: ReturnType<typeof runMethod>) {
  expect(timing!.total).toBeGreaterThan(0);
  return run;
}

describe('runMethod in the plane', () => {
  it.each([...figures, ...ablations].map((one) => ({ id: one.id, one })))(
    'runs every method of $id',
    ({ one }) => {
      const experiment = small(one);
      for (const { name } of experiment.methods) {
        const { evaluation, plotted, asPublished } = runMethod(experiment, name, 1);
        expect(evaluation.losses).toHaveLength(20);
        expect(evaluation.losses[0]).toHaveLength(13);
        const { optimizee, start } = experiment.plotted!;
        expect(plotted!.losses[0]).toBeCloseTo(optimizee.value(start), 9);
        expect(asPublished!.losses[0]).toBe(evaluation.losses[19][0]);
      }
    },
  );

  it('is a pure function of experiment, method and seed', () => {
    const experiment = small(figure6);
    const run = (seed: number) => withoutTiming(runMethod(experiment, 'theta grad', seed));
    expect(run(1)).toEqual(run(1));
    expect(run(1).evaluation.losses).not.toEqual(run(2).evaluation.losses);
  });

  it('does not depend on the names of method and experiment: one configuration gives one result', () => {
    const { methods, ...rest } = small(figure6);
    const results = (id: string, method: Method, name: string, seed = 1) => {
      const renamed =
        method.kind === 'learned'
          ? { ...method, name, description: { ...method.description, name } }
          : { ...method, name };
      const run = runMethod({ ...rest, id, methods: [renamed] }, name, seed);
      const { optimizer, configuration, ...evaluation } = run.evaluation;
      return { evaluation, training: run.training, search: run.search, plotted: run.plotted };
    };
    for (const method of methods) {
      const own = results(rest.id, method, method.name);
      expect(results(rest.id, method, 'another name')).toEqual(own);
      expect(results('another experiment', method, method.name)).toEqual(own);
    }
    for (const method of methods.filter(({ kind }) => kind === 'learned'))
      expect(results(rest.id, method, method.name, 2)).not.toEqual(results(rest.id, method, method.name));
  });

  it('records the backend of tasks that are written in tensors, and nothing of it elsewhere', async () => {
    const { optimizeeFromTensors } = await loadTensors({ backend: 'wasm' });
    const { plotted, measuresHarm, ...experiment } = small(figure3);
    const sample: typeof experiment.family.sample = (stream) => {
      const task = experiment.family.sample(stream);
      const value = (x: Tensor1D) =>
        x
          .square()
          .mul([1 / 4, 9])
          .sum();
      return { ...task, optimizee: optimizeeFromTensors({ name: 'in tensors', dimension: 2, value }) };
    };
    const few = { training: { trajectories: 2 }, evaluation: { tasks: 2, steps: 12 } };
    const inTensors = { ...experiment, ...few, family: { ...experiment.family, sample } };
    expect(runMethod(inTensors, 'vanilla', 1).provenance.tensors).toEqual(['wasm 4.22.0']);
    expect(runMethod({ ...experiment, ...few }, 'vanilla', 1).provenance).not.toHaveProperty('tensors');
  });

  it('gives methods of a seed the same training tasks, and other seeds others', () => {
    const seen = (methodName: string, seed: number) => {
      const starts: number[][] = [];
      const experiment = small(figure6);
      const sample: typeof experiment.family.sample = (stream) => {
        const task = experiment.family.sample(stream);
        starts.push(Array.from(task.start));
        return task;
      };
      runMethod({ ...experiment, family: { ...experiment.family, sample } }, methodName, seed);
      return starts;
    };
    expect(seen('theta grad', 1)).toEqual(seen('vanilla', 1));
    expect(seen('momentum (tuned)', 1)).toEqual(seen('GD (tuned)', 1));
    expect(seen('vanilla', 2)).not.toEqual(seen('vanilla', 1));
    expect(seen('GD (tuned)', 2)).not.toEqual(seen('GD (tuned)', 1));
  });

  it('gives ablations that share a configuration the same numbers', () => {
    const losses = (id: string, method: string) =>
      runMethod(small(ablations.find((one) => one.id === id)!), method, 1).evaluation.losses;
    const z = losses('ablation-frequency-ellipse-varied', 'paper’s Z');
    expect(losses('ablation-order-ellipse-varied', 'update, then teleport')).toEqual(z);
    expect(losses('ablation-inputs-ellipse-varied', 'gradient')).toEqual(z);
    expect(losses('ablation-controls-ellipse-varied', 'tel sched')).toEqual(z);
    expect(losses('ablation-order-ellipse-varied', 'teleport, then update')).not.toEqual(z);
  });

  it('gives all methods and seeds the same test tasks', () => {
    const experiment = small(figure3);
    const starts = ['vanilla', 'theta grad', 'GD (tuned)'].flatMap((method) =>
      [1, 2].map((seed) => runMethod(experiment, method, seed).evaluation.losses.map(([first]) => first)),
    );
    for (const losses of starts) expect(losses).toEqual(starts[0]);
  });

  it('survives JSON', () => {
    const run = runMethod(small(figure6), 'tel sched', 1);
    expect(JSON.parse(JSON.stringify(run))).toEqual(run);
  });

  it('refuses an unknown method', () => {
    expect(() => runMethod(small(figure3), 'magic', 1)).toThrow('runMethod: method must be one of vanilla');
  });
});

describe('tune', () => {
  it('finds the step size that does best, and leaves out what diverges', () => {
    const tasks = Array.from({ length: 30 }, (_, i) => ellipseFixed.sample(Stream.fromSeed(1).split(i)));
    const method = {
      kind: 'baseline',
      name: 'GD',
      rule: 'gradient descent',
      learningRates: [1e-3, 0.1, 1e9],
    } as const;
    const { chosen, search } = tune(method, tasks, 12, Stream.fromSeed(2));
    expect(chosen.learningRate).toBe(0.1);
    expect(search.map(({ score }) => score === null)).toEqual([false, false, true]);
  });
});

describe('figure definitions', () => {
  it('teleport within the run', () => {
    const learnedMethods = figures.flatMap(({ methods }) =>
      methods.filter((m): m is LearnedMethod => m.kind === 'learned'),
    );
    expect(learnedMethods).toHaveLength(20);
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    expect(new Set(ablations.map(({ id }) => id)).size).toBe(ablations.length);
  });
});
