/**
 * What a teleport is worth, group by group: one teleport, by ascent on ‖∇f‖ or at random, on the way of gradient descent.
 *
 *     gain          log₁₀ ‖∇f(g·x)‖ − log₁₀ ‖∇f(x)‖
 *     steps saved   s − E, where E is the budget in gradients that a run with the teleport may spend, its teleport
 *                   included, and s the number of steps that plain gradient descent takes to the loss it arrives at
 *
 * So a teleport that costs 20 gradients and brings what 50 plain steps do has saved 30; one that brings nothing has lost
 * its cost. Step sizes are tuned on training tasks for each way separately, at the same budget: the longer gradient may
 * ask for a smaller step. Where plain gradient descent does not get there in {@link PATIENCE} budgets, s is cut off there.
 */

import { refuse, requireCount } from '../src/checks.js';
import { testTasks } from '../src/evaluation/evaluate.js';
import { summarise } from '../src/evaluation/statistics.js';
import { norm } from '../src/numerics/vector.js';
import { mlpRegression } from '../src/optimizees/mlp-regression.js';
import { quadratics } from '../src/optimizees/quadratic.js';
import { gradientDescent } from '../src/optimizers/gradient-descent.js';
import type { BaselineTeleport } from '../src/optimizers/step-rule.js';
import type { Trajectory } from '../src/optimizers/trajectory.js';
import { Stream } from '../src/random/stream.js';
import type { Task, TaskFamily } from '../src/seams.js';
import { teleportAtRandom, teleportByAscent } from '../src/symmetry/teleport.js';
import { logGrid } from './methods.js';
import { TEST_SEED, trainingStream } from './two-dimensional.js';

/** A group on a family of tasks. */
export interface GroupCase {
  readonly group: string;
  readonly family: TaskFamily;
  readonly learningRates: readonly number[];
  /** Standard deviation of a random ξ's entries. */
  readonly randomScale: number;
}

/** Step sizes for the sums of squares of the paper's network. */
const NETWORK_RATES = [3e-5, 5e-5, 1e-4, 1.5e-4, 2e-4, 3e-4, 4e-4, 6e-4];

/** A step of ½/κ takes f = ‖Ax‖² along its steepest axis to 0 at once; round it, and on the grid. */
const quadraticRates = (conditionNumber: number) => [...logGrid(-4, 0), 0.5 / conditionNumber];

/** Of a random element with ‖ξ‖ near this. */
const RANDOM_NORM = 0.5;

const onNetwork = (group: string, action: NonNullable<Parameters<typeof mlpRegression>[0]>['action']) => {
  const family = mlpRegression({ action });
  return {
    group,
    family,
    learningRates: NETWORK_RATES,
    // Scores of a permutation have to outweigh staying put; other elements are drawn short.
    randomScale: action === 'permutation' ? 2 : RANDOM_NORM / Math.sqrt(family.algebraDimension),
  };
};

const onQuadratics = (dimension: number, conditionNumber: number): GroupCase => ({
  group: `SO(${dimension}), κ = ${conditionNumber}`,
  family: quadratics({ dimension, conditionNumber }),
  learningRates: quadraticRates(conditionNumber),
  randomScale: 1,
});

/** In the order in which they are shown. */
export const groupCases: readonly GroupCase[] = [
  onQuadratics(2, 10),
  onQuadratics(2, 100),
  onQuadratics(10, 100),
  onNetwork('positive scaling', 'positive-scaling'),
  onNetwork('permutation', 'permutation'),
  onNetwork('GL(20)', 'general-linear'),
];

export type Way = 'none' | 'ascent' | 'random';

/** One test task, one way. */
export interface TeleportWorth {
  readonly task: number;
  readonly gain: number;
  /** Of the teleport, in gradients. */
  readonly cost: number;
  /** f after the budget is spent; null where the run has diverged. */
  readonly loss: number | null;
  /** −budget where the run has diverged: all of it is lost. */
  readonly stepsSaved: number;
  /** Whether plain gradient descent never got there: the steps saved are a lower bound. */
  readonly cut: boolean;
}

/** What the teleports of a group are worth. */
export interface GroupResult {
  readonly group: string;
  /** m. */
  readonly algebraDimension: number;
  readonly budget: number;
  /** Chosen by tuning. */
  readonly learningRates: Readonly<Record<Way, number>>;
  readonly ascent: readonly TeleportWorth[];
  readonly random: readonly TeleportWorth[];
}

/** How a group’s teleports are measured. */
export interface GroupOptions {
  /** Test tasks; 20 by default. */
  readonly tasks?: number;
  /** E, in gradients; 100 by default. */
  readonly budget?: number;
  /** The step before which the teleport comes; 5 by default. */
  readonly teleportAt?: number;
  /** Ascent steps; 5 by default. Each costs four gradients and what its line search takes. */
  readonly ascentSteps?: number;
  /** Of random teleports and tuning tasks; 1 by default. */
  readonly seed?: number;
}

/** Budgets after which plain gradient descent is given up. */
export const PATIENCE = 10;

/** The longest single move of an ascent. Without it the climbs on GL(k) and on scaling have no end (`teleport.ts`). */
const TRUST_RADIUS = 0.3;

const TUNING_TASKS = 10;

/** Measures one group. @throws unless the teleport comes within the budget. */
export function measureGroup(
  { group, family, learningRates, randomScale }: GroupCase,
  options: GroupOptions = {},
): GroupResult {
  const { tasks: count = 20, budget = 100, teleportAt = 5, ascentSteps = 5, seed = 1 } = options;
  const where = 'measureGroup';
  for (const [name, value] of Object.entries({ tasks: count, budget, ascentSteps }))
    requireCount(where, name, value);
  requireCount(where, 'teleportAt', teleportAt, 0);
  if (teleportAt >= budget) refuse(where, `teleportAt must be below the budget of ${budget}`, teleportAt);
  const stream = trainingStream(seed, family); // groups on one family share their tasks
  const training = testTasks(family, stream.split('tuning'), TUNING_TASKS);
  const tasks = testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), count);

  const teleports: Record<Way, BaselineTeleport | undefined> = {
    none: undefined,
    ascent: {
      schedule: [teleportAt],
      configuration: { by: 'ascent', ascentSteps, trustRadius: TRUST_RADIUS },
      teleport: ({ optimizee, action }, x) =>
        teleportByAscent(optimizee, action, x, {
          learningRate: 0.1,
          steps: ascentSteps,
          objective: 'log-norm',
          lineSearch: true,
          trustRadius: TRUST_RADIUS,
        }),
    },
    random: {
      schedule: [teleportAt],
      configuration: { by: 'random', randomScale },
      teleport: ({ action }, x, task) =>
        teleportAtRandom(action, x, stream.split('random').split(task), randomScale),
    },
  };
  const optimizer = (way: Way, learningRate: number) =>
    gradientDescent({ learningRate, teleport: teleports[way] });
  const chosen = (way: Way): number => {
    const scored = learningRates.map((learningRate) => {
      const losses = optimizer(way, learningRate)
        .run(training, budget)
        .map((run) => lossAt(run, budget));
      const { median } = summarise(losses);
      return { learningRate, score: Number.isNaN(median) ? Number.POSITIVE_INFINITY : median };
    });
    return scored.reduce((best, one) => (one.score < best.score ? one : best)).learningRate;
  };
  const rates = { none: chosen('none'), ascent: chosen('ascent'), random: chosen('random') };
  const plain = optimizer('none', rates.none).run(tasks, PATIENCE * budget);
  const worth = (way: 'ascent' | 'random') =>
    optimizer(way, rates[way])
      .run(tasks, budget)
      .map((run, task) => worthOf(tasks[task], task, run, plain[task], budget, teleportAt));
  return {
    group,
    algebraDimension: family.algebraDimension,
    budget,
    learningRates: rates,
    ascent: worth('ascent'),
    random: worth('random'),
  };
}

/** f after the last step that the budget pays for; null where the run has diverged by then. */
function lossAt({ losses, evaluations }: Trajectory, budget: number): number | null {
  let last = 0;
  for (let t = 0; t < losses.length; t++) {
    if (Number.isNaN(losses[t])) return null;
    if (evaluations[t] > budget) break;
    last = t;
  }
  return losses[last];
}

function worthOf(
  { optimizee }: Task,
  task: number,
  run: Trajectory,
  plain: Trajectory,
  budget: number,
  teleportAt: number,
): TeleportWorth {
  const loss = lossAt(run, budget);
  const logNorm = (x: Float64Array) => Math.log10(norm(optimizee.gradient(x)));
  const [move] = run.teleports;
  // The step that teleports also takes one gradient of its own.
  const cost = run.evaluations[teleportAt + 1] - run.evaluations[teleportAt] - 1;
  const gain = move ? logNorm(move.to) - logNorm(move.from) : 0;
  if (loss === null) return { task, gain, cost, loss, stepsSaved: -budget, cut: false };
  const reached = plain.losses.findIndex((value) => value <= loss);
  const cut = reached < 0;
  return { task, gain, cost, loss, stepsSaved: (cut ? plain.losses.length - 1 : reached) - budget, cut };
}
