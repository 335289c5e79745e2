import { describe, expect, it } from 'vitest';
import { configuration } from '../../experiments/configuration.js';
import type { Experiment } from '../../experiments/experiment.js';
import { coordinatewiseTransfer } from '../../experiments/network-coordinatewise.js';
import { figure7, figure7Update, NETWORK_METHOD } from '../../experiments/network-figures.js';
import { experimentById, experiments } from '../../experiments/registry.js';
import { runMethod } from '../../experiments/run-method.js';
import { scaled } from '../../experiments/scaled.js';
import { runFault } from '../../experiments/store/run-schema.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';
import type { NetworkActionName } from '../../src/symmetry/network-action.js';

/** The experiment with a 3-3-3 network, hidden size 4 and a trajectory or two. */
function small(experiment: Experiment): Experiment {
  const { family, methods, training } = experiment;
  const action = family.configuration.action as NetworkActionName;
  return {
    ...experiment,
    family: family.name === 'mlp-regression' ? mlpRegression({ sizes: [3, 3, 3], action }) : family,
    training: { ...training, steps: 60, trajectories: 2 },
    evaluation: { tasks: 2, steps: 60 },
    methods: methods.map((method) => {
      if (method.kind === 'baseline') return { ...method, learningRates: method.learningRates.slice(0, 2) };
      const own = method.training && { ...method.training, trajectories: 2 };
      return { ...method, description: { ...method.description, hidden: 4 }, training: own };
    }),
  };
}

describe('runMethod on a network', () => {
  // Of a study of many families the first two and the last.
  const ofStudies = ({ id, group }: Experiment) => group !== undefined && !/-(01|02|64)$/.test(id);
  const shown = experiments.filter((one) => !one.plotted && !ofStudies(one));
  it.each(shown.map((one) => ({ id: one.id, one })))('runs every method of $id', ({ one }) => {
    const experiment = small(one);
    const starts = experiment.methods.map((method) => {
      const { evaluation, coefficients, training } = runMethod(experiment, method.name, 1);
      expect(evaluation.losses).toHaveLength(2);
      expect(evaluation.losses[0]).toHaveLength(61);
      const emits = method.kind === 'learned' && method.description.update !== 'direct';
      expect(coefficients !== undefined).toBe(emits);
      if (method.kind !== 'baseline')
        expect(training!.losses).toHaveLength(method.training?.trajectories ?? 2);
      const { teleport = 'never' } = method.kind === 'learned' ? method.description : method;
      expect(evaluation.teleports.some((count) => count > 0)).toBe(
        teleport !== 'never' && evaluation.divergences.length < 2,
      );
      return evaluation.losses.map(([first]) => first);
    });
    for (const start of starts) expect(start).toEqual(starts[0]);
  });

  it('is a pure function of experiment, method and seed that survives JSON', () => {
    const run = (seed: number) => {
      const { timing, ...rest } = runMethod(small(figure7), NETWORK_METHOD.rateTeleportMomentum, seed);
      expect(timing!.total).toBeGreaterThanOrEqual(timing!.training + timing!.evaluation - 1e-9);
      return rest;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1).evaluation.losses).not.toEqual(run(2).evaluation.losses);
    expect(JSON.parse(JSON.stringify(run(1)))).toEqual(run(1));
  });

  it('names a divergence with its step, and leaves its numbers empty', () => {
    const clamped = experimentById('figure-7-published');
    const records = [1, 2, 3, 4].map((seed) =>
      runMethod({ ...small(clamped), family: figure7.family }, 'LSTM(lr, tele), clamped', seed),
    );
    const diverged = records.flatMap(({ evaluation }) =>
      evaluation.divergences.map(({ task, step }) => evaluation.losses[task].slice(step)),
    );
    expect(diverged.length).toBeGreaterThan(0);
    for (const rest of diverged) expect(rest.every((loss) => loss === null)).toBe(true);
  });

  it('refuses an unknown method', () => {
    expect(() => runMethod(figure7, 'magic', 1)).toThrow('runMethod: method must be one of GD');
  });
});

describe('scaled', () => {
  it('scales a method that has a number of trajectories of its own', () => {
    const quick = scaled(figure7Update, { trajectories: 1, tasks: 1, hidden: 3 });
    const shares: number[] = [];
    const record = runMethod(quick, 'LSTM(update, tele)', 1, { onProgress: (share) => shares.push(share) });
    expect(record).toMatchObject({ training: { losses: [expect.any(Number)] } });
    expect(shares).toEqual([1]);
    expect(() => scaled(quick, { hidden: 0 })).toThrow('scaled: hidden');
  });
});

const { rateTeleport } = NETWORK_METHOD;

describe('randomness', () => {
  it('is that of seed and family: names change nothing, and another seed changes all', () => {
    const experiment = small(figure7);
    const method = experiment.methods.find(({ name }) => name === rateTeleport)!;
    if (method.kind !== 'learned') throw new Error('not a learned method');
    const losses = (id: string, name: string, seed: number) => {
      const renamed = { ...method, name, description: { ...method.description, name } };
      return runMethod({ ...experiment, id, methods: [renamed] }, name, seed).evaluation.losses;
    };
    const own = losses(experiment.id, rateTeleport, 1);
    expect(losses('another experiment', 'another name', 1)).toEqual(own);
    expect(losses(experiment.id, rateTeleport, 2)).not.toEqual(own);
    expect(runMethod(experiment, rateTeleport, 1).evaluation.losses).toEqual(own);
  });
});

describe('a coordinate-wise LSTM', () => {
  const experiment = small(coordinatewiseTransfer);
  const method = experiment.methods.find((one) => one.kind === 'learned')!;

  it('is trained on the size that it is told, and runs on that of the experiment', () => {
    const onItsOwn = (sizes: readonly number[]) =>
      runMethod({ ...experiment, methods: [{ ...method, trainedOn: sizes }] }, method.name, 1);
    const [small, large] = [onItsOwn([2, 2, 2]), onItsOwn([4, 4, 4])];
    expect(small.training!.losses).not.toEqual(large.training!.losses);
    expect(small.evaluation.losses[0][0]).toBe(large.evaluation.losses[0][0]);
    const direct = { ...experiment, family: mlpRegression({ sizes: [2, 2, 2] }) };
    const here = runMethod({ ...direct, methods: [{ ...method, trainedOn: undefined }] }, method.name, 1);
    expect(here.training!.losses).toEqual(small.training!.losses);
  });

  it('tells how far it is, and is stopped by its signal', () => {
    const shares: number[] = [];
    runMethod(experiment, method.name, 1, { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0.5, 1]);
    const aborted = AbortSignal.abort(new Error('enough'));
    expect(() => runMethod(experiment, method.name, 1, { signal: aborted })).toThrow('enough');
  });

  it('leaves a record that the schema of results accepts', () => {
    const { timing: _, ...stored } = runMethod(experiment, method.name, 1);
    expect(
      runFault(configuration(coordinatewiseTransfer), JSON.parse(JSON.stringify(stored))),
    ).toBeUndefined();
    const { training: __, ...without } = stored;
    expect(runFault(configuration(coordinatewiseTransfer), without)).toContain(
      'a learned method must have its training',
    );
  });
});
