import { describe, expect, it } from 'vitest';
import { networkClaim, networkComparisons } from '../../experiments/claims/network-claim.js';
import { type NetworkExperiment, type NetworkRun, runNetworkMethod } from '../../experiments/network.js';
import { coordinatewiseTransfer } from '../../experiments/network-coordinatewise.js';
import {
  figure7,
  figure7Classifier,
  figure7Longer,
  figure7Update,
  NETWORK_METHOD,
} from '../../experiments/network-figures.js';
import { fromNetwork, networkById, networkExperiments } from '../../experiments/network-registry.js';
import { runFault } from '../../experiments/store/run-schema.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';
import type { NetworkActionName } from '../../src/symmetry/network-action.js';

/** The experiment with a 3-3-3 network, hidden size 4 and a trajectory or two. */
function small(experiment: NetworkExperiment): NetworkExperiment {
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

describe('runNetworkMethod', () => {
  it.each(networkExperiments.map((one) => ({ id: one.id, one })))('runs every method of $id', ({ one }) => {
    const experiment = small(one);
    const starts = experiment.methods.map((method) => {
      const { evaluation, coefficients, training } = runNetworkMethod(experiment, method.name, 1);
      expect(evaluation.losses).toHaveLength(2);
      expect(evaluation.losses[0]).toHaveLength(61);
      const emits = method.kind === 'learned' && method.description.update !== 'direct';
      expect(coefficients !== undefined).toBe(emits);
      if (method.kind !== 'baseline')
        expect(training!.losses).toHaveLength(method.training?.trajectories ?? 2);
      const { teleport } = method.kind === 'learned' ? method.description : { teleport: 'never' };
      expect(evaluation.teleports.some((count) => count > 0)).toBe(
        teleport !== 'never' && evaluation.divergences.length < 2,
      );
      return evaluation.losses.map(([first]) => first);
    });
    for (const start of starts) expect(start).toEqual(starts[0]);
  });

  it('is a pure function of experiment, method and seed that survives JSON', () => {
    const run = (seed: number) => {
      const { timing, ...rest } = runNetworkMethod(small(figure7), NETWORK_METHOD.rateTeleportMomentum, seed);
      expect(timing.total).toBeGreaterThanOrEqual(timing.training + timing.evaluation - 1e-9);
      return rest;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1).evaluation.losses).not.toEqual(run(2).evaluation.losses);
    expect(JSON.parse(JSON.stringify(run(1)))).toEqual(run(1));
  });

  it('names a divergence with its step, and leaves its numbers empty', () => {
    const clamped = networkById('figure-7-published')!;
    const records = [1, 2, 3, 4].map((seed) =>
      runNetworkMethod({ ...small(clamped), family: figure7.family }, 'LSTM(lr, tele), clamped', seed),
    );
    const diverged = records.flatMap(({ evaluation }) =>
      evaluation.divergences.map(({ task, step }) => evaluation.losses[task].slice(step)),
    );
    expect(diverged.length).toBeGreaterThan(0);
    for (const rest of diverged) expect(rest.every((loss) => loss === null)).toBe(true);
  });

  it('refuses an unknown method', () => {
    expect(() => runNetworkMethod(figure7, 'magic', 1)).toThrow('runNetworkMethod: method must be one of GD');
  });
});

describe('the registry', () => {
  it('scales a method that has a number of trajectories of its own', () => {
    const scaled = fromNetwork(networkById('figure-7-update')!).scaled({
      trajectories: 1,
      tasks: 1,
      hidden: 3,
    });
    const shares: number[] = [];
    const record = scaled.run('LSTM(update, tele)', 1, { onProgress: (share) => shares.push(share) });
    expect(record).toMatchObject({ training: { losses: [expect.any(Number)] } });
    expect(shares).toEqual([1]);
    expect(() => scaled.scaled({ hidden: 0 })).toThrow('scaled: hidden');
  });
});

const { gd, publishedGd, rate, rateTeleport, rateMomentum, rateTeleportMomentum } = NETWORK_METHOD;

/** Runs whose loss is a constant a method, the seed and task aside. */
function constantRuns(levels: Readonly<Record<string, number>>, seeds: readonly number[]): NetworkRun[] {
  return Object.entries(levels).flatMap(([method, level]) =>
    seeds.map((seed) => {
      const losses = [0, 1].map((task) =>
        Array.from({ length: 301 }, () => level * (1 + 0.01 * seed + 0.1 * task)),
      );
      return { method, seed, evaluation: { losses, steps: 300 } } as unknown as NetworkRun;
    }),
  );
}

describe('randomness', () => {
  it('is that of seed and family: names change nothing, and another seed changes all', () => {
    const experiment = small(figure7);
    const method = experiment.methods.find(({ name }) => name === rateTeleport)!;
    if (method.kind !== 'learned') throw new Error('not a learned method');
    const losses = (id: string, name: string, seed: number) => {
      const renamed = { ...method, name, description: { ...method.description, name } };
      return runNetworkMethod({ ...experiment, id, methods: [renamed] }, name, seed).evaluation.losses;
    };
    const own = losses(experiment.id, rateTeleport, 1);
    expect(losses('another experiment', 'another name', 1)).toEqual(own);
    expect(losses(experiment.id, rateTeleport, 2)).not.toEqual(own);
    expect(runNetworkMethod(experiment, rateTeleport, 1).evaluation.losses).toEqual(own);
  });
});

describe('a coordinate-wise LSTM', () => {
  const experiment = small(coordinatewiseTransfer);
  const method = experiment.methods.find((one) => one.kind === 'learned')!;

  it('is trained on the size that it is told, and runs on that of the experiment', () => {
    const onItsOwn = (sizes: readonly number[]) =>
      runNetworkMethod({ ...experiment, methods: [{ ...method, trainedOn: sizes }] }, method.name, 1);
    const [small, large] = [onItsOwn([2, 2, 2]), onItsOwn([4, 4, 4])];
    expect(small.training!.losses).not.toEqual(large.training!.losses);
    expect(small.evaluation.losses[0][0]).toBe(large.evaluation.losses[0][0]);
    const direct = { ...experiment, family: mlpRegression({ sizes: [2, 2, 2] }) };
    const here = runNetworkMethod(
      { ...direct, methods: [{ ...method, trainedOn: undefined }] },
      method.name,
      1,
    );
    expect(here.training!.losses).toEqual(small.training!.losses);
  });

  it('tells how far it is, and is stopped by its signal', () => {
    const done: number[] = [];
    runNetworkMethod(experiment, method.name, 1, { onStep: (count) => done.push(count) });
    expect(done).toEqual([1, 2]);
    const aborted = AbortSignal.abort(new Error('enough'));
    expect(() => runNetworkMethod(experiment, method.name, 1, { signal: aborted })).toThrow('enough');
  });

  it('leaves a record that the schema of results accepts', () => {
    const { configuration } = fromNetwork(coordinatewiseTransfer);
    const { timing: _, ...stored } = runNetworkMethod(experiment, method.name, 1);
    expect(runFault(configuration, JSON.parse(JSON.stringify(stored)))).toBeUndefined();
    const { training: __, ...without } = stored;
    expect(runFault(configuration, without)).toContain('a learned method must have its training');
  });
});

describe('networkClaim', () => {
  const seeds = [1, 2, 3, 4, 5];
  const others = { [publishedGd]: 5, [rate]: 5, [rateMomentum]: 5 };
  const claimFor = (levels: Readonly<Record<string, number>>, ofSeeds = seeds) =>
    networkClaim((id) => (id === 'figure-7' ? constantRuns({ ...others, ...levels }, ofSeeds) : undefined));

  it('is reproduced where all four comparisons are won', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 });
    expect(claim).toMatchObject({ id: 'C7', verdict: 'reproduced' });
    expect(claim.number).toBeCloseTo(-1, 9); // against the nearer rival
    expect(claim.quantity).toContain(`against ${rateTeleport} after 30 epochs`);
    expect(claim.quantity).toContain('5 seeds');
  });

  it('is partly so where some are open', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 1 });
    expect(claim.verdict).toBe('partly');
    expect(claim.number).toBeCloseTo(0, 9);
  });

  it('is not where gradient descent wins as often as it loses to it', () => {
    const [claim] = claimFor({ [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 0.1 });
    expect(claim.verdict).toBe('not');
    expect(claim.number).toBeCloseTo(1, 9);
    expect(claim.finding).toContain('wins 2 and loses 2 of the 4 comparisons that decide');
    expect(claim.details!.filter((line) => line.startsWith('decides: '))).toHaveLength(4);
    expect(claim.details!.filter((line) => /^decides: .*: lost$/.test(line))).toHaveLength(2);
    expect(claim.details).toHaveLength(10); // all that figure-7 has runs for
  });

  it('is not checked by fewer than five seeds, nor without the runs that decide', () => {
    const levels = { [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    for (const few of [[1], [1, 2, 3, 4]]) {
      const [claim] = claimFor(levels, few);
      expect(claim.verdict).toBe('not yet checked');
      expect(claim.finding).toContain(`too few seeds (${few.length}; a verdict needs 5)`);
      expect(claim.interval).toBeUndefined();
    }
    expect(claimFor(levels, [1, 2, 3, 4, 5])[0].verdict).toBe('reproduced');
    expect(claimFor({ [rateTeleportMomentum]: 1, [gd]: 100 })).toEqual([]);
    expect(networkClaim(() => undefined)).toEqual([]);
  });

  it('compares on the other experiments beside', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    const comparisons = networkComparisons(() => constantRuns(levels, seeds));
    const beside = comparisons.filter(({ decides }) => !decides).map(({ experiment }) => experiment);
    expect(new Set(beside)).toEqual(new Set([figure7, figure7Longer, figure7Classifier].map(({ id }) => id)));
  });

  it('compares learned updates with gradient descent in Figure 7, at the seeds that both have', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 100 };
    const updates = { 'LSTM(update)': 1, 'LSTM(update, tele)': 10 };
    const comparisons = networkComparisons((id) => {
      if (id === figure7.id) return constantRuns(levels, seeds);
      return id === figure7Update.id ? constantRuns(updates, [3, 4, 5, 6, 7, 8]) : undefined;
    });
    const ofUpdates = comparisons.filter(({ experiment }) => experiment === figure7Update.id);
    expect(ofUpdates.map(({ b, epoch, seeds: common }) => [b, epoch, common])).toEqual(
      [30, 100, 300].flatMap((epoch) => [
        ['LSTM(update)', epoch, 6],
        [gd, epoch, 3],
      ]),
    );
    expect(ofUpdates[0].difference.value).toBeCloseTo(1, 9);
    expect(ofUpdates[1].difference.value).toBeCloseTo(-2, 9);
  });

  it('says what more meta-training makes of it, and what is left beside the same without teleports', () => {
    const levels = { ...others, [rateTeleportMomentum]: 1, [rateTeleport]: 10, [gd]: 0.1 };
    const longer = { ...levels, [gd]: 100, [rateMomentum]: 1 };
    const [claim] = networkClaim((id) => {
      if (id === figure7.id) return constantRuns(levels, seeds);
      return id === figure7Longer.id ? constantRuns(longer, seeds) : undefined;
    });
    expect(claim.verdict).toBe('not');
    expect(claim.finding).toContain(
      'With more meta-training it wins 4 and loses 0 of 4 with the same rivals',
    );
    expect(claim.finding).toContain('itself without teleports: open after 30 epochs, open after 300 epochs.');
    expect(claim.finding).not.toContain('classifier');
  });
});
