/**
 * What a learned momentum has to do with the teleports beside it: every teleport of LSTM(lr, tele, momentum) on unseen
 * tasks, with β and what the teleport did.
 *
 *     from = x_t + v,  to = exp(ξ_t)·from                    the teleport of step t; to = x_{t+1}
 *     gain         log₁₀ ‖∇f(to)‖ − log₁₀ ‖∇f(from)‖
 *     next(p)      p + β_{t+1} v − α_{t+1} ∇f(p)             the next update from p, coefficients as emitted
 *     loss change  log₁₀ f(next(to)) − log₁₀ f(to)           one step on
 *     effect       log₁₀ f(next(to)) − log₁₀ f(next(from))   the same step without the teleport taken off
 *
 * Since f(from) = f(to), the effect is what the teleport alone changes one step on; below 0 it has helped.
 */

import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { type MetaTrainRun, metaTrain } from '../src/metaoptimizer/meta-train.js';
import { addScaled, norm, sum } from '../src/numerics/vector.js';
import type { OrbitMove, Trajectory } from '../src/optimizers/trajectory.js';
import { iterateAt } from '../src/optimizers/trajectory.js';
import type { Task, Vector } from '../src/seams.js';
import type { Experiment, LearnedMethod } from './experiment.js';
import { trainingStream, unseenTasks } from './streams.js';

/** A teleport and the momentum beside it. */
export interface TeleportEffect {
  readonly seed: number;
  readonly task: number;
  readonly step: number;
  /** β_t, emitted together with the teleport. */
  readonly momentumWith: number;
  /** β_{t+1}, emitted after the teleport was seen. */
  readonly momentumAfter: number;
  readonly gain: number;
  readonly lossChange: number;
  readonly effect: number;
}

/** What one training seed gives. */
export interface MomentumStudy {
  readonly seed: number;
  readonly effects: readonly TeleportEffect[];
  /** β_t of each test task, NaN from divergence on. [task][t] */
  readonly momenta: readonly (readonly number[])[];
  readonly diverged: number;
}

/** Trains the method at a seed, as the experiment does, and follows its teleports on the experiment's test tasks. */
export function studyMomentum(
  experiment: Pick<Experiment, 'family' | 'training' | 'evaluation'>,
  { description, training }: LearnedMethod,
  seed: number,
  run: MetaTrainRun = {},
): MomentumStudy {
  const { family, evaluation } = experiment;
  const stream = trainingStream(seed, family);
  const trained = metaTrain(description, family, stream, { ...experiment.training, ...training }, run);
  const tasks = unseenTasks(family, evaluation.tasks);
  const trajectories = learnedOptimizer(description, trained.state.parameters).run(tasks, evaluation.steps);
  return {
    seed,
    effects: trajectories.flatMap((trajectory, task) =>
      trajectory.teleports
        .filter(
          ({ step }) => step + 2 < trajectory.losses.length && !Number.isNaN(trajectory.losses[step + 2]),
        )
        .map((move) => ({ seed, task, ...effectOf(tasks[task], trajectory, move) })),
    ),
    momenta: trajectories.map(({ coefficients }) => Array.from(coefficients?.momenta ?? [])),
    diverged: trajectories.filter(({ divergence }) => divergence !== undefined).length,
  };
}

function effectOf(
  { optimizee }: Task,
  trajectory: Trajectory,
  { step, from, to }: OrbitMove,
): Omit<TeleportEffect, 'seed' | 'task'> {
  const { stepSizes, momenta } = trajectory.coefficients!;
  const velocity = sum(from, -1, iterateAt(trajectory, optimizee.dimension, step)); // the update of step t is v
  const [alpha, beta] = [stepSizes[step + 1], momenta[step + 1]];
  const lossAfter = (p: Vector) => {
    const next = sum(p, beta, velocity);
    return Math.log10(optimizee.value(addScaled(next, -alpha, optimizee.gradient(p))));
  };
  const logNorm = (p: Vector) => Math.log10(norm(optimizee.gradient(p)));
  const teleported = lossAfter(to);
  return {
    step,
    momentumWith: momenta[step],
    momentumAfter: beta,
    gain: logNorm(to) - logNorm(from),
    lossChange: teleported - Math.log10(optimizee.value(to)),
    effect: teleported - lossAfter(from),
  };
}
