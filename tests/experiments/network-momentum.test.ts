import { describe, expect, it } from 'vitest';
import { learned } from '../../experiments/methods.js';
import { stepSizeLstm } from '../../experiments/network-figures.js';
import { studyMomentum } from '../../experiments/network-momentum.js';
import { trainingStream, unseenTasks } from '../../experiments/streams.js';
import { learnedOptimizer } from '../../src/metaoptimizer/learned-optimizer.js';
import { metaTrain } from '../../src/metaoptimizer/meta-train.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';

const family = mlpRegression({ sizes: [4, 4, 4] });
const training = { trajectories: 2, steps: 40, window: 10 };
const experiment = { family, training, evaluation: { tasks: 3, steps: 40 } };
const description = stepSizeLstm(
  'studied',
  { teleport: true, momentum: true },
  { hidden: 5, elementSize: { exactly: 0.2 }, learningRateRange: [1e-4, 1e-2] },
);

describe('studyMomentum', () => {
  const study = studyMomentum(experiment, learned(description), 1);

  it('follows every teleport that a step comes after', () => {
    expect(study.effects.map(({ step }) => step)).toEqual([9, 19, 29, 9, 19, 29, 9, 19, 29]); // not the one at 39
    expect(study.momenta.map((row) => row.length)).toEqual([40, 40, 40]);
    for (const { task, step, momentumWith, momentumAfter } of study.effects) {
      expect(momentumWith).toBe(study.momenta[task][step]);
      expect(momentumAfter).toBe(study.momenta[task][step + 1]);
    }
  });

  it('replays the step after a teleport as it took place', () => {
    const stream = trainingStream(1, family);
    const { state } = metaTrain(description, family, stream, training);
    const tasks = unseenTasks(family, 3);
    const trajectories = learnedOptimizer(description, state.parameters).run(tasks, 40);
    for (const { task, step, lossChange } of study.effects) {
      const { losses } = trajectories[task];
      expect(lossChange).toBeCloseTo(Math.log10(losses[step + 2] / losses[step + 1]), 9);
    }
  });

  it('finds no effect where there is no move', () => {
    const still = { ...description, elementSize: { exactly: 1e-12 } };
    for (const { gain, effect } of studyMomentum(experiment, learned(still), 1).effects) {
      expect(Math.abs(gain)).toBeLessThan(1e-9);
      expect(Math.abs(effect)).toBeLessThan(1e-9);
    }
  });
});
