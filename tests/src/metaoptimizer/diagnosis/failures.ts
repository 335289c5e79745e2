/** Ways to make a meta-training fail, each with the finding that it must have. */

import { describe } from '../../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../../src/metaoptimizer/description.js';
import type { FindingName } from '../../../../src/metaoptimizer/diagnosis/diagnosis.js';
import type { MetaTrainOptions } from '../../../../src/metaoptimizer/meta-train-options.js';
import { teleportOnSchedule, vanilla } from '../../../../src/metaoptimizer/methods.js';
import { ellipseVaried } from '../../../../src/optimizees/ellipse.js';
import type { Task, TaskFamily } from '../../../../src/seams.js';
import { noAction } from '../../../../src/symmetry/no-action.js';

/** f = c ‖x‖² from [−1, 1]², c drawn by task. */
export function bowls(scale: (draw: number) => number): TaskFamily {
  return {
    name: 'bowls',
    dimension: 2,
    algebraDimension: 0,
    configuration: {},
    sample: (stream) => {
      const c = scale(stream.uniform());
      return {
        action: noAction(2),
        start: stream.uniforms(2, -1, 1),
        optimizee: {
          name: 'bowl',
          dimension: 2,
          value: ([x, y]) => c * (x * x + y * y),
          gradient: (x) => x.map((v) => 2 * c * v),
          hessianVector: (_x, v) => v.map((one) => 2 * c * one),
        },
      };
    },
  };
}

const ellipsesWith = (change: (task: Task) => Partial<Task>): TaskFamily => ({
  ...ellipseVaried,
  sample: (stream) => {
    const task = ellipseVaried.sample(stream);
    return { ...task, ...change(task) };
  },
});

/** A way to fail. */
export interface Failure {
  readonly name: string;
  readonly description: MetaOptimizerDescription;
  readonly family: TaskFamily;
  readonly options?: MetaTrainOptions;
  /** Findings that must be there, and words of the first one's problem and remedy. */
  readonly findings: readonly FindingName[];
  readonly problem: RegExp;
  readonly remedy: RegExp;
}

export const failures: readonly Failure[] = [
  {
    name: 'gradients of 10⁶',
    description: vanilla,
    family: bowls(() => 1e6),
    findings: ['saturated by inputs'],
    problem: /inputs of about \d+ saturate \d+ % of the first gates/,
    remedy: /preprocessed: true/,
  },
  {
    name: 'gradients of 10⁻³',
    description: vanilla,
    family: bowls(() => 1e-3),
    findings: ['independent of the gradient', 'little progress'],
    problem: /updates hardly depend on the gradient/,
    remedy: /preprocessed: true/,
  },
  {
    name: 'gradients of nine decades',
    description: vanilla,
    family: bowls((draw) => 10 ** (9 * draw - 6)),
    findings: ['inputs over many decades'],
    problem: /gradients of its tasks span \d+ decades/,
    remedy: /preprocessed: true/,
  },
  {
    name: 'a window of 1 step',
    description: vanilla,
    family: ellipseVaried,
    options: { window: 1, trajectories: 150 },
    findings: ['no meta-gradient'],
    problem: /zero in 95 % of the windows: a window of 1 step/,
    remedy: /at least 2/,
  },
  {
    name: 'a learning rate of 1',
    description: vanilla,
    family: ellipseVaried,
    options: { adam: { learningRate: 1 }, trajectories: 300 },
    findings: ['saturated by weights', 'little progress'],
    problem: /the weights have grown too large/,
    remedy: /lower adam: \{ learningRate: 1 \}/,
  },
  {
    name: 'a learning rate of 0',
    description: vanilla,
    family: ellipseVaried,
    options: { adam: { learningRate: 0 }, trajectories: 200 },
    findings: ['little progress'],
    problem: /.*/,
    remedy: /learning ?[rR]ate/,
  },
  {
    name: 'a gradient of the wrong sign',
    description: vanilla,
    family: ellipsesWith(({ optimizee: f }) => ({
      optimizee: { ...f, gradient: (x) => f.gradient(x).map((g) => -g) },
    })),
    options: { check: 'off', trajectories: 100 },
    findings: ['family'],
    problem: /the gradient must be that of the value; on ellipse it is not/,
    remedy: /correct it/,
  },
  {
    name: 'an action that is no symmetry',
    description: teleportOnSchedule,
    family: ellipsesWith(({ action }) => ({
      action: { ...action, act: (xi, x, out) => action.act(xi, x, out).map((v) => v + xi[0]) },
    })),
    options: { check: 'off', trajectories: 100 },
    findings: ['family'],
    problem: /the action must be a symmetry, f\(exp\(ξ\)·x\) = f\(x\)/,
    remedy: /checkAction/,
  },
  {
    name: 'steps that leave the numbers',
    description: describe({ name: 'far', updateScale: 1e15 }),
    family: bowls(() => 1e3),
    options: { trajectories: 60 },
    findings: ['divergence', 'skipped windows'],
    problem: /100 % of the trajectories diverge, most at step/,
    remedy: /updateScale: 0.1/,
  },
  {
    name: 'a clamped step size',
    description: describe({ name: 'clamped', update: 'learning-rate', learningRateMap: 'clamp', hidden: 20 }),
    family: bowls(() => 1e-3),
    options: { trajectories: 100 },
    findings: ['no meta-gradient', 'little progress'],
    problem: /nothing that the LSTM emits changes a loss/,
    remedy: /log-sigmoid/,
  },
];
