import { expect, it } from 'vitest';
import {
  estimatorExperiments,
  estimatorsRosenbrockVaried,
  estimatorVerdict,
} from '../../experiments/estimators.js';
import type { LearnedMethod, Run } from '../../experiments/experiment.js';
import { runMethod } from '../../experiments/run-method.js';
import { scaled } from '../../experiments/scaled.js';
import { MetaTraining } from '../../src/metaoptimizer/meta-training.js';
import { Stream } from '../../src/random/stream.js';

const { methods } = estimatorsRosenbrockVaried;

it.each(estimatorExperiments.map((experiment) => ({ id: experiment.id, experiment })))(
  '$id gives every estimator as many evaluations as truncated backpropagation, to a trajectory',
  ({ experiment }) => {
    const { family, training } = experiment;
    const outerStep = ({ description, training: own }: LearnedMethod) => {
      const whole = new MetaTraining(description, family, Stream.fromSeed(1), { ...training, ...own });
      return { ...whole.step(), trajectories: whole.options.trajectories };
    };
    const [without, truncated, ...others] = experiment.methods as readonly LearnedMethod[];
    const { evaluations: each, trajectories } = outerStep(truncated);
    const budget = each * trajectories;
    expect(without.training?.trajectories ?? training.trajectories ?? 500).toBe(trajectories);
    for (const method of others) {
      const { evaluations, trajectories: own } = outerStep(method);
      expect(budget - evaluations * own, method.name).toBeGreaterThanOrEqual(0);
      expect(budget - evaluations * own, method.name).toBeLessThan(evaluations);
    }
  },
);

it('knows no verdict below the least number of seeds, and takes runs as they are made', () => {
  const quick = scaled(estimatorsRosenbrockVaried, { trajectories: 2, tasks: 4, hidden: 4 });
  const runs = methods.flatMap(({ name }) => [1, 2].map((seed) => runMethod(quick, name, seed)));
  const { verdict, findings } = estimatorVerdict(runs);
  expect(verdict).toBe('too few seeds');
  expect(findings.map(({ estimator }) => estimator)).toEqual([
    'full backpropagation',
    'full ES',
    'PES',
    'NRES',
  ]);
});

it('says yes where one of them wins and does not lose against vanilla, and no where none does', () => {
  const losses = (of: (method: string, seed: number) => number): Run[] =>
    methods.flatMap(({ name: method }) =>
      [1, 2, 3, 4, 5, 6].map((seed) => {
        const last = of(method, seed) * (1 + seed / 100);
        return { method, seed, evaluation: { steps: 0, losses: [[last], [last]] } } as unknown as Run;
      }),
    );
  const flat = estimatorVerdict(losses(() => 1));
  expect(flat.verdict).toBe('no');
  const better = estimatorVerdict(losses((method) => (method === 'NRES' ? 0.1 : 1)));
  expect(better.verdict).toBe('yes');
  expect(better.findings.map(({ mends }) => mends)).toEqual([false, false, false, true]);
  const belowVanilla = estimatorVerdict(
    losses((method) => (method === 'NRES' ? 0.1 : method.startsWith('vanilla') ? 0.01 : 1)),
  );
  expect(belowVanilla.verdict).toBe('no');
});
