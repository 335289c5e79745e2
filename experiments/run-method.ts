/**
 * The unit of work of all experiments: train or tune one method at one training seed, then run it on test tasks.
 *
 * {@link runMethod} is a pure function of plain data to plain data, so runs can be spread over threads, kept, and resumed
 * one by one. Randomness is common to all methods of a seed (`streams.ts`): training tasks, tuning tasks and, tensor by
 * tensor where shapes agree, initial weights. So methods of one configuration give one result, whatever they are called
 * and wherever they stand, and two methods of a seed differ by what sets them apart alone.
 */

import { evaluateTrajectories, nullable, plottedTrajectory } from '../src/evaluation/evaluate.js';
import { provenance } from '../src/evaluation/provenance.js';
import type { Trajectory } from '../src/optimizers/trajectory.js';
import { asPublished } from './as-published.js';
import type { EmittedCoefficients, Experiment, Run, RunHooks } from './experiment.js';
import { methodNamed } from './methods.js';
import { prepare } from './prepare.js';
import { unseenTasks } from './streams.js';
import { teleportHarm } from './teleport-harm.js';

/** Trains (or tunes) and evaluates one method at one seed. @throws if the experiment has no such method. */
export function runMethod(experiment: Experiment, method: string, seed: number, hooks: RunHooks = {}): Run {
  const definition = methodNamed('runMethod', experiment, method);
  const { family, evaluation, plotted } = experiment;
  const { tasks, steps } = evaluation;
  const unseen = unseenTasks(family, tasks);
  const times = [performance.now()];
  const { optimizer, parameters, ...record } = prepare(experiment, definition, seed, hooks);
  times.push(performance.now());
  const trajectories = optimizer.run(unseen, steps);
  times.push(performance.now());
  const coefficients = emitted(trajectories, steps);
  return {
    experiment: experiment.id,
    method,
    seed,
    definition,
    ...record,
    ...(experiment.asPublished && {
      asPublished: asPublished(definition, optimizer, parameters, unseen, steps),
    }),
    evaluation: evaluateTrajectories(optimizer, trajectories, steps),
    ...(experiment.measuresHarm && { harm: teleportHarm(unseen, trajectories) }),
    ...(coefficients && { coefficients }),
    ...(plotted && { plotted: plottedTrajectory(optimizer.run([plotted], steps)[0], family.dimension) }),
    provenance: provenance(unseen),
    timing: {
      total: (performance.now() - times[0]) / 1000,
      training: (times[1] - times[0]) / 1000,
      evaluation: (times[2] - times[1]) / 1000,
    },
  };
}

function emitted(trajectories: readonly Trajectory[], steps: number): EmittedCoefficients | undefined {
  if (trajectories.every(({ coefficients }) => coefficients === undefined)) return undefined;
  const rows = (which: keyof EmittedCoefficients) =>
    trajectories.map(({ coefficients }) =>
      coefficients ? nullable(coefficients[which]) : new Array<null>(steps).fill(null),
    );
  return { stepSizes: rows('stepSizes'), momenta: rows('momenta') };
}
