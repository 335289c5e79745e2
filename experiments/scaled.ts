/** A quick look at an experiment: the same with other numbers of trajectories and tasks, or another LSTM. */

import { requireCount } from '../src/checks.js';
import type { Experiment, Method, Scale } from './experiment.js';

/** The same at another scale. @throws on a number that is not a whole one above zero. */
export function scaled(experiment: Experiment, scale: Scale): Experiment {
  const { trajectories, tasks, hidden } = scale;
  for (const [name, value] of Object.entries({ trajectories, tasks, hidden })) {
    if (value !== undefined) requireCount('scaled', name, value);
  }
  const { training, evaluation, methods } = experiment;
  return {
    ...experiment,
    training: trajectories === undefined ? training : { ...training, trajectories },
    evaluation: tasks === undefined ? evaluation : { ...evaluation, tasks },
    methods: methods.map((method) => scaledMethod(method, scale)),
  };
}

/** Also where a method has a training of its own. */
function scaledMethod<Own extends Method>(method: Own, { trajectories, hidden }: Scale): Own {
  if (method.kind === 'baseline') return method;
  const { description, training } = method;
  return {
    ...method,
    ...(hidden !== undefined && { description: { ...description, hidden } }),
    ...(trajectories !== undefined && training && { training: { ...training, trajectories } }),
  };
}
